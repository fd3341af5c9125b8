// Two people talk: FEATURES 1.1, 1.2, 1.11, 1.13, 3.15, 5.1, 5.4, 5.13, 5.17, 5.18, 5.25, 5.29, 7.1, 7.5, 7.6, 7.7, 7.15.
import assert from "node:assert/strict";
import { desktop, entry, message, phone, register, sent, travel, write } from "./kit.mjs";
import { RestClient } from "./rest.mjs";

export const talk = () =>
  travel("two people talk", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...phone, colorScheme: "dark" });

    await j.step("the page is served with a strict policy", async () => {
      const policy = (await fetch(j.origin)).headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'self'|default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-|\*/);
    });

    await j.step("both register", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri");
      await j.picture(ben, "empty-phone-dark");
    });

    await j.step("one finds the other by exact account name", async () => {
      const search = ada.getByRole("searchbox", { name: "Search or find people" });
      await j.watch.expectNoise(async () => {
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

    await j.step("they talk in both directions", async () => {
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

    await j.step("text stays text, addresses become links", async () => {
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

    await j.step("the keyboard is enough", async () => {
      await ada.getByPlaceholder("Write a message").focus();
      await ada.keyboard.type("First line");
      await ada.keyboard.press("Shift+Enter");
      await ada.keyboard.type("second line");
      await ada.keyboard.press("Enter");
      await sent(ada, "second line");
      assert.equal(await message(ada, "First line\nsecond line").count(), 1);
    });

    await j.step("what came while nobody looked is unread", async () => {
      await ben.getByRole("link", { name: "Back to the list" }).tap();
      for (const text of ["Are you still there?", "I made tea.", "It gets cold…"]) await write(ada, text);
      await entry(ben, "Ada Lovelace").getByText("Unread: 3").waitFor({ state: "attached" });
      await ben.waitForFunction(() => document.title === "(3) flamingo");
      await j.picture(ben, "list-phone-dark");
      await entry(ben, "Ada Lovelace").tap();
      await ben.getByText("New messages").waitFor();
      await message(ben, "It gets cold…").waitFor();
      await write(ben, "On my way! Two sugars, please.");
      await message(ada, "Two sugars").waitFor();
      await j.picture(ada, "conversation-light");
      await j.picture(ben, "conversation-phone-dark");
    });

    await j.step("a reload in the middle shows the history", async () => {
      await ada.reload();
      await message(ada, "It gets cold…").waitFor();
      await message(ada, "Two sugars").waitFor();
      await ben.goBack(); // the list
      await ben.reload();
      await entry(ben, "Ada Lovelace").tap();
      await message(ben, "It gets cold…").waitFor();
      assert.equal(await entry(ben, "Ada Lovelace").getByText("Unread").count(), 0, "the read position is stored");
    });

    await j.step("scrolling back loads page after page", async () => {
      const rest = await RestClient.logIn(j.origin, "ada", "secret horse");
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

    await j.step("a restart of the server heals by itself, and nothing is lost or doubled", async () => {
      await j.without(async () => {
        await ada.getByText("No connection.").waitFor();
        await write(ada, "Written while the server was away");
        await message(ada, "Written while").getByLabel("Sending", { exact: true }).waitFor();
        await j.picture(ada, "offline-light");
      });
      await j.watch.expectNoise(async () => {
        await sent(ada, "Written while");
        await ada.getByText("No connection.").waitFor({ state: "detached" });
        await message(ben, "Written while the server was away").waitFor();
      });
      await write(ben, "Welcome back");
      await message(ada, "Welcome back").waitFor();
      assert.equal(await message(ada, "Written while the server was away").count(), 1);
      assert.equal(await message(ben, "Written while the server was away").count(), 1);
    });

    await j.step("in Chinese, and in the dark", async () => {
      const page = await j.person("deng", { ...desktop, locale: "zh-CN", colorScheme: "dark" });
      await page.getByRole("heading", { name: "欢迎回来" }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), "zh");
      await j.picture(page, "sign-in-chinese-dark");
      await page.getByLabel("账号").fill("ada");
      await page.getByLabel("密码", { exact: true }).fill("secret horse");
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByRole("navigation", { name: "会话" }).getByRole("link", { name: "Ben Okri" }).click();
      await page.getByRole("log", { name: "与Ben Okri的消息" }).waitFor();
      await message(page, "Welcome back").waitFor();
      assert.equal(await page.getByText("页面出现错误").count(), 0, "a list that was measured late is no error of the page");
      await j.picture(page, "conversation-chinese-dark");
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${j.origin}/#/settings`);
      await page.getByRole("region", { name: "设置" }).getByRole("heading").first().waitFor();
      await j.picture(page, "settings-chinese-light");
      await page.context().close();
    });
  });
