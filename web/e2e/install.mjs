// The client as an app: it can be installed, opens without a connection, and updates itself when the user agrees. FEATURES 8.9.
import assert from "node:assert/strict";
import { desktop, register, travel } from "./kit.mjs";
import { startProxy } from "./proxy.mjs";

export const install = () =>
  travel("an app of its own", async (j) => {
    const proxy = await startProxy(j.server.http);
    const context = await j.browser.newContext(desktop);
    try {
      await j.watch.follow(context, "app");
      const page = await context.newPage();
      await page.goto(proxy.origin);
      await page.getByText("Welcome back").waitFor();

      await j.step("the browser finds nothing that keeps it from being installed", async () => {
        const session = await context.newCDPSession(page);
        const { errors, data = "" } = await session.send("Page.getAppManifest");
        assert.deepEqual(errors, []);
        const { name, display, icons } = JSON.parse(data);
        assert.deepEqual([name, display], ["flamingo", "standalone"]);
        for (const { src, sizes } of icons) {
          const size = await page.evaluate(async (/** @type {string} */ src) => {
            const picture = await createImageBitmap(await (await fetch(src)).blob());
            return `${picture.width}x${picture.height}`;
          }, src);
          assert.equal(size, sizes, src);
        }
        await page.evaluate(async () => void (await navigator.serviceWorker.ready));
        const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
        const real = installabilityErrors.map((e) => e.errorId).filter((id) => id !== "in-incognito"); // which the pages of a test are
        assert.deepEqual(real, []);
        await session.detach();
      });

      await j.step("without a server the shell opens all the same", async () => {
        await page.reload(); // now the worker answers
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
        await j.without(async () => {
          await page.reload();
          await page.getByText("Welcome back").waitFor();
          await page.getByRole("button", { name: "Create account" }).click();
          await page.getByLabel("Repeat password").waitFor();
        });
        await page.reload();
      });

      await j.step("a newer version says so, and comes when the user agrees", async () => {
        await register(page, "ada", "Ada Lovelace");
        const version = () => page.locator('meta[name="version"]').count();
        const update = () => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
        await update();
        assert.equal(await page.getByText("There is a new version of flamingo.").count(), 0, "nothing is new yet");
        proxy.rewrite((path, body) => {
          if (path !== "/sw.js") return body.replace("</head>", '<meta name="version" content="newer" /></head>');
          const newer = body.replace(/("revision":")[\da-f]{32}(","url":"index\.html")/u, `$1${"0".repeat(32)}$2`);
          assert.notEqual(newer, body, "the worker names the revision of the page");
          return newer;
        });
        await update();
        await page.getByText("There is a new version of flamingo.").waitFor();
        await j.watch.checkAccessibility(page, "new version");
        assert.equal(await version(), 0, "nothing changes under the hands of the user");
        await page.getByRole("button", { name: "Reload" }).click();
        await page.locator('meta[name="version"]').waitFor({ state: "attached" });
        await page.getByRole("button", { name: /^Your menu.*Ada/ }).waitFor(); // still signed in
        await page.getByText("There is a new version of flamingo.").waitFor({ state: "detached" });
      });
    } finally {
      await context.close();
      await proxy.stop();
    }
  });
