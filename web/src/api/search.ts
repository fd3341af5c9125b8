import type { Rest } from "./rest";
import type { Group, Profile, SearchHit } from "./types";

/** What to look for; everything but `q` narrows it down. */
export interface MessageQuery {
  q: string;
  /** In one conversation. */
  c?: string;
  /** By one sender. */
  from?: string;
  /** text, image, file, voice, link… */
  kind?: string;
  since?: string;
  until?: string;
  cursor?: string;
}

export interface SearchPage {
  messages: SearchHit[];
  next: string;
}

export class SearchApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  messages(query: MessageQuery): Promise<SearchPage> {
    return this.#rest.get("/search", { in: "messages", ...query });
  }

  async people(q: string): Promise<Profile[]> {
    return (await this.#rest.get<{ users: Profile[] }>("/search", { in: "people", q })).users;
  }

  async groups(q: string): Promise<Group[]> {
    return (await this.#rest.get<{ groups: Group[] }>("/search", { in: "groups", q })).groups;
  }
}
