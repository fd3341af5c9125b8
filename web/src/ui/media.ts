import { getContext, setContext } from "svelte";
import type { FileRef } from "../api/types";
import type { Pictures } from "../state/pictures";

/** What a message needs to show what was stored: said once for everything below. */
export interface Media {
  readonly pictures: Pictures;
  /** Shows a picture in full. */
  open(file: string): void;
  /** The file itself. */
  read(file: string): Promise<Blob>;
  /** Has the browser save a file. */
  save(file: Pick<FileRef, "file" | "name">): void;
}

const MEDIA = Symbol("media");

export function setMedia(media: Media): void {
  setContext(MEDIA, media);
}

export function getMedia(): Media | undefined {
  return getContext<Media | undefined>(MEDIA);
}
