// Prints how much script the browser loads before the first view, compressed, and
// fails when that grows past its budget. Names another folder than that of the
// build: node scripts/budget.mjs [folder].
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUDGET, firstView } from "./firstView.mjs";

const dist = process.argv[2] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), "../static/dist");
const sizes = firstView(dist);
const total = [...sizes.values()].reduce((sum, n) => sum + n, 0);
const kilobytes = (/** @type {number} */ n) => `${(n / 1024).toFixed(1)} KB`;
for (const [name, size] of sizes) console.log(`${kilobytes(size).padStart(9)}  ${name}`);
console.log(`${kilobytes(total).padStart(9)}  of ${kilobytes(BUDGET)} script before the first view, gzip`);
if (total > BUDGET) {
  console.error("the first view needs more script than its budget: load something later");
  process.exitCode = 1;
}
