import { type Args, fill, language, type Plain } from "./index";
import type { en } from "./enAdmin";

// What the administrator's view says. It comes with that view.

type Texts = typeof en;
export type Key = keyof Texts;
export type PlainKey = Plain<Texts>;

const texts: Readonly<Record<Key, string>> = language === "zh" ? (await import("./zhAdmin")).zh : (await import("./enAdmin")).en;

/** The text of key in the reader's language. Values are set as text, never as HTML. */
export function t<K extends Key>(key: K, ...[values]: Args<Texts[K]>): string {
  return fill(texts[key], values ?? {});
}
