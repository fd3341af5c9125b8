/**
 * Things that are numbered without holes and have to be taken in order, however
 * they come: early, late, twice or not at all (REALTIME.md rule 5).
 */
export interface Sequence<T> {
  /** Everything up to here has been taken. */
  readonly at: number;
  /** Came early, by number. */
  readonly held: ReadonlyMap<number, T>;
}

export interface Taken<T> {
  readonly sequence: Sequence<T>;
  /** To be applied now, in this order. */
  readonly ready: readonly T[];
  /** Something before the held ones is missing. */
  readonly gap: boolean;
}

export function sequenceAt<T>(at: number): Sequence<T> {
  return { at, held: new Map() };
}

/** Takes what came. `complete` says that there is nothing else: what is missing before the held ones will never come. */
export function take<T>(s: Sequence<T>, items: Iterable<readonly [number, T]>, complete = false): Taken<T> {
  const waiting = new Map(s.held);
  for (const [n, item] of items) if (n > s.at) waiting.set(n, item);
  let { at } = s;
  const ready: T[] = [];
  const held = new Map<number, T>();
  for (const [n, item] of [...waiting].sort(([a], [b]) => a - b)) {
    if (n === at + 1 || complete) {
      ready.push(item);
      at = n;
    } else {
      held.set(n, item);
    }
  }
  return { sequence: { at, held }, ready, gap: held.size > 0 };
}
