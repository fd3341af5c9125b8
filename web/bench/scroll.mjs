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
 * Scrolls by so many pixels in every frame until `frames` were drawn or, without that, the beginning is reached.
 * @param {Page} page @param {{ by: number, frames?: number, beginning?: string }} options
 */
export async function scroll(page, options) {
  const times = await page.getByRole("log").evaluate(
    (log, { by, frames = Infinity, beginning }) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const times = [];
        let last = performance.now();
        const frame = (/** @type {number} */ now) => {
          times.push(now - last);
          last = now;
          const there = beginning !== undefined && log.scrollTop < 100 && (log.textContent ?? "").includes(beginning);
          if (there || times.length > frames) return resolve(times.slice(1));
          log.scrollBy(0, by);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    options,
  );
  assert(Array.isArray(times));
  return summary(times);
}

/** Jumps to places all over the conversation, one in every fourth frame. @param {Page} page @param {number} jumps */
export async function jump(page, jumps) {
  const times = await page.getByRole("log").evaluate(
    (log, jumps) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const times = [];
        let last = performance.now();
        const frame = (/** @type {number} */ now) => {
          times.push(now - last);
          last = now;
          if (times.length > jumps * 4) return resolve(times.slice(1));
          // The golden ratio goes everywhere and never twice to one place.
          if (times.length % 4 === 0) log.scrollTop = ((times.length * 0.618034) % 1) * (log.scrollHeight - log.clientHeight - 1200) + 700;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    jumps,
  );
  assert(Array.isArray(times));
  return summary(times);
}
