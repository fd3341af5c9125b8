import type { Range } from "../api/conversations";
import { asProblem, Problem } from "../api/problem";
import type { Change, ChangePage, Message, MessagePage, OutgoingBody, Reaction } from "../api/types";
import type { Sent, SyncedConversation, TypingKind } from "../realtime/frames";
import type { Letter } from "../realtime/outbox";
import type { KeptLetter, KeptThread } from "./cache";
import { type ChangeLog, changeLogAt, changeMessages, takeChanges } from "./changes";
import { plainText } from "./content";
import { newId } from "./id";
import type { Pending } from "./rows";
import { Picks, picksOf } from "./writing";
import {
  type Applied,
  applyMessage,
  applyNewer,
  applyOlder,
  applySkip,
  join,
  type Timeline,
  timelineFrom,
  without,
} from "./timeline";

/** What a conversation needs from the rest of the client. */
export interface ThreadServices {
  readonly me: string;
  messages(c: string, range: Range): Promise<MessagePage>;
  changes(c: string, after: number): Promise<ChangePage>;
  /** The number of the newest change that the list knows of. */
  rev(c: string): number;
  send(letter: Letter, ts: string): Promise<Sent>;
  /** A refused message is given up. */
  drop(cid: string): void;
  /** A message of ours is in the log; comes back through receive. */
  stored(m: Message): void;
  typing(c: string, kind: TypingKind): void;
  /** There is something new to keep for the next visit. */
  keep(thread: KeptThread): void;
}

const PAGE = 50;
const CATCH_UP_PAGE = 200;

/** Whoever is further behind than this starts again at the end of the log. */
const FAR_BEHIND = 1_000;

/** How long something that came early waits for what is before it (REALTIME.md rule 5). */
const HOLD_MS = 1_000;

/** A word that somebody writes is good for so long; it is repeated more often than that. */
const TYPING_MS = 6_000;
const TYPING_AGAIN_MS = 3_000;

/** One open conversation: its timeline, what is being sent, and the unfinished text. */
export class Thread {
  /** The end of the log. */
  timeline = $state.raw<Timeline | undefined>();
  /** A piece from further back, shown instead of the end while the reader is there. */
  back = $state.raw<Timeline | undefined>();
  pending = $state.raw<readonly Pending[]>([]);
  /** Why there is no timeline. */
  problem = $state.raw<Problem | undefined>();
  loadingOlder = $state(false);
  draft = $state("");
  /** What in it is an emoticon or calls somebody. */
  picks = $state.raw(new Picks());
  /** Where the user had read to when the conversation was opened with something unread. */
  unreadFrom = $state.raw<number | undefined>();
  /** The message that the next one answers. */
  replying = $state.raw<Message | undefined>();
  /** The message that is being written anew. */
  editing = $state.raw<Message | undefined>();
  /** Positions of chosen messages; undefined when nothing is being chosen. */
  selected = $state.raw<ReadonlySet<number> | undefined>();
  /** How far others have read, by user. */
  receipts = $state.raw<Readonly<Record<string, number>>>({});
  /** Who is writing. */
  writers = $state.raw<readonly string[]>([]);
  /** The position to scroll to; counts up so that the same place can be asked for twice. */
  target = $state.raw<{ seq: number; n: number } | undefined>();

  /** What the list shows. */
  readonly shown = $derived(this.back ?? this.timeline);

  readonly #services: ThreadServices;
  readonly #writing = new Map<string, ReturnType<typeof setTimeout>>();
  #log: ChangeLog;
  #headSeq = 0; // the highest position we have heard of
  #loading = false;
  #catchingUp = false;
  #hold: ReturnType<typeof setTimeout> | undefined;
  #holdChanges: ReturnType<typeof setTimeout> | undefined;
  #toldTyping = 0;
  #aside: { draft: string; picks: Picks } | undefined; // what was being written when a message began to be written anew

  constructor(
    readonly c: string,
    services: ThreadServices,
  ) {
    this.#services = services;
    this.#log = changeLogAt(services.rev(c));
  }

  /** The positions to resume from; undefined when there is nothing yet. */
  get positions(): [seq: number, rev: number] | undefined {
    return this.timeline === undefined ? undefined : [this.timeline.lastSeq, this.#log.sequence.at];
  }

  /** Shows what was kept from an earlier visit, and sends again what had no answer. */
  restore(kept: KeptThread | undefined, letters: readonly KeptLetter[]): void {
    if (kept !== undefined) {
      this.#log = changeLogAt(kept.rev);
      this.timeline = kept.timeline;
    }
    const known = new Set(this.pending.map((p) => p.cid));
    for (const { cid, body, ts, replyTo } of letters) {
      if (known.has(cid)) continue;
      const p: Pending = { cid, body, ts, replyTo, state: "sending" };
      this.pending = [...this.pending, p];
      void this.#transmit(p);
    }
  }

  /** Brings the timeline up to headSeq, or as far as the log goes. */
  async refresh(headSeq = 0): Promise<void> {
    this.#headSeq = Math.max(this.#headSeq, headSeq);
    const behind = this.#headSeq - (this.timeline?.lastSeq ?? 0);
    if (this.timeline === undefined || behind > FAR_BEHIND) await this.#load();
    else await this.#catchUp();
    if (this.#services.rev(this.c) > this.#log.sequence.at) await this.#fetchChanges();
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
    this.#stopped(m.from);
    const [known = m] = changeMessages([m], this.#log.recent); // a change may have overtaken it
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

  /** Another member has read up to seq. */
  receipt(user: string, seq: number): void {
    if ((this.receipts[user] ?? 0) < seq) this.receipts = { ...this.receipts, [user]: seq };
  }

  /** Somebody writes, or stops. */
  typing(user: string, kind: TypingKind): void {
    if (user === this.#services.me) return;
    this.#stopped(user);
    if (kind === "stop") return;
    this.writers = [...this.writers, user];
    this.#writing.set(user, setTimeout(() => this.#stopped(user), TYPING_MS));
  }

  /** The user writes: the others are told now and then. */
  tellTyping(): void {
    const now = Date.now();
    if (now - this.#toldTyping < TYPING_AGAIN_MS) return;
    this.#toldTyping = now;
    this.#services.typing(this.c, "text");
  }

  /** Loads the page before the first message. */
  async loadOlder(): Promise<void> {
    const shown = this.shown;
    const first = shown?.messages[0];
    if (first === undefined || shown?.more !== true || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = this.#upToDate(await this.#services.messages(this.c, { before: first.seq, limit: PAGE }));
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
      const page = this.#upToDate(await this.#services.messages(this.c, { after: back.lastSeq, limit: PAGE }));
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

  /** Shows the place of a message, wherever in the log it is. */
  async jumpTo(seq: number): Promise<void> {
    const has = (t: Timeline | undefined) => {
      const first = t?.messages[0];
      return t !== undefined && first !== undefined && (first.seq <= seq || !t.more) && seq <= t.lastSeq;
    };
    if (!has(this.back)) {
      if (has(this.timeline)) this.back = undefined;
      else await this.#loadAround(seq);
    }
    this.target = { seq, n: (this.target?.n ?? 0) + 1 };
  }

  /** Back to the newest message. */
  jumpToEnd(): void {
    this.back = undefined;
  }

  /** Somebody comes to the conversation: it begins at its end, or at what is unread, not where they were the last time. */
  enter(unreadFrom: number | undefined): void {
    this.back = this.target = undefined;
    this.unreadFrom = unreadFrom;
  }

  /** A stored message, if it is among those at hand. */
  message(seq: number): Message | undefined {
    const in_ = (t: Timeline | undefined) => t?.messages.find((m) => m.seq === seq);
    return in_(this.back) ?? in_(this.timeline);
  }

  /** Sends a message; it shows at once and is marked when it is stored or refused. */
  send(body: OutgoingBody): void {
    this.unreadFrom = undefined;
    this.back = undefined;
    this.#toldTyping = 0;
    this.post(newId(), body, this.takeReply());
  }

  /** Sends what has become ready, wherever the reader is; under a cid that is under way already, nothing. */
  post(cid: string, body: OutgoingBody, replyTo: number | undefined): void {
    if (this.pending.some((known) => known.cid === cid)) return;
    const p: Pending = { cid, body, ts: new Date().toISOString(), state: "sending", replyTo };
    this.pending = [...this.pending, p];
    void this.#transmit(p);
  }

  /** The message that the next one answers; it counts as answered then. */
  takeReply(): number | undefined {
    const seq = this.replying?.seq;
    this.replying = undefined;
    return seq;
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
    this.#services.drop(cid);
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

  /** Begins to write a message anew; what was being written waits. */
  edit(m: Message): void {
    this.#aside ??= { draft: this.draft, picks: this.picks };
    this.editing = m;
    this.replying = undefined;
    this.draft = plainText(m.body);
    this.picks = picksOf(m.body);
  }

  /** Answers nothing any more, and writes nothing anew. */
  giveUp(): void {
    this.replying = this.editing = undefined;
    if (this.#aside === undefined) return;
    ({ draft: this.draft, picks: this.picks } = this.#aside);
    this.#aside = undefined;
  }

  select(seq: number, on: boolean): void {
    const selected = new Set(this.selected);
    if (on) selected.add(seq);
    else selected.delete(seq);
    this.selected = selected;
  }

  /** The positions of the server went backwards: nothing that was kept can be trusted. */
  reset(): void {
    this.timeline = this.back = undefined;
    this.#headSeq = 0;
    this.#log = changeLogAt(0);
  }

  close(): void {
    clearTimeout(this.#hold);
    clearTimeout(this.#holdChanges);
    for (const timer of this.#writing.values()) clearTimeout(timer);
  }

  #push(seq: number, apply: (t: Timeline) => Applied): void {
    this.#headSeq = Math.max(this.#headSeq, seq);
    if (this.timeline === undefined) return; // loading reads up to headSeq
    const applied = apply(this.timeline);
    if (applied.kind === "known") return;
    this.#show(applied.timeline);
    if (applied.kind === "gap") this.#hold ??= setTimeout(() => this.#fillGap(), HOLD_MS);
  }

  async #transmit({ cid, body, ts, replyTo }: Pending): Promise<void> {
    const { me } = this.#services;
    try {
      const sent = await this.#services.send({ c: this.c, cid, body, ...(replyTo === undefined ? {} : { replyTo }) }, ts);
      const message: Message = { c: this.c, seq: sent.seq, mid: sent.mid, ts: sent.ts, cid, from: me, via: "web", body: { ...body, text: plainText(body) } };
      this.#services.stored(replyTo === undefined ? message : { ...message, reply_to: replyTo });
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
    // Read before the page: what changes in between comes once more and does no harm.
    const rev = this.#services.rev(this.c);
    try {
      const page = await this.#services.messages(this.c, { limit: PAGE });
      if (rev > this.#log.sequence.at) this.#log = changeLogAt(rev);
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
      this.#services.messages(this.c, { before: seq, limit: PAGE / 2 }),
      this.#services.messages(this.c, { after: seq - 1, limit: PAGE }),
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
        const page = await this.#services.messages(this.c, { after: this.#lastSeq, limit: CATCH_UP_PAGE });
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
    const { log, ready, gap } = takeChanges(this.#log, changes, complete);
    this.#log = log;
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
        const after = this.#log.sequence.at;
        const { changes, more, next } = await this.#services.changes(this.c, after);
        const complete = more !== true && (next ?? "") === "";
        const gap = this.#applyChanges(changes, complete);
        if (complete || this.#log.sequence.at === after) return gap;
      }
    } catch (thrown) {
      console.warn("flamingo: missed changes:", asProblem(thrown).message);
      return asProblem(thrown).temporary;
    }
  }

  /** A page may have been read before changes that were applied since. */
  #upToDate(page: MessagePage): MessagePage {
    return { ...page, messages: [...changeMessages(page.messages, this.#log.recent)] };
  }

  #show(timeline: Timeline): void {
    this.timeline = timeline;
    this.#keep();
    if (this.pending.length === 0) return;
    const stored = new Set(timeline.messages.map((m) => (m.from === this.#services.me ? m.cid : undefined)));
    this.pending = this.pending.filter((p) => !stored.has(p.cid));
  }

  #keep(): void {
    if (this.timeline === undefined) return;
    this.#services.keep({ c: this.c, rev: this.#log.sequence.at, timeline: this.timeline });
  }

  #stopped(user: string): void {
    clearTimeout(this.#writing.get(user));
    if (this.#writing.delete(user)) this.writers = this.writers.filter((w) => w !== user);
  }

  get #lastSeq(): number {
    return this.timeline?.lastSeq ?? 0;
  }
}

/** The reactions after a user has added or taken back theirs. */
export function toggleReaction(reactions: readonly Reaction[], emoji: string, me: string): { reactions: Reaction[]; on: boolean } {
  const known = reactions.find((r) => r.emoji === emoji);
  if (known === undefined) return { reactions: [...reactions, { emoji, users: [me], n: 1 }], on: true };
  const on = !known.users.includes(me);
  const users = on ? [...known.users, me] : known.users.filter((u) => u !== me);
  const next = { emoji, users, n: known.n + (on ? 1 : -1) };
  return { reactions: reactions.map((r) => (r === known ? next : r)).filter((r) => r.n > 0), on };
}
