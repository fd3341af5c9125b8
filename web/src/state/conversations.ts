import type { ConversationChange, ConversationsApi } from "../api/conversations";
import type { ConversationSettings } from "../api/types";
import type { Drafts } from "./drafts";
import { newId } from "./id";
import type { InboxStore } from "./inboxStore.svelte";
import type { Pane } from "./pane.svelte";
import type { Threads } from "./threads";

export interface ConversationsServices {
  readonly api: ConversationsApi;
  readonly inbox: InboxStore;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly pane: Pane;
  /** Tells the server how far the user has read. */
  markRead(c: string, seq: number): void;
}

/** What a user keeps about their conversations: how far they have read, how they are set, what is left out. */
export class Conversations {
  readonly #services: ConversationsServices;

  constructor(services: ConversationsServices) {
    this.#services = services;
  }

  /** The user has seen everything up to seq. */
  read(c: string, seq: number): void {
    const known = this.#services.inbox.find(c);
    if (known === undefined || seq <= known.read) return;
    this.#services.inbox.read(c, seq);
    this.#services.markRead(c, seq);
  }

  /** Nothing is unread any more. */
  readAll(): void {
    for (const { c, seq, unread } of this.#services.inbox.conversations) if (unread > 0) this.read(c, seq);
  }

  /** Changes what the user has set for a conversation, at once; undone when the server refuses. */
  async configure(c: string, change: ConversationChange): Promise<void> {
    const known = this.#services.inbox.find(c);
    if (known === undefined) return;
    const { hidden, ...rest } = change;
    const settings: Partial<ConversationSettings> = hidden === undefined ? rest : { ...rest, hidden_seq: hidden ? known.seq : 0 };
    const { pinned = false, mute = "none", archived = false, hidden_seq = 0, draft = "" } = known;
    this.#services.inbox.settings(c, settings);
    try {
      await this.#services.api.update(c, change, known.seq);
    } catch (thrown) {
      this.#services.inbox.settings(c, { pinned, mute, archived, hidden_seq, draft });
      throw thrown;
    }
  }

  /** Empties a conversation for this user, on all their devices. */
  async clear(c: string): Promise<void> {
    const upTo = this.#services.inbox.find(c)?.seq ?? 0;
    await this.#services.api.clear(c, upTo);
    this.#services.inbox.settings(c, { cleared_seq: upTo });
    this.#services.threads.find(c)?.log.forget((seq) => seq <= upTo);
  }

  /** Deletes a message for this user only. */
  async hide(c: string, seq: number): Promise<void> {
    await this.#services.api.hide(c, seq);
    this.hidden(c, seq);
  }

  /** Sends messages on to other conversations, each by itself or all as one. */
  forward(from: string, seqs: readonly number[], to: readonly string[], merged: boolean): Promise<unknown> {
    return this.#services.api.forward({ from, seqs: [...seqs], to: [...to], merged, cid: newId() });
  }

  /** Another device changed what the user has set for a conversation. */
  settings(c: string, settings: Partial<ConversationSettings>): void {
    // What is being written here is newer than what another device tells.
    const { draft, ...rest } = settings;
    const thread = this.#services.threads.find(c);
    const writing = this.#services.drafts.isWaiting(c) || (thread !== undefined && thread === this.#services.pane.thread);
    this.#services.inbox.settings(c, draft === undefined || writing ? rest : settings);
    if (thread === undefined) return;
    if (draft !== undefined && !writing) thread.draft.text = draft;
    const cleared = settings.cleared_seq ?? 0;
    if (cleared > 0) thread.log.forget((seq) => seq <= cleared);
  }

  /** The user has deleted a message for themselves. */
  hidden(c: string, seq: number): void {
    this.#services.threads.find(c)?.log.forget((s) => s === seq);
    if (this.#services.inbox.find(c)?.last?.seq === seq) void this.#services.inbox.refreshHead(c);
  }
}
