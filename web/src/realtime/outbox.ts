import { Problem } from "../api/problem";
import type { OutgoingBody } from "../api/types";
import type { Sent } from "./frames";

/** A message on its way. */
export interface Letter {
  readonly c: string;
  readonly cid: string;
  readonly body: OutgoingBody;
  /** The seq of the message that this one answers. */
  readonly replyTo?: number | undefined;
}

interface Entry extends Letter {
  resolve(sent: Sent): void;
  reject(problem: Problem): void;
}

/** A refused message is tried again after this long when the server names no time. */
const RETRY_MS = 2_000;

/**
 * The messages that have no answer yet. One per conversation is under way at a
 * time, so that they are stored in the order they were written; the others wait
 * behind it. A connection that breaks leaves open whether the message was stored,
 * so it is sent again with the same cid, which never makes a second one.
 */
export class Outbox {
  readonly #queues = new Map<string, Entry[]>();
  readonly #underWay = new Set<string>(); // conversations

  /** Resolves when the message is stored; rejects with a Problem that trying again will not change. */
  add(letter: Letter): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(letter.c) ?? [];
      queue.push({ ...letter, resolve, reject });
      this.#queues.set(letter.c, queue);
    });
  }

  /** Sends with `transmit` whatever may go now; called again whenever that may have changed. */
  flush(transmit: (letter: Letter) => Promise<Sent>): void {
    for (const [c, [first]] of this.#queues) {
      if (first === undefined || this.#underWay.has(c)) continue;
      this.#underWay.add(c);
      transmit(first).then(
        (sent) => {
          this.#settle(first);
          first.resolve(sent);
          this.flush(transmit);
        },
        (thrown: unknown) => this.#refused(first, thrown, transmit),
      );
    }
  }

  /** Gives up all messages, at the end of the session. */
  rejectAll(problem: Problem): void {
    const entries = [...this.#queues.values()].flat();
    this.#queues.clear();
    this.#underWay.clear();
    for (const entry of entries) entry.reject(problem);
  }

  #refused(entry: Entry, thrown: unknown, transmit: (letter: Letter) => Promise<Sent>): void {
    if (!(thrown instanceof Problem) || thrown.code === "unreachable") {
      this.#underWay.delete(entry.c); // the connection is gone; the next one flushes
      return;
    }
    if (thrown.temporary) {
      setTimeout(() => {
        this.#underWay.delete(entry.c);
        this.flush(transmit);
      }, thrown.retryAfterMs || RETRY_MS);
      return;
    }
    this.#settle(entry);
    entry.reject(thrown);
    this.flush(transmit);
  }

  #settle(entry: Entry): void {
    this.#underWay.delete(entry.c);
    const rest = this.#queues.get(entry.c)?.filter((other) => other !== entry) ?? [];
    if (rest.length > 0) this.#queues.set(entry.c, rest);
    else this.#queues.delete(entry.c);
  }
}
