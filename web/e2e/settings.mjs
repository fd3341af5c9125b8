// What holds for this browser, and for the account everywhere: FEATURES 1.5, 1.14, 1.17, 3.4 to 3.7, 3.22, 5.3, 5.13, 5.14, 5.22, 7.12, 8.1, 8.3.
import assert from "node:assert/strict";
import { desktop, entry, list, makeFriends, message, password, sent, signIn, signOut, travel, write } from "./kit.mjs";

export const settings = () =>
  travel("settings, status, reports", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...desktop, colorScheme: "dark" });

    await j.step("two people become friends", () => makeFriends(j, ada, ben));

    await j.step("the status is chosen at the own avatar, and seen", async () => {
      await list(ben, "Friends").click();
      const friend = ben.getByRole("navigation", { name: "Friends" }).getByRole("link", { name: /Ada Lovelace/ });
      for (const status of ["Busy", "Away"]) {
        await ada.getByRole("button", { name: /^Your menu/ }).click();
        await ada.getByRole("menuitemcheckbox", { name: status }).click();
        await friend.getByText(status).waitFor();
      }
      await ada.getByRole("button", { name: /^Your menu/ }).click();
      await ada.getByRole("menuitemcheckbox", { name: "Invisible" }).click();
      await friend.getByText("Offline").waitFor();
      await ada.getByRole("button", { name: /^Your menu/ }).click();
      await ada.getByRole("menuitemcheckbox", { name: "Online" }).click();
      await friend.getByText("Offline").waitFor({ state: "detached" });
    });

    await j.step("who signs in as invisible is not seen for a moment, nor after a reload", async () => {
      const friend = ben.getByRole("navigation", { name: "Friends" }).getByRole("link", { name: /Ada Lovelace/ });
      const menu = ada.getByRole("button", { name: /^Your menu.*Invisible$/ });
      /** @type {string[]} */
      const seen = [];
      ben.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => {
          for (const line of String(payload).split("\n")) {
            const { ev, status } = /** @type {{ ev?: string, status?: string }} */ (JSON.parse(line));
            if (ev === "presence" && status !== undefined) seen.push(status);
          }
        }),
      );
      await signOut(ada);
      await friend.getByText("Offline").waitFor();
      await ben.reload();
      await list(ben, "Friends").click();
      await friend.getByText("Offline").waitFor();
      await ada.getByLabel("Status after signing in").selectOption("invisible");
      await signIn(ada, "ada");
      await menu.waitFor();
      for (const text of ["From behind the curtain", "And once more"]) {
        await ada.goto(`${j.origin}/#/u/ben`);
        await write(ada, text);
        await sent(ada, text);
        await list(ben, "Chats").click();
        await entry(ben, "Ada Lovelace").getByText(text).waitFor();
        await ada.reload();
        await menu.waitFor();
      }
      assert.deepEqual(seen.filter((status) => status !== "offline"), []);
      await list(ben, "Friends").click();
      await friend.getByText("Offline").waitFor();
      await menu.click();
      await ada.getByRole("menuitemcheckbox", { name: "Online" }).click();
      await friend.getByText("Offline").waitFor({ state: "detached" });
      assert.deepEqual(seen.filter((status) => status !== "offline"), ["online"], "which is told like this");
    });

    await j.step("how lists and messages are shown", async () => {
      await ada.goto(`${j.origin}/#/settings`);
      const page = ada.getByRole("region", { name: "Settings" });
      await page.getByLabel("What is answered").waitFor();
      await j.picture(ada, "settings-light");
      await page.getByLabel("Names").selectOption("account");
      await page.getByRole("combobox", { name: /^Size(?! of)/ }).selectOption("compact");
      await list(ada, "Friends").click();
      await ada.getByRole("navigation", { name: "Friends" }).getByRole("link", { name: "ben", exact: false }).locator(".avatar.small").waitFor();
      await page.getByLabel("Size of messages").selectOption("150");
      assert.equal(await ada.evaluate(() => document.documentElement.style.getPropertyValue("--text-scale")), "1.5");
      await page.getByLabel("Send with").selectOption("ctrlEnter");
      await list(ada, "Chats").click();
      await entry(ada, "Ben Okri").click();
      const field = ada.getByPlaceholder("Write a message");
      await field.pressSequentially("one");
      await ada.keyboard.press("Enter");
      await field.pressSequentially("two");
      await ada.keyboard.press("Control+Enter");
      await sent(ada, "one\ntwo");
    });

    await j.step("an automatic answer, by the server while one is away", async () => {
      await ben.goto(`${j.origin}/#/settings`);
      const page = ben.getByRole("region", { name: "Settings" });
      await page.getByLabel("Answer by itself while I am away").check();
      await page.getByLabel("What is answered").fill("Back on Monday");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
      await j.picture(ben, "settings-dark");
      await ben.getByRole("button", { name: /^Your menu/ }).click();
      await ben.getByRole("menuitemcheckbox", { name: "Away" }).click();
      await entry(ada, "Ben Okri").click();
      await ada.getByRole("main").getByText("Away · browser").waitFor();
      await write(ada, "Are you there?");
      await message(ada, "Back on Monday").waitFor();
    });

    await j.step("one message to many", async () => {
      await ada.getByRole("link", { name: "Broadcast" }).click();
      await ada.getByRole("checkbox", { name: /Ben Okri/ }).check();
      await ada.getByLabel("The message").fill("The library is closed today");
      await ada.getByRole("button", { name: "Send to 1" }).click();
      await list(ben, "Chats").click();
      await entry(ben, "Ada Lovelace").getByText("The library is closed today").waitFor();
    });

    await j.step("somebody is reported and blocked, and let in again", async () => {
      const choose = async (/** @type {string} */ name) => {
        await ada.goto(`${j.origin}/#/`);
        await list(ada, "Friends").click();
        await ada.getByRole("navigation", { name: "Friends" }).getByRole("link", { name: /ben/ }).click({ button: "right" });
        await ada.getByRole("menuitem", { name, exact: true }).click();
      };
      await choose("Report");
      await ada.getByRole("dialog").getByLabel("Insults or threats").check();
      await ada.getByRole("dialog").getByRole("button", { name: "Report" }).click();
      await ada.getByText("Thank you. The administrators were told.").waitFor();
      /** The server has it: from then on it holds for the other one. */
      const stored = () => ada.waitForResponse((r) => /\/blocks\/\d+$/u.test(r.url()) && r.ok());
      await choose("Block");
      await Promise.all([stored(), ada.getByRole("dialog").getByRole("button", { name: "Block" }).click()]);
      await ben.goto(`${j.origin}/#/u/ada`);
      await j.watch.expectNoise(async () => {
        await write(ben, "Can you hear me?");
        await message(ben, "Can you hear me?").getByLabel("Not sent").waitFor();
      });
      await Promise.all([stored(), choose("Unblock")]);
      await message(ben, "Can you hear me?").getByRole("button", { name: "Try again" }).click();
      await sent(ben, "Can you hear me?");
    });

    await j.step("the password is changed", async () => {
      await ada.goto(`${j.origin}/#/settings`);
      const page = ada.getByRole("region", { name: "Settings" });
      await page.getByLabel("Old password").fill("not this one");
      await page.getByLabel("New password", { exact: true }).fill(`${password}!`);
      await page.getByLabel("Repeat new password").fill(`${password}!`);
      await j.watch.expectNoise(async () => {
        await page.getByRole("button", { name: "Change password" }).click();
        await page.getByRole("alert").getByText("The password is wrong.").waitFor();
      });
      await page.getByLabel("Old password").fill(password);
      await page.getByRole("button", { name: "Change password" }).click();
      await ada.getByText("The password was changed.").waitFor();
      await signOut(ada);
      await ada.getByText("Welcome back").waitFor();
      await ada.getByLabel("Account name").fill("ada");
      await ada.getByLabel("Password", { exact: true }).fill(`${password}!`);
      await ada.getByRole("button", { name: "Sign in" }).click();
      await ada.getByRole("button", { name: /^Your menu/ }).waitFor();
    });
  });
