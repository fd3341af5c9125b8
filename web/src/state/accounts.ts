import type { Profile, User } from "../api/types";

/** An account that was used in this browser: enough to show it and to fill in the form, nothing that opens it. */
export type KnownAccount = Pick<Profile, "id" | "username" | "nickname" | "face_type" | "custom_face">;

const KEY = "flamingo.accounts";

/** As many as a list can show without becoming one to search. */
const MOST = 8;

/** The accounts used in this browser, the latest first. */
export function knownAccounts(storage: Storage): KnownAccount[] {
  try {
    const list = JSON.parse(storage.getItem(KEY) ?? "[]") as unknown;
    return Array.isArray(list) ? list.filter(isAccount) : [];
  } catch {
    return [];
  }
}

export function rememberAccount(storage: Storage, { id, username, nickname, face_type, custom_face }: User): void {
  const others = knownAccounts(storage).filter((a) => a.id !== id);
  write(storage, [{ id, username, nickname, face_type, custom_face }, ...others].slice(0, MOST));
}

export function forgetAccount(storage: Storage, id: string): void {
  write(storage, knownAccounts(storage).filter((a) => a.id !== id));
}

function write(storage: Storage, list: KnownAccount[]): void {
  storage.setItem(KEY, JSON.stringify(list));
}

function isAccount(value: unknown): value is KnownAccount {
  if (typeof value !== "object" || value === null) return false;
  const { id, username, nickname } = value as Partial<KnownAccount>;
  return typeof id === "string" && typeof username === "string" && typeof nickname === "string";
}
