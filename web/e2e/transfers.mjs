// Large files: what is sent survives a cut connection and a reload, and is not sent twice: FEATURES 6.1, 6.3, 6.7.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desktop, entry, message, phone, register, sent, travel, write } from "./kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

const SIZE = 30 << 20;
/** Bytes a second: slow enough to be cut in the middle. */
const SLOW = 6 << 20;

/** @param {string} path */
async function md5(path) {
  const hash = createHash("md5");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}

/** Slows down what a page sends. @param {Page} page @param {number} bytes a second; -1 is as fast as it goes */
async function slow(page, bytes) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
  return (/** @type {boolean} */ offline) =>
    session.send("Network.emulateNetworkConditions", { offline, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
}

const tray = (/** @type {Page} */ page) => page.getByRole("list", { name: "To be sent" });

/** Waits until more than a share of it is there. @param {Page} page @param {number} least */
const beyond = (page, least) =>
  page.waitForFunction((n) => [...document.querySelectorAll("progress")].some((p) => p.hasAttribute("value") && p.value > n), least, { polling: 50 });

export const transfers = () =>
  travel("large files", async (j) => {
    const folder = mkdtempSync(join(tmpdir(), "flamingo-e2e-files-"));
    const file = join(folder, "film.bin");
    writeFileSync(file, randomBytes(SIZE));
    const sum = await md5(file);
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...desktop, acceptDownloads: true, colorScheme: "dark" });
    const cleo = await j.person("cleo", phone);

    /** What of the file went over the network. @type {{ method: string, offset: number }[]} */
    const requests = [];
    ada.on("request", (r) => {
      if (/\/uploads(\/|$)/.test(r.url())) requests.push({ method: r.method(), offset: Number(r.headers()["upload-offset"] ?? -1) });
    });

    await j.step("people meet", async () => {
      await register(ada, "ada", "Ada Lovelace", { stay: true });
      await register(ben, "ben", "Ben Okri");
      await register(cleo, "cleo", "Cleo");
      await ada.goto(`${j.origin}/#/u/ben`);
      await write(ada, "A film is coming");
      await sent(ada, "A film is coming");
      await entry(ben, "Ada Lovelace").click();
    });

    await j.step("a cut connection: it waits, and goes on by itself", async () => {
      const cut = await slow(ada, SLOW);
      await ada.locator("input[type=file]:not([accept])").first().setInputFiles(file);
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      await beyond(ada, 0.2);
      await j.watch.expectNoise(async () => {
        await cut(true);
        await tray(ada).getByText("Waiting for the connection").waitFor();
        await j.watch.checkAccessibility(ada, "upload that waits");
        await cut(false);
      });
      await beyond(ada, 0.4);
      assert.equal(requests.filter((r) => r.method === "POST").length, 1, "the upload was begun once");
    });

    await j.step("a reload in the middle: it goes on where it was, in the same message", async () => {
      const before = requests.length;
      await ada.reload();
      await beyond(ada, 0.4);
      await tray(ada).waitFor({ state: "detached", timeout: 30_000 });
      const after = requests.slice(before);
      assert(after.every((r) => r.method !== "POST"), "no second upload is begun");
      assert(Math.min(...after.filter((r) => r.method === "PATCH").map((r) => r.offset)) >= 0.2 * SIZE, "nothing is sent again from the start");
      await message(ada, "film.bin").getByLabel(/^(Sent|Read)$/).waitFor();
      assert.equal(await message(ada, "film.bin").count(), 1);
      const [download] = await Promise.all([ben.waitForEvent("download"), message(ben, "film.bin").getByRole("button", { name: "Save film.bin" }).click()]);
      assert.equal(await md5(await download.path()), sum, "it arrives byte for byte");
    });

    await j.step("what the server has is not sent again", async () => {
      requests.length = 0;
      await ada.goto(`${j.origin}/#/u/cleo`);
      await write(ada, "And for you");
      await sent(ada, "And for you");
      await ada.locator("input[type=file]:not([accept])").first().setInputFiles(file);
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      await message(ada, "film.bin").getByLabel(/^(Sent|Read)$/).waitFor();
      assert.deepEqual(requests, []);
      await entry(cleo, "Ada Lovelace").click();
      await message(cleo, "film.bin").waitFor();
    });

    await j.step("a browser that keeps nothing asks for the file again, and only for this one", async () => {
      const other = join(folder, "notes.bin");
      writeFileSync(other, randomBytes(20 << 20));
      await slow(ben, SLOW);
      await ben.locator("input[type=file]:not([accept])").first().setInputFiles(other);
      await ben.getByRole("button", { name: "Send", exact: true }).click();
      await beyond(ben, 0.4);
      await ben.reload();
      await tray(ben).getByText("Interrupted").waitFor();
      await j.picture(ben, "upload-stopped-dark");
      const choose = async (/** @type {string} */ path) => {
        const [chooser] = await Promise.all([ben.waitForEvent("filechooser"), tray(ben).getByRole("button", { name: "Choose the file again" }).click()]);
        await chooser.setFiles(path);
      };
      await choose(file);
      await tray(ben).getByText("This is another file.").waitFor();
      await choose(other);
      await message(ben, "notes.bin").getByLabel(/^(Sent|Read)$/).waitFor({ timeout: 30_000 });
    });

    await j.step("what is given up is forgotten by the server, too", async () => {
      writeFileSync(file, randomBytes(SIZE));
      await slow(cleo, SLOW);
      await cleo.locator("input[type=file]:not([accept])").first().setInputFiles(file);
      await cleo.getByRole("button", { name: "Send", exact: true }).click();
      await beyond(cleo, 0.2);
      await j.picture(cleo, "upload-phone");
      const dropped = cleo.waitForResponse((r) => r.request().method() === "DELETE" && r.url().includes("/uploads/"));
      await tray(cleo).getByRole("button", { name: "Take film.bin out" }).click();
      assert.equal((await dropped).status(), 204);
      await tray(cleo).waitFor({ state: "detached" });
    });

    rmSync(folder, { recursive: true, force: true });
  });
