// Accounts, sessions and this browser: FEATURES 1.1 to 1.7, 1.9, 1.10, 1.11, 1.13, 1.16, 8.3, 8.9, 8.11.
import assert from "node:assert/strict";
import { desktop, entry, eventually, message, password, phone, register, sent, signIn, signOut, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Whether the conversation list and a conversation were written to the disk of the browser. @param {Page} page */
const isKept = (page) =>
  page.evaluate(async () => {
    const [db] = (await indexedDB.databases()).filter((d) => d.name?.startsWith("flamingo-"));
    if (db?.name === undefined) return false;
    const open = indexedDB.open(db.name);
    await new Promise((resolve) => (open.onsuccess = resolve));
    const read = open.result.transaction(["head", "threads"]);
    const head = read.objectStore("head").get("head");
    const threads = read.objectStore("threads").count();
    await new Promise((resolve) => (read.oncomplete = resolve));
    open.result.close();
    return head.result?.conversations.length > 0 && threads.result > 0;
  });

/** @param {Page} page */
const hasCache = (page) => page.evaluate(async () => (await indexedDB.databases()).some((db) => db.name?.startsWith("flamingo-")));

export const account = () =>
  travel("accounts, devices and this browser", async (j) => {
    const ada = await j.person("ada", desktop);

    await j.step("the form says what is wrong with it", async () => {
      await j.picture(ada, "sign-in-light");
      const small = await j.person("small", { ...phone, colorScheme: "dark" });
      await j.picture(small, "sign-in-phone-dark");
      await small.context().close();
      await ada.getByRole("button", { name: "Sign in" }).click();
      await ada.getByText("Enter an account name.").waitFor();
      await ada.getByRole("button", { name: "Create account" }).click();
      await ada.getByLabel("Account name").fill("ada");
      await ada.getByLabel("Password", { exact: true }).fill("secret horse");
      await ada.getByLabel("Repeat password").fill("secret house");
      await ada.getByRole("button", { name: "Create account" }).click();
      await ada.getByText("The two passwords differ.").waitFor();
      await ada.reload();
      await j.watch.expectNoise(async () => {
        await ada.getByLabel("Account name").fill("nobody");
        await ada.getByLabel("Password", { exact: true }).fill("secret horse");
        await ada.getByRole("button", { name: "Sign in" }).click();
        await ada.getByText("There is no such account.").waitFor();
      });
    });

    await j.step("an account name is taken once", async () => {
      await ada.reload();
      await register(ada, "ada", "Ada Lovelace");
      const double = await j.person("ada again", desktop);
      await j.watch.expectNoise(async () => {
        await double.getByRole("button", { name: "Create account" }).click();
        await double.getByLabel("Account name").fill("ada");
        await double.getByLabel("Password", { exact: true }).fill(password);
        await double.getByLabel("Repeat password").fill(password);
        await double.getByRole("button", { name: "Create account" }).click();
        await double.getByText("This account name is taken.").waitFor();
      });
      await double.context().close();
    });

    await j.step("signing in shows that it is under way, and can be given up", async () => {
      const ida = await j.person("ida", desktop);
      await ida.getByText("Lost your password?").click();
      await ida.getByText("an administrator can set a new one").waitFor();
      await ida.getByLabel("Account name").fill("ada");
      await ida.getByLabel("Password", { exact: true }).fill(password);
      const asked = new Promise((resolve) => void ida.route("**/api/v1/auth/login", resolve, { times: 1 })); // which nobody answers
      await ida.getByRole("button", { name: "Sign in" }).click();
      await asked;
      await ida.locator('button[type="submit"][aria-busy="true"]').getByText("One moment…").waitFor();
      await j.watch.checkAccessibility(ida, "signing in");
      const given = ida.waitForEvent("requestfailed");
      await ida.getByRole("button", { name: "Cancel" }).click();
      assert.match((await given).url(), /\/auth\/login$/);
      await ida.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
      assert.equal(await ida.evaluate(() => document.activeElement?.getAttribute("name")), "password");
      assert.equal(await ida.getByRole("alert").count(), 0, "giving up is no error");
      await ida.getByLabel("Status after signing in").selectOption("busy");
      await ida.getByRole("button", { name: "Sign in" }).click();
      await ida.getByRole("button", { name: /^Your menu.*Busy$/ }).waitFor();
      await signOut(ida);
      assert.equal(await ida.getByLabel("Status after signing in").inputValue(), "busy", "the choice is remembered");
      await ida.context().close();
    });

    await j.step("two tabs share a session that stays, one at a time", async () => {
      const first = await j.person("cleo", desktop);
      await register(first, "cleo", "Cleo");
      await first.getByRole("button", { name: "Settings" }).click();
      await first.getByRole("dialog").waitFor();
      await j.picture(first, "account-light");
      await first.getByRole("button", { name: "Sign out" }).click();
      await signIn(first, "cleo", { stay: true });
      const second = await first.context().newPage();
      await second.goto(`${j.origin}/#/u/ada`);
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

    await j.step("a page that loses its new token by a reload stays signed in", async () => {
      const gail = await j.person("gail", desktop);
      await register(gail, "gail", "Gail", { stay: true });
      for (const times of [1, 2]) {
        await gail.route("**/api/v1/auth/refresh", async (route) => {
          await route.fetch(); // the server has exchanged it, and nobody hears of it
          await route.abort();
        }, { times });
        await j.watch.expectNoise(async () => {
          for (let n = 0; n < times; n++) {
            const lost = gail.waitForEvent("requestfailed");
            await gail.reload();
            await lost;
          }
          await gail.unroute("**/api/v1/auth/refresh");
          await gail.reload();
        });
        await gail.getByRole("button", { name: /^Your menu/ }).waitFor();
        await gail.getByText("No connection.").waitFor({ state: "detached" });
      }
      await gail.context().close();
    });

    await j.step("signing out ends the session for good", async () => {
      const stored = await ada.evaluate(() => sessionStorage.getItem("flamingo.session"));
      await signOut(ada);
      await ada.getByText("Welcome back").waitFor();
      assert.equal(await ada.evaluate(() => sessionStorage.getItem("flamingo.session")), null);
      await ada.reload();
      await ada.getByText("Welcome back").waitFor();
      const response = await fetch(`${j.origin}/api/v1/auth/refresh`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ refresh_token: JSON.parse(stored ?? "{}").refreshToken }),
      });
      assert.equal(response.status, 401, "the refresh token is worth nothing any more");
      await ada.getByRole("button", { name: "Ada Lovelace" }).click(); // known here
      assert.equal(await ada.getByLabel("Account name").inputValue(), "ada");
      await signIn(ada, "ada");
      await signOut(ada);
      await ada.getByRole("button", { name: "Remove ada from the list" }).click();
      await ada.getByRole("button", { name: "Ada Lovelace" }).waitFor({ state: "detached" });
      await signIn(ada, "ada");
    });

    await j.step("what stays in the browser opens without the server, and what is written then is sent later", async () => {
      const dora = await j.person("dora", desktop);
      await register(dora, "dora", "Dora", { stay: true });
      await dora.goto(`${j.origin}/#/u/ada`);
      await write(dora, "Kept for later");
      await sent(dora, "Kept for later");
      await dora.evaluate(async () => void (await navigator.serviceWorker.ready));
      await entry(dora, "Ada Lovelace").getByText("Kept for later").waitFor();
      await eventually(() => isKept(dora), "what was read is kept");
      await j.without(async () => {
        await dora.reload();
        await message(dora, "Kept for later").waitFor();
        await dora.getByText("No connection.").waitFor();
        await write(dora, "Written without a connection");
        await message(dora, "Written without").getByLabel("Sending", { exact: true }).waitFor();
        await dora.reload();
        await message(dora, "Written without").waitFor();
      });
      await j.watch.expectNoise(() => sent(dora, "Written without"));
      await entry(ada, "Dora").getByText("Written without").waitFor();
      await dora.reload();
      await message(dora, "Written without").waitFor();
      assert.equal(await message(dora, "Written without").count(), 1);
      await signOut(dora);
      await dora.getByText("Welcome back").waitFor();
      await eventually(async () => !(await hasCache(dora)), "nothing is left after signing out");
      await dora.context().close();
    });

    await j.step("the devices are listed, and one is signed out from another", async () => {
      const other = await j.person("ada elsewhere", desktop);
      await signIn(other, "ada");
      await ada.goto(`${j.origin}/#/devices`);
      await ada.getByText("this one").waitFor();
      await j.picture(ada, "devices-light");
      await ada.getByRole("button", { name: "Sign out there" }).first().click();
      await j.watch.expectNoise(async () => {
        await ada.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
        await other.getByText("You were signed out of this device.").waitFor();
      });
      await other.context().close();
    });

    await j.step("appearance and language are a choice", async () => {
      await ada.getByRole("button", { name: "Settings" }).click();
      await ada.getByLabel("Appearance").selectOption("dark");
      await ada.waitForFunction(() => getComputedStyle(document.documentElement).colorScheme === "dark");
      await ada.getByLabel("Language").selectOption("zh");
      await ada.getByRole("navigation", { name: "主导航" }).waitFor();
      assert.equal(await ada.evaluate(() => document.documentElement.lang), "zh");
      await ada.getByRole("button", { name: "设置" }).click();
      await ada.getByLabel("语言").selectOption("auto");
      await ada.getByRole("navigation", { name: "Main" }).waitFor();
    });
  });
