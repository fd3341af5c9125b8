import { Problem, problemFrom } from "./problem";
import { path, type Rest } from "./rest";
import type { Group, User } from "./types";

/** What the server has stored; pictures have a size in pixels. */
export interface StoredFile {
  file: string;
  name: string;
  size: number;
  type: string;
  width?: number;
  height?: number;
}

/** The sides, in pixels, that small pictures are made in. */
export type Side = 64 | 128 | 256 | 512 | 1024;

/** A picture of some hundred kilobytes is up by then, or the connection is of no use. */
const AVATAR_MS = 60_000;

/** What an instant upload has to hash, see openapi.yaml. */
export interface Challenge {
  challenge: string;
  nonce: string;
  pieces: { offset: number; length: number }[];
}

/** Stored files: of messages, and avatars. */
export class FilesApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  get rest(): Rest {
    return this.#rest;
  }

  /** Stores a file in one request. `progress` is told the share of it that is on its way, from 0 to 1. */
  async upload(file: Blob, name: string, progress: (share: number) => void, signal: AbortSignal): Promise<StoredFile> {
    const query = new URLSearchParams({ name });
    return this.#rest.withToken((token) => send("POST", `/files?${query}`, token, file, progress, signal));
  }

  /** Begins an instant upload: asks what of a file to hash. */
  challenge(md5: string, size: number): Promise<Challenge> {
    return this.#rest.post("/files/instant", { md5, size });
  }

  /** Ends it; not_found means that the bytes have to be sent. */
  claim(claim: { md5: string; size: number; name: string; challenge: string; proof: string }): Promise<StoredFile> {
    return this.#rest.post("/files/instant", claim);
  }

  /** The file that an upload in pieces has become. */
  async uploaded(id: string): Promise<StoredFile | undefined> {
    return (await this.#rest.get<{ file?: StoredFile }>(path`/uploads/${id}`)).file;
  }

  /** A picture in small. */
  thumbnail(file: string, side: Side): Promise<Blob> {
    return this.#rest.blob(path`/files/${file}/thumbnail?side=${side}`);
  }

  /** The file itself. */
  read(file: string): Promise<Blob> {
    return this.#rest.blob(path`/files/${file}`);
  }

  /** An address that the browser itself can save the file from, under a name. */
  async saveAddress(file: string, name: string): Promise<string> {
    const { url } = await this.#rest.post<{ url: string }>(path`/files/${file}/link`);
    return `${url}&${new URLSearchParams({ download: "1", name })}`;
  }

  /** Makes the middle of a picture the own avatar. */
  setAvatar(picture: Blob): Promise<User> {
    return this.#rest.withToken((token) => send("PUT", "/me/avatar", token, picture, () => {}, AbortSignal.timeout(AVATAR_MS)));
  }

  /** Makes the middle of a picture that of a group. */
  setGroupPicture(group: string, picture: Blob): Promise<Group> {
    const place = path`/groups/${group}/picture`;
    return this.#rest.withToken((token) => send("PUT", place, token, picture, () => {}, AbortSignal.timeout(AVATAR_MS)));
  }

  removeGroupPicture(group: string): Promise<unknown> {
    return this.#rest.delete(path`/groups/${group}/picture`);
  }
}

/** fetch cannot tell how far an upload is; XMLHttpRequest can. */
function send<T>(method: string, place: string, token: string, body: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new DOMException("given up", "AbortError"));
      return;
    }
    const request = new XMLHttpRequest();
    request.open(method, `/api/v1${place}`);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (e) => {
      if (e.lengthComputable && e.total > 0) progress(e.loaded / e.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(problemFrom(request.status, request.response));
    };
    request.onerror = () => reject(new Problem("unreachable"));
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
