import type { Message } from "../api/types";

/** Nobody is shaken more often than this, as with the old clients. */
const SHAKE_MS = 5_000;
const SHAKING_MS = 600;
/** An older one is history: it is told, and nothing moves. */
const FRESH_MS = 10_000;

/** Shaking the window of the other one, and being shaken. */
export class Shake {
  /** It was done a moment ago: not again yet. */
  resting = $state(false);
  /** The own window moves. */
  shaking = $state(false);
  #shaken = 0;

  /** Notes that the other one was shaken; false when it is too soon. */
  start(): boolean {
    if (this.resting) return false;
    this.resting = true;
    setTimeout(() => (this.resting = false), SHAKE_MS);
    return true;
  }

  /** Looks at the newest message. */
  see(last: Message | undefined): void {
    if (last?.body.segments?.some((s) => s.nudge) !== true || last.recalled === true) return;
    const now = Date.now();
    if (now - Date.parse(last.ts) > FRESH_MS || now - this.#shaken < SHAKE_MS) return;
    this.#shaken = now;
    this.shaking = true;
    setTimeout(() => (this.shaking = false), SHAKING_MS);
  }
}
