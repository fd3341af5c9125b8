// Frames while somebody scrolls through a long conversation.
import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ p50: number, p95: number, max: number, frames: number, late: number }} Frames */

/** A frame that took longer than two of 60 a second is seen as a jerk. */
const LATE_MS = 34;

/** @param {number[]} times @returns {Frames} */
function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0, frames: times.length, late: times.filter((t) => t > LATE_MS).length };
}

/**
 * Moves the list before every frame, by so many pixels or, in every `jump`th, to a place anywhere in it,
 * until `frames` were drawn or, without that, the beginning is reached.
 * @param {Page} page @param {({ by: number } | { jump: number }) & { frames?: number, beginning?: string }} options
 */
export async function scroll(page, options) {
  const times = await page.getByRole("log").evaluate(
    (log, { frames = Infinity, beginning, ...how }) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const times = [];
        const move = () => {
          if ("by" in how) log.scrollBy(0, how.by);
          // The golden ratio goes everywhere and never twice to one place.
          else if (times.length % how.jump === 0) log.scrollTop = ((times.length * 0.618034) % 1) * (log.scrollHeight - log.clientHeight - 1200) + 700;
        };
        let last = performance.now();
        const frame = (/** @type {number} */ now) => {
          times.push(now - last);
          last = now;
          const there = beginning !== undefined && log.scrollTop < 100 && (log.textContent ?? "").includes(beginning);
          if (there || times.length > frames) return resolve(times.slice(1));
          move();
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    options,
  );
  assert(Array.isArray(times));
  return summary(times);
}
