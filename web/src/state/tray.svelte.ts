import type { FilesApi, StoredFile } from "../api/files";
import { asProblem, Problem } from "../api/problem";
import type { OutgoingBody } from "../api/types";
import { newId } from "./id";
import type { Recording } from "./recorder.svelte";
import type { KeptUpload, Uploads } from "./uploads";

/** The kinds of picture that the server makes small ones of; everything else goes as a file. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"]);

/** The PC client shows no larger pictures (FEATURES 5.9). */
const MAX_PICTURE = 10 << 20;

/** Something that is to be sent. */
export class Item {
  /** Of a picture: where it can be seen. */
  preview = $state.raw<string | undefined>();
  /** Undefined when the page was left and did not keep it: it has to be chosen again. */
  file = $state.raw<File | undefined>();
  /** It is to go, now or when those before it have gone. */
  wanted = $state(false);
  /** From 0 to 1; undefined while nothing is on its way. */
  share = $state<number | undefined>();
  /** The server is asked whether it has it already. */
  checking = $state(false);
  /** There is no connection; it goes on by itself. */
  waiting = $state(false);
  problem = $state.raw<Problem | undefined>();
  /** What is kept of it while it is under way. */
  kept: KeptUpload;
  /** Its name at the server, where it is sent in pieces. */
  upload: string | undefined;
  readonly #stop = new AbortController();

  constructor(kept: KeptUpload, file: File | undefined) {
    this.kept = kept;
    this.upload = kept.upload;
    if (file !== undefined) this.take(file);
  }

  get id(): string {
    return this.kept.id;
  }

  get name(): string {
    return this.kept.name;
  }

  get size(): number {
    return this.kept.size;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** These are its bytes. */
  take(file: File): void {
    this.file = file;
    this.problem = undefined;
    if (this.kept.picture) this.preview = URL.createObjectURL(file);
  }

  end(): void {
    this.#stop.abort();
    if (this.preview !== undefined) URL.revokeObjectURL(this.preview);
  }
}

/** What a tray needs from the rest of the client. */
export interface TrayServices {
  readonly c: string;
  readonly files: FilesApi;
  readonly uploads: Uploads;
  /** Sends a message under a cid. */
  send(cid: string, body: OutgoingBody, replyTo: number | undefined): void;
  /** The message that the next one answers; it counts as answered then. */
  takeReply(): number | undefined;
}

/** What lies beside the text that is being written: pictures and files, sent one message each, as old clients want them. */
export class Tray {
  items = $state.raw<readonly Item[]>([]);
  #running = false;
  #closed = false;

  readonly #services: TrayServices;

  constructor(services: TrayServices) {
    this.#services = services;
  }

  /** Lays something in. Pictures are shown as such, unless they are to go as files. */
  add(files: Iterable<File>, asFiles = false): void {
    for (const f of files) this.#lay(f, nameOf(f), !asFiles && PICTURES.has(f.type) && f.size <= MAX_PICTURE);
  }

  /** Sends what was recorded, after what is in it already. */
  speak({ file, voice }: Recording): void {
    this.#lay(file, file.name, false, voice);
    this.sendAll();
  }

  /** Goes on with what was on its way when the page was left. */
  async restore(kept: KeptUpload, file: File | undefined): Promise<void> {
    if (!(await this.#services.uploads.claim(kept.id)) || this.#closed) return;
    const item = new Item(kept, file);
    item.wanted = true;
    this.items = [...this.items, item];
    void this.#run();
  }

  /** Gives an item of an earlier visit its bytes again. */
  choose(item: Item, file: File): void {
    if (file.size !== item.size || nameOf(file) !== item.name) {
      item.problem = new Problem("invalid", { reason: "other_file" });
      return;
    }
    item.take(file);
    item.wanted = true;
    void this.#run();
  }

  /** Takes something out; what is on its way is given up. */
  remove(item: Item): void {
    this.#take(item);
    const { files } = this.#services;
    const { upload } = item;
    if (upload !== undefined) void import("../api/tus").then(({ dropPieces }) => dropPieces(files.rest.tokens, upload));
  }

  /** Sends all of it, in order. What is refused stays, and says why. */
  sendAll(): void {
    const { uploads, takeReply } = this.#services;
    for (const item of this.items) {
      item.problem = undefined;
      if (item.wanted) continue;
      item.wanted = true;
      item.kept = { ...item.kept, replyTo: takeReply() ?? item.kept.replyTo };
      void uploads.claim(item.id);
      void uploads.keep(item.kept, item.file);
    }
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    for (const item of this.items) item.end();
    this.items = [];
  }

  #lay(file: File, name: string, picture: boolean, voice?: Recording["voice"]): void {
    const { c } = this.#services;
    this.items = [...this.items, new Item({ id: newId(), c, name, size: file.size, picture, voice }, file)];
  }

  #take(item: Item): void {
    this.items = this.items.filter((known) => known !== item);
    item.end();
    this.#services.uploads.drop(item.id);
  }

  async #run(): Promise<void> {
    if (this.#running) return; // what is wanted meanwhile is sent by the loop that runs
    this.#running = true;
    const next = () => this.items.find((i) => i.wanted && i.file !== undefined && i.problem === undefined);
    try {
      for (let item = next(); item !== undefined; item = next()) await this.#sendOne(item);
    } finally {
      this.#running = false;
    }
  }

  async #sendOne(item: Item): Promise<void> {
    const { file, name, signal } = item;
    if (file === undefined) return;
    const { files, uploads, send } = this.#services;
    item.share = 0;
    try {
      const { upload } = await import("./upload");
      const stored = await upload(files, {
        file,
        name,
        signal,
        get id() {
          return item.upload;
        },
        set checking(is: boolean) {
          item.checking = is;
        },
        set waiting(is: boolean) {
          item.waiting = is;
        },
        began(id) {
          if (item.upload === id) return;
          item.upload = id;
          void uploads.keep({ ...item.kept, upload: id });
        },
        progress(share) {
          item.waiting = false;
          item.share = share;
        },
      });
      if (!this.items.includes(item)) return;
      send(item.id, { segments: [segmentOf(stored, item)] }, item.kept.replyTo);
      this.#take(item);
    } catch (thrown) {
      if (signal.aborted) return;
      item.share = undefined;
      item.waiting = item.wanted = false;
      item.problem = asProblem(thrown);
    }
  }
}

function segmentOf({ file, name, size, type, width, height }: StoredFile, item: Item) {
  const { picture, voice } = item.kept;
  if (voice !== undefined) return { voice: { file, size, ...voice } };
  if (picture && width !== undefined && height !== undefined) return { image: { file, name, size, width, height } };
  return { file: { file, name, size, type } };
}

/** What comes from the clipboard has no name of its own. */
function nameOf(file: File): string {
  return file.name === "" ? `file-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}` : file.name;
}
