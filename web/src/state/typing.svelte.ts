import type { TypingKind } from "../realtime/frames";

/** A word that somebody writes is good for so long; it is repeated more often than that. */
const TYPING_MS = 6_000;
const TYPING_AGAIN_MS = 3_000;

/** Who is writing in a conversation. */
export class Typing {
  writers = $state.raw<readonly string[]>([]);

  readonly #me: string;
  readonly #say: () => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #told = 0;

  /** `say` tells the others that this user writes. */
  constructor(me: string, say: () => void) {
    this.#me = me;
    this.#say = say;
  }

  /** Somebody writes, or stops. */
  heard(user: string, kind: TypingKind): void {
    if (user === this.#me) return;
    this.stopped(user);
    if (kind === "stop") return;
    this.writers = [...this.writers, user];
    this.#timers.set(user, setTimeout(() => this.stopped(user), TYPING_MS));
  }

  stopped(user: string): void {
    clearTimeout(this.#timers.get(user));
    if (this.#timers.delete(user)) this.writers = this.writers.filter((w) => w !== user);
  }

  /** The user writes: the others are told now and then. */
  tell(): void {
    const now = Date.now();
    if (now - this.#told < TYPING_AGAIN_MS) return;
    this.#told = now;
    this.#say();
  }

  /** The user has sent what they wrote: the next word is told at once. */
  sent(): void {
    this.#told = 0;
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
