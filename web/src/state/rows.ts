import type { Message } from "../api/types";
import { sameDay } from "../i18n/time";

/** A message this client has written and that is not in the log yet. */
export interface Pending {
  readonly cid: string;
  readonly text: string;
  readonly ts: string;
  readonly state: "sending" | "failed";
}

/** One line of the message list. One row per message, so that a row keeps its place when older ones are added. */
export interface Row {
  /** Stays the same when a pending message becomes a stored one. */
  readonly key: string;
  readonly text: string;
  readonly ts: string;
  readonly from: string;
  readonly own: boolean;
  readonly state: "sent" | "sending" | "failed";
  readonly cid: string;
  readonly recalled: boolean;
  readonly edited: boolean;
  /** A new day begins here. */
  readonly newDay: boolean;
  /** The first message that was unread when the conversation was opened. */
  readonly firstUnread: boolean;
  /** First and last of a run by one sender. */
  readonly startsRun: boolean;
  readonly endsRun: boolean;
}

/** Messages of one sender belong together when they are no further apart than this. */
const RUN_MS = 5 * 60_000;

type Line = Omit<Row, "newDay" | "firstUnread" | "startsRun" | "endsRun">;

/**
 * Lays out a conversation for the user `me`. `readSeq` is where the user had
 * read to when it was opened, undefined when no line is to be drawn there.
 */
export function layOut(
  messages: readonly Message[],
  pending: readonly Pending[],
  me: string,
  readSeq: number | undefined,
): Row[] {
  const stored = new Set(messages.flatMap((m) => (m.from === me && m.cid !== undefined ? [m.cid] : [])));
  const lines = [
    ...messages.map((m) => fromMessage(m, me)),
    ...pending.filter((p) => !stored.has(p.cid)).map((p) => fromPending(p, me)),
  ];
  const unreadAt =
    readSeq === undefined ? -1 : messages.findIndex((m) => m.seq > readSeq && m.from !== me);
  return lines.map((line, i) => {
    const before = lines[i - 1];
    const after = lines[i + 1];
    return {
      ...line,
      newDay: before === undefined || !sameDay(before.ts, line.ts),
      firstUnread: i === unreadAt,
      startsRun: before === undefined || i === unreadAt || !sameRun(before, line),
      endsRun: after === undefined || i + 1 === unreadAt || !sameRun(line, after),
    };
  });
}

function fromMessage(m: Message, me: string): Line {
  const own = m.from === me;
  const cid = m.cid ?? "";
  return {
    key: own && cid !== "" ? `cid:${cid}` : `seq:${m.seq}`,
    text: m.body.text,
    ts: m.ts,
    from: m.from,
    own,
    state: "sent",
    cid,
    recalled: m.recalled === true,
    edited: typeof m.edited === "string",
  };
}

function fromPending(p: Pending, me: string): Line {
  const { cid, text, ts, state } = p;
  return { key: `cid:${cid}`, text, ts, from: me, own: true, state, cid, recalled: false, edited: false };
}

function sameRun(a: Line, b: Line): boolean {
  return a.from === b.from && sameDay(a.ts, b.ts) && Date.parse(b.ts) - Date.parse(a.ts) <= RUN_MS;
}
