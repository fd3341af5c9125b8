// Hashes files beside the page, which goes on answering meanwhile.
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** The MD5 of a file, or the SHA-256 of a nonce and some pieces of it. */
export type Task = { file: Blob } | { file: Blob; nonce: string; pieces: readonly { offset: number; length: number }[] };

/** Hex digits, or why there are none: the file was changed or taken away. */
export type Outcome = { hex: string } | { error: string };

/** Bytes that are in memory at a time. */
const STEP = 4 << 20;

async function run(task: Task): Promise<string> {
  const proof = "nonce" in task;
  const hash = proof ? sha256.create().update(hexToBytes(task.nonce)) : md5.create();
  for (const { offset, length } of proof ? task.pieces : [{ offset: 0, length: task.file.size }]) {
    for (let at = offset; at < offset + length; at += STEP) {
      const step = task.file.slice(at, Math.min(at + STEP, offset + length));
      hash.update(new Uint8Array(await step.arrayBuffer()));
    }
  }
  return bytesToHex(hash.digest());
}

addEventListener("message", (event: MessageEvent<Task>) => {
  const answer = (outcome: Outcome) => postMessage(outcome);
  run(event.data).then(
    (hex) => answer({ hex }),
    (thrown: unknown) => answer({ error: String(thrown) }),
  );
});
