// What every journey needs: the real server, a browser, people in it, and an eye on everything that goes wrong.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, PATIENCE_MS, Watch } from "./browser.mjs";
import { startServer } from "./server.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").BrowserContextOptions} ContextOptions */

const shots = join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots");

export const desktop = { viewport: { width: 1180, height: 760 }, locale: "en-GB" };
export const phone = { viewport: { width: 390, height: 844 }, locale: "en-GB", hasTouch: true, isMobile: true };

export const password = "secret horse";

/** How long a page without its server may wait before it tries again: see src/realtime/close.ts. */
const LONGEST_DELAY_MS = 30_000;

/** One journey: a server with an empty database, and the browsers of those who take part. */
export class Journey {
  watch = new Watch();
  /** @type {import("playwright-core").Browser} */ browser;
  /** @type {import("./server.mjs").Server} */ server;
  #name;
  #binary;
  #data;

  /** @param {string} name @param {string} binary @param {string} data @param {import("playwright-core").Browser} browser @param {import("./server.mjs").Server} server */
  constructor(name, binary, data, browser, server) {
    this.#name = name;
    this.#binary = binary;
    this.#data = data;
    this.browser = browser;
    this.server = server;
  }

  get origin() {
    return `http://${this.server.http}`;
  }

  /** A new browser of somebody, on the first page. @param {string} name @param {ContextOptions} options */
  async person(name, options = desktop) {
    const context = await this.browser.newContext(options);
    await this.watch.follow(context, name);
    const page = await context.newPage();
    await page.goto(this.origin);
    await page.getByRole("heading", { level: 1 }).waitFor(); // a page that is loaded need not be drawn yet
    return page;
  }

  /**
   * Stops the server, does something, starts it again at the same address, and waits until all are connected.
   * @param {() => Promise<void>} meanwhile
   */
  async without(meanwhile) {
    const { http } = this.server;
    await this.watch.expectNoise(async () => {
      await this.server.stop();
      await meanwhile();
      this.server = await startServer(this.#binary, this.#data, http);
      for (const page of this.#pages) {
        await page.getByText("No connection.").waitFor({ state: "detached", timeout: LONGEST_DELAY_MS + PATIENCE_MS });
      }
    });
  }

  get #pages() {
    return this.browser.contexts().flatMap((context) => context.pages());
  }

  /** Looks for barriers, and takes a picture for the documents when wanted. @param {Page} page @param {string} name */
  async picture(page, name) {
    await this.watch.checkAccessibility(page, name);
    if (process.env["SCREENSHOTS"] !== "1") return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`), animations: "disabled" });
  }

  /** @param {string} title @param {() => Promise<void>} run */
  async step(title, run) {
    const start = performance.now();
    try {
      await run();
    } catch (thrown) {
      await this.#showFailure(title);
      throw thrown;
    }
    console.log(`ok  ${this.#name}: ${title} (${Math.round(performance.now() - start)} ms)`);
  }

  /** What every page looked like when a step failed, for whoever has to find out why. @param {string} title */
  async #showFailure(title) {
    for (const [n, page] of this.#pages.entries()) {
      const path = join(tmpdir(), `flamingo-failure-${this.#name.replaceAll(" ", "-")}-${n}.png`);
      await page.screenshot({ path }).catch(() => {});
      console.error(`failed: ${title}: ${path}`);
    }
  }
}

/**
 * Runs a journey from its first page to the last look at what went wrong.
 * @param {string} name @param {(j: Journey) => Promise<void>} run @param {string[]} [settings] of the server
 */
export async function travel(name, run, settings) {
  const binary = process.env["FLAMINGO_BIN"];
  assert(binary, "FLAMINGO_BIN names the server to test");
  console.log(`--  ${name}`);
  const data = mkdtempSync(join(tmpdir(), "flamingo-e2e-"));
  const server = await startServer(binary, data, undefined, settings);
  const browser = await launch();
  const journey = new Journey(name, binary, data, browser, server);
  try {
    await run(journey);
  } finally {
    await browser.close();
    await journey.server.stop().catch(() => {}); // it may be stopped already when a step failed
    rmSync(data, { recursive: true, force: true });
  }
  assert.deepEqual(journey.watch.troubles, [], "no page had anything to complain about");
}

/** @param {Page} page @param {string} username @param {string} nickname @param {{ stay?: boolean }} [options] */
export async function register(page, username, nickname, { stay = false } = {}) {
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Account name").fill(username);
  await page.getByLabel("Nickname").fill(nickname);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Repeat password").fill(password);
  await page.getByLabel("Stay signed in on this device").setChecked(stay);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No conversations yet").waitFor();
}

/** @param {Page} page @param {string} username @param {{ stay?: boolean }} [options] */
export async function signIn(page, username, { stay = false } = {}) {
  await page.getByLabel("Account name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Stay signed in on this device").setChecked(stay);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /^Your menu/ }).waitFor();
}

/** @param {Page} page */
export async function signOut(page) {
  await page.getByRole("button", { name: /^Your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

/** @param {Page} page @param {string} text */
export async function write(page, text) {
  const field = page.getByPlaceholder("Write a message");
  await field.fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "");
}

/** Asks the other one of the conversation on screen to be friends. @param {Page} page */
export async function askToBeFriends(page) {
  await page.getByRole("button", { name: "Options for this conversation" }).click();
  await page.getByRole("menuitem", { name: "Profile" }).click();
  await page.getByRole("button", { name: "Add as friend" }).click();
  await page.getByRole("button", { name: "Send request" }).click();
}

/** Registers two people who write to each other and become friends. @param {Journey} j @param {Page} ada @param {Page} ben */
export async function makeFriends(j, ada, ben) {
  await register(ada, "ada", "Ada Lovelace");
  await register(ben, "ben", "Ben Okri");
  await ada.goto(`${j.origin}/#/u/ben`);
  await write(ada, "Hello");
  await sent(ada, "Hello");
  await askToBeFriends(ada);
  await ben.goto(`${j.origin}/#/requests`);
  await ben.getByRole("button", { name: "Accept" }).click();
  await ada.getByText("Ben Okri is now your friend").waitFor();
}

/** A message on screen. @param {Page} page @param {string} text */
export const message = (page, text) => page.getByRole("log").getByRole("article").filter({ hasText: text });

/**
 * What is on a page for less than a second or two. A locator looks twice a second; this looks at every frame, so it has to
 * be called before what is to be seen happens, and awaited together with what makes it happen.
 * @param {Page} page @param {string} selector @param {string} [text]
 */
export const glimpse = (page, selector, text = "") =>
  page.waitForFunction(([s, part]) => [...document.querySelectorAll(s)].some((e) => e.textContent?.includes(part)), /** @type {const} */ ([selector, text]));

/** Asks again and again until it is so. @param {() => Promise<boolean>} so @param {string} what */
export async function eventually(so, what) {
  for (const deadline = Date.now() + PATIENCE_MS; !(await so()); ) assert(Date.now() < deadline, what);
}

/** The answer to one's own message: it is stored. @param {Page} page @param {string} text */
export const sent = (page, text) => message(page, text).getByLabel(/^(Sent|Read)$/).waitFor();

/** The line of a conversation in the list. @param {Page} page @param {string | RegExp} name */
export const entry = (page, name) => page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name });

/** One of the three lists. @param {Page} page @param {"Chats" | "Friends" | "Groups"} name */
export const list = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("button", { name });
