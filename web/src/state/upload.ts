import type { FilesApi, StoredFile } from "../api/files";
import { asProblem, Problem } from "../api/problem";
import type { Pieces } from "../api/tus";

/** Beyond this a file goes in pieces: what is there already survives a broken connection and a reload. */
export const IN_PIECES = 4 << 20;

/** Waits between attempts while there is no connection; the last one goes on. */
const WAITS_MS = [1_000, 2_000, 5_000, 10_000] as const;

/** So often a server may fail at something that waiting may not change. */
const MAX_FAILURES = 5;

/** What is to be sent, and how far it is: the state of an Item. */
export interface Sendable extends Omit<Pieces, "began"> {
  readonly file: Blob;
  readonly name: string;
  /** Whether the server is being asked if it has the file. */
  checking: boolean;
  /** The connection is being waited for; ends with the next progress. */
  waiting: boolean;
  began(id: string | undefined): void;
}

/** The ways in which a file gets to the server. */
export interface Ways {
  whole(s: Sendable): Promise<StoredFile>;
  instantly(s: Sendable): Promise<StoredFile | undefined>;
  pieces(s: Sendable): Promise<StoredFile>;
  /** Resolves after so long, when there may be a connection again, or when it is given up. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Sends a file, waiting for the connection as long as it takes. Throws a Problem that waiting will not change. */
export async function send(s: Sendable, ways: Ways): Promise<StoredFile> {
  const large = s.file.size > IN_PIECES;
  let asked = !large || s.id !== undefined; // whether the server has it: asked once
  let failures = 0;
  for (let attempt = 0; ; attempt++) {
    const before = s.id;
    try {
      s.signal.throwIfAborted();
      if (!asked) {
        s.checking = true;
        const known = await ways.instantly(s).finally(() => (s.checking = false));
        if (known !== undefined) return known;
        asked = true;
      }
      return await (large ? ways.pieces(s) : ways.whole(s));
    } catch (thrown) {
      s.signal.throwIfAborted();
      const problem = asProblem(thrown);
      if (before !== undefined && (problem.code === "not_found" || problem.code === "forbidden")) {
        s.began(undefined); // it waited for too long, and is sent from the start
        continue;
      }
      const odd = problem.code === "conflict" || problem.code === "internal";
      if (odd ? ++failures > MAX_FAILURES : !problem.temporary) throw problem;
      s.waiting = problem.code === "unreachable" || problem.code === "unavailable";
      await ways.pause(problem.retryAfterMs || (WAITS_MS[attempt] ?? WAITS_MS[3]), s.signal);
    }
  }
}

/** Sends a file to the server by the way that fits it. */
export function upload(files: FilesApi, item: Sendable): Promise<StoredFile> {
  const { tokens } = files.rest;
  return send(item, {
    whole: (s) => files.upload(s.file, s.name, (share) => s.progress(share), s.signal),
    instantly: async (s) => (await import("./instant")).claimFile(files, s.file, s.name, s.signal),
    pieces: async (s) => {
      const { sendPieces } = await import("../api/tus");
      const id = await files.rest.withToken(() => sendPieces(tokens, s.file, s.name, s));
      const stored = await files.uploaded(id);
      if (stored === undefined) throw new Problem("internal", { detail: "the upload is not complete" });
      return stored;
    },
    pause,
  });
}

/** Ends early when the browser says that there is a network again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
