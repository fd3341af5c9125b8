import type { Message, MessagePage } from "../api/types";

/** A position that came early; without a message it is one that this user may not see. */
export interface Held {
  readonly seq: number;
  readonly message?: Message;
}

/**
 * The piece of a conversation's log that this client has: without holes, up to
 * lastSeq. Numbers may be missing inside it (messages this user may not see),
 * but nothing the server would still give.
 */
export interface Timeline {
  /** Ascending by seq. */
  readonly messages: readonly Message[];
  /** Everything up to here was seen or asked for. */
  readonly lastSeq: number;
  /** There is something before the first message. */
  readonly more: boolean;
  /** Came early: what lies between them and lastSeq is still missing. Ascending. */
  readonly held: readonly Held[];
}

export type Applied =
  | { kind: "appended"; timeline: Timeline }
  | { kind: "known" }
  | { kind: "gap"; timeline: Timeline; afterSeq: number };

/** The end of a log, as the server gave it. */
export function timelineFrom(page: MessagePage): Timeline {
  return { messages: page.messages, lastSeq: page.messages.at(-1)?.seq ?? 0, more: page.more, held: [] };
}

/**
 * Applies one pushed message. The server's log is the truth: a gap is fetched,
 * never guessed. What came early is kept, in case the missing piece is only late.
 */
export function applyMessage(t: Timeline, m: Message): Applied {
  return apply(t, { seq: m.seq, message: m });
}

/** Applies a position that this user may not see. */
export function applySkip(t: Timeline, seq: number): Applied {
  return apply(t, { seq });
}

function apply(t: Timeline, h: Held): Applied {
  if (h.seq <= t.lastSeq || t.held.some((known) => known.seq === h.seq)) return { kind: "known" };
  const held = [...t.held, h].sort((a, b) => a.seq - b.seq);
  const next = takeHeld({ ...t, held });
  if (next.held.length > 0) return { kind: "gap", timeline: next, afterSeq: next.lastSeq };
  return { kind: "appended", timeline: next };
}

/**
 * Adds what the server gave for "after lastSeq". When it says that there is no
 * more, whatever is still missing before the held messages does not exist for us.
 */
export function applyNewer(t: Timeline, page: MessagePage): Timeline {
  const fresh = page.messages.filter((m) => m.seq > t.lastSeq);
  const lastSeq = fresh.at(-1)?.seq ?? t.lastSeq;
  const next = takeHeld({ ...t, messages: [...t.messages, ...fresh], lastSeq });
  if (page.more || next.held.length === 0) return next;
  return {
    ...next,
    messages: [...next.messages, ...messagesOf(next.held)],
    lastSeq: next.held.at(-1)?.seq ?? next.lastSeq,
    held: [],
  };
}

/** Adds what the server gave for "before the first message". */
export function applyOlder(t: Timeline, page: MessagePage): Timeline {
  const first = t.messages[0]?.seq ?? Infinity;
  return { ...t, messages: [...page.messages.filter((m) => m.seq < first), ...t.messages], more: page.more };
}

/**
 * Puts a piece from further back before the end of the log; undefined while
 * there is something between the two.
 */
export function join(back: Timeline, end: Timeline): Timeline | undefined {
  const first = end.messages[0]?.seq ?? end.lastSeq;
  if (back.lastSeq < first - 1) return undefined;
  return { ...end, messages: [...back.messages, ...end.messages.filter((m) => m.seq > back.lastSeq)], more: back.more };
}

/** The message with a position. Every row of the list asks for its own: looking at each message would take longer the more there are. */
export function messageAt({ messages }: Timeline, seq: number): Message | undefined {
  let [from, to] = [0, messages.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((messages[middle]?.seq ?? Infinity) < seq) from = middle + 1;
    else to = middle;
  }
  const found = messages[from];
  return found?.seq === seq ? found : undefined;
}

/** Leaves out what a person has deleted for themselves: one message, or all up to a position. */
export function without(t: Timeline, gone: (seq: number) => boolean): Timeline {
  if (!t.messages.some((m) => gone(m.seq))) return t;
  return { ...t, messages: t.messages.filter((m) => !gone(m.seq)) };
}

/** Moves what was held and now follows lastSeq to the others, and forgets what is known. */
function takeHeld(t: Timeline): Timeline {
  let { lastSeq } = t;
  const taken: Held[] = [];
  const held = t.held.filter((h) => {
    if (h.seq === lastSeq + 1) {
      taken.push(h);
      lastSeq = h.seq;
    }
    return h.seq > lastSeq;
  });
  return { ...t, messages: [...t.messages, ...messagesOf(taken)], lastSeq, held };
}

function messagesOf(held: readonly Held[]): Message[] {
  return held.flatMap((h) => h.message ?? []);
}
