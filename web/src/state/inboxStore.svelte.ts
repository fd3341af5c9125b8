import type { ConversationsApi } from "../api/conversations";
import { asProblem, type Problem } from "../api/problem";
import type { Change, Conversation, ConversationSettings, Message } from "../api/types";
import type { SyncedConversation } from "../realtime/frames";
import * as rules from "./inbox";

/** The list of conversations, loaded page by page and kept current by pushes. */
export class InboxStore {
  conversations = $state.raw<rules.Inbox>([]);
  /** Whether the first page has been shown. */
  loaded = $state(false);
  /** Why it has not. */
  problem = $state.raw<Problem | undefined>();
  /** Where the next page begins; empty at the end. */
  next = $state("");

  readonly #me: string;
  readonly #api: Pick<ConversationsApi, "list" | "get">;
  #loading: Promise<void> | undefined;
  #stale = false;
  #paged = false; // `next` is known
  readonly #staleHeads = new Set<string>();

  constructor(me: string, api: Pick<ConversationsApi, "list" | "get">) {
    this.#me = me;
    this.#api = api;
  }

  /** Shows what was kept from an earlier visit, until the server answers. */
  restore(conversations: rules.Inbox): void {
    if (this.loaded) return;
    this.conversations = conversations;
    this.loaded = conversations.length > 0;
  }

  find(c: string): rules.Entry | undefined {
    return this.conversations.find((known) => known.c === c);
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
      const page = await this.#api.list(cursor);
      this.#merge(page.conversations);
      this.next = page.next;
    } catch (thrown) {
      console.warn("flamingo: more conversations:", asProblem(thrown).message);
      this.next = cursor;
    }
  }

  receive(m: Message): void {
    this.#take(rules.applyToInbox(this.conversations, m, this.#me));
    this.#calls([m]);
  }

  skip(c: string, seq: number): void {
    this.#take(rules.skipInInbox(this.conversations, c, seq));
  }

  change(change: Change): void {
    this.#take(rules.changeInInbox(this.conversations, change));
  }

  /** How a conversation stands after what was missed while away. */
  sync({ c, head, messages, gone }: SyncedConversation): void {
    if (gone) {
      this.remove(c);
      return;
    }
    this.#merge([head]);
    this.#calls(messages);
  }

  read(c: string, seq: number): void {
    this.conversations = rules.applyRead(this.conversations, c, seq);
  }

  settings(c: string, settings: Partial<ConversationSettings>): void {
    this.conversations = rules.applySettings(this.conversations, c, settings);
  }

  remove(c: string): void {
    this.conversations = rules.removeFromInbox(this.conversations, c);
  }

  clear(): void {
    this.conversations = [];
    this.loaded = false;
    this.#paged = false;
  }

  /** Asks for one conversation anew. */
  async refreshHead(c: string): Promise<void> {
    if (this.#staleHeads.has(c)) return;
    this.#staleHeads.add(c);
    try {
      await Promise.resolve(); // several pushes of one frame make one question
      const head = await this.#api.get(c);
      this.#merge([head]);
    } catch {
      void this.load(); // the list says at least what the first page has
    } finally {
      this.#staleHeads.delete(c);
    }
  }

  #merge(conversations: Conversation[]): void {
    this.conversations = rules.mergePage(this.conversations, { conversations });
    this.#calls(conversations.flatMap((c) => c.last ?? []));
  }

  #calls(messages: readonly Message[]): void {
    this.conversations = rules.applyCalls(this.conversations, messages, this.#me);
  }

  #take({ inbox, stale }: rules.InboxChange): void {
    this.conversations = inbox;
    if (stale !== undefined) void this.refreshHead(stale);
  }

  async #loadWhileStale(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        const page = await this.#api.list();
        this.#merge(page.conversations);
        if (!this.#paged) this.next = page.next;
        this.#paged = true;
        this.loaded = true;
        this.problem = undefined;
      } catch (thrown) {
        this.problem = asProblem(thrown);
      }
    }
  }
}
