// Two people in two browsers and the real server: FLAMINGO_BIN=path npm run e2e.
// With SCREENSHOTS=1 it also takes the pictures of docs/screenshots.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, Watch } from "./browser.mjs";
import { RestClient } from "./rest.mjs";
import { startServer } from "./server.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").BrowserContextOptions} ContextOptions */

const binary = process.env["FLAMINGO_BIN"];
assert(binary, "FLAMINGO_BIN names the server to test");

const shots = join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots");
const data = mkdtempSync(join(tmpdir(), "flamingo-e2e-"));
let server = await startServer(binary, data);
const { http } = server;
const origin = `http://${http}`;
const browser = await launch();
const watch = new Watch();

const desktop = { viewport: { width: 1180, height: 760 }, locale: "en-GB" };
const phone = { viewport: { width: 390, height: 844 }, locale: "en-GB", hasTouch: true, isMobile: true };

/** @param {string} name @param {ContextOptions} options */
async function person(name, options) {
  const context = await browser.newContext(options);
  await watch.follow(context, name);
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

/** @param {Page} page @param {string} username @param {string} nickname */
async function register(page, username, nickname) {
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Account name").fill(username);
  await page.getByLabel("Nickname").fill(nickname);
  await page.getByLabel("Password", { exact: true }).fill("secret horse");
  await page.getByLabel("Repeat password").fill("secret horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No conversations yet").waitFor();
}

/** @param {Page} page @param {string} username @param {{ stay?: boolean }} [options] */
async function signIn(page, username, { stay = false } = {}) {
  await page.getByLabel("Account name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill("secret horse");
  await page.getByLabel("Stay signed in on this device").setChecked(stay);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /^Your menu/ }).waitFor();
}

/** @param {Page} page */
async function signOut(page) {
  await page.getByRole("button", { name: /^Your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

/** @param {Page} page @param {string} text */
async function write(page, text) {
  const field = page.getByPlaceholder("Write a message");
  await field.fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  assert.equal(await field.inputValue(), "", "the field is empty after sending");
}

/** A message on screen. @param {Page} page @param {string} text */
const message = (page, text) => page.getByRole("log").getByRole("article").filter({ hasText: text });

/** The answer to one's own message: it is stored. @param {Page} page @param {string} text */
const sent = (page, text) => message(page, text).getByLabel("Sent", { exact: true }).waitFor();

/** @param {Page} page @param {string} name */
const entry = (page, name) => page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name });

/** @param {Page} page @param {string} name */
async function picture(page, name) {
  await watch.checkAccessibility(page, name);
  if (process.env["SCREENSHOTS"] !== "1") return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), animations: "disabled" });
}

/** What every page looked like when a step failed, for whoever has to find out why. @param {string} title */
async function showFailure(title) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [n, page] of pages.entries()) {
    const path = join(tmpdir(), `flamingo-failure-${n}.png`);
    await page.screenshot({ path }).catch(() => {});
    console.error(`failed: ${title}: ${path}`);
  }
}

/** @param {string} title @param {() => Promise<void>} run */
async function step(title, run) {
  const start = performance.now();
  try {
    await run();
  } catch (thrown) {
    await showFailure(title);
    throw thrown;
  }
  console.log(`ok  ${title} (${Math.round(performance.now() - start)} ms)`);
}

async function journey() {
  const ada = await person("ada", desktop);
  const ben = await person("ben", { ...phone, colorScheme: "dark" });

  await step("the page is served with a strict policy", async () => {
    const policy = (await fetch(origin)).headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'self'|default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-|\*/);
  });

  await step("the form says what is wrong with it", async () => {
    await picture(ada, "sign-in-light");
    await picture(ben, "sign-in-phone-dark");
    await ada.getByRole("button", { name: "Sign in" }).click();
    await ada.getByText("Enter an account name.").waitFor();
    await ada.getByRole("button", { name: "Create account" }).click();
    await ada.getByLabel("Account name").fill("ada");
    await ada.getByLabel("Password", { exact: true }).fill("secret horse");
    await ada.getByLabel("Repeat password").fill("secret house");
    await ada.getByRole("button", { name: "Create account" }).click();
    await ada.getByText("The two passwords differ.").waitFor();
    await ada.reload();
    await watch.expectNoise(async () => {
      await ada.getByLabel("Account name").fill("nobody");
      await ada.getByLabel("Password", { exact: true }).fill("secret horse");
      await ada.getByRole("button", { name: "Sign in" }).click();
      await ada.getByText("There is no such account.").waitFor();
    });
  });

  await step("both register", async () => {
    await register(ada, "ada", "Ada Lovelace");
    await register(ben, "ben", "Ben Okri");
    await picture(ben, "empty-phone-dark");
    const double = await person("ada again", desktop);
    await watch.expectNoise(async () => {
      await double.getByRole("button", { name: "Create account" }).click();
      await double.getByLabel("Account name").fill("ada");
      await double.getByLabel("Password", { exact: true }).fill("secret horse");
      await double.getByLabel("Repeat password").fill("secret horse");
      await double.getByRole("button", { name: "Create account" }).click();
      await double.getByText("This account name is taken.").waitFor();
    });
    await double.context().close();
  });

  await step("one finds the other by exact account name", async () => {
    const search = ada.getByRole("searchbox", { name: "Search or find people" });
    await watch.expectNoise(async () => {
      await search.fill("nobody-at-all");
      await ada.getByRole("button", { name: "Find people: “nobody-at-all”" }).click();
      await ada.getByText("Nobody was found for “nobody-at-all”.").waitFor();
      await search.fill("ben");
      await ada.getByRole("button", { name: "Find people: “ben”" }).click();
      await ada.getByRole("link", { name: "Ben Okri" }).waitFor();
    });
    await ada.getByRole("link", { name: "Ben Okri" }).click();
    await ada.getByText("This is where your conversation with Ben Okri begins.").waitFor();
  });

  await step("they talk in both directions", async () => {
    await write(ada, "Hello Ben, is this thing on?");
    await sent(ada, "is this thing on?");
    await entry(ben, "Ada Lovelace").getByText("Unread: 1").waitFor({ state: "attached" });
    await ben.waitForFunction(() => document.title === "(1) flamingo");
    await entry(ben, "Ada Lovelace").tap();
    await message(ben, "is this thing on?").waitFor();
    await ben.waitForFunction(() => document.title === "flamingo");
    await write(ben, "Loud and clear!");
    await message(ada, "Loud and clear!").waitFor();
  });

  await step("text stays text, addresses become links", async () => {
    await write(ben, "<img src=x onerror=alert(1)> and <b>bold</b>");
    await message(ada, "<img src=x onerror=alert(1)> and <b>bold</b>").waitFor();
    assert.equal(await ada.getByRole("log").locator("img, b").count(), 0);
    await write(ben, "Have a look at https://example.org/a_(b).");
    const link = ada.getByRole("log").getByRole("link", { name: "https://example.org/a_(b)" });
    assert.equal(await link.getAttribute("href"), "https://example.org/a_(b)");
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    await write(ben, "What a lovely\nlittle window");
    await message(ada, "little window").waitFor();
  });

  await step("the keyboard is enough", async () => {
    await ada.getByPlaceholder("Write a message").focus();
    await ada.keyboard.type("First line");
    await ada.keyboard.press("Shift+Enter");
    await ada.keyboard.type("second line");
    await ada.keyboard.press("Enter");
    await sent(ada, "second line");
    assert.equal(await message(ada, "First line\nsecond line").count(), 1);
  });

  await step("what came while nobody looked is unread", async () => {
    await ben.getByRole("link", { name: "Back to the list" }).tap();
    for (const text of ["Are you still there?", "I made tea.", "It gets cold…"]) await write(ada, text);
    await entry(ben, "Ada Lovelace").getByText("Unread: 3").waitFor({ state: "attached" });
    await ben.waitForFunction(() => document.title === "(3) flamingo");
    await picture(ben, "list-phone-dark");
    await entry(ben, "Ada Lovelace").tap();
    await ben.getByText("New messages").waitFor();
    await message(ben, "It gets cold…").waitFor();
    await write(ben, "On my way! Two sugars, please.");
    await message(ada, "Two sugars").waitFor();
    await picture(ada, "conversation-light");
    await picture(ben, "conversation-phone-dark");
  });

  await step("a reload in the middle shows the history", async () => {
    await ada.reload();
    await message(ada, "It gets cold…").waitFor();
    await message(ada, "Two sugars").waitFor();
    await ben.goBack(); // the list
    await ben.reload();
    await entry(ben, "Ada Lovelace").tap();
    await message(ben, "It gets cold…").waitFor();
    assert.equal(await entry(ben, "Ada Lovelace").getByText("Unread").count(), 0, "the read position is stored");
  });

  await step("scrolling back loads page after page", async () => {
    const rest = await RestClient.logIn(origin, "ada", "secret horse");
    const c = await rest.conversationWith("ben");
    for (let n = 1; n <= 180; n++) await rest.send(c, `Verse ${n}`);
    await message(ben, "Verse 180").waitFor();
    const log = ben.getByRole("log");
    const first = message(ben, "is this thing on?");
    const deadline = Date.now() + 30_000;
    while ((await first.count()) === 0) {
      assert(Date.now() < deadline, "the first message comes in reach");
      await log.evaluate((e) => e.scrollBy(0, -600));
      await ben.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    await first.scrollIntoViewIfNeeded();
    await ben.getByText("This is where your conversation with Ada Lovelace begins.").waitFor();
    await ben.getByRole("button", { name: "Jump to the newest message" }).tap();
    await message(ben, "Verse 180").waitFor();
    await ben.getByRole("button", { name: "Jump to the newest message" }).waitFor({ state: "detached" });
  });

  await step("a restart of the server heals by itself, and nothing is lost or doubled", async () => {
    await watch.expectNoise(async () => {
      await server.stop();
      await ada.getByText("No connection.").waitFor();
      await write(ada, "Written while the server was away");
      await message(ada, "Written while").getByLabel("Sending", { exact: true }).waitFor();
      await picture(ada, "offline-light");
      server = await startServer(/** @type {string} */ (binary), data, http);
      await sent(ada, "Written while");
      await ada.getByText("No connection.").waitFor({ state: "detached" });
      await message(ben, "Written while the server was away").waitFor();
    });
    await write(ben, "Welcome back");
    await message(ada, "Welcome back").waitFor();
    assert.equal(await message(ada, "Written while the server was away").count(), 1);
    assert.equal(await message(ben, "Written while the server was away").count(), 1);
  });

  await step("two tabs share a session that stays, one at a time", async () => {
    const first = await person("cleo", desktop);
    await register(first, "cleo", "Cleo");
    await first.getByRole("button", { name: "Settings" }).click();
    await first.getByRole("dialog").waitFor();
    await picture(first, "account-light");
    await first.getByRole("button", { name: "Sign out" }).click();
    await signIn(first, "cleo", { stay: true });
    const second = await first.context().newPage();
    await second.goto(`${origin}/#/u/ada`);
    await second.getByText("This is where your conversation with Ada Lovelace begins.").waitFor();
    await first.getByText("flamingo was opened in another tab or window.").waitFor();
    await first.getByRole("button", { name: "Use it here" }).click();
    await second.getByText("flamingo was opened in another tab or window.").waitFor();
    await Promise.all([first.reload(), second.reload()]); // both refresh at once
    await first.getByRole("button", { name: /^Your menu/ }).waitFor();
    await signOut(second);
    await second.getByText("Welcome back").waitFor();
    await first.getByText("Welcome back").waitFor();
    await first.context().close();
  });

  await step("signing out ends the session for good", async () => {
    const stored = await ada.evaluate(() => sessionStorage.getItem("flamingo.session"));
    await signOut(ada);
    await ada.getByText("Welcome back").waitFor();
    assert.equal(await ada.evaluate(() => sessionStorage.getItem("flamingo.session")), null);
    await ada.reload();
    await ada.getByText("Welcome back").waitFor();
    const response = await fetch(`${origin}/api/v1/auth/refresh`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: JSON.parse(stored ?? "{}").refreshToken }),
    });
    assert.equal(response.status, 401, "the refresh token is worth nothing any more");
    await signIn(ada, "ada");
    await entry(ada, "Ben Okri").click();
    await message(ada, "Welcome back").waitFor();
  });

  await step("in Chinese, and in the dark", async () => {
    const page = await person("deng", { ...desktop, locale: "zh-CN", colorScheme: "dark" });
    await page.getByRole("heading", { name: "欢迎回来" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh");
    await page.getByLabel("账号").fill("ada");
    await page.getByLabel("密码", { exact: true }).fill("secret horse");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("navigation", { name: "会话" }).getByRole("link", { name: "Ben Okri" }).click();
    await page.getByRole("log", { name: "与Ben Okri的消息" }).waitFor();
    await message(page, "Welcome back").waitFor();
    await picture(page, "conversation-chinese-dark");
    await page.context().close();
  });
}

try {
  await journey();
} finally {
  await browser.close();
  await server.stop().catch(() => {}); // it may be stopped already when a step failed
  rmSync(data, { recursive: true, force: true });
}
assert.deepEqual(watch.troubles, [], "no page had anything to complain about");
console.log("ok  no console error, no policy violation, no accessibility violation");
