import type { OutgoingBody, Segment } from "../api/types";

/**
 * The 143 emoticons of the old clients as Unicode emoji, by their number
 * (0 to 142). No two are the same, so that what was picked can be told apart
 * in the text that is being written. Drawn by the reader's own system.
 */
const FACES = "😁|😜|😓|🤭|👋|🔨|😅|🪖|🥺|😭|😢|🤫|😎|😫|😟|💩|😒|🔪|🥰|😍|😊|😌|🤢|🙂|😡|😳|😱|😰|😏|💋|🙄|😤|😾|😮|🤔|😪|😘|😄|😲|😵|😕|😈|💪|💑|🤗|👍|🐧|🤐|🐧🎀|🐧🎗️|🐧🥋|🐧💦|🐧🪢|🐧↩️|🤝|✌️|🙏|🐧😊|🐧👋|🎂|🐧📢|🍺|🐞|👉|🐧💃|🤟|☕|☝️|🏓|🏀|🗡️|😠|🤙|✊|💔|😔|🥱|⚽|😼|🏳️|😣|😋|😩|🤬|😿|🤥|😆|🙁|👎|🐷|🌹|💣|❤️|🥲|🐧💋|🥀|🍚|🍉|👌|🤑|🌙|👧|🐧💤|☀️|🎁|💀|⚡|🐱|㊗️|🧨|🏮|🀄|🎤|🛍️|✉️|♟️|🎉|🕯️|💢|🍭|🍼|🍜|🍌|✈️|🚗|🚆|🚃|🚋|☁️|🌧️|💵|🐼|💡|🎐|⏰|☂️|🎈|💍|🛋️|🧻|💊|🔫|🐸".split("|");

/** How the emoticon with a number looks; a number that nobody knows is a white square. */
export function faceOf(n: number): string {
  return FACES[n] ?? "◻️";
}

/**
 * Makes a message of a text in which some emoticons were picked, by number.
 * An emoji that was typed stays text: only what was picked goes to old clients
 * as one of theirs.
 */
export function bodyOf(text: string, picked: ReadonlySet<number>): OutgoingBody {
  // The longest first: a penguin with a ribbon is not a penguin and a ribbon.
  const wanted = [...picked].map((n) => ({ n, look: faceOf(n) })).sort((a, b) => b.look.length - a.look.length);
  const segments: Segment[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const face = wanted.find(({ look }) => text.startsWith(look, at));
    if (face === undefined) {
      plain += text.charAt(at++);
      continue;
    }
    if (plain !== "") segments.push({ text: plain });
    plain = "";
    segments.push({ face: face.n });
    at += face.look.length;
  }
  if (segments.length === 0) return { text };
  return { segments: plain === "" ? segments : [...segments, { text: plain }] };
}
