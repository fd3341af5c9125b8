// What can be done about messages and conversations: FEATURES 4.11, 5.16, 5.18, 5.19, 5.20, 5.23, 7.2, 7.4, 7.10, 7.11, 7.14.
import assert from "node:assert/strict";
import { desktop, entry, message, register, sent, signIn, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Opens the menu of a message and takes an entry. @param {Page} page @param {string} text @param {string} name */
async function choose(page, text, name) {
  await message(page, text).first().locator(".bubble").click({ button: "right" });
  await page.getByRole("menuitem", { name, exact: true }).click();
}

export const messages = () =>
  travel("messages and conversations", async (j) => {
    const ada = await j.person("ada");
    const ben = await j.person("ben", { ...desktop, colorScheme: "dark" });

    await j.step("a reply shows what it answers, and leads there", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri");
      await ada.goto(`${j.origin}/#/u/ben`);
      await write(ada, "Which book first?");
      await sent(ada, "Which book first?");
      await entry(ben, "Ada Lovelace").click();
      await choose(ben, "Which book first?", "Reply");
      await write(ben, "The Famished Road");
      await message(ada, "The Famished Road").getByRole("button", { name: /Which book first/ }).waitFor();
    });

    await j.step("what was said is copied, pasted, and cut", async () => {
      await choose(ada, "The Famished Road", "Copy");
      const field = ada.getByPlaceholder("Write a message");
      await field.focus();
      await ada.keyboard.press("Control+V");
      await ada.waitForFunction(() => document.querySelector("textarea")?.value === "The Famished Road");
      await ada.keyboard.press("Control+A");
      await ada.keyboard.press("Control+X");
      assert.equal(await field.inputValue(), "");
    });

    await j.step("reactions come and go", async () => {
      await choose(ada, "The Famished Road", "React with 👍");
      await message(ben, "The Famished Road").getByRole("button", { name: "👍, 1" }).click();
      await message(ada, "The Famished Road").getByRole("button", { name: "👍, 2" }).click();
      await message(ben, "The Famished Road").getByRole("button", { name: "👍, 1" }).waitFor();
    });

    await j.step("a message is edited and recalled", async () => {
      await write(ada, "See you at eihgt");
      await sent(ada, "See you at eihgt");
      await choose(ada, "See you at eihgt", "Edit");
      await write(ada, "See you at eight");
      await message(ben, "See you at eight").getByText("edited").waitFor();
      await j.picture(ben, "messages-dark");
      await choose(ada, "See you at eight", "Recall");
      await message(ben, "Message recalled").waitFor();
      await message(ada, "Message recalled").waitFor();
    });

    await j.step("messages are chosen and forwarded", async () => {
      await choose(ada, "Which book first?", "Select");
      await message(ada, "The Famished Road").getByRole("checkbox").check();
      await ada.getByRole("button", { name: "Forward" }).click();
      await ada.getByRole("dialog").getByLabel("Ben Okri").check();
      await ada.getByLabel("As one message that quotes them").check();
      await j.picture(ada, "forward-light");
      await ada.getByRole("dialog").getByRole("button", { name: "Send to 1" }).click();
      await message(ben, "[forwarded messages]").getByText("The Famished Road").waitFor();
    });

    await j.step("one is deleted for oneself only", async () => {
      await choose(ben, "Which book first?", "Delete for me");
      await ben.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await message(ada, "Which book first?").first().waitFor();
    });

    await j.step("a conversation is pinned, silenced, put away and removed", async () => {
      const options = ada.getByRole("button", { name: "Options for Ben Okri" });
      await entry(ada, "Ben Okri").click({ button: "right" });
      await ada.getByRole("menuitem", { name: "Pin to the top" }).click();
      await entry(ada, "Ben Okri").getByLabel("Pinned").waitFor();
      await entry(ada, "Ben Okri").click({ button: "right" });
      await ada.getByRole("menuitem", { name: "Archive" }).click();
      await ada.getByRole("button", { name: /^Archived/ }).click();
      await entry(ada, "Ben Okri").click({ button: "right" });
      await ada.getByRole("menuitem", { name: "Take out of the archive" }).click();
      await ada.getByRole("button", { name: /^Archived/ }).click();
      await entry(ada, "Ben Okri").click({ button: "right" });
      const [hidden] = await Promise.all([
        ada.waitForRequest((r) => r.method() === "PATCH"),
        ada.getByRole("menuitem", { name: "Remove from the list" }).click(),
      ]);
      assert(hidden.postDataJSON().seq > 0, "only what was seen is hidden");
      await options.waitFor({ state: "detached" });
      await write(ben, "Are you there?");
      await entry(ada, "Ben Okri").getByText("Are you there?").waitFor();
    });

    await j.step("who wrote stands out until it is read, and nothing moves for who wants it still", async () => {
      await ada.emulateMedia({ reducedMotion: "reduce" });
      await ada.goto(`${j.origin}/#/`);
      const row = ada.locator(".row.unread", { hasText: "Ben Okri" });
      const plain = await entry(ada, "Ben Okri").locator(".preview").evaluate((e) => getComputedStyle(e).color);
      await write(ben, "Hello?");
      await row.getByText("Hello?").waitFor();
      await row.getByText("Unread: 1").waitFor({ state: "attached" });
      assert.notEqual(await row.locator(".preview").evaluate((e) => getComputedStyle(e).color), plain);
      assert.equal(await row.evaluate((e) => e.getAnimations({ subtree: true }).length), 0);
      await entry(ada, "Ben Okri").click();
      await row.waitFor({ state: "detached" });
      await ada.emulateMedia({ reducedMotion: null });
    });

    await j.step("a browser that never saw any of it has the list and the history; the list is emptied", async () => {
      const other = await j.person("ada elsewhere", desktop);
      await signIn(other, "ada");
      await entry(other, "Ben Okri").getByText("Hello?").waitFor();
      await entry(other, "Ben Okri").click();
      await message(other, "The Famished Road").first().waitFor();
      await other.goto(`${j.origin}/#/`);
      await entry(other, "Ben Okri").click({ button: "right" });
      await other.getByRole("menuitem", { name: "Unpin" }).click();
      await entry(other, "Ben Okri").getByLabel("Pinned").waitFor({ state: "detached" });
      await other.getByRole("button", { name: "How this list is shown" }).click();
      await other.getByRole("menuitem", { name: "Remove all from the list" }).click();
      await other.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await entry(other, "Ben Okri").waitFor({ state: "detached" });
      await entry(ada, "Ben Okri").waitFor({ state: "detached" });
      await other.context().close();
    });

    await j.step("the history is cleared, on this side only", async () => {
      await ada.goto(`${j.origin}/#/u/ben`);
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Clear history" }).click();
      const [cleared] = await Promise.all([
        ada.waitForRequest(/\/clear$/),
        ada.getByRole("dialog").getByRole("button", { name: "Clear", exact: true }).click(),
      ]);
      assert(cleared.postDataJSON().seq > 0, "only what was seen is cleared");
      await message(ada, "Are you there?").waitFor({ state: "detached" });
      await message(ben, "Are you there?").waitFor();
    });
  });
