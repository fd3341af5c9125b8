import type { Message, MessagePage } from "../api/types";

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
  readonly held: readonly Message[];
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
  if (m.seq <= t.lastSeq || t.held.some((h) => h.seq === m.seq)) return { kind: "known" };
  if (m.seq > t.lastSeq + 1) {
    const held = [...t.held, m].sort((a, b) => a.seq - b.seq);
    return { kind: "gap", timeline: { ...t, held }, afterSeq: t.lastSeq };
  }
  return { kind: "appended", timeline: takeHeld({ ...t, messages: [...t.messages, m], lastSeq: m.seq }) };
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
    messages: [...next.messages, ...next.held],
    lastSeq: next.held.at(-1)?.seq ?? next.lastSeq,
    held: [],
  };
}

/** Adds what the server gave for "before the first message". */
export function applyOlder(t: Timeline, page: MessagePage): Timeline {
  const first = t.messages[0]?.seq ?? Infinity;
  return { ...t, messages: [...page.messages.filter((m) => m.seq < first), ...t.messages], more: page.more };
}

/** Moves the held messages that now follow lastSeq to the others. */
function takeHeld(t: Timeline): Timeline {
  const messages = [...t.messages];
  let { lastSeq } = t;
  const held = t.held.filter((m) => {
    if (m.seq === lastSeq + 1) {
      messages.push(m);
      lastSeq = m.seq;
    }
    return m.seq > lastSeq;
  });
  return { ...t, messages, lastSeq, held };
}
