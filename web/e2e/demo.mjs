// The first minute: a server that was started with --demo, its two links in two tabs of one browser, and two people who talk.
import assert from "node:assert/strict";
import { desktop, entry, message, sent, travel, write } from "./kit.mjs";

export const demo = () =>
  travel(
    "the demo",
    async (j) => {
      const [ada, ben] = j.server.demo;
      assert(ada && ben, "the server printed two links");
      const context = await j.browser.newContext(desktop);
      await j.watch.follow(context, "demo");
      /** @type {string[]} */
      const asked = [];
      context.on("request", (request) => asked.push(request.url()));
      const first = await context.newPage();
      const second = await context.newPage();

      await j.step("each link signs its tab in, and the token stays out of what a server sees", async () => {
        await first.goto(ada.url);
        await second.goto(ben.url);
        await first.getByRole("button", { name: /^Your menu.*Ada/ }).waitFor();
        await second.getByRole("button", { name: /^Your menu.*Ben/ }).waitFor();
        for (const [page, { url }] of /** @type {const} */ ([[first, ada], [second, ben]])) {
          const token = url.split("/").at(-1) ?? "";
          assert(token.length > 20 && !page.url().includes(token), "the address bar does not keep the token");
          assert(!asked.some((at) => at.includes(token)), "no request has the token in its address");
          assert.equal(await page.evaluate(() => localStorage.getItem("flamingo.session")), null, "the session is the tab's");
        }
      });

      await j.step("there is something to read, and the two talk", async () => {
        await entry(first, "Saturday hike").waitFor();
        await entry(second, /^Ada /).click();
        await message(second, "Hello Ben!").waitFor();
        await entry(first, /^Ben /).click();
        await write(first, "Are you in the other tab?");
        await sent(first, "in the other tab?");
        await message(second, "Are you in the other tab?").waitFor();
        await write(second, "I am.");
        await message(first, "I am.").waitFor();
      });

      await j.step("both are still themselves after a reload", async () => {
        await Promise.all([first.reload(), second.reload()]);
        await first.getByRole("button", { name: /^Your menu.*Ada/ }).waitFor();
        await second.getByRole("button", { name: /^Your menu.*Ben/ }).waitFor();
        await message(first, "I am.").waitFor();
      });

      await j.step("a link that was used says so, and signs nobody out", async () => {
        const third = await context.newPage();
        await j.watch.expectNoise(async () => {
          await third.goto(ada.url);
          await third.getByText("This link was used already, or is too old.").waitFor();
          await j.watch.checkAccessibility(third, "used link");
          await first.goto(ada.url);
          await first.getByRole("button", { name: /^Your menu.*Ada/ }).waitFor();
        });
      });
    },
    ["--demo"],
  );
