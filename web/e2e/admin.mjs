// The administrators' view, from the link that the server prints to the log of what was done.
import assert from "node:assert/strict";
import { desktop, list, message, password, phone, register, sent, travel, write } from "./kit.mjs";

export const admin = () =>
  travel("administration", async (j) => {
    const ben = await j.person("ben", desktop);
    const root = await j.person("root", desktop);
    const tab = (/** @type {string} */ name) => root.getByRole("navigation", { name: "Areas" }).getByRole("link", { name }).click();
    const row = (/** @type {string} */ name) => root.getByRole("region", { name: "Users" }).getByRole("button", { name });
    /** The answer to a question, which comes when its dialog is loaded. */
    const yes = (/** @type {string} */ title, /** @type {string} */ name) => root.getByRole("dialog", { name: title, exact: true }).getByRole("button", { name, exact: true }).click();
    const about = (/** @type {string} */ name) => root.getByRole("dialog", { name, exact: true });

    await j.step("the link of the start makes the first administrator, once", async () => {
      await register(ben, "ben", "Ben Okri");
      const link = await j.server.setup();
      await root.goto(link);
      await root.getByText("Administer this server").waitFor();
      assert.equal(new URL(root.url()).hash, "", "the token left the address bar");
      await j.picture(root, "admin-setup-light");
      const fill = async (/** @type {string} */ name, /** @type {string} */ word) => {
        await root.getByLabel("Account name").fill(name);
        await root.getByLabel("Password").fill(word);
        await root.getByRole("button", { name: "Become administrator" }).click();
      };
      await j.watch.expectNoise(async () => {
        await fill("ben", "guessed");
        await root.getByText("this is not its password").waitFor();
      });
      await fill("root", password);
      await root.getByRole("region", { name: "Now" }).getByText("browser").waitFor();

      const late = await j.person("late", desktop);
      await late.goto(link);
      await late.getByLabel("Account name").fill("late");
      await late.getByLabel("Password").fill(password);
      await j.watch.expectNoise(async () => {
        await late.getByRole("button", { name: "Become administrator" }).click();
        await late.getByText("This link was used already").waitFor();
      });
      await late.context().close();
    });

    await j.step("the page is not for others", async () => {
      await ben.goto(`${j.origin}/admin`);
      await ben.getByText("This page is not for you").waitFor();
      await j.picture(ben, "admin-not-for-you-light");
      await ben.getByRole("link", { name: "To the messenger" }).click();
      await ben.getByText("No conversations yet").waitFor();
    });

    await j.step("figures that move, storage, settings", async () => {
      for (const n of [1, 2, 3, 4, 5]) {
        await ben.goto(`${j.origin}/#/u/root`);
        await write(ben, `Hello ${n}`);
        await sent(ben, `Hello ${n}`);
      }
      await root.getByText(/^99 of 100 within/).waitFor();
      await root.getByRole("region", { name: "Storage" }).getByText("Messages ever sent").waitFor();
      await j.picture(root, "admin-overview-light");
      await root.getByText("Show all settings").click();
      await root.getByText("max-file-size").waitFor();
    });

    await j.step("an account is made; its password is shown once", async () => {
      await tab("Users");
      await root.getByRole("button", { name: "New user" }).click();
      const dialog = root.getByRole("dialog", { name: "New user" });
      await dialog.getByLabel("Account name").fill("carl");
      await dialog.getByLabel("Nickname").fill("Carl Sagan");
      await dialog.getByRole("button", { name: "Create" }).click();
      const shown = root.getByRole("dialog", { name: "Carl Sagan was created" });
      const word = await shown.getByLabel("New password").inputValue();
      assert.match(word, /^[a-z2-7]{15}$/u);
      await j.picture(root, "admin-password-light");
      await shown.getByRole("button", { name: "Close" }).last().click();
      await row("Carl Sagan").waitFor();

      const carl = await j.person("carl", desktop);
      await carl.getByLabel("Account name").fill("carl");
      await carl.getByLabel("Password", { exact: true }).fill(word);
      await carl.getByRole("button", { name: "Sign in" }).click();
      await carl.getByRole("button", { name: /^Your menu/ }).waitFor();

      await root.getByRole("searchbox").fill("CAR");
      await row("Ben Okri").waitFor({ state: "detached" });
      await row("Carl Sagan").click();
      await about("Carl Sagan").getByRole("button", { name: "Disable" }).click();
      await yes("Disable Carl Sagan?", "Disable");
      await carl.getByText("Welcome back").waitFor();
      await about("Carl Sagan").getByText("Signed in nowhere.").waitFor();
      await j.picture(root, "admin-user-light");
      await about("Carl Sagan").getByRole("button", { name: "Enable" }).click();
      await about("Carl Sagan").getByRole("button", { name: "Make administrator" }).waitFor();
      await root.keyboard.press("Escape");
      await carl.context().close();
      await root.getByRole("searchbox").fill("");
      await row("Ben Okri").waitFor();
      await j.picture(root, "admin-users-light");
    });

    await j.step("a new password ends the sessions of its user", async () => {
      await row("Ben Okri").click();
      const dialog = about("Ben Okri");
      await dialog.getByRole("button", { name: "New password", exact: true }).click();
      await yes("New password for Ben Okri?", "New password");
      const word = await dialog.getByLabel("New password", { exact: true }).inputValue();
      await ben.getByText("Welcome back").waitFor();
      await ben.getByLabel("Account name").fill("ben");
      await ben.getByLabel("Password", { exact: true }).fill(word);
      await ben.getByRole("button", { name: "Sign in" }).click();
      await ben.getByRole("button", { name: /^Your menu/ }).waitFor();
      await root.keyboard.press("Escape");
    });

    await j.step("a report is read and dealt with", async () => {
      const eve = await j.person("eve", desktop);
      await register(eve, "eve", "Eve");
      await eve.goto(`${j.origin}/#/u/ben`);
      await write(eve, "Buy my watches");
      await sent(eve, "Buy my watches");
      await ben.goto(`${j.origin}/#/u/eve`);
      await message(ben, "Buy my watches").locator(".bubble").click({ button: "right" });
      await ben.getByRole("menuitem", { name: "Report", exact: true }).click();
      await ben.getByRole("dialog").getByLabel("Advertising").check();
      await ben.getByRole("dialog").getByRole("button", { name: "Report" }).click();
      await ben.getByText("Thank you. The administrators were told.").waitFor();
      await eve.context().close();

      await tab("Reports");
      const report = root.getByRole("article").filter({ hasText: "Ben Okri reports Eve" });
      await report.getByText("Buy my watches").waitFor();
      await j.picture(root, "admin-reports-light");
      await report.getByRole("button", { name: "Deal with it" }).click();
      await root.getByRole("dialog").getByLabel("Note").fill("Told her to stop");
      await yes("What did you decide?", "Deal with it");
      await root.getByText("No report is waiting.").waitFor();
      await root.getByRole("combobox", { name: "Show" }).selectOption("resolved");
      await root.getByText("root: Told her to stop").waitFor();
    });

    await j.step("a group is dissolved", async () => {
      await ben.goto(`${j.origin}/#/`);
      await list(ben, "Groups").click();
      await ben.getByRole("button", { name: "New group" }).first().click();
      await ben.getByRole("textbox", { name: "Name of the group" }).fill("Watch makers");
      await ben.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      await ben.getByRole("dialog").waitFor({ state: "detached" });
      await tab("Groups");
      await root.getByRole("searchbox").fill("watch");
      await root.getByText("Watch makers").waitFor();
      await j.picture(root, "admin-groups-light");
      await root.getByRole("button", { name: "Dissolve Watch makers" }).click();
      await yes("Dissolve Watch makers?", "Dissolve");
      await root.getByText("Nothing found").waitFor();
    });

    await j.step("all of it is in the log", async () => {
      await tab("Log");
      const log = root.getByRole("region", { name: "Log" });
      for (const act of ["became the first administrator", "created", "disabled", "enabled", "gave a new password to", "dealt with a report about", "dissolved a group"]) {
        await log.getByText(act).first().waitFor();
      }
      await j.picture(root, "admin-log-light");
    });

    await j.step("on a phone, in the dark, in Chinese", async () => {
      const small = await j.person("small", { ...phone, colorScheme: "dark", locale: "zh-CN" });
      await small.getByLabel("账号").fill("root");
      await small.getByLabel("密码", { exact: true }).fill(password);
      await small.getByRole("button", { name: "登录" }).click();
      await small.getByRole("button", { name: /^我的菜单/ }).waitFor();
      await small.goto(`${j.origin}/admin`);
      await small.getByRole("heading", { name: "存储" }).waitFor();
      await small.getByText("累计消息").waitFor();
      await j.picture(small, "admin-overview-phone-dark");
      await small.getByRole("link", { name: "用户" }).click();
      await small.getByRole("region", { name: "用户" }).getByRole("button", { name: "Ben Okri" }).waitFor();
      await j.picture(small, "admin-users-phone-dark");
      await small.getByRole("link", { name: "日志" }).click();
      await small.getByText("成为首位管理员").waitFor();
      await small.context().close();
    });

    await j.step("from the menu, and by the keyboard alone", async () => {
      await root.getByRole("link", { name: "To the messenger" }).last().click();
      await root.getByRole("button", { name: /^Your menu/ }).click();
      await root.getByRole("menuitem", { name: "Administration" }).click();
      const users = root.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "Users" });
      await users.focus();
      await root.keyboard.press("Enter");
      await row("Eve").focus();
      await root.keyboard.press("Enter");
      await about("Eve").waitFor();
      await root.keyboard.press("Escape");
      await root.getByRole("dialog").waitFor({ state: "detached" });
      await row("Eve").waitFor();
    });

  });
