import type { Fields } from "../realtime/frames";

/** A session of the user's account that began, as far as they are told of it. */
export interface StartedSession {
  readonly kind: "device" | "token";
  readonly name: string;
}

/**
 * What an event of kind session says to the user of the session `own`; undefined
 * for what they know: their own session, and the API token they have just made.
 */
export function startedElsewhere(d: Fields, own: string | undefined): StartedSession | undefined {
  if (d["action"] !== "started") return undefined;
  if (own !== undefined && (d["session"] === own || d["maker"] === own)) return undefined;
  // Events of early versions do not say what it is.
  return { kind: d["class"] === "api" ? "token" : "device", name: String(d["name"] ?? "") };
}
