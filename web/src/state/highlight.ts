export interface TextPiece {
  readonly text: string;
  readonly hit: boolean;
}

/** Splits a text where the words that were looked for stand, whatever their case. */
export function highlight(text: string, query: string): TextPiece[] {
  const words = query.split(/\s+/u).filter((w) => w !== "");
  if (words.length === 0) return [{ text, hit: false }];
  const pattern = new RegExp(words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")).join("|"), "giu");
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), hit: false });
    pieces.push({ text: match[0], hit: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: false });
  return pieces;
}
