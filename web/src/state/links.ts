export interface TextPart {
  readonly text: string;
  /** Where a click leads; absent for plain text. */
  readonly href?: string;
}

/** Only these two schemes: javascript: and its like never become a link. */
const urlPattern = /https?:\/\/[^\s<>"'`，。！？；：、“”‘’（）【】《》]+/giu;

/** Punctuation after an address belongs to the sentence around it. */
const trailing = /[.,;:!?*_~]+$/u;

/** Splits a text into plain pieces and addresses, so that it can be shown without making HTML of it. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(urlPattern)) {
    const url = trimUrl(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: url, href: url });
    end = match.index + url.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function trimUrl(url: string): string {
  const trimmed = url.replace(trailing, "");
  // "(see https://example.org/a)" ends before the bracket, "https://example.org/a_(b)" does not.
  const unbalanced = trimmed.endsWith(")") && trimmed.split(")").length > trimmed.split("(").length;
  return unbalanced ? trimUrl(trimmed.slice(0, -1)) : trimmed;
}
