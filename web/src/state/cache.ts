import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Conversation, Group, Team, User } from "../api/types";
import type { Letter } from "../realtime/outbox";
import type { Timeline } from "./timeline";
import type { KeptUpload } from "./uploads";

/** What is kept of an open conversation. */
export interface KeptThread {
  c: string;
  rev: number;
  timeline: Timeline;
}

/** A message that has no answer yet. */
export interface KeptLetter extends Letter {
  readonly ts: string;
}

export interface KeptHead {
  user: User;
  epoch: string;
  u: number;
  conversations: readonly Conversation[];
  teams: readonly Team[];
  groups: readonly Group[];
}

export interface Kept {
  head: KeptHead | undefined;
  threads: KeptThread[];
  letters: KeptLetter[];
}

interface Schema extends DBSchema {
  head: { key: "head"; value: KeptHead };
  threads: { key: string; value: KeptThread };
  letters: { key: string; value: KeptLetter };
  uploads: { key: string; value: KeptUpload };
  /** The bytes of uploads, which are written once. */
  files: { key: string; value: File };
}

/** The newest messages of a conversation that are kept: what fits a few screens. */
const KEPT_MESSAGES = 200;

const VERSION = 2;

const nameOf = (user: string) => `flamingo-${user}`;

/**
 * What this browser keeps of an account, so that it opens at once and without a
 * connection. Nothing in it is the truth: the server's log is, and positions say
 * what to ask for. Every method swallows the failures of a full or forbidden
 * disk: the messenger works without.
 */
export class Cache {
  readonly #db: Promise<IDBPDatabase<Schema> | undefined>;

  constructor(user: string) {
    this.#db = openDB<Schema>(nameOf(user), VERSION, {
      upgrade(db, from) {
        if (from < 1) {
          db.createObjectStore("head");
          db.createObjectStore("threads", { keyPath: "c" });
          db.createObjectStore("letters", { keyPath: "cid" });
        }
        db.createObjectStore("uploads", { keyPath: "id" });
        db.createObjectStore("files");
      },
    }).catch(() => undefined);
  }

  async read(): Promise<Kept> {
    const nothing: Kept = { head: undefined, threads: [], letters: [] };
    try {
      const db = await this.#db;
      if (db === undefined) return nothing;
      const [head, threads, letters] = await Promise.all([db.get("head", "head"), db.getAll("threads"), db.getAll("letters")]);
      letters.sort((a, b) => (a.cid < b.cid ? -1 : 1)); // a cid begins with its time
      return { head, threads, letters };
    } catch (thrown) {
      console.warn("flamingo: the cache:", String(thrown));
      return nothing;
    }
  }

  keepHead(head: KeptHead): Promise<void> {
    return this.#try((db) => db.put("head", head, "head"));
  }

  keepThread({ c, rev, timeline }: KeptThread): Promise<void> {
    const messages = timeline.messages.slice(-KEPT_MESSAGES);
    const more = timeline.more || messages.length < timeline.messages.length;
    return this.#try((db) => db.put("threads", { c, rev, timeline: { ...timeline, messages, more, held: [] } }));
  }

  dropThread(c: string): Promise<void> {
    return this.#try((db) => db.delete("threads", c));
  }

  keepLetter(letter: KeptLetter): Promise<void> {
    return this.#try((db) => db.put("letters", letter));
  }

  dropLetter(cid: string): Promise<void> {
    return this.#try((db) => db.delete("letters", cid));
  }

  async readUploads(): Promise<{ kept: KeptUpload; file: File | undefined }[]> {
    try {
      const db = await this.#db;
      if (db === undefined) return [];
      const uploads = await db.getAll("uploads"); // in their order: an id begins with its time
      return await Promise.all(uploads.map(async (kept) => ({ kept, file: await db.get("files", kept.id) })));
    } catch (thrown) {
      console.warn("flamingo: the cache:", String(thrown));
      return [];
    }
  }

  async keepUpload(kept: KeptUpload, file: File | undefined): Promise<void> {
    await this.#try((db) => db.put("uploads", kept));
    if (file !== undefined) await this.#try((db) => db.put("files", file, kept.id));
  }

  /** The message that it has become was given to keepLetter before; this one comes behind. */
  dropUpload(id: string): Promise<void> {
    return this.#try(async (db) => {
      const all = db.transaction(["letters", "uploads", "files"], "readwrite");
      await Promise.all([all.objectStore("uploads").delete(id), all.objectStore("files").delete(id), all.done]);
    });
  }

  /** Forgets what came from the server; what was written here stays. */
  clear(): Promise<void> {
    return this.#try(async (db) => Promise.all([db.clear("head"), db.clear("threads")]));
  }

  /** Removes everything, at the end of the session. */
  async destroy(user: string): Promise<void> {
    (await this.#db)?.close();
    await deleteDB(nameOf(user)).catch(() => {});
  }

  async #try(act: (db: IDBPDatabase<Schema>) => Promise<unknown>): Promise<void> {
    try {
      const db = await this.#db;
      if (db !== undefined) await act(db);
    } catch (thrown) {
      console.warn("flamingo: the cache:", String(thrown));
    }
  }
}
