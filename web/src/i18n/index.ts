import type { en } from "./en";
import { preferences } from "../state/preferences.svelte";

export type Key = keyof Texts;
export type Language = "en" | "zh";

/** The texts of the first view; what is loaded later brings its own (later.ts). */
export type Texts = typeof en;

/** The names in braces of a text: Params<"{a} of {b}"> is "a" | "b". */
type Params<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? P | Params<Rest> : never;
export type Args<S extends string> = Params<S> extends never ? [] : [values: Record<Params<S>, string | number>];

/** The keys whose texts have nothing to fill in. */
export type Plain<T> = { [K in keyof T]: T[K] extends string ? (Params<T[K]> extends never ? K : never) : never }[keyof T];
export type PlainKey = Plain<Texts>;

/** The first of the reader's language tags that we speak, "en-GB" or "zh-Hans-CN"; "en" when there is none. */
export function pickLocale(preferred: readonly string[]): string {
  return preferred.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
}

/** The reader's own choice, before what the browser says. */
const chosen = preferences.all.language;
const preferred = globalThis.navigator?.languages ?? [];

/** How the reader writes dates and times. */
export const locale = chosen === "auto" ? pickLocale(preferred) : pickLocale([...preferred.filter((tag) => tag.toLowerCase().startsWith(chosen)), chosen]);
export const language: Language = locale.toLowerCase().startsWith("zh") ? "zh" : "en";

/** Only the texts of one language are loaded. */
const texts: Record<Key, string> = language === "zh" ? (await import("./zh")).zh : (await import("./en")).en;

/** The text of key in the reader's language. Values are set as text, never as HTML. */
export function t<K extends Key>(key: K, ...[values]: Args<Texts[K]>): string {
  return fill(texts[key], values ?? {});
}

export function fill(text: string, values: Partial<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
