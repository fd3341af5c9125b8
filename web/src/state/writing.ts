import type { Body, OutgoingBody, Segment } from "../api/types";
import { t } from "../i18n";
import { faceOf } from "./faces";

/** Somebody who can be called by name with "@". */
export interface Callable {
  /** A user id, or "all". */
  readonly id: string;
  /** As everybody in the conversation sees it. */
  readonly name: string;
}

/**
 * What in the text that is being written stands for more than its characters:
 * emoticons that were picked, and people who were called. The text itself is
 * plain, so that a draft is one and every keyboard can change it.
 */
export class Picks {
  readonly faces = new Set<number>();
  /** By name: of two people with the same one, the one who was picked. */
  readonly called = new Map<string, string>();
}

/** What stands in a message that is to be written anew. */
export function picksOf(body: Body): Picks {
  const picks = new Picks();
  for (const s of body.segments ?? []) {
    if (s.face !== undefined) picks.faces.add(s.face);
    if (s.mention !== undefined && s.mention !== "all") picks.called.set(s.name ?? s.mention, s.mention);
  }
  return picks;
}

interface Token {
  readonly look: string;
  readonly segment: Segment;
}

/**
 * Makes a message of a text. An emoji that was typed stays text: only what was
 * picked goes to old clients as an emoticon of theirs. A name behind "@" calls
 * whoever bears it, picked or typed.
 */
export function bodyOf(text: string, picks: Picks, callable: readonly Callable[] = []): OutgoingBody {
  const called = new Map(callable.map(({ id, name }) => [name, id]));
  for (const [name, id] of picks.called) called.set(name, id);
  const all = callable.length > 0 ? [t("content.mentionAll"), "@all"] : [];
  const tokens: Token[] = [
    ...[...picks.faces].map((n) => ({ look: faceOf(n), segment: { face: n } })),
    ...[...called].filter(([, id]) => id !== "all").map(([name, id]) => ({ look: `@${name}`, segment: { mention: id, name } })),
    ...all.map((look) => ({ look, segment: { mention: "all" } })),
  ];
  // The longest first: a penguin with a ribbon is not a penguin and a ribbon, and @Anna is not @Ann and an a.
  tokens.sort((a, b) => b.look.length - a.look.length);
  const segments: Segment[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const token = tokens.find(({ look }) => text.startsWith(look, at) && (!look.startsWith("@") || standsAlone(text, at, look)));
    if (token === undefined) {
      plain += text.charAt(at++);
      continue;
    }
    if (plain !== "") segments.push({ text: plain });
    plain = "";
    segments.push(token.segment);
    at += token.look.length;
  }
  if (segments.length === 0) return { text };
  return { segments: plain === "" ? segments : [...segments, { text: plain }] };
}

const latin = /[\p{Script=Latin}\p{N}_.-]/u;

/** An address such as ann@example.org calls nobody, and neither does @ann in @annabel. Chinese has no spaces to look for. */
function standsAlone(text: string, at: number, look: string): boolean {
  const before = text.charAt(at - 1);
  const after = text.charAt(at + look.length);
  return !latin.test(before) && !(latin.test(look.charAt(look.length - 1)) && /[\p{Script=Latin}\p{N}_]/u.test(after));
}

/** The name that is being written behind an "@" before the caret, if one is. */
export function callAt(text: string, caret: number): { start: number; query: string } | undefined {
  const found = /@([^\s@]{0,30})$/u.exec(text.slice(0, caret));
  if (found === null) return undefined;
  if (latin.test(text.charAt(found.index - 1))) return undefined;
  return { start: found.index, query: found[1] ?? "" };
}

/** As many as can be overlooked. */
const MOST = 8;

/** Who fits what was written behind the "@": those whose name begins with it first. */
export function suggest(callable: readonly Callable[], query: string): Callable[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ name }: Callable) => {
    const at = name.toLocaleLowerCase().indexOf(wanted);
    return at < 0 ? 2 : Math.min(at, 1);
  };
  const fitting = callable.filter((c) => rank(c) < 2);
  return fitting.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).slice(0, MOST);
}
