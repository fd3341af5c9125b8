import type { Profile } from "../api/types";
import { t } from "../i18n";
import type { GroupsStore } from "./groups.svelte";
import type { InboxStore } from "./inboxStore.svelte";
import type { PeopleStore } from "./people.svelte";
import { peerOf } from "./route";

/** What people and conversations are called here, from all that is known of them. */
export class Names {
  readonly #me: string;
  readonly #inbox: InboxStore;
  readonly #people: PeopleStore;
  readonly #groups: GroupsStore;

  constructor(me: string, inbox: InboxStore, people: PeopleStore, groups: GroupsStore) {
    this.#me = me;
    this.#inbox = inbox;
    this.#people = people;
    this.#groups = groups;
  }

  /** The other one of a direct conversation, as far as known. */
  peer(c: string): Profile | undefined {
    const id = peerOf(c, this.#me);
    if (id === undefined) return undefined;
    return this.#people.profile(id) ?? this.#inbox.find(c)?.peer;
  }

  /** Whether nobody is behind the other side of a conversation any more. */
  gone(c: string): boolean {
    return this.peer(c)?.deleted === true;
  }

  /** What a conversation is called here: the remark name of a friend, the name of a group. */
  title(c: string): string {
    const id = peerOf(c, this.#me);
    if (this.gone(c)) return t("person.deleted");
    if (id === undefined) return this.#groups.group(c.slice(1))?.name ?? (this.#inbox.find(c)?.name || c.slice(1));
    return this.#people.friend(id)?.remark || this.peer(c)?.nickname || this.#inbox.find(c)?.name || id;
  }

  /** What somebody is called in a conversation. */
  nameIn(c: string, id: string): string | undefined {
    if (this.#people.profile(id)?.deleted) return t("person.deleted");
    return (c.startsWith("g") ? this.#groups.card(c.slice(1), id) : undefined) ?? this.#people.name(id);
  }
}
