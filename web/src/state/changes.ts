import type { Body, Change, Message, Reaction } from "../api/types";
import { type Sequence, sequenceAt, take } from "./sequence";

/**
 * The changes of a conversation that this client knows of. A change carries the
 * whole new state of the thing it changed, so that applying it twice does no
 * harm; but they are applied in order, or an older state would win.
 */
export interface ChangeLog {
  readonly sequence: Sequence<Change>;
  /**
   * The newest that were applied, ascending. A page of messages may have been
   * read before a change that was applied already: it gets them once more.
   */
  readonly recent: readonly Change[];
}

export interface AppliedChanges {
  readonly log: ChangeLog;
  /** To be applied now, in this order. */
  readonly ready: readonly Change[];
  /** Something before the held ones is missing. */
  readonly gap: boolean;
}

/** As many as can come while one page is under way, with room to spare. */
const RECENT = 200;

export function changeLogAt(rev: number): ChangeLog {
  return { sequence: sequenceAt(rev), recent: [] };
}

/** Takes changes as they come, in any order and any number of times; see take for `complete`. */
export function takeChanges(log: ChangeLog, changes: readonly Change[], complete = false): AppliedChanges {
  const { sequence, ready, gap } = take(log.sequence, changes.map((c) => [c.rev, c] as const), complete);
  return { log: { sequence, recent: [...log.recent, ...ready].slice(-RECENT) }, ready, gap };
}

/** The messages after the changes; the same array when none of them was touched. */
export function changeMessages(messages: readonly Message[], changes: readonly Change[]): readonly Message[] {
  const bySeq = new Map<number, Change[]>();
  for (const c of changes) {
    if (c.seq === undefined) continue;
    bySeq.set(c.seq, [...(bySeq.get(c.seq) ?? []), c]);
  }
  if (!messages.some((m) => bySeq.has(m.seq))) return messages;
  return messages.map((m) => bySeq.get(m.seq)?.reduce(changeMessage, m) ?? m);
}

/** One message after one change of it. */
export function changeMessage(m: Message, { kind, d, ts }: Change): Message {
  switch (kind) {
    case "edit":
      if (m.recalled === true) return m;
      return { ...m, body: d["body"] as Body, edited: typeof d["edited"] === "string" ? d["edited"] : ts };
    case "recall": {
      const { reactions: _, pinned: __, edited: ___, ...rest } = m;
      return { ...rest, body: { text: "", segments: [] }, recalled: true };
    }
    case "react":
      return { ...m, reactions: (d["reactions"] ?? []) as Reaction[] };
    case "pin":
      return { ...m, pinned: d["pinned"] === true };
    default:
      return m; // newer servers change more than we know
  }
}
