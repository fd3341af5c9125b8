import type { Cache } from "./cache";

/** Changes within this time are kept together. */
const KEEP_MS = 800;

/** Writes to the disk of the browser what changes, a moment later: a burst of messages is one write. */
export class Keeper {
  readonly #cache: Cache | undefined;
  readonly #waiting = new Map<string, { run: () => void; timer: ReturnType<typeof setTimeout> }>();

  /** Without a cache nothing is kept. */
  constructor(cache: Cache | undefined) {
    this.#cache = cache;
  }

  /** Keeps a thing soon, in its newest state. */
  soon(what: string, keep: (cache: Cache) => unknown): void {
    const cache = this.#cache;
    if (cache === undefined) return;
    clearTimeout(this.#waiting.get(what)?.timer);
    const run = () => {
      this.#waiting.delete(what);
      keep(cache);
    };
    this.#waiting.set(what, { run, timer: setTimeout(run, KEEP_MS) });
  }

  /** The page is left, perhaps for good: what waits to be kept is kept now. */
  flush(): void {
    for (const { run, timer } of [...this.#waiting.values()]) {
      clearTimeout(timer);
      run();
    }
  }

  close(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
