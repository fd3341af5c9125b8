import { DetailedError, type HttpRequest, Upload } from "tus-js-client";
import { Problem, problemFrom } from "./problem";
import type { TokenSource } from "./rest";

/** How far an upload in pieces is, and who wants to know. */
export interface Pieces {
  /** Its name at the server, of an earlier attempt. */
  id: string | undefined;
  /** It has a name now: with it, it can go on after a reload. */
  began(id: string): void;
  /** The share that is on its way, from 0 to 1. */
  progress(share: number): void;
  readonly signal: AbortSignal;
}

/** Bytes of a request: what a broken connection may cost, and what a slow one sends within the life of a token. */
const PIECE = 4 << 20;

/** A connection on which nothing has moved for so long is taken for lost. */
const STALL_MS = 30_000;

const endpoint = () => `${location.origin}/api/v1/uploads`;

/**
 * One attempt to send a file by tus, from where the last one ended. Returns the
 * name of the upload, which is complete then. Every failure is a Problem:
 * not_found says that the server no longer knows the upload.
 */
export function sendPieces(tokens: TokenSource, file: Blob, name: string, pieces: Pieces): Promise<string> {
  const { id, signal } = pieces;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new DOMException("given up", "AbortError"));
      return;
    }
    let stalled: ReturnType<typeof setTimeout>;
    const end = (how: () => void) => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", giveUp);
      how();
    };
    const giveUp = () => end(() => void upload.abort().finally(() => reject(new DOMException("given up", "AbortError"))));
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => end(() => void upload.abort().finally(() => reject(new Problem("unreachable")))), STALL_MS);
    };
    const upload = new Upload(file, {
      // Where there is an upload already, no other one is begun behind our back.
      ...(id === undefined ? { endpoint: endpoint() } : { uploadUrl: `${endpoint()}/${id}` }),
      chunkSize: PIECE,
      metadata: { filename: name },
      retryDelays: null, // who asked tries again, and knows since when
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => {
        moved();
        await authorize(tokens, request);
      },
      onUploadUrlAvailable: () => pieces.began(idOf(upload.url)),
      onProgress: (sent, total) => {
        moved();
        pieces.progress(total > 0 ? sent / total : 0);
      },
      onError: (error) => end(() => reject(problemOf(error))),
      onSuccess: () => end(() => resolve(idOf(upload.url))),
    });
    signal.addEventListener("abort", giveUp);
    moved();
    upload.start();
  });
}

/** Has the server forget an unfinished upload; without an answer it does so by itself, a day later. */
export async function dropPieces(tokens: TokenSource, id: string): Promise<void> {
  await Upload.terminate(`${endpoint()}/${id}`, { retryDelays: null, onBeforeRequest: (request) => authorize(tokens, request) }).catch(() => {});
}

async function authorize(tokens: TokenSource, request: HttpRequest): Promise<void> {
  const { value } = await tokens.access();
  request.setHeader("Authorization", `Bearer ${value}`);
}

const idOf = (url: string | null) => (url ?? "").slice((url ?? "").lastIndexOf("/") + 1);

function problemOf(error: Error): Problem {
  const from = error instanceof DetailedError ? error : undefined;
  const response = from?.originalResponse ?? undefined;
  if (response === undefined) {
    // A token that could not be had says so itself; everything else is the connection.
    return error instanceof Problem ? error : from?.causingError instanceof Problem ? from.causingError : new Problem("unreachable", { detail: error.message });
  }
  let body: unknown;
  try {
    body = JSON.parse(response.getBody());
  } catch {
    body = undefined; // of a HEAD, or of a proxy
  }
  return problemFrom(response.getStatus(), body);
}
