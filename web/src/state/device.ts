import type { Device } from "../api/types";
import { newId } from "./id";

const KEY = "flamingo.device";

/**
 * This browser as a device, or only this tab: whose storage it is, it is. The
 * server lets a device have one connection at a time.
 */
export function deviceIn(storage: Storage): Device {
  let id = storage.getItem(KEY);
  if (id === null) {
    id = newId();
    storage.setItem(KEY, id);
  }
  return { id, name: deviceName(navigator.userAgent) };
}

const browsers = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"], // after those that also call themselves Chrome
  ["Safari/", "Safari"],
] as const;

const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["Linux", "Linux"],
] as const;

/** "Firefox on Linux", as the list of devices shows it. */
export function deviceName(userAgent: string): string {
  const named = (table: readonly (readonly [string, string])[]) =>
    table.find(([mark]) => userAgent.includes(mark))?.[1];
  return [named(browsers) ?? "Browser", named(systems)].filter((s) => s !== undefined).join(" on ");
}
