import type { ConversationsApi } from "../api/conversations";
import type { Message, OutgoingBody } from "../api/types";
import { toggleReaction } from "./reactions";
import type { Thread } from "./thread.svelte";

/** What is done to messages that are there: shown at once, and undone when the server refuses. */
export class Marks {
  readonly #api: ConversationsApi;
  readonly #me: string;

  constructor(api: ConversationsApi, me: string) {
    this.#api = api;
    this.#me = me;
  }

  /** Adds a reaction, or takes the own one back. */
  async react(thread: Thread, m: Message, emoji: string): Promise<void> {
    const { reactions, on } = toggleReaction(m.reactions ?? [], emoji, this.#me);
    await previewed(thread, m, { reactions }, () => this.#api.react(m.c, m.seq, emoji, on));
  }

  async pin(thread: Thread, m: Message, on: boolean): Promise<void> {
    await previewed(thread, m, { pinned: on }, () => this.#api.pin(m.c, m.seq, on));
  }

  async edit(thread: Thread, m: Message, body: OutgoingBody): Promise<void> {
    const change = { body: { ...body, text: body.text ?? "" }, edited: new Date().toISOString() };
    await previewed(thread, m, change, () => this.#api.edit(m.c, m.seq, body));
  }

  async recall(thread: Thread, m: Message): Promise<void> {
    const change = { body: { text: "", segments: [] }, recalled: true, reactions: [] };
    await previewed(thread, m, change, () => this.#api.recall(m.c, m.seq));
  }
}

async function previewed(thread: Thread, m: Message, change: Partial<Message>, act: () => Promise<unknown>): Promise<void> {
  const undo = thread.log.preview(m.seq, change);
  try {
    await act();
  } catch (thrown) {
    undo();
    throw thrown;
  }
}
