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
