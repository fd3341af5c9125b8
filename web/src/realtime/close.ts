/** Why a socket stays closed until somebody acts. */
export type StopReason =
  | "protocol" // one of the two sides has a bug
  | "ended" // the session was revoked
  | "replaced" // the same device connected again
  | "outdated"; // this client is too old for the server

export type CloseAction =
  | { kind: "reconnect"; atOnce: boolean }
  | { kind: "refresh" }
  | { kind: "stop"; reason: StopReason };

/** What to do after a close: REALTIME.md "Close codes". Everything unknown is a lost connection. */
export function actionFor(code: number): CloseAction {
  switch (code) {
    case 4400:
    case 4413:
      return { kind: "stop", reason: "protocol" };
    case 4401:
      return { kind: "refresh" };
    case 4403:
      return { kind: "stop", reason: "ended" };
    case 4408:
      return { kind: "reconnect", atOnce: true };
    case 4409:
      return { kind: "stop", reason: "replaced" };
    case 4426:
      return { kind: "stop", reason: "outdated" };
    default:
      return { kind: "reconnect", atOnce: false };
  }
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before attempt n (from 0): anything up to a bound that
 * doubles, so that the clients of a restarted server do not come all at once.
 * What the server asked for comes on top.
 */
export function backoff(attempt: number, askedMs: number, random: () => number): number {
  return askedMs + random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}
