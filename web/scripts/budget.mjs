// Prints how much script the browser loads before the first view of a signed-in
// user, compressed, and fails when that grows past its budget: the entry, the
// messenger, one language, and whatever these need at once. Dialogs, menus and
// further views come later and do not count.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Bytes: what a slow phone connection (1.6 Mbit/s) carries in half a second. */
const BUDGET = 100 * 1024;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), "../static/dist");
const assets = readdirSync(join(dist, "assets"));
const entry = /assets\/([\w.-]+\.js)/.exec(readFileSync(join(dist, "index.html"), "utf8"))?.[1];

/** @param {string} prefix */
const chunk = (prefix) => assets.find((name) => name.startsWith(`${prefix}-`) && name.endsWith(".js"));

/** @type {Map<string, number>} */
const sizes = new Map();

/** @param {string | undefined} name */
function add(name) {
  if (name === undefined) throw new Error("a part of the first view is missing: was something renamed?");
  if (sizes.has(name)) return;
  const code = readFileSync(join(dist, "assets", name));
  sizes.set(name, gzipSync(code, { level: 9 }).length);
  // import"./a.js", import{b}from"./a.js": at once. import("./a.js"): later.
  for (const [, other] of code.toString().matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)) add(other);
}

for (const name of [entry, chunk("MessengerView"), chunk("zh")]) add(name);

const total = [...sizes.values()].reduce((sum, n) => sum + n, 0);
const kilobytes = (/** @type {number} */ n) => `${(n / 1024).toFixed(1)} KB`;
for (const [name, size] of sizes) console.log(`${kilobytes(size).padStart(9)}  ${name}`);
console.log(`${kilobytes(total).padStart(9)}  of ${kilobytes(BUDGET)} script before the first view, gzip`);
if (total > BUDGET) {
  console.error("the first view needs more script than its budget: load something later");
  process.exitCode = 1;
}
