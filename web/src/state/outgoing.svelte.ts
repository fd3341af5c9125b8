import { asProblem } from "../api/problem";
import type { Message, OutgoingBody } from "../api/types";
import type { Sent } from "../realtime/frames";
import type { Letter } from "../realtime/outbox";
import type { KeptLetter } from "./cache";
import { plainText } from "./content";
import type { Pending } from "./rows";

/** What sending needs from the rest of the client. */
export interface OutgoingServices {
  readonly me: string;
  send(letter: Letter, ts: string): Promise<Sent>;
  /** A refused message is given up. */
  drop(cid: string): void;
  /** A message of ours is in the log; comes back through receive. */
  stored(m: Message): void;
}

/** The messages to one conversation that are not in its log yet. */
export class Outgoing {
  pending = $state.raw<readonly Pending[]>([]);

  readonly #c: string;
  readonly #services: OutgoingServices;

  constructor(c: string, services: OutgoingServices) {
    this.#c = c;
    this.#services = services;
  }

  /** Sends again what had no answer when the page was left. */
  restore(letters: readonly KeptLetter[]): void {
    const known = new Set(this.pending.map((p) => p.cid));
    for (const { cid, body, ts, replyTo } of letters) {
      if (!known.has(cid)) this.#begin({ cid, body, ts, replyTo, state: "sending" });
    }
  }

  /** Sends what has become ready; under a cid that is under way already, nothing. */
  post(cid: string, body: OutgoingBody, replyTo: number | undefined): void {
    if (this.pending.some((known) => known.cid === cid)) return;
    this.#begin({ cid, body, ts: new Date().toISOString(), state: "sending", replyTo });
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

  /** The log has these: they are under way no more. */
  settle(messages: readonly Message[]): void {
    if (this.pending.length === 0) return;
    const stored = new Set(messages.map((m) => (m.from === this.#services.me ? m.cid : undefined)));
    this.pending = this.pending.filter((p) => !stored.has(p.cid));
  }

  #begin(p: Pending): void {
    this.pending = [...this.pending, p];
    void this.#transmit(p);
  }

  async #transmit({ cid, body, ts, replyTo }: Pending): Promise<void> {
    const { me } = this.#services;
    try {
      const sent = await this.#services.send({ c: this.#c, cid, body, ...(replyTo === undefined ? {} : { replyTo }) }, ts);
      const message: Message = { c: this.#c, seq: sent.seq, mid: sent.mid, ts: sent.ts, cid, from: me, via: "web", body: { ...body, text: plainText(body) } };
      this.#services.stored(replyTo === undefined ? message : { ...message, reply_to: replyTo });
    } catch (thrown) {
      console.warn("flamingo: a message was refused:", asProblem(thrown).message);
      this.#mark(cid, "failed");
    }
  }

  #mark(cid: string, state: Pending["state"]): void {
    this.pending = this.pending.map((p) => (p.cid === cid ? { ...p, state } : p));
  }
}
