// The stock client of tus against our resumable uploads, as programs use it.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Upload } from "tus-js-client";
import { travel } from "./kit.mjs";

const SIZE = 8 << 20;
const CHUNK = 256 << 10;

/** @param {string} origin @param {string} username */
async function token(origin, username) {
  const response = await fetch(`${origin}/api/v1/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password: "secret horse" }),
  });
  assert.equal(response.status, 201);
  return /** @type {{ access_token: string }} */ (await response.json()).access_token;
}

export const uploads = () =>
  travel("uploads", async (j) => {
    const bytes = randomBytes(SIZE);
    const md5 = createHash("md5").update(bytes).digest("hex");
    const headers = { Authorization: `Bearer ${await token(j.origin, "uploader")}` };
    const endpoint = `${j.origin}/api/v1/uploads`;

    /**
     * Sends what is left of the file, or stops after so many bytes.
     * @param {{ from?: string | null, pauseAt?: number, chunk?: number }} [options]
     */
    const send = ({ from = null, pauseAt = Infinity, chunk = CHUNK } = {}) =>
      new Promise((/** @type {(done: { url: string, file: string | undefined, sent: number }) => void} */ resolve, reject) => {
        let file = /** @type {string | undefined} */ (undefined);
        let sent = 0;
        const upload = new Upload(bytes, {
          endpoint,
          uploadUrl: from,
          headers,
          chunkSize: chunk,
          metadata: { filename: "random.bin" },
          retryDelays: [0, 200, 400, 800, 1600],
          onAfterResponse(_request, response) {
            file = response.getHeader("Flamingo-File") ?? file;
          },
          onChunkComplete(size, accepted) {
            sent += size;
            if (accepted < pauseAt || accepted === SIZE) return;
            upload.abort().then(() => resolve({ url: upload.url ?? "", file, sent }), reject);
          },
          onSuccess: () => resolve({ url: upload.url ?? "", file, sent }),
          onError: reject,
        });
        upload.start();
      });

    await j.step("an upload in chunks", async () => {
      const done = await send();
      assert.equal(done.file, md5);
      const got = await fetch(`${j.origin}/api/v1/files/${md5}`, { headers });
      assert(Buffer.from(await got.arrayBuffer()).equals(bytes), "the file is what was sent");
    });
    await j.step("a pause, and the rest after the server has started again", async () => {
      const paused = await send({ pauseAt: SIZE / 2 });
      assert.equal(paused.file, undefined);
      await j.without(async () => {});
      const rest = await send({ from: paused.url });
      assert.equal(rest.file, md5);
      assert(rest.sent <= SIZE / 2, `${rest.sent} bytes were sent a second time`);
    });
    await j.step("all at once", async () => {
      assert.equal((await send({ chunk: Infinity })).file, md5);
    });
    await j.step("a cancelled upload is gone", async () => {
      const paused = await send({ pauseAt: CHUNK });
      await Upload.terminate(paused.url, { headers });
      const head = await fetch(paused.url, { method: "HEAD", headers: { ...headers, "Tus-Resumable": "1.0.0" } });
      assert.equal(head.status, 404);
    });
    await j.step("what is not allowed says why", async () => {
      const upload = new Upload(bytes, { endpoint, headers: { Authorization: "Bearer x" }, retryDelays: [] });
      const error = await new Promise((resolve) => {
        upload.options.onError = resolve;
        upload.options.onSuccess = () => resolve(undefined);
        upload.start();
      });
      assert.match(String(error), /response code: 401/);
    });
  });
