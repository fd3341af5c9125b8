import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change, Conversation, Message } from "../api/types";
import { changeLogAt, changeMessages, takeChanges } from "./changes";
import { applyToInbox, changeInInbox, type Inbox, mergePage } from "./inbox";
import { sequenceAt, take } from "./sequence";
import { applyMessage, applyNewer, applySkip, type Timeline, timelineFrom } from "./timeline";

const ME = "3";
const C = "d3-12";

const message = (seq: number, from = "12"): Message => ({
  mid: `m${seq}`,
  c: C,
  seq,
  from,
  ts: new Date(1_700_000_000_000 + seq * 1_000).toISOString(),
  body: { text: `text ${seq}` },
});

/** What a server has written: positions, some of which this user may not see, and changes of them. */
interface Log {
  seqs: number;
  hidden: ReadonlySet<number>;
  changes: readonly Change[];
}

const change = (rev: number, seq: number, what: number): Change => {
  const base = { c: C, rev, seq, by: "12", ts: `t${rev}` };
  switch (what % 4) {
    case 0:
      return { ...base, kind: "edit", d: { body: { text: `edit ${rev}` }, edited: `t${rev}` } };
    case 1:
      return { ...base, kind: "react", d: { reactions: [{ emoji: "👍", users: ["12"], n: rev }] } };
    case 2:
      return { ...base, kind: "pin", d: { pinned: rev % 2 === 0 } };
    default:
      return { ...base, kind: "recall", d: {} };
  }
};

const logs: fc.Arbitrary<Log> = fc
  .record({
    seqs: fc.integer({ min: 1, max: 25 }),
    hidden: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 6 }),
    changes: fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.nat(3)), { maxLength: 20 }),
  })
  .map(({ seqs, hidden, changes }) => ({
    seqs,
    hidden: new Set(hidden.filter((n) => n <= seqs)),
    changes: changes.map(([seq, what], i) => change(i + 1, Math.min(seq, seqs), what)),
  }));

const visible = ({ seqs, hidden }: Log) =>
  Array.from({ length: seqs }, (_, i) => i + 1).filter((seq) => !hidden.has(seq)).map((seq) => message(seq));

/** What the server gives for "after": with the changes up to `rev` in it. */
const page = (log: Log, after: number, rev: number, limit = 200) => {
  const rest = visible(log).filter((m) => m.seq > after);
  const messages = [...changeMessages(rest.slice(0, limit), log.changes.filter((c) => c.rev <= rev))];
  return { messages, more: rest.length > limit };
};

const truth = (log: Log) => [...changeMessages(visible(log), log.changes)];

/** Deliveries as a network makes them: some lost, some twice, in any order. */
const chaos = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  items.length === 0
    ? fc.constant([])
    : fc.array(fc.constantFrom(...items), { maxLength: items.length * 2 }).chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));

type Push = { message: number } | { change: Change };

describe("whatever comes in whatever order, the end is the same", () => {
  test("a conversation: pushes lost, doubled and disordered, pages read at any time", () => {
    const runs = logs.chain((log) => {
      const pushes: Push[] = [
        ...Array.from({ length: log.seqs }, (_, i) => ({ message: i + 1 })),
        ...log.changes.map((c) => ({ change: c })),
      ];
      return fc.record({
        log: fc.constant(log),
        pushes: chaos(pushes),
        start: fc.nat(log.seqs),
        rev: fc.nat(log.changes.length),
        fetches: fc.array(fc.nat(60), { maxLength: 4 }),
      });
    });
    fc.assert(
      fc.property(runs, ({ log, pushes, start: from, rev, fetches }) => {
        // What was changed before the first page was read had been written before.
        const start = Math.max(from, ...log.changes.filter((c) => c.rev <= rev).map((c) => c.seq ?? 0));
        // What the first page held: everything up to `start`, with the changes up to `rev`.
        const first = page({ ...log, seqs: start }, 0, rev);
        let timeline: Timeline = timelineFrom({ messages: first.messages, more: false });
        let changes = changeLogAt(rev);

        const apply = (t: Timeline, cs: readonly Change[]): Timeline => ({
          ...t,
          messages: changeMessages(t.messages, cs),
          held: t.held.map((h) => (h.message === undefined ? h : { ...h, message: changeMessages([h.message], cs)[0] ?? h.message })),
        });
        const catchUp = (limit: number) => {
          for (let more = true; more; ) {
            const got = page(log, timeline.lastSeq, log.changes.length, limit);
            timeline = applyNewer(timeline, { ...got, messages: [...changeMessages(got.messages, changes.recent)] });
            more = got.more;
          }
        };

        pushes.forEach((push, i) => {
          if ("change" in push) {
            const taken = takeChanges(changes, [push.change]);
            changes = taken.log;
            timeline = apply(timeline, taken.ready);
          } else {
            const applied = log.hidden.has(push.message) ? applySkip(timeline, push.message) : applyMessage(timeline, changeMessages([message(push.message)], changes.recent)[0] ?? message(push.message));
            if (applied.kind !== "known") timeline = applied.timeline;
          }
          if (fetches.includes(i)) catchUp(3);
        });

        // The gap timers fire, or the client reconnects: the log is asked for what is missing.
        catchUp(200);
        const rest = takeChanges(changes, log.changes.filter((c) => c.rev > changes.sequence.at), true);
        changes = rest.log;
        timeline = apply(timeline, rest.ready);

        expect(timeline.held).toEqual([]);
        expect(changes.sequence).toEqual({ at: Math.max(rev, log.changes.length), held: new Map() });
        expect(timeline.messages).toEqual(truth(log));
      }),
      { numRuns: 400 },
    );
  });

  test("numbered events: each is taken once and in order, however they come", () => {
    const runs = fc.integer({ min: 1, max: 30 }).chain((n) => {
      const all = Array.from({ length: n }, (_, i) => i + 1);
      return fc.record({ n: fc.constant(n), pushes: chaos(all) });
    });
    fc.assert(
      fc.property(runs, ({ n, pushes }) => {
        let sequence = sequenceAt<number>(0);
        const got: number[] = [];
        for (const p of pushes) {
          const taken = take(sequence, [[p, p]]);
          sequence = taken.sequence;
          got.push(...taken.ready);
          expect(taken.gap).toBe(taken.sequence.held.size > 0);
        }
        const rest = Array.from({ length: n }, (_, i) => [i + 1, i + 1] as const);
        got.push(...take(sequence, rest, true).ready);
        expect(got).toEqual(rest.map(([i]) => i));
      }),
    );
  });

  test("the list: after the head was asked for, it says what the server says", () => {
    const runs = logs.chain((log) => fc.record({ log: fc.constant(log), pushes: chaos(truth(log)), changes: chaos(log.changes) }));
    fc.assert(
      fc.property(runs, ({ log, pushes, changes }) => {
        const last = truth(log).at(-1);
        const head: Conversation = {
          c: C,
          kind: "direct",
          name: "Ben",
          seq: log.seqs,
          rev: log.changes.length,
          read: 0,
          unread: visible(log).length,
          ...(last === undefined ? {} : { last }),
        };
        let inbox: Inbox = [{ c: C, kind: "direct", name: "Ben", seq: 0, rev: 0, read: 0, unread: 0 }];
        let stale = false;
        for (const m of pushes) {
          const applied = applyToInbox(inbox, m, ME);
          inbox = applied.inbox;
          stale ||= applied.stale !== undefined;
        }
        for (const c of changes) inbox = changeInInbox(inbox, c).inbox;
        const complete = inbox[0]?.seq === log.seqs && !stale;
        if (complete && log.hidden.size === 0) expect(inbox[0]?.unread).toBe(head.unread);
        expect(mergePage(inbox, { conversations: [head] })).toEqual([head]);
      }),
    );
  });
});
