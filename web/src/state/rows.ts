import type { Body, Message, OutgoingBody, Reaction } from "../api/types";
import { sameDay } from "../i18n/time";
import { plainText } from "./content";

/** A message this client has written and that is not in the log yet. */
export interface Pending {
  readonly cid: string;
  readonly body: OutgoingBody;
  readonly ts: string;
  readonly state: "sending" | "failed";
  readonly replyTo?: number | undefined;
}

/** One line of the message list. One row per message, so that a row keeps its place when older ones are added. */
export interface Row {
  /** Stays the same when a pending message becomes a stored one. */
  readonly key: string;
  /** 0 while it is not stored. */
  readonly seq: number;
  readonly body: Body;
  readonly ts: string;
  readonly from: string;
  readonly own: boolean;
  readonly state: "sent" | "sending" | "failed";
  readonly cid: string;
  readonly recalled: boolean;
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly system: boolean;
  readonly replyTo: number;
  readonly reactions: readonly Reaction[];
  readonly via: string;
  /** When it vanishes; empty for never. */
  readonly expires: string;
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

/** Laying out is done anew with every message that comes: what did not change is not made again. */
const lines = new WeakMap<Message, Line>();
const rows = new WeakMap<Line, { before: Line | undefined; after: Line | undefined; row: Row }>();

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
  const shown = messages.filter((m) => m.hidden !== true);
  let all = shown.map((m) => fromMessage(m, me));
  if (pending.length > 0) {
    const stored = new Set(messages.flatMap((m) => (m.from === me && m.cid !== undefined ? [m.cid] : [])));
    all = [...all, ...pending.filter((p) => !stored.has(p.cid)).map((p) => fromPending(p, me))];
  }
  const unreadAt = readSeq === undefined ? -1 : shown.findIndex((m) => m.seq > readSeq && m.from !== me && m.system !== true);
  return all.map((line, i) => {
    const before = all[i - 1];
    const after = all[i + 1];
    const near = i === unreadAt || i + 1 === unreadAt;
    const known = rows.get(line);
    if (known !== undefined && !near && known.before === before && known.after === after) return known.row;
    const row: Row = {
      ...line,
      newDay: before === undefined || !sameDay(before.ts, line.ts),
      firstUnread: i === unreadAt,
      startsRun: before === undefined || i === unreadAt || !sameRun(before, line),
      endsRun: after === undefined || i + 1 === unreadAt || !sameRun(line, after),
    };
    if (near) rows.delete(line);
    else rows.set(line, { before, after, row });
    return row;
  });
}

function fromMessage(m: Message, me: string): Line {
  const known = lines.get(m);
  if (known !== undefined) return known;
  const own = m.from === me;
  const cid = m.cid ?? "";
  const line: Line = {
    key: own && cid !== "" ? `cid:${cid}` : `seq:${m.seq}`,
    seq: m.seq,
    body: m.body,
    ts: m.ts,
    from: m.from,
    own,
    state: "sent",
    cid,
    recalled: m.recalled === true,
    edited: typeof m.edited === "string",
    pinned: m.pinned === true,
    system: m.system === true,
    replyTo: m.reply_to ?? 0,
    reactions: m.reactions ?? [],
    via: m.via ?? "",
    expires: m.expires ?? "",
  };
  lines.set(m, line);
  return line;
}

function fromPending({ cid, body, ts, state, replyTo = 0 }: Pending, me: string): Line {
  return {
    key: `cid:${cid}`,
    seq: 0,
    body: { ...body, text: plainText(body) },
    ts,
    from: me,
    own: true,
    state,
    cid,
    recalled: false,
    edited: false,
    pinned: false,
    system: false,
    replyTo,
    reactions: [],
    via: "web",
    expires: "",
  };
}

function sameRun(a: Line, b: Line): boolean {
  if (a.system || b.system) return false;
  return a.from === b.from && sameDay(a.ts, b.ts) && Date.parse(b.ts) - Date.parse(a.ts) <= RUN_MS;
}
