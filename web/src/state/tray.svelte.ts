import type { FilesApi, StoredFile } from "../api/files";
import { asProblem, type Problem } from "../api/problem";
import type { OutgoingBody } from "../api/types";
import { newId } from "./id";
import type { Recording } from "./recorder.svelte";

/** The kinds of picture that the server makes small ones of; everything else goes as a file. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"]);

/** The PC client shows no larger pictures (FEATURES 5.9). */
const MAX_PICTURE = 10 << 20;

/** Something that is to be sent. */
export class Item {
  readonly id = newId();
  /** Of a picture: where it can be seen. */
  readonly preview: string | undefined;
  /** From 0 to 1; undefined while nothing is on its way. */
  progress = $state<number | undefined>();
  problem = $state.raw<Problem | undefined>();
  readonly #stop = new AbortController();

  constructor(
    readonly file: File,
    readonly name: string,
    picture: boolean,
    /** Of a recording: how long and how loud. */
    readonly voice?: Recording["voice"],
  ) {
    this.preview = picture ? URL.createObjectURL(file) : undefined;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  end(): void {
    this.#stop.abort();
    if (this.preview !== undefined) URL.revokeObjectURL(this.preview);
  }
}

/** What lies beside the text that is being written: pictures and files, sent one message each, as old clients want them. */
export class Tray {
  items = $state.raw<readonly Item[]>([]);
  #running = false;

  readonly #files: FilesApi;
  readonly #send: (body: OutgoingBody) => void;

  constructor(files: FilesApi, send: (body: OutgoingBody) => void) {
    this.#files = files;
    this.#send = send;
  }

  /** Lays something in. Pictures are shown as such, unless they are to go as files. */
  add(files: Iterable<File>, asFiles = false): void {
    const more = [...files].map((f) => new Item(f, nameOf(f), !asFiles && PICTURES.has(f.type) && f.size <= MAX_PICTURE));
    this.items = [...this.items, ...more];
  }

  /** Sends what was recorded, after what is in it already. */
  speak({ file, voice }: Recording): void {
    this.items = [...this.items, new Item(file, file.name, false, voice)];
    void this.sendAll();
  }

  /** Takes something out; what is on its way is given up. */
  remove(item: Item): void {
    this.items = this.items.filter((known) => known !== item);
    item.end();
  }

  /** Sends all of it, in order. What is refused stays, and says why. */
  async sendAll(): Promise<void> {
    if (this.#running) return; // what was added meanwhile is sent by the loop that runs
    this.#running = true;
    const tried = new Set<Item>();
    try {
      for (let item = this.items[0]; item !== undefined; item = this.items.find((known) => !tried.has(known))) {
        tried.add(item);
        await this.#sendOne(item);
      }
    } finally {
      this.#running = false;
    }
  }

  close(): void {
    for (const item of this.items) item.end();
    this.items = [];
  }

  async #sendOne(item: Item): Promise<void> {
    item.problem = undefined;
    item.progress = 0;
    try {
      const stored = await this.#files.upload(item.file, item.name, (share) => (item.progress = share), item.signal);
      if (!this.items.includes(item)) return;
      this.remove(item);
      this.#send({ segments: [segmentOf(stored, item)] });
    } catch (thrown) {
      item.progress = undefined;
      if (!item.signal.aborted) item.problem = asProblem(thrown);
    }
  }
}

function segmentOf({ file, name, size, type, width, height }: StoredFile, item: Item) {
  if (item.voice !== undefined) return { voice: { file, size, ...item.voice } };
  if (item.preview !== undefined && width !== undefined && height !== undefined) return { image: { file, name, size, width, height } };
  return { file: { file, name, size, type } };
}

/** What comes from the clipboard has no name of its own. */
function nameOf(file: File): string {
  return file.name === "" ? `file-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}` : file.name;
}
