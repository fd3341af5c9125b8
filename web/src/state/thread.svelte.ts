import type { Range } from "../api/chat";
import { asProblem, Problem } from "../api/problem";
import type { Message, MessagePage } from "../api/types";
import type { Sent } from "../realtime/frames";
import type { Letter } from "../realtime/outbox";
import { newId } from "./id";
import type { Pending } from "./rows";
import { applyMessage, applyNewer, applyOlder, type Timeline, timelineFrom } from "./timeline";

/** What a conversation needs from the rest of the client. */
export interface ThreadServices {
  readonly me: string;
  messages(c: string, range: Range): Promise<MessagePage>;
  send(letter: Letter): Promise<Sent>;
  /** A message of ours is in the log; comes back through receive. */
  stored(m: Message): void;
}

const PAGE = 50;
const CATCH_UP_PAGE = 200;

/** Whoever is further behind than this starts again at the end of the log. */
const FAR_BEHIND = 1_000;

/** How long a message that came early waits for those before it (REALTIME.md rule 5). */
const HOLD_MS = 1_000;

/** One open conversation: its timeline, what is being sent, and the unfinished text. */
export class Thread {
  timeline = $state.raw<Timeline | undefined>();
  pending = $state.raw<readonly Pending[]>([]);
  /** Why there is no timeline. */
  problem = $state.raw<Problem | undefined>();
  loadingOlder = $state(false);
  draft = $state("");
  /** Where the user had read to when the conversation was opened with something unread. */
  unreadFrom = $state.raw<number | undefined>();

  readonly #services: ThreadServices;
  #headSeq = 0; // the highest position we have heard of
  #loading = false;
  #catchingUp = false;
  #hold: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly c: string,
    services: ThreadServices,
  ) {
    this.#services = services;
  }

  /** Brings the timeline up to headSeq, or as far as the log goes. */
  async refresh(headSeq = 0): Promise<void> {
    this.#headSeq = Math.max(this.#headSeq, headSeq);
    const behind = this.#headSeq - (this.timeline?.lastSeq ?? 0);
    if (this.timeline === undefined || behind > FAR_BEHIND) await this.#load();
    else await this.#catchUp();
  }

  /** Takes a pushed message. */
  receive(m: Message): void {
    this.#headSeq = Math.max(this.#headSeq, m.seq);
    if (this.timeline === undefined) return; // loading reads up to headSeq
    const applied = applyMessage(this.timeline, m);
    if (applied.kind === "known") return;
    this.#show(applied.timeline);
    if (applied.kind === "gap") this.#hold ??= setTimeout(() => this.#fillGap(), HOLD_MS);
  }

  /** Loads the page before the first message. */
  async loadOlder(): Promise<void> {
    const first = this.timeline?.messages[0];
    if (first === undefined || this.timeline?.more !== true || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = await this.#services.messages(this.c, { before: first.seq, limit: PAGE });
      if (this.timeline.messages[0] === first) this.timeline = applyOlder(this.timeline, page);
    } catch (thrown) {
      console.warn("flamingo: older messages:", asProblem(thrown).message); // scrolling asks again
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Sends a text; it shows at once and is marked when it is stored or refused. */
  send(text: string): void {
    const p: Pending = { cid: newId(), text, ts: new Date().toISOString(), state: "sending" };
    this.pending = [...this.pending, p];
    this.unreadFrom = undefined;
    void this.#transmit(p);
  }

  /** Sends a refused message again, with the same cid: should it have been stored, there is still one. */
  retry(cid: string): void {
    const p = this.pending.find((known) => known.cid === cid && known.state === "failed");
    if (p === undefined) return;
    this.#mark(cid, "sending");
    void this.#transmit(p);
  }

  /** Gives up a refused message. */
  discard(cid: string): void {
    this.pending = this.pending.filter((p) => p.cid !== cid || p.state !== "failed");
  }

  close(): void {
    clearTimeout(this.#hold);
  }

  async #transmit({ cid, text }: Pending): Promise<void> {
    const body = { text };
    try {
      const { seq, mid, ts } = await this.#services.send({ c: this.c, cid, body });
      this.#services.stored({ c: this.c, seq, mid, ts, cid, body, from: this.#services.me });
    } catch (thrown) {
      console.warn("flamingo: a message was refused:", asProblem(thrown).message);
      this.#mark(cid, "failed");
    }
  }

  #mark(cid: string, state: Pending["state"]): void {
    this.pending = this.pending.map((p) => (p.cid === cid ? { ...p, state } : p));
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.problem = undefined;
    try {
      this.#show(timelineFrom(await this.#services.messages(this.c, { limit: PAGE })));
    } catch (thrown) {
      if (this.timeline === undefined) this.problem = asProblem(thrown);
      return;
    } finally {
      this.#loading = false;
    }
    if (this.#headSeq > this.#lastSeq) await this.#catchUp(); // it grew while we were reading
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      for (let more = true; more && this.timeline !== undefined; ) {
        const page = await this.#services.messages(this.c, { after: this.#lastSeq, limit: CATCH_UP_PAGE });
        this.#show(applyNewer(this.timeline, page));
        more = page.more;
      }
    } catch (thrown) {
      console.warn("flamingo: missed messages:", asProblem(thrown).message);
    } finally {
      this.#catchingUp = false;
    }
  }

  /** Asks for what is missing before the held messages, and again while the answer does not come. */
  async #fillGap(): Promise<void> {
    await this.#catchUp();
    const open = (this.timeline?.held.length ?? 0) > 0;
    this.#hold = open ? setTimeout(() => this.#fillGap(), HOLD_MS) : undefined;
  }

  #show(timeline: Timeline): void {
    this.timeline = timeline;
    if (this.pending.length === 0) return;
    const stored = new Set(timeline.messages.map((m) => (m.from === this.#services.me ? m.cid : undefined)));
    this.pending = this.pending.filter((p) => !stored.has(p.cid));
  }

  get #lastSeq(): number {
    return this.timeline?.lastSeq ?? 0;
  }
}
