// What Lighthouse says of a page: a phone with a slow connection, simulated.
import assert from "node:assert/strict";

// Not installed for anything else: the compiler does without its types.
const { default: lighthouse } = await import(/** @type {string} */ ("lighthouse"));

/** @param {string} url @param {number} port of the browser's debugger */
export async function scores(url, port) {
  const result = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility"], disableStorageReset: true });
  assert(result);
  const { categories, audits } = result.lhr;
  const score = (/** @type {string} */ name) => Math.round((categories[name]?.score ?? 0) * 100);
  const value = (/** @type {string} */ name) => audits[name]?.displayValue ?? "–";
  // What to look at when a score is low.
  for (const category of ["performance", "accessibility"]) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score: got, title, displayValue = title } = audits[id];
      if (weight > 0 && got !== null && got < 0.9) console.log(`lighthouse: ${id}: ${displayValue}`);
    }
  }
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    times: `first paint ${value("first-contentful-paint")}, largest ${value("largest-contentful-paint")}, blocked ${value("total-blocking-time")}, shift ${value("cumulative-layout-shift")}`,
  };
}
