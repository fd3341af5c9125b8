// What the browser loads: the script before the first view, and all there is.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { BUDGET, firstView } from "../scripts/firstView.mjs";

const dist = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "static/dist");

const kilobytes = (/** @type {number} */ n) => `${(n / 1024).toFixed(1)} KB`;

/** @returns {[string, string][]} */
export function sizes() {
  const assets = readdirSync(join(dist, "assets"));
  const total = (/** @type {string} */ ending) =>
    assets.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, "assets", name)), { level: 9 }).length, 0);
  const first = [...firstView(dist).values()].reduce((sum, n) => sum + n, 0);
  const entry = /assets\/([\w.-]+\.css)/.exec(readFileSync(join(dist, "index.html"), "utf8"))?.[1] ?? "";
  const largest = assets.filter((name) => name.endsWith(".js")).map((name) => statSync(join(dist, "assets", name)).size);
  return [
    ["script before the first view, gzip", `${kilobytes(first)} (budget ${kilobytes(BUDGET)})`],
    ["style sheet of the page, gzip", kilobytes(gzipSync(readFileSync(join(dist, "assets", entry)), { level: 9 }).length)],
    ["all script and style sheets there are, gzip", `${kilobytes(total(".js") + total(".css"))} in ${largest.length} scripts`],
  ];
}
