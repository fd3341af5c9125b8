import { getContext, setContext } from "svelte";
import type { Profile } from "../api/types";

/** Who has which face, by user id: said once for everything below. */
type Faces = (id: string) => Profile | undefined;

const FACES = Symbol("faces");

export function setFaces(faces: Faces): void {
  setContext(FACES, faces);
}

export function getFaces(): Faces {
  return getContext<Faces | undefined>(FACES) ?? (() => undefined);
}

/** How many background colours Avatar.svelte has. */
export const HUES = 8;

/** The colour of somebody without a picture: always the same for the same id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The first character of a name, as people count characters. */
export function initialOf(name: string): string {
  const [first] = segmenter.segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? "?";
}
