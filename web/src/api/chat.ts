import { ConversationsApi } from "./conversations";
import { FilesApi } from "./files";
import { GroupsApi } from "./groups";
import { PeopleApi } from "./people";
import { PushApi } from "./push";
import { Rest, type TokenSource } from "./rest";
import { SearchApi } from "./search";
import { SettingsApi } from "./settings";

/** What a signed-in user can ask the server for. */
export class ChatApi {
  readonly rest: Rest;
  readonly conversations: ConversationsApi;
  readonly people: PeopleApi;
  readonly groups: GroupsApi;
  readonly files: FilesApi;
  readonly search: SearchApi;
  readonly push: PushApi;
  readonly settings: SettingsApi;

  constructor(tokens: TokenSource) {
    this.rest = new Rest(tokens);
    this.conversations = new ConversationsApi(this.rest);
    this.people = new PeopleApi(this.rest);
    this.groups = new GroupsApi(this.rest);
    this.files = new FilesApi(this.rest);
    this.search = new SearchApi(this.rest);
    this.push = new PushApi(this.rest);
    this.settings = new SettingsApi(this.rest);
  }
}
