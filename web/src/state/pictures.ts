import type { Side } from "../api/files";

/** Small pictures that nobody looks at any more are kept up to this number: a few screens of them, some 10 MB. */
const KEPT = 120;

interface Entry {
  readonly url: Promise<string>;
  users: number;
}

/**
 * Pictures of the server as addresses within the page. They need the access
 * token, which an <img> cannot send; and a link for every one of them would
 * outlive the reader's rights. What is shown is counted, what is not goes when
 * there are too many.
 */
export class Pictures {
  readonly #read: (file: string, side: Side | 0) => Promise<Blob>;
  readonly #entries = new Map<string, Entry>(); // the one that was let go last is at the end

  /** `read` gets the bytes; side 0 is the picture itself. */
  constructor(read: (file: string, side: Side | 0) => Promise<Blob>) {
    this.#read = read;
  }

  /** The address of a picture, good until it is let go. */
  take(file: string, side: Side | 0): Promise<string> {
    const key = `${file}/${side}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { url: this.#read(file, side).then((blob) => URL.createObjectURL(blob)), users: 0 };
      entry.url.catch(() => this.#entries.delete(key)); // the next one to look asks again
      this.#entries.set(key, entry);
    }
    entry.users++;
    return entry.url;
  }

  letGo(file: string, side: Side | 0): void {
    const key = `${file}/${side}`;
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.users--;
    this.#entries.delete(key);
    if (side === 0 && entry.users <= 0) revoke(entry); // large ones are not kept
    else this.#entries.set(key, entry);
    for (const [old, e] of this.#entries) {
      if (this.#entries.size <= KEPT) break;
      if (e.users > 0) continue;
      this.#entries.delete(old);
      revoke(e);
    }
  }

  clear(): void {
    for (const entry of this.#entries.values()) revoke(entry);
    this.#entries.clear();
  }
}

function revoke(entry: Entry): void {
  entry.url.then((url) => URL.revokeObjectURL(url)).catch(() => {});
}
