import type { Range } from "../api/conversations";
import { asProblem, Problem } from "../api/problem";
import type { Change, ChangePage, Message, MessagePage } from "../api/types";
import type { SyncedConversation } from "../realtime/frames";
import type { KeptThread } from "./cache";
import { type ChangeLog, changeLogAt, changeMessages, takeChanges } from "./changes";
import {
  type Applied,
  applyMessage,
  applyNewer,
  applyOlder,
  applySkip,
  join,
  messageAt,
  type Timeline,
  timelineFrom,
  without,
} from "./timeline";

/** What the log of a conversation is read by, and who is told of it. */
export interface LogServices {
  messages(c: string, range: Range): Promise<MessagePage>;
  changes(c: string, after: number): Promise<ChangePage>;
  /** The number of the newest change that the list knows of. */
  rev(c: string): number;
  /** There is something new to keep for the next visit. */
  keep(thread: KeptThread): void;
}

const PAGE = 50;
const CATCH_UP_PAGE = 200;

/** Whoever is further behind than this starts again at the end of the log. */
const FAR_BEHIND = 1_000;

/** How long something that came early waits for what is before it (REALTIME.md rule 5). */
const HOLD_MS = 1_000;

/** The messages of one conversation as far as they are read: its end, and while the reader is there a piece from further back. */
export class ConversationLog {
  /** The end of the log. */
  timeline = $state.raw<Timeline | undefined>();
  /** A piece from further back, shown instead of the end while the reader is there. */
  back = $state.raw<Timeline | undefined>();
  /** Why there is no timeline. */
  problem = $state.raw<Problem | undefined>();
  loadingOlder = $state(false);

  /** What the list shows. */
  readonly shown = $derived(this.back ?? this.timeline);

  readonly #c: string;
  readonly #services: LogServices;
  readonly #settle: (messages: readonly Message[]) => void;
  #changes: ChangeLog;
  #headSeq = 0; // the highest position we have heard of
  #loading = false;
  #catchingUp = false;
  #hold: ReturnType<typeof setTimeout> | undefined;
  #holdChanges: ReturnType<typeof setTimeout> | undefined;

  /** `settle` is told of the messages at its end whenever some came. */
  constructor(c: string, services: LogServices, settle: (messages: readonly Message[]) => void) {
    this.#c = c;
    this.#services = services;
    this.#settle = settle;
    this.#changes = changeLogAt(services.rev(c));
  }

  /** The positions to resume from; undefined when there is nothing yet. */
  get positions(): [seq: number, rev: number] | undefined {
    return this.timeline === undefined ? undefined : [this.timeline.lastSeq, this.#changes.sequence.at];
  }

  /** Shows what was kept from an earlier visit. */
  restore(kept: KeptThread): void {
    this.#changes = changeLogAt(kept.rev);
    this.timeline = kept.timeline;
  }

  /** Brings the timeline up to headSeq, or as far as the log goes. */
  async refresh(headSeq = 0): Promise<void> {
    this.#headSeq = Math.max(this.#headSeq, headSeq);
    const behind = this.#headSeq - (this.timeline?.lastSeq ?? 0);
    if (this.timeline === undefined || behind > FAR_BEHIND) await this.#load();
    else await this.#catchUp();
    if (this.#services.rev(this.#c) > this.#changes.sequence.at) await this.#fetchChanges();
  }

  /** What was missed while away. */
  sync(s: SyncedConversation): void {
    this.#headSeq = Math.max(this.#headSeq, s.head.seq);
    if (this.timeline === undefined) return;
    if (s.stale) this.reset();
    if (s.gap || s.stale) {
      void this.#load();
      return;
    }
    this.#show(applyNewer(this.timeline, { messages: s.messages, more: false }));
    this.#applyChanges(s.changes, true);
  }

  /** Takes a pushed message. */
  receive(m: Message): void {
    const [known = m] = changeMessages([m], this.#changes.recent); // a change may have overtaken it
    this.#push(m.seq, (t) => applyMessage(t, known));
  }

  /** Takes a position that this user may not see. */
  skip(seq: number): void {
    this.#push(seq, (t) => applySkip(t, seq));
  }

  /** Takes a pushed change. */
  change(change: Change): void {
    if (this.#applyChanges([change], false)) this.#holdChanges ??= setTimeout(() => this.#fillChanges(), HOLD_MS);
  }

  /** Loads the page before the first message. */
  async loadOlder(): Promise<void> {
    const shown = this.shown;
    const first = shown?.messages[0];
    if (first === undefined || shown?.more !== true || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = this.#upToDate(await this.#services.messages(this.#c, { before: first.seq, limit: PAGE }));
      if (this.back?.messages[0] === first) this.back = applyOlder(this.back, page);
      else if (this.timeline?.messages[0] === first) this.timeline = applyOlder(this.timeline, page);
    } catch (thrown) {
      console.warn("flamingo: older messages:", asProblem(thrown).message); // scrolling asks again
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Loads the page after the piece from further back, until it meets the end. */
  async loadNewer(): Promise<void> {
    const { back, timeline } = this;
    if (back === undefined || timeline === undefined || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = this.#upToDate(await this.#services.messages(this.#c, { after: back.lastSeq, limit: PAGE }));
      if (this.back !== back) return;
      const longer = applyNewer(back, page);
      const joined = this.timeline === undefined ? undefined : join(longer, this.timeline);
      if (joined === undefined) {
        this.back = longer;
      } else {
        this.timeline = joined;
        this.back = undefined;
      }
    } catch (thrown) {
      console.warn("flamingo: newer messages:", asProblem(thrown).message);
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Reads the surroundings of a message and shows them, wherever in the log it is. */
  async goTo(seq: number): Promise<void> {
    const has = (t: Timeline | undefined) => {
      const first = t?.messages[0];
      return t !== undefined && first !== undefined && (first.seq <= seq || !t.more) && seq <= t.lastSeq;
    };
    if (!has(this.back)) {
      if (has(this.timeline)) this.back = undefined;
      else await this.#loadAround(seq);
    }
  }

  /** Back to the newest message. */
  jumpToEnd(): void {
    this.back = undefined;
  }

  /** A stored message, if it is among those at hand. */
  message(seq: number): Message | undefined {
    return (this.back && messageAt(this.back, seq)) ?? (this.timeline && messageAt(this.timeline, seq));
  }

  /** Shows a change of the user's own before the server has confirmed it; returns what undoes it. */
  preview(seq: number, change: Partial<Message>): () => void {
    const was = this.message(seq);
    const set = (to: Message) => this.#each((messages) => messages.map((m) => (m.seq === seq ? to : m)));
    if (was === undefined) return () => {};
    const now = { ...was, ...change };
    set(now);
    return () => {
      if (this.message(seq) === now) set(was);
    };
  }

  /** Leaves out messages that the user has deleted for themselves. */
  forget(gone: (seq: number) => boolean): void {
    if (this.timeline !== undefined) this.timeline = without(this.timeline, gone);
    if (this.back !== undefined) this.back = without(this.back, gone);
    this.#keep();
  }

  /** The positions of the server went backwards: nothing that was kept can be trusted. */
  reset(): void {
    this.timeline = this.back = undefined;
    this.#headSeq = 0;
    this.#changes = changeLogAt(0);
  }

  close(): void {
    clearTimeout(this.#hold);
    clearTimeout(this.#holdChanges);
  }

  #push(seq: number, apply: (t: Timeline) => Applied): void {
    this.#headSeq = Math.max(this.#headSeq, seq);
    if (this.timeline === undefined) return; // loading reads up to headSeq
    const applied = apply(this.timeline);
    if (applied.kind === "known") return;
    this.#show(applied.timeline);
    if (applied.kind === "gap") this.#hold ??= setTimeout(() => this.#fillGap(), HOLD_MS);
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.problem = undefined;
    // Read before the page: what changes in between comes once more and does no harm.
    const rev = this.#services.rev(this.#c);
    try {
      const page = await this.#services.messages(this.#c, { limit: PAGE });
      if (rev > this.#changes.sequence.at) this.#changes = changeLogAt(rev);
      this.#show(timelineFrom(this.#upToDate(page)));
    } catch (thrown) {
      if (this.timeline === undefined) this.problem = asProblem(thrown);
      return;
    } finally {
      this.#loading = false;
    }
    if (this.#headSeq > this.#lastSeq) await this.#catchUp(); // it grew while we were reading
  }

  async #loadAround(seq: number): Promise<void> {
    const [before, after] = await Promise.all([
      this.#services.messages(this.#c, { before: seq, limit: PAGE / 2 }),
      this.#services.messages(this.#c, { after: seq - 1, limit: PAGE }),
    ]);
    const messages = [...before.messages, ...after.messages.filter((m) => m.seq >= seq)];
    const back = timelineFrom(this.#upToDate({ messages, more: before.more }));
    const joined = this.timeline === undefined ? undefined : join(back, this.timeline);
    if (joined !== undefined) this.timeline = joined;
    else if (after.more) this.back = back;
    else this.#show(back);
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      for (let more = true; more && this.timeline !== undefined; ) {
        const page = await this.#services.messages(this.#c, { after: this.#lastSeq, limit: CATCH_UP_PAGE });
        if (this.timeline === undefined) return; // reset meanwhile
        this.#show(applyNewer(this.timeline, this.#upToDate(page)));
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

  /** Applies what may be applied; true when something before it is missing. */
  #applyChanges(changes: readonly Change[], complete: boolean): boolean {
    const { log, ready, gap } = takeChanges(this.#changes, changes, complete);
    this.#changes = log;
    if (ready.length > 0) this.#each((messages) => changeMessages(messages, ready));
    return gap;
  }

  #each(change: (messages: readonly Message[]) => readonly Message[]): void {
    const over = (t: Timeline): Timeline => {
      const messages = change(t.messages);
      const held = t.held.map((h) => (h.message === undefined ? h : { ...h, message: change([h.message])[0] ?? h.message }));
      return messages === t.messages && t.held.length === 0 ? t : { ...t, messages, held };
    };
    if (this.timeline !== undefined) this.timeline = over(this.timeline);
    if (this.back !== undefined) this.back = over(this.back);
    this.#keep();
  }

  async #fillChanges(): Promise<void> {
    const open = await this.#fetchChanges();
    this.#holdChanges = open ? setTimeout(() => this.#fillChanges(), HOLD_MS) : undefined;
  }

  /** Reads the changes that are missing; true while some still are. */
  async #fetchChanges(): Promise<boolean> {
    try {
      for (;;) {
        const after = this.#changes.sequence.at;
        const { changes, more, next } = await this.#services.changes(this.#c, after);
        const complete = more !== true && (next ?? "") === "";
        const gap = this.#applyChanges(changes, complete);
        if (complete || this.#changes.sequence.at === after) return gap;
      }
    } catch (thrown) {
      console.warn("flamingo: missed changes:", asProblem(thrown).message);
      return asProblem(thrown).temporary;
    }
  }

  /** A page may have been read before changes that were applied since. */
  #upToDate(page: MessagePage): MessagePage {
    return { ...page, messages: [...changeMessages(page.messages, this.#changes.recent)] };
  }

  #show(timeline: Timeline): void {
    this.timeline = timeline;
    this.#keep();
    this.#settle(timeline.messages);
  }

  #keep(): void {
    if (this.timeline === undefined) return;
    this.#services.keep({ c: this.#c, rev: this.#changes.sequence.at, timeline: this.timeline });
  }

  get #lastSeq(): number {
    return this.timeline?.lastSeq ?? 0;
  }
}
