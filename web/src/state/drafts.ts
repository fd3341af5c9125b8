import type { ConversationsApi } from "../api/conversations";
import type { InboxStore } from "./inboxStore.svelte";

/** An unfinished text is given to the other devices when nothing was added to it for so long. */
const DRAFT_MS = 1_200;

/** Keeps unfinished texts, for the other devices as well. */
export class Drafts {
  readonly #inbox: InboxStore;
  readonly #api: ConversationsApi;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(inbox: InboxStore, api: ConversationsApi) {
    this.#inbox = inbox;
    this.#api = api;
  }

  /** Whether a conversation has a text that the server does not know yet. */
  isWaiting(c: string): boolean {
    return this.#waiting.has(c);
  }

  keep(c: string, text: string): void {
    const known = this.#inbox.find(c);
    if (known?.mute === undefined || (known.draft ?? "") === text) return;
    this.#inbox.settings(c, { draft: text });
    clearTimeout(this.#waiting.get(c));
    const send = () => {
      this.#waiting.delete(c);
      this.#api.update(c, { draft: text }).catch(() => {}); // it is still here
    };
    this.#waiting.set(c, setTimeout(send, DRAFT_MS));
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }
}
