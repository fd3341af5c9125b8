import { asProblem, type Problem } from "../api/problem";
import type { ConversationPage, Message } from "../api/types";
import { applyRead, applyToInbox, type Inbox, mergePage } from "./inbox";

/** The list of conversations, loaded page by page and kept current by pushes. */
export class InboxStore {
  conversations = $state.raw<Inbox>([]);
  /** Whether the first page has been shown. */
  loaded = $state(false);
  /** Why it has not. */
  problem = $state.raw<Problem | undefined>();
  /** Where the next page begins; empty at the end. */
  next = $state("");

  readonly #me: string;
  readonly #fetch: (cursor?: string) => Promise<ConversationPage>;
  #loading: Promise<void> | undefined;
  #stale = false;

  constructor(me: string, fetch: (cursor?: string) => Promise<ConversationPage>) {
    this.#me = me;
    this.#fetch = fetch;
  }

  /** Loads the first page, again when it was asked for while loading: something may have changed in between. */
  load(): Promise<void> {
    this.#stale = true;
    this.#loading ??= this.#loadWhileStale().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async loadMore(): Promise<void> {
    const cursor = this.next;
    if (cursor === "") return;
    this.next = ""; // one request at a time
    try {
      const page = await this.#fetch(cursor);
      this.conversations = mergePage(this.conversations, page);
      this.next = page.next;
    } catch (thrown) {
      console.warn("flamingo: more conversations:", asProblem(thrown).message);
      this.next = cursor;
    }
  }

  receive(m: Message): void {
    const applied = applyToInbox(this.conversations, m, this.#me);
    if (applied !== undefined) this.conversations = applied;
    else void this.load(); // its name is not in the message
  }

  read(c: string, seq: number): void {
    this.conversations = applyRead(this.conversations, c, seq);
  }

  clear(): void {
    this.conversations = [];
    this.loaded = false;
  }

  async #loadWhileStale(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        const page = await this.#fetch();
        this.conversations = mergePage(this.conversations, page);
        if (!this.loaded) this.next = page.next;
        this.loaded = true;
        this.problem = undefined;
      } catch (thrown) {
        this.problem = asProblem(thrown);
      }
    }
  }
}
