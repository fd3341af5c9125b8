import type { Cache } from "./cache";
import type { Recording } from "./recorder.svelte";

/** What is on its way when the page is left, to go on with. */
export interface KeptUpload {
  /** Also the cid of the message that it becomes: there is never a second one. */
  readonly id: string;
  readonly c: string;
  readonly name: string;
  readonly size: number;
  readonly picture: boolean;
  readonly voice?: Recording["voice"] | undefined;
  readonly replyTo?: number | undefined;
  /** Its name at the server, once it has begun there. */
  readonly upload?: string | undefined;
}

/** Larger files are not copied into the browser's storage: who reloads is asked for them again. */
const MAX_COPY = 256 << 20;

/** A page that is left frees its locks within this time. */
const CLAIM_MS = 1_000;

const KEY = "flamingo.uploads";

/**
 * What is left of uploads when the page is. With a cache, they and their bytes
 * are in it. Without, in a browser that is to forget everything with the tab,
 * only what they were is, and only in the tab: the bytes are asked for again.
 */
export class Uploads {
  readonly #cache: Cache | undefined;
  readonly #tab: Storage | undefined;
  readonly #held = new Map<string, () => void>();

  constructor(cache: Cache | undefined, tab: Storage | undefined) {
    this.#cache = cache;
    this.#tab = tab;
  }

  /** What was left, each with its bytes if they were kept. */
  async left(): Promise<{ kept: KeptUpload; file: File | undefined }[]> {
    if (this.#cache !== undefined) return this.#cache.readUploads();
    return this.#inTab().map((kept) => ({ kept, file: undefined }));
  }

  async keep(kept: KeptUpload, file?: File): Promise<void> {
    if (this.#cache === undefined) this.#write([...this.#inTab().filter((u) => u.id !== kept.id), kept]);
    else await this.#cache.keepUpload(kept, file !== undefined && file.size <= MAX_COPY ? file : undefined);
  }

  drop(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
    if (this.#cache === undefined) this.#write(this.#inTab().filter((u) => u.id !== id));
    else void this.#cache.dropUpload(id);
  }

  /** Forgets all of them, at the end of the session. */
  forget(): void {
    this.close();
    this.#tab?.removeItem(KEY);
  }

  close(): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
  }

  /** Whether this tab may go on with one: of the tabs that share a session, one does. */
  claim(id: string): Promise<boolean> {
    const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
    if (locks === undefined || this.#held.has(id)) return Promise.resolve(true);
    return new Promise((resolve) => {
      locks
        .request(`flamingo.upload.${id}`, { signal: AbortSignal.timeout(CLAIM_MS) }, () => {
          resolve(true);
          return new Promise<void>((release) => this.#held.set(id, release));
        })
        .catch(() => resolve(false));
    });
  }

  #inTab(): KeptUpload[] {
    try {
      return JSON.parse(this.#tab?.getItem(KEY) ?? "[]") as KeptUpload[];
    } catch {
      return [];
    }
  }

  #write(uploads: readonly KeptUpload[]): void {
    if (uploads.length > 0) this.#tab?.setItem(KEY, JSON.stringify(uploads));
    else this.#tab?.removeItem(KEY);
  }
}
