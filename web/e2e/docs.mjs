// The page that shows openapi.yaml: under the policy of the server it renders
// every operation, and nothing is asked of another host.
import assert from "node:assert/strict";
import { travel } from "./kit.mjs";

export const docs = () =>
  travel("docs", async (j) => {
    const context = await j.browser.newContext();
    await j.watch.follow(context, "reader");
    context.setDefaultTimeout(60_000); // the viewer takes its time to read so many operations
    /** @type {string[]} */
    const asked = [];
    context.on("request", (request) => asked.push(request.url()));
    const page = await context.newPage();

    await j.step("the operations of openapi.yaml are shown", async () => {
      const response = await page.goto(`${j.origin}/docs`);
      const policy = (await response?.headerValue("content-security-policy")) ?? "";
      assert.match(policy, /default-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
      const spec = await (await fetch(`${j.origin}/openapi.yaml`)).text();
      const operations = spec.match(/^ +operationId: /gm)?.length ?? 0;
      // The viewer draws what is on the screen of so long a list.
      const shown = new Set();
      await page.locator(".opblock").first().waitFor();
      for (let turn = 0; turn < 1000 && shown.size < operations; turn++) {
        for (const id of await page.locator(".opblock").evaluateAll((list) => list.map((o) => o.id))) shown.add(id);
        await page.mouse.wheel(0, 300);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      }
      assert.equal(shown.size, operations);
    });
    await j.step("an operation opens, with its parameters and answers", async () => {
      await page.goto(`${j.origin}/docs#/conversations/sendMessage`);
      await page.reload();
      const operation = page.locator("#operations-conversations-sendMessage");
      await operation.getByText("The answer comes when the message is on disk").waitFor();
      await operation.getByText("It was stored by an earlier attempt.").waitFor();
      await operation.getByRole("button", { name: "Try it out" }).click();
      await operation.getByRole("button", { name: "Execute" }).waitFor();
    });
    await j.step("both descriptions are linked", async () => {
      for (const name of ["openapi.yaml", "asyncapi.yaml"]) {
        const href = await page.getByRole("link", { name, exact: true }).first().getAttribute("href");
        const answer = await fetch(`${j.origin}${href}`);
        assert.equal(answer.status, 200, name);
        assert.equal(answer.headers.get("content-type"), "application/yaml", name);
      }
    });
    const foreign = asked.filter((url) => !url.startsWith(`${j.origin}/`) && !url.startsWith("data:"));
    assert.deepEqual(foreign, [], "nothing is asked of another host");
    await context.close();
  });
