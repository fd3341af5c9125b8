// How it is arranged and sounds, and how it is written: FEATURES 1.12, 3.6, 3.7, 3.23, 5.6, 5.24, 7.3, 7.12, 8.6, 8.7, 8.8, 8.11; and people who are gone.
import assert from "node:assert/strict";
import { askToBeFriends, desktop, entry, list, message, password, register, sent, signIn, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Counts the sounds that a page plays, by their first note. @param {Page} page */
async function listen(page) {
  await page.addInitScript(() => {
    const played = /** @type {number[]} */ ([]);
    Reflect.set(window, "played", played);
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (/** @type {number | undefined} */ when) {
      played.push(Math.round(this.frequency.value));
      start.call(this, when);
    };
  });
  await page.reload();
  const first = { message: 659, request: 523, online: 784 };
  return {
    /** @param {keyof typeof first} sound */
    hears: (sound) => page.waitForFunction((note) => /** @type {number[]} */ (Reflect.get(window, "played")).includes(note), first[sound]),
    forget: () => page.evaluate(() => void (/** @type {number[]} */ (Reflect.get(window, "played")).length = 0)),
    count: () => page.evaluate(() => /** @type {number[]} */ (Reflect.get(window, "played")).length),
  };
}

const friends = (/** @type {Page} */ page) => page.getByRole("navigation", { name: "Friends" }).getByRole("link", { name: /Offline|Online|Okri|Cleo|Dan/ });

export const desk = () =>
  travel("arrangement, sounds, fonts, and who is gone", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...desktop, colorScheme: "dark" });
    const cleo = await j.person("cleo", desktop);
    await register(ada, "ada", "Ada Lovelace");
    await register(ben, "zben", "Ben Okri");
    await register(cleo, "acleo", "Cleo");
    const sounds = await listen(ada);
    await ada.getByRole("button", { name: /^Your menu/ }).click(); // a page is silent until somebody has touched it
    await ada.getByRole("menu").waitFor();
    await ada.keyboard.press("Escape");
    await ada.getByRole("menu").waitFor({ state: "detached" });

    const region = () => ada.getByRole("region", { name: "Settings" });
    const set = async (/** @type {string} */ label, /** @type {boolean} */ on) => {
      await ada.goto(`${j.origin}/#/settings`);
      await region().getByLabel(label, { exact: true }).setChecked(on);
    };

    await j.step("a sound for a request, a friend who comes, a message: each by choice", async () => {
      for (const [page, name] of /** @type {const} */ ([[ben, "Ben Okri"], [cleo, "Cleo"]])) {
        await page.goto(`${j.origin}/#/u/ada`);
        await askToBeFriends(page);
        await ada.goto(`${j.origin}/#/requests`);
        await ada.getByRole("button", { name: "Accept" }).click();
        await page.getByText("Ada Lovelace is now your friend").waitFor();
        await ada.getByText(name).first().waitFor();
      }
      await sounds.hears("request");
      await ben.goto(`${j.origin}/#/u/ada`);
      await write(ben, "Can you hear this?");
      await sounds.hears("message");
      await set("No sounds", true);
      await sounds.forget();
      await write(ben, "And this?");
      await sent(ben, "And this?");
      await list(ada, "Chats").click();
      await entry(ada, "Ben Okri").getByText("And this?").waitFor();
      assert.equal(await sounds.count(), 0);
      await set("No sounds", false);
      await cleo.getByRole("button", { name: /^Your menu/ }).click();
      await cleo.getByRole("menuitem", { name: "Sign out" }).click();
      await list(ada, "Friends").click();
      await friends(ada).filter({ hasText: "Offline" }).waitFor();
      await Promise.all([ada.getByText("Cleo is online").waitFor(), signIn(cleo, "acleo")]);
      await sounds.hears("online");
    });

    await j.step("friends by nickname or account, and only those online", async () => {
      const order = async (/** @type {string[]} */ ...names) =>
        ada.waitForFunction((wanted) => {
          const shown = [...document.querySelectorAll('nav[aria-label="Friends"] a')].map((a) => a.textContent ?? "").filter((s) => /Ben|Cleo/.test(s));
          return shown.length === wanted.length && shown.every((s, i) => s.includes(wanted[i] ?? "?"));
        }, names);
      await order("Ben", "Cleo");
      await ada.goto(`${j.origin}/#/settings`);
      await region().getByLabel("Sort friends by").selectOption("account");
      await order("Cleo", "Ben");
      await cleo.getByRole("button", { name: /^Your menu/ }).click();
      await cleo.getByRole("menuitem", { name: "Sign out" }).click();
      await order("Ben", "Cleo");
      await set("Only those online", true);
      await order("Ben");
    });

    await j.step("chats by time, or first those who are there", async () => {
      await signIn(cleo, "acleo");
      await cleo.goto(`${j.origin}/#/u/ada`);
      await write(cleo, "The newest of all");
      await sent(cleo, "The newest of all");
      await cleo.getByRole("button", { name: /^Your menu/ }).click();
      await cleo.getByRole("menuitem", { name: "Sign out" }).click();
      await list(ada, "Chats").click();
      const order = async (/** @type {string[]} */ ...names) =>
        ada.waitForFunction((wanted) => {
          const shown = [...document.querySelectorAll('nav[aria-label="Chats"] .name')].map((e) => e.textContent);
          return wanted.every((name, i) => shown[i] === name);
        }, names);
      await order("Cleo", "Ben Okri");
      await ada.goto(`${j.origin}/#/settings`);
      await region().getByLabel("Sort chats").selectOption("online");
      await order("Ben Okri", "Cleo");
    });

    await j.step("keys lead to the search, through the list, and out of a menu", async () => {
      await ada.keyboard.press("Control+k");
      const search = ada.getByRole("searchbox", { name: "Search or find people" });
      await ada.waitForFunction((e) => document.activeElement === e, await search.elementHandle());
      await entry(ada, "Ben Okri").click();
      await ada.getByRole("heading", { name: "Ben Okri" }).waitFor();
      await ada.keyboard.press("Alt+ArrowDown");
      await ada.getByRole("heading", { name: "Cleo" }).waitFor();
      await ada.keyboard.press("Alt+ArrowUp");
      await ada.getByRole("heading", { name: "Ben Okri" }).waitFor();
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menu").waitFor();
      await ada.keyboard.press("Escape");
      await ada.getByRole("menu").waitFor({ state: "detached" });
    });

    await j.step("the list and the field have the size one gives them, also after a reload", async () => {
      await entry(ada, "Ben Okri").click();
      const field = ada.getByPlaceholder("Write a message");
      const before = (await field.boundingBox())?.height ?? 0;
      const line = ada.getByRole("separator", { name: "Height of the field" });
      const at = await line.boundingBox();
      assert(at);
      await ada.mouse.move(at.x + at.width / 2, at.y);
      await ada.mouse.down();
      await ada.mouse.move(at.x + at.width / 2, at.y - 120, { steps: 4 });
      await ada.mouse.up();
      const after = (await field.boundingBox())?.height ?? 0;
      assert(Math.abs(after - before - 120) < 3, `${before} and ${after}`);
      const side = ada.getByRole("separator", { name: "Width of the list" });
      const width = Number(await side.getAttribute("aria-valuenow"));
      await side.focus();
      await ada.keyboard.press("ArrowRight");
      assert.equal(Number(await side.getAttribute("aria-valuenow")), width + 20);
      await ada.reload();
      await field.waitFor();
      assert.equal((await field.boundingBox())?.height, after);
      assert.equal(Number(await side.getAttribute("aria-valuenow")), width + 20);
      await line.focus();
      await ada.keyboard.press("ArrowUp");
      assert.equal((await field.boundingBox())?.height, after + 20);
      const now = await line.boundingBox();
      assert(now);
      await ada.mouse.dblclick(now.x + now.width / 2, now.y);
      assert.equal((await field.boundingBox())?.height, before);
    });

    await j.step("a font is chosen, and seen by the other one", async () => {
      await ada.getByRole("button", { name: "Font", exact: true }).click();
      const bar = ada.getByRole("group", { name: "Font of what I write" });
      await bar.getByLabel("Typeface").selectOption("Georgia");
      await bar.getByLabel("Size").selectOption("18");
      await bar.getByRole("button", { name: "Bold" }).click();
      await bar.getByLabel("Colour").fill("#aa1155");
      await write(ada, "In red and large");
      const text = message(ben, "In red and large").locator(".text");
      await text.waitFor();
      const style = await text.evaluate((e) => {
        const { fontFamily, fontWeight, fontSize, color } = getComputedStyle(e);
        return { fontFamily, fontWeight, fontSize, plain: color === getComputedStyle(e.parentElement ?? e).color };
      });
      assert.match(style.fontFamily, /Georgia/);
      assert.deepEqual([style.fontWeight, style.fontSize, style.plain], ["700", "22.5px", false]);
      await j.picture(ada, "font-light");
      await j.watch.checkAccessibility(ben, "a font in the dark");
      await bar.getByRole("button", { name: "Back to the usual font" }).click();
      await ada.getByRole("button", { name: "Font", exact: true }).click();
      await write(ada, "As always");
      assert.equal(await message(ben, "As always").locator(".text").getAttribute("style"), null);
    });

    await j.step("how much room is left is said near the end", async () => {
      const field = ada.getByPlaceholder("Write a message");
      const limit = Number(await field.getAttribute("maxlength"));
      await field.fill("x".repeat(limit - 7));
      await ada.getByRole("status").getByText("7", { exact: true }).waitFor();
      await field.fill("");
    });

    await j.step("another device of the same account is told of", async () => {
      const second = await j.person("ada elsewhere", desktop);
      const notice = ada.getByRole("listitem").filter({ hasText: "Your account was opened on another device" });
      await Promise.all([notice.getByRole("button", { name: "My devices" }).click(), signIn(second, "ada")]);
      await ada.getByRole("region", { name: "My devices" }).waitFor();
      await second.context().close();
    });

    await j.step("what runs here and there", async () => {
      await ada.goto(`${j.origin}/#/settings`);
      await region().getByRole("link", { name: "About" }).click();
      const about = ada.getByRole("region", { name: "About" });
      await about.getByText(/^(v\d|\(devel\))/).waitFor();
      await about.getByText(/^0\.1\.0$/).waitFor();
      await j.picture(ada, "about-light");
    });

    await j.step("an error of the page is reported, after asking", async () => {
      j.watch.wanted = "nobody expected this";
      await ada.evaluate(() => void setTimeout(() => Promise.reject(new Error("nobody expected this"))));
      await ada.getByText("Something on this page went wrong").waitFor();
      await ada.getByRole("button", { name: "Report" }).click();
      const dialog = ada.getByRole("dialog", { name: "Report this error?" });
      await dialog.getByText("nobody expected this").first().waitFor();
      await j.picture(ada, "failure-light");
      const sent = ada.waitForRequest((request) => request.url().endsWith("/error-reports"));
      await dialog.getByRole("button", { name: "Send" }).click();
      const { message, version } = (await sent).postDataJSON();
      if (message !== "Error: nobody expected this" || version !== "0.1.0") throw new Error(`reported was ${message} of ${version}`);
      await ada.getByText("Thank you. The error was reported.").waitFor();
    });

    await j.step("when somebody was last there is told in minutes", async () => {
      await ada.goto(`${j.origin}/#/u/acleo`);
      await ada.getByRole("main").getByText(/Last seen (this minute|\d minutes? ago)/).waitFor();
    });

    await j.step("who has deleted the account is grey, has no name, and cannot be written to", async () => {
      const gone = await fetch(`${j.origin}/api/v1/auth/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ username: "acleo", password }),
      });
      const { access_token } = /** @type {{ access_token: string }} */ (await gone.json());
      const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
      const answer = await fetch(`${j.origin}/api/v1/me`, { method: "DELETE", headers, body: JSON.stringify({ password }) });
      assert.equal(answer.status, 204);
      await list(ada, "Chats").click();
      await entry(ada, "Deleted account").locator(".avatar.away").waitFor();
      await entry(ada, "Deleted account").click();
      await message(ada, "The newest of all").waitFor();
      await ada.getByText("This account was deleted. What was written stays.").waitFor();
      assert.equal(await ada.getByPlaceholder("Write a message").count(), 0);
      await j.picture(ada, "deleted-light");
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Profile" }).click();
      const profile = ada.getByRole("region", { name: "Deleted account" });
      await profile.getByText("This account was deleted. What was written stays.").waitFor();
      assert.equal(await profile.getByRole("button", { name: "Send a message" }).count(), 0);
    });
  });
