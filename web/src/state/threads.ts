import type { ChatApi } from "../api/chat";
import type { Message } from "../api/types";
import { MAX_RESUME, type Resume, type Sent } from "../realtime/frames";
import type { Letter } from "../realtime/outbox";
import type { Socket } from "../realtime/socket";
import type { Cache, Kept } from "./cache";
import type { InboxStore } from "./inboxStore.svelte";
import type { Keeper } from "./keeper";
import { Thread } from "./thread.svelte";
import { Tray } from "./tray.svelte";
import { Uploads } from "./uploads";

/** What the open conversations need from the rest of the client. */
export interface ThreadsServices {
  readonly me: string;
  readonly api: ChatApi;
  readonly inbox: InboxStore;
  readonly socket: Socket;
  readonly cache: Cache | undefined;
  readonly keeper: Keeper;
  /** A message of ours is in the log. */
  stored(m: Message): void;
}

/** The conversations that were opened since the page was, or kept from an earlier visit, each with its tray. */
export class Threads {
  readonly #services: ThreadsServices;
  readonly #threads = new Map<string, Thread>();
  readonly #trays = new Map<string, Tray>();
  readonly #uploads: Uploads;

  constructor(services: ThreadsServices) {
    this.#services = services;
    this.#uploads = new Uploads(services.cache, globalThis.sessionStorage);
  }

  /** The one of a conversation, if it was opened. */
  find(c: string): Thread | undefined {
    return this.#threads.get(c);
  }

  /** The one of a conversation, opened now if it was not. */
  open(c: string): Thread {
    const known = this.#threads.get(c);
    if (known !== undefined) return known;
    const { me, api, inbox, socket, cache, keeper, stored } = this.#services;
    const thread = new Thread(c, {
      me,
      messages: (conversation, range) => api.conversations.messages(conversation, range),
      changes: (conversation, after) => api.conversations.changes(conversation, after),
      rev: (conversation) => inbox.find(conversation)?.rev ?? 0,
      send: (letter, ts) => this.#send(letter, ts),
      drop: (cid) => void cache?.dropLetter(cid),
      stored,
      typing: (conversation, kind) => socket.typing(conversation, kind),
      keep: (kept) => keeper.soon(c, (disk) => disk.keepThread(kept)),
    });
    this.#threads.set(c, thread);
    return thread;
  }

  /** What lies beside the text of a conversation; it goes on being sent while another one is looked at. */
  tray(thread: Thread): Tray {
    let tray = this.#trays.get(thread.c);
    if (tray === undefined) {
      tray = new Tray({
        c: thread.c,
        files: this.#services.api.files,
        uploads: this.#uploads,
        send: (cid, body, replyTo) => thread.outgoing.post(cid, body, replyTo),
        takeReply: () => thread.draft.takeReply(),
      });
      this.#trays.set(thread.c, tray);
    }
    return tray;
  }

  /** Shows what was kept from an earlier visit, and sends again what had no answer. */
  restore(kept: Kept): void {
    for (const thread of kept.threads) this.open(thread.c).restore(thread, []);
    for (const c of new Set(kept.letters.map((l) => l.c))) {
      this.open(c).restore(undefined, kept.letters.filter((l) => l.c === c));
    }
  }

  /** Goes on with the files that were under way when the page was left. */
  async goOnSending(): Promise<void> {
    for (const { kept, file } of await this.#uploads.left()) void this.tray(this.open(kept.c)).restore(kept, file);
  }

  /** What to resume from: what is known of each conversation, the opened ones first. */
  get positions(): Resume["c"] {
    const c: Resume["c"] = {};
    const entries = [...this.#threads.values()].flatMap((t) => (t.log.positions === undefined ? [] : [[t.c, t.log.positions] as const]));
    for (const [name, at] of entries.slice(0, MAX_RESUME)) c[name] = at;
    for (const known of this.#services.inbox.conversations) {
      if (Object.keys(c).length >= MAX_RESUME) break;
      c[known.c] ??= [known.seq, known.rev ?? 0];
    }
    return c;
  }

  /** Nothing that was kept can be trusted: only the one on screen and those with something to send stay, empty. */
  reset(shown: Thread | undefined): void {
    for (const [c, thread] of this.#threads) {
      if (thread === shown || thread.outgoing.pending.length > 0) thread.log.reset();
      else this.#threads.delete(c);
    }
  }

  /** Forgets which files were under way. */
  forget(): void {
    this.#uploads.forget();
  }

  close(): void {
    for (const thread of this.#threads.values()) thread.close();
    for (const tray of this.#trays.values()) tray.close();
    this.#uploads.close();
  }

  async #send(letter: Letter, ts: string): Promise<Sent> {
    const { cache, socket } = this.#services;
    void cache?.keepLetter({ ...letter, ts });
    const sent = await socket.send(letter);
    void cache?.dropLetter(letter.cid);
    return sent;
  }
}
