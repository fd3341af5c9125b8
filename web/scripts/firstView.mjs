// Which scripts the browser loads before the first view of a signed-in user: the
// entry, the messenger, one language, and whatever these need at once. Dialogs,
// menus and further views come later and do not count.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes: what a slow phone connection (1.6 Mbit/s) carries in half a second. */
export const BUDGET = 100 * 1024;

/** The scripts of a build and their compressed sizes. @param {string} dist @returns {Map<string, number>} */
export function firstView(dist) {
  const assets = readdirSync(join(dist, "assets"));
  const entry = /assets\/([\w.-]+\.js)/.exec(readFileSync(join(dist, "index.html"), "utf8"))?.[1];
  const chunk = (/** @type {string} */ prefix) => assets.find((name) => name.startsWith(`${prefix}-`) && name.endsWith(".js"));
  /** @type {Map<string, number>} */
  const sizes = new Map();
  const add = (/** @type {string | undefined} */ name) => {
    if (name === undefined) throw new Error("a part of the first view is missing: was something renamed?");
    if (sizes.has(name)) return;
    const code = readFileSync(join(dist, "assets", name));
    sizes.set(name, gzipSync(code, { level: 9 }).length);
    // import"./a.js", import{b}from"./a.js": at once. import("./a.js"): later.
    for (const [, other] of code.toString().matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)) add(other);
  };
  for (const name of [entry, chunk("MessengerView"), chunk("zh")]) add(name);
  return sizes;
}
