import { getContext, setContext } from "svelte";
import type { Profile } from "../api/types";

/** What an avatar shows: a picture of one's own, or a built-in one by number. */
export type Face = Pick<Profile, "face_type" | "custom_face">;

/** Who has which face, by user id or, for groups, by conversation: said once for everything below. */
type Faces = (id: string) => Face | undefined;

const FACES = Symbol("faces");

export function setFaces(faces: Faces): void {
  setContext(FACES, faces);
}

export function getFaces(): Faces {
  return getContext<Faces | undefined>(FACES) ?? (() => undefined);
}

/** How many built-in avatars there are, as with the old clients: numbers 0 to 35. The first one is what nobody has chosen. */
export const BUILT_IN = 36;

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
