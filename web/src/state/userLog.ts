import type { UserEvent } from "../realtime/frames";
import { type Sequence, sequenceAt, take } from "./sequence";

/** How long an event of the user's own log waits for those before it (REALTIME.md rule 5). */
const HOLD_MS = 1_000;

export interface UserLogServices {
  /** An event, in its turn. */
  apply(event: UserEvent): void;
  /** A hole stayed: what events tell of has to be read anew. */
  readAnew(): void;
}

/** The user's own log: events are applied in order; a hole that stays makes everything be read anew. */
export class UserLog {
  readonly #services: UserLogServices;
  #sequence: Sequence<UserEvent> | undefined; // undefined until the server has told where it stands
  #hold: ReturnType<typeof setTimeout> | undefined;

  constructor(services: UserLogServices) {
    this.#services = services;
  }

  /** The position up to which everything was applied; undefined when there is none yet. */
  get at(): number | undefined {
    return this.#sequence?.at;
  }

  /** Goes on from a position. */
  begin(u: number): void {
    this.#sequence = sequenceAt(u);
  }

  /** Nothing that was known of it holds any more. */
  forget(): void {
    this.#sequence = undefined;
  }

  take(event: UserEvent): void {
    const { sequence, ready, gap } = take(this.#sequence ?? sequenceAt<UserEvent>(event.u - 1), [[event.u, event]]);
    this.#sequence = sequence;
    for (const e of ready) this.#services.apply(e);
    if (!gap) {
      clearTimeout(this.#hold);
      this.#hold = undefined;
      return;
    }
    this.#hold ??= setTimeout(() => {
      this.#hold = undefined;
      const rest = take(this.#sequence ?? sequenceAt<UserEvent>(0), [], true);
      this.#sequence = rest.sequence;
      for (const e of rest.ready) this.#services.apply(e);
      if (rest.ready.length > 0) this.#services.readAnew();
    }, HOLD_MS);
  }

  close(): void {
    clearTimeout(this.#hold);
  }
}
