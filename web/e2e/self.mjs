// How one appears to others: FEATURES 2.1, 2.2, 2.4, 2.5, 2.6, 4.9; and calling by name.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { desktop, entry, list, makeFriends, message, sent, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

const picture = join(dirname(fileURLToPath(import.meta.url)), "../public/icon-512.png");

/** The picture in somebody's avatar. @param {import("playwright-core").Locator} where */
const shown = (where) => where.locator(".avatar img").first();

export const self = () =>
  travel("how one appears to others", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...desktop, colorScheme: "dark" });

    await j.step("two people become friends", () => makeFriends(j, ada, ben));

    await j.step("the own profile is changed, and others see it at once", async () => {
      await ada.getByRole("button", { name: /^Your menu/ }).click();
      await ada.getByRole("menuitem", { name: "My profile" }).click();
      await ada.getByRole("button", { name: "Edit profile" }).click();
      const form = ada.getByRole("dialog");
      await form.getByLabel("Nickname").fill("Countess Ada");
      await form.getByLabel("female").check();
      await form.getByLabel("Birthday").fill("1815-12-10");
      await form.getByLabel("Signature").fill("Poetical science");
      await form.getByLabel("Address").fill("St James's Square");
      await form.getByLabel("Phone").fill("12345");
      await form.getByLabel("Mail").fill("ada@example.org");
      await j.watch.checkAccessibility(ada, "profile-edit");
      await form.getByRole("button", { name: "Save" }).click();
      const own = ada.getByRole("region", { name: "Countess Ada" });
      for (const told of ["female", "10 December 1815", "St James's Square", "12345", "ada@example.org"]) await own.getByText(told, { exact: true }).waitFor();
      await entry(ben, "Countess Ada").waitFor();
    });

    await j.step("a built-in avatar is chosen by its number", async () => {
      await ada.getByRole("button", { name: "Change your picture" }).click();
      await j.picture(ada, "face-light");
      await ada.getByRole("button", { name: "Drawing 8", exact: true }).click();
      await ada.getByRole("dialog").waitFor({ state: "detached" });
      assert.equal(await shown(ada.getByRole("button", { name: "Change your picture" })).getAttribute("src"), "/avatars/7.svg");
      await ben.waitForFunction(() => document.querySelector("nav.scroll .avatar img")?.getAttribute("src") === "/avatars/7.svg");
    });

    await j.step("a part of an own picture becomes the avatar, by keyboard too", async () => {
      await ada.getByRole("button", { name: "Change your picture" }).click();
      await ada.getByLabel("Choose a picture").setInputFiles(picture);
      const frame = ada.getByRole("application");
      await frame.locator("cropper-selection").waitFor();
      const width = () => frame.locator("cropper-selection").evaluate((s) => /** @type {any} */ (s).width);
      await frame.focus();
      const before = await width();
      await ada.keyboard.press("Shift+ArrowLeft");
      assert((await width()) < before, "the frame gets smaller");
      await j.picture(ada, "crop-light");
      await ada.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await ada.getByRole("dialog").waitFor({ state: "detached" });
      await shown(ada.getByRole("button", { name: "Change your picture" })).and(ada.locator("img[src^='blob:']")).waitFor();
      await ben.waitForFunction(() => document.querySelector("nav.scroll .avatar img")?.getAttribute("src")?.startsWith("blob:"));
      const drawn = await entry(ben, "Countess Ada").locator(".avatar img").evaluate((/** @type {HTMLImageElement} */ i) => i.decode().then(() => i.naturalWidth));
      assert.equal(drawn, 128, "a small form of it");
    });

    await j.step("a group has a picture, too", async () => {
      await list(ada, "Groups").click();
      await ada.getByRole("button", { name: "New group" }).first().click();
      await ada.getByRole("textbox", { name: "Name of the group" }).fill("Engines");
      await ada.getByLabel("Ben Okri").check();
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      await write(ada, "Welcome to the engine room");
      await sent(ada, "Welcome to the engine room");
      await ada.getByRole("button", { name: "Options for this conversation" }).click();
      await ada.getByRole("menuitem", { name: "Group information" }).click();
      await ada.getByRole("button", { name: "More", exact: true }).click();
      await ada.getByRole("menuitem", { name: "Picture of the group" }).click();
      await ada.getByLabel("Choose a picture").setInputFiles(picture);
      await ada.getByRole("application").locator("cropper-selection").waitFor();
      await ada.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await ada.getByRole("region", { name: "Engines" }).locator(".avatar img").first().waitFor();
      await shown(entry(ben, "Engines")).waitFor();
      await j.picture(ben, "list-dark");
    });

    await j.step("somebody is called by name, and finds where", async () => {
      await ada.goBack(); // to the conversation
      const field = ada.getByPlaceholder("Write a message");
      await field.pressSequentially("@");
      const names = ada.getByRole("listbox", { name: "Who to call" });
      await names.getByRole("option", { name: "Everybody" }).waitFor();
      await j.watch.checkAccessibility(ada, "mention list");
      await field.pressSequentially("be");
      await names.getByRole("option", { name: "Everybody" }).waitFor({ state: "detached" });
      assert.deepEqual(await names.getByRole("option").allTextContents(), [" Ben Okri"].map((n) => `B ${n}`));
      await ada.keyboard.press("Enter");
      assert.equal(await field.inputValue(), "@Ben Okri ");
      await field.pressSequentially("have a look at the boiler");
      await ada.keyboard.press("Enter");
      await sent(ada, "look at the boiler");
      await write(ada, "And bring the oil");
      await entry(ben, "Engines").getByText("[@you]").waitFor();
      await j.picture(ben, "called-dark");
      await entry(ben, "Engines").click();
      await message(ben, "look at the boiler").locator(".mention.me").getByText("@Ben Okri").waitFor();
      await entry(ben, "Engines").getByText("[@you]").waitFor({ state: "detached" });
      await field.pressSequentially("ada@be");
      assert.equal(await names.count(), 0, "an address calls nobody");
      await field.fill("");
    });
  });
