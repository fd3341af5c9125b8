import type { PresenceStatus } from "../api/types";

/** What a user may appear as, in the order of menus. */
export const statuses = ["online", "away", "busy", "invisible"] as const satisfies readonly PresenceStatus[];

export type OwnStatus = (typeof statuses)[number];

const KEY = "flamingo.status";

/** Reads a status of whatever origin: anything else is online. */
export function asStatus(value: string | null): OwnStatus {
  return statuses.find((s) => s === value) ?? "online";
}

/** The status of the session in a storage: a page that is loaded again appears as the one before, and whoever is invisible stays so. */
export function keptStatus(storage: Storage): OwnStatus {
  return asStatus(storage.getItem(KEY));
}

export function keepStatus(storage: Storage, status: OwnStatus): void {
  storage.setItem(KEY, status);
}
