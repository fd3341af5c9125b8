// Finding one's way in a long history: FEATURES 3.9, 7.7, 7.8, 7.9.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { desktop, entry, glimpse, message, password, phone, register, sent, travel, write } from "./kit.mjs";
import { RestClient } from "./rest.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Whether a message is in the visible part of the list. @param {Page} page @param {string} text */
const inSight = (page, text) =>
  page.waitForFunction((wanted) => {
    const log = document.querySelector("[role=log]")?.getBoundingClientRect();
    const row = [...document.querySelectorAll("[role=article]")].find((r) => r.textContent?.includes(wanted))?.getBoundingClientRect();
    return log !== undefined && row !== undefined && row.top >= log.top - 1 && row.bottom <= log.bottom + 1;
  }, text);

/** The end of the list is where it begins, unless somebody wants to go elsewhere. @param {Page} page */
const atEnd = (page) =>
  page.waitForFunction(() => {
    const log = document.querySelector("[role=log]");
    return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight < 48;
  });

export const find = () =>
  travel("finding one's way", async (j) => {
    const ada = await j.person("ada", { ...desktop, acceptDownloads: true });
    const ben = await j.person("ben", { ...phone, colorScheme: "dark" });

    await j.step("a long history", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri");
      await ada.goto(`${j.origin}/#/u/ben`);
      await write(ada, "The albatross nests in June");
      await sent(ada, "The albatross nests in June");
      const rest = await RestClient.logIn(j.origin, "ada", password);
      const c = await rest.conversationWith("ben");
      for (let n = 1; n <= 240; n++) await rest.send(c, n === 120 ? "A heron stands in the reeds" : `Note ${n}`);
      await message(ada, "Note 240").waitFor();
    });

    await j.step("a hit of a search leads to its place, marked, and back to the end", async () => {
      await ada.getByRole("link", { name: "Search" }).click();
      await ada.getByRole("searchbox", { name: "Words to look for" }).fill("heron");
      await ada.getByRole("button", { name: "Find", exact: true }).click();
      const hit = ada.getByRole("region", { name: "Search messages" }).getByRole("link", { name: /heron stands/ });
      assert.equal(await hit.locator("mark").textContent(), "heron");
      await j.picture(ada, "search-light");
      await Promise.all([glimpse(ada, ".row.lit", "A heron stands in the reeds"), hit.click()]);
      await inSight(ada, "A heron stands in the reeds");
      await message(ada, "Note 119").waitFor();
      await ada.getByRole("button", { name: "Jump to the newest message" }).click();
      await inSight(ada, "Note 240");
    });

    await j.step("the oldest message is found as well, from within the conversation", async () => {
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Search here" }).click();
      await ada.getByRole("searchbox", { name: "Words to look for" }).fill("albatross");
      await ada.getByRole("button", { name: "Find", exact: true }).click();
      await ada.getByRole("region", { name: "Search in Ben Okri" }).getByRole("link", { name: /albatross/ }).click();
      await inSight(ada, "The albatross nests in June");
    });

    await j.step("whoever comes back later is at the end again", async () => {
      await ada.getByRole("link", { name: "Search" }).click();
      await ada.getByRole("searchbox", { name: "Words to look for" }).waitFor();
      await entry(ada, "Ben Okri").click();
      await message(ada, "Note 240").waitFor();
      await inSight(ada, "Note 240");
      await atEnd(ada);
    });

    await j.step("on a phone, from a search over everything to the place and back", async () => {
      await ben.getByRole("searchbox", { name: "Search or find people" }).fill("heron");
      await ben.getByRole("link", { name: "Search messages for “heron”" }).tap();
      await ben.getByRole("link", { name: /heron stands/ }).tap();
      await inSight(ben, "A heron stands in the reeds");
      await ben.goBack();
      await ben.getByRole("link", { name: /heron stands/ }).waitFor();
    });

    await j.step("an address with a place leads there, also after a reload", async () => {
      const c = await entry(ada, "Ben Okri").getAttribute("href");
      await ada.goto(`${j.origin}/${c}/121`);
      await inSight(ada, "A heron stands in the reeds");
      await ada.reload();
      await inSight(ada, "A heron stands in the reeds");
    });

    await j.step("a day leads to its first message", async () => {
      await ada.getByRole("button", { name: "Jump to the newest message" }).click();
      await inSight(ada, "Note 240");
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Jump to a date" }).click();
      const now = new Date();
      const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
      await ada.getByLabel("Jump to a date").fill(today);
      await inSight(ada, "The albatross nests in June");
    });

    await j.step("the history is exported as a page of its own", async () => {
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Export" }).hover();
      const saved = ada.waitForEvent("download");
      await ada.getByRole("menuitem", { name: "As a web page" }).click();
      const download = await saved;
      assert.equal(download.suggestedFilename(), "Ben Okri.html");
      const page = readFileSync(await download.path(), "utf8");
      for (const text of ["The albatross nests in June", "Note 1", "Note 240"]) assert(page.includes(text), `${text} is in the page`);
    });
  });
