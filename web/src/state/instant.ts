import type { FilesApi, StoredFile } from "../api/files";
import { Problem } from "../api/problem";
import type { Outcome, Task } from "./hash.worker";

/**
 * Larger files are not hashed: that would take a phone longer than a minute,
 * which is more than asking whether the server has the file is worth.
 */
export const MAX_INSTANT = 1 << 30;

/**
 * The file without sending it, when the server has the same bytes already and
 * believes that we have them (FEATURES 6.3); undefined when it has to be sent.
 */
export async function claimFile(files: FilesApi, file: Blob, name: string, signal: AbortSignal): Promise<StoredFile | undefined> {
  if (file.size > MAX_INSTANT) return undefined;
  const worker = new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" });
  try {
    const md5 = await hash(worker, { file }, signal);
    const { challenge, nonce, pieces } = await files.challenge(md5, file.size);
    const proof = await hash(worker, { file, nonce, pieces }, signal);
    return await files.claim({ md5, size: file.size, name, challenge, proof });
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === "not_found") return undefined;
    throw thrown;
  } finally {
    worker.terminate();
  }
}

function hash(worker: Worker, task: Task, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new DOMException("given up", "AbortError"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    worker.onmessage = ({ data }: MessageEvent<Outcome>) => ("hex" in data ? resolve(data.hex) : reject(new Problem("invalid", { detail: data.error })));
    worker.onerror = (e) => reject(new Problem("internal", { detail: e.message }));
    worker.postMessage(task);
  });
}
