import { type Args, fill, type Key as First, language, type Plain, t as first, type Texts as FirstTexts } from "./index";
import type { en } from "./enLater";

// What dialogs, menus and further views say, and all that the first view does.
// It comes with the first part that imports t from here.

type Texts = FirstTexts & typeof en;
export type Key = keyof Texts;
export type PlainKey = Plain<Texts>;

const texts: Readonly<Partial<Record<string, string>>> = language === "zh" ? (await import("./zhLater")).zh : (await import("./enLater")).en;

/** The text of key in the reader's language. Values are set as text, never as HTML. */
export function t<K extends Key>(key: K, ...[values]: Args<Texts[K]>): string {
  const text = texts[key];
  return text === undefined ? (first as (key: First, values?: object) => string)(key as First, values) : fill(text, values ?? {});
}
