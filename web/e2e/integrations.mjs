// Programs that take part: API tokens, bots, webhooks in both directions, made and used from their screens.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { desktop, eventually, list, message, password, phone, register, signIn, signOut, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** A program that is told of events, on a port of its own. */
class Receiver {
  /** @type {{ headers: import("node:http").IncomingHttpHeaders, body: string }[]} */ calls = [];
  /** What it answers. */
  status = 204;
  #server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece) => (body += piece));
    request.on("end", () => {
      this.calls.push({ headers: request.headers, body });
      response.writeHead(this.status).end();
    });
  });

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    assert(address !== null && typeof address === "object");
    return `http://127.0.0.1:${address.port}/hook`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The secret that is shown once. @param {Page} page @param {string} label */
async function secretOf(page, label) {
  const dialog = page.getByRole("dialog");
  await dialog.getByText("It is shown this once.").waitFor();
  const secret = await dialog.getByLabel(label).inputValue();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await dialog.waitFor({ state: "detached" });
  return secret;
}

/** Chooses from the menu of an entry. @param {Page} page @param {string} entry @param {string} item */
async function choose(page, entry, item) {
  await page.getByRole("region", { name: "Integrations" }).getByRole("button", { name: `Options for ${entry}` }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** @param {Page} page @param {string} yes */
const confirm = (page, yes) => page.getByRole("dialog").getByRole("button", { name: yes, exact: true }).click();

export const integrations = () =>
  travel("tokens, bots and webhooks", async (j) => {
    const ada = await j.person("ada", desktop);
    const api = (/** @type {string} */ path, /** @type {string} */ token, /** @type {unknown} */ body = undefined) =>
      fetch(`${j.origin}/api/v1${path}`, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      });
    const receiver = new Receiver();
    const address = await receiver.listen();

    await j.step("a token is made, shown once, does what its scopes say, and is revoked", async () => {
      await register(ada, "ada", "Ada Lovelace");
      const other = await j.person("ada elsewhere", desktop);
      await Promise.all([ada.getByText("Your account was opened on another device").waitFor(), signIn(other, "ada")]);
      await ada.goto(`${j.origin}/#/settings`);
      await ada.getByRole("region", { name: "Settings" }).getByRole("link", { name: "Integrations" }).click();
      await ada.getByRole("button", { name: "New token" }).click();
      await ada.getByRole("dialog").getByLabel("Name").fill("Backup");
      await j.watch.checkAccessibility(ada, "new token");
      // Her other device is told of a token, and who has just made it is told nothing. A
      // device that signs in afterwards comes after it in the log of events that both read.
      const notice = other.getByRole("listitem").filter({ hasText: "A new API token was made: Backup" });
      await Promise.all([notice.getByRole("button", { name: "Show" }).click(), ada.getByRole("dialog").getByRole("button", { name: "Create" }).click()]);
      await ada.getByRole("dialog").getByText("It is shown this once.").waitFor();
      await j.watch.checkAccessibility(ada, "token");
      await other.getByRole("region", { name: "Integrations" }).getByText("Backup").waitFor();
      const device = { username: "ada", password, device: { name: "Laptop" } };
      const opened = [ada, other].map((page) => page.getByText("Your account was opened on another device: Laptop").waitFor());
      const [answer] = await Promise.all([api("/auth/login", "", device), ...opened]);
      assert.equal(answer.status, 200);
      assert.equal(await ada.getByRole("listitem").filter({ hasText: "Backup" }).count(), 1, "the row of the token and no notice");
      assert.equal(await other.getByText("another device: Backup").count(), 0, "a token is no device");
      await other.context().close();
      const token = await secretOf(ada, "Token");
      assert.equal((await api("/conversations", token)).status, 200);
      assert.equal((await api("/friend-requests", token, { user: "1" })).status, 403, "it may only read");
      const row = ada.getByRole("listitem").filter({ hasText: "Backup" });
      await row.getByRole("button", { name: "Revoke" }).click();
      await confirm(ada, "Revoke");
      await row.waitFor({ state: "detached" });
      assert.equal((await api("/conversations", token)).status, 401);
    });

    await j.step("a bot is made, writes with its token, and gets a new one", async () => {
      await ada.getByRole("button", { name: "New bot" }).click();
      await ada.getByLabel("Account name").fill("weather");
      await ada.getByLabel("Nickname").fill("Weather");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      const token = await secretOf(ada, "Token of the bot");
      const me = /** @type {{ id: string }} */ (await (await api("/me", token)).json());
      const owner = /** @type {{ users: { id: string }[] }} */ (await (await api("/users?username=ada", token)).json()).users[0];
      assert(owner);
      const c = `d${owner.id}-${me.id}`;
      assert.equal((await api(`/conversations/${c}/messages`, token, { cid: "rain", body: { text: "It will rain" } })).status, 201);
      await choose(ada, "Weather", "New token");
      await confirm(ada, "New token");
      const fresh = await secretOf(ada, "Token of the bot");
      assert.equal((await api("/me", token)).status, 401);
      assert.equal((await api("/me", fresh)).status, 200);
      await choose(ada, "Weather", "Addresses to post at");
      await ada.getByRole("dialog").getByRole("button", { name: "New address" }).click();
      await ada.getByRole("dialog").getByLabel("Name").fill("Storms");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      await ada.getByText("It is shown this once.").waitFor();
      const hook = await ada.getByLabel("Address", { exact: true }).inputValue();
      assert.equal((await api(new URL(hook).pathname.replace("/api/v1", ""), "", { text: "A storm comes" })).status, 201);
      await ada.keyboard.press("Escape");
      await ada.getByText("It is shown this once.").waitFor({ state: "detached" });
      await ada.keyboard.press("Escape");
      await ada.getByRole("dialog").waitFor({ state: "detached" });
      await choose(ada, "Weather", "Send a message");
      await message(ada, "It will rain").waitFor();
      await message(ada, "A storm comes").waitFor();
    });

    await j.step("a webhook is told, signed, and what it does not take can be sent again", async () => {
      await ada.goto(`${j.origin}/#/integrations`);
      await ada.getByRole("button", { name: "New webhook" }).click();
      await ada.getByRole("dialog").getByLabel("Address").fill(address);
      await ada.getByRole("dialog").getByLabel("Recalls").check();
      await j.watch.checkAccessibility(ada, "new webhook");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      const secret = await secretOf(ada, "Secret that signs the calls");
      await choose(ada, address, "Send a test call");
      await ada.getByText(/delivered \d/).waitFor();
      const [call] = receiver.calls;
      assert(call);
      assert.equal(JSON.parse(call.body).event, "ping");
      const signed = `${call.headers["webhook-id"]}.${call.headers["webhook-timestamp"]}.${call.body}`;
      const want = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64")).update(signed).digest("base64");
      assert.equal(call.headers["webhook-signature"], `v1,${want}`);

      receiver.status = 410; // it is gone, and is not asked again
      await choose(ada, address, "Send a test call");
      await ada.getByText(/^Switched off/).waitFor();
      await j.picture(ada, "integrations-light");
      await choose(ada, address, "What was not delivered");
      const dialog = ada.getByRole("dialog");
      await dialog.getByText("given up").waitFor();
      await j.watch.checkAccessibility(ada, "deliveries");
      await dialog.getByRole("button", { name: "Close" }).last().click();
      receiver.status = 204;
      await choose(ada, address, "Switch on");
      await ada.getByText(/^Switched off/).waitFor({ state: "detached" });
      await choose(ada, address, "What was not delivered");
      const before = receiver.calls.length;
      await dialog.getByRole("button", { name: "Send again" }).click();
      await ada.getByText("It is on its way again.").waitFor();
      // Delivered it is a moment after the receiver has answered.
      await eventually(async () => {
        await Promise.all([ada.waitForResponse(/\/deliveries/), dialog.getByRole("button", { name: "Refresh" }).click()]);
        return dialog.getByText("Everything was delivered.").isVisible();
      }, "it is delivered");
      assert(receiver.calls.length > before);
      await dialog.getByRole("button", { name: "Close" }).last().click();
    });

    await j.step("an address to post at in a group", async () => {
      await list(ada, "Groups").click();
      await ada.getByRole("button", { name: "Add", exact: true }).click();
      await ada.getByRole("menuitem", { name: "New group" }).click();
      await ada.getByLabel("Name of the group").fill("Builders");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      await write(ada, "What do the builds say?");
      const group = new URL(ada.url()).hash.slice("#/c/g".length);
      await ada.goto(`${j.origin}/#/g/${group}`);
      await ada.getByRole("button", { name: "New address" }).click();
      await ada.getByRole("dialog").getByLabel("Name").fill("Build server");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      const hook = await secretOf(ada, "Address");
      const post = () => fetch(hook, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: "build 42 failed" }) });
      assert.equal((await post()).status, 201);
      await j.watch.checkAccessibility(ada, "group with an address");
      await ada.getByRole("button", { name: "Open the conversation" }).click();
      await message(ada, "build 42 failed").waitFor();
      await ada.goBack();
      await ada.getByRole("listitem").filter({ hasText: "Build server" }).getByRole("button", { name: "Delete" }).click();
      await confirm(ada, "Delete");
      await ada.getByRole("button", { name: "Delete", exact: true }).waitFor({ state: "detached" });
      assert.equal((await post()).status, 404);
    });

    await j.step("a bot is deleted; in Chinese, on a phone and in the dark", async () => {
      await signOut(ada);
      const small = await j.person("ada on a phone", { ...phone, colorScheme: "dark", locale: "zh-CN" });
      await small.locator("input[autocomplete=username]").fill("ada");
      await small.locator("input[type=password]").fill("secret horse");
      await small.getByRole("button", { name: "登录" }).click();
      await small.getByRole("navigation").first().waitFor();
      await small.goto(`${j.origin}/#/integrations`);
      await small.getByRole("listitem").filter({ hasText: "Weather" }).waitFor();
      await j.watch.checkAccessibility(small, "integrations on a phone");
      await small.getByRole("listitem").filter({ hasText: "Weather" }).getByRole("button").click();
      await small.getByRole("menuitem", { name: "删除机器人" }).click();
      await small.getByRole("dialog").getByRole("button", { name: "删除", exact: true }).click();
      await small.getByRole("listitem").filter({ hasText: "Weather" }).waitFor({ state: "detached" });
    });

    receiver.close();
  });
