// make web-bench: bundle size, first view, frames of a long conversation and the
// scores of Lighthouse, against the real binary. Prints a table, and with --write
// puts it into docs/performance.md.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, launch } from "../e2e/browser.mjs";
import { startServer } from "../e2e/server.mjs";
import { scores } from "./lighthouse.mjs";
import { fill, keptBy, logIn, register } from "./people.mjs";
import { scroll } from "./scroll.mjs";
import { sizes } from "./size.mjs";

/** @typedef {import("playwright-core").Browser} Browser */

const MESSAGES = Number(process.env["MESSAGES"] ?? 50_000);
const TIMES = 5;
const screen = { viewport: { width: 1180, height: 760 }, locale: "en-GB" };

const binary = process.env["FLAMINGO_BIN"];
assert(binary, "FLAMINGO_BIN names the server to measure");

const ms = (/** @type {number} */ n) => `${Math.round(n)} ms`;
const median = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;

/** Seconds of processor time that the pages of a browser have taken. @param {Browser} browser */
async function pageSeconds(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter((p) => p.type === "renderer").reduce((sum, p) => sum + p.cpuTime, 0);
}

/** From the start of the navigation until the list of conversations is drawn, in a browser that was never here and in one that was. @param {Browser} browser @param {string} origin */
async function firstViews(browser, origin) {
  /** @type {number[]} */ const cold = [];
  /** @type {number[]} */ const warm = [];
  for (let n = 0; n < TIMES; n++) {
    const context = await browser.newContext({ ...screen, storageState: keptBy(origin, await logIn(origin, "ada")) });
    const page = await context.newPage();
    const view = async () => {
      await page.locator('nav a[href^="#/c/"]').first().waitFor();
      return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())))).then(Number);
    };
    await page.goto(origin);
    cold.push(await view());
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.reload();
    warm.push(await view());
    await context.close();
  }
  return { cold: median(cold), warm: median(warm) };
}

/** @type {[string, string][]} */
const table = sizes();
const data = mkdtempSync(join(tmpdir(), "flamingo-web-bench-"));
// Nobody is to be slowed down while the conversation is written.
const free = ["messages-per-second", "message-burst", "requests-per-second", "request-burst"].map((name) => `--${name}=1000000`);
const server = await startServer(binary, data, undefined, [...free, "--log-level=error"]);
const origin = `http://${server.http}`;
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);
try {
  const pair = /** @type {[import("./people.mjs").Session, import("./people.mjs").Session]} */ ([await register(origin, "ada"), await register(origin, "ben")]);
  const began = performance.now();
  const c = await fill(origin, pair, MESSAGES);
  console.log(`${MESSAGES} messages written in ${Math.round((performance.now() - began) / 1000)} s`);

  const { cold, warm } = await firstViews(browser, origin);
  table.push(["first view of a signed-in user, empty cache", ms(cold)], ["the same with the service worker", ms(warm)]);

  const context = await browser.newContext({ ...screen, storageState: keptBy(origin, await logIn(origin, "ada")) });
  const page = await context.newPage();
  await page.goto(`${origin}/#/c/${c}`);
  await page.getByRole("log").getByRole("article").last().waitFor();
  /** @param {string} what @param {() => ReturnType<typeof scroll>} run */
  const frames = async (what, run) => {
    const before = await pageSeconds(browser);
    const f = await run();
    const each = ((await pageSeconds(browser)) - before) / f.frames;
    table.push([what, `p50 ${f.p50.toFixed(1)}, p95 ${f.p95.toFixed(1)}, max ${ms(f.max)}; ${(each * 1000).toFixed(1)} ms of processor each; ${f.late} of ${f.frames} later than 34 ms`]);
  };
  await frames("frames, reading upwards at 6,000 pixels/s", () => scroll(page, { by: -100, frames: 300 }));
  await frames(`frames, to the first of ${MESSAGES.toLocaleString("en")} messages, loading all`, () => scroll(page, { by: -5000, beginning: "This is where your conversation" }));
  await frames("frames, all loaded, downwards at 6,000 pixels/s", () => scroll(page, { by: 100, frames: 300 }));
  await frames("frames, all loaded, upwards at 6,000 pixels/s", () => scroll(page, { by: -100, frames: 300 }));
  await frames("frames, all loaded, a jump anywhere in every fourth", () => scroll(page, { jump: 4, frames: 300 }));
  await context.close();

  const visitor = await scores(origin, port);
  table.push(["Lighthouse, page to sign in: performance, accessibility", `${visitor.performance}, ${visitor.accessibility}`], ["", visitor.times]);
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}

const text = ["| what | seen |", "| --- | --- |", ...table.map(([what, seen]) => `| ${what} | ${seen} |`)].join("\n");
console.log(`${text}\n\nload of the machine: ${loadavg().map((n) => n.toFixed(1)).join(", ")}`);
if (process.argv.includes("--write")) {
  const path = join(dirname(fileURLToPath(import.meta.url)), "../../docs/performance.md");
  const doc = readFileSync(path, "utf8");
  const marked = /(<!-- web-bench -->\n)[^]*?(<!-- \/web-bench -->)/u;
  assert(marked.test(doc), "docs/performance.md has the two marks that the table is put between");
  const load = `Load of the machine meanwhile: ${loadavg().map((n) => n.toFixed(1)).join(", ")} (1, 5 and 15 minutes; two cores).`;
  writeFileSync(path, doc.replace(marked, (_, open, close) => `${open}${text}\n\n${load}\n${close}`));
}
