import type { Rest } from "./rest";
import type { SearchHit } from "./types";

/** What to look for: words, or a kind. */
export interface MessageQuery {
  q?: string;
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
  /** Newest first. */
  hits: SearchHit[];
  next: string;
}

export class SearchApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  messages(query: MessageQuery): Promise<SearchPage> {
    return this.#rest.get("/search", { ...query });
  }
}
