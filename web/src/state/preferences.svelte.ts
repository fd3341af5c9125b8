import type { OwnStatus } from "./status";

/** How this browser shows the messenger: kept here, not at the server, because a phone wants other things than a desk. */
export interface Preferences {
  theme: "auto" | "light" | "dark";
  /** How one appears after signing in, as it was chosen the last time. */
  signInStatus: OwnStatus;
  /** Surfaces in the colours of the sweep instead of plain ones. */
  sweep: boolean;
  language: "auto" | "en" | "zh";
  /** Per cent. */
  textSize: number;
  avatarSize: "compact" | "normal" | "large";
  /** What stands beside the avatar of a friend. */
  nameDisplay: "both" | "nickname" | "account";
  showSignature: boolean;
  onlyOnline: boolean;
  friendSort: "nickname" | "account";
  recentSort: "time" | "online";
  sendKey: "enter" | "ctrlEnter";
  /** No sound at all. */
  mute: boolean;
  soundMessage: boolean;
  soundRequest: boolean;
  soundOnline: boolean;
  /** A word when a friend comes online. */
  noticeOnline: boolean;
  /** Notifications of the browser while nobody looks at the page. */
  notify: boolean;
  /** Of the list beside the conversation, in pixels. */
  listWidth: number;
  /** Of the field one writes in, in pixels; 0: as high as its text. */
  composerHeight: number;
  /** The font that one writes in; empty is the reader's own. */
  fontFamily: string;
  /** Points. */
  fontSize: number;
  fontColor: string;
  fontBold: boolean;
  fontItalic: boolean;
  fontUnderline: boolean;
  /** Teams that are folded away. */
  folded: readonly string[];
}

export const defaults: Preferences = {
  theme: "auto",
  signInStatus: "online",
  sweep: false,
  language: "auto",
  textSize: 100,
  avatarSize: "normal",
  nameDisplay: "both",
  showSignature: true,
  onlyOnline: false,
  friendSort: "nickname",
  recentSort: "time",
  sendKey: "enter",
  mute: false,
  soundMessage: true,
  soundRequest: true,
  soundOnline: true,
  noticeOnline: true,
  notify: false,
  listWidth: 320,
  composerHeight: 0,
  fontFamily: "",
  fontSize: 12,
  fontColor: "#000000",
  fontBold: false,
  fontItalic: false,
  fontUnderline: false,
  folded: [],
};

const KEY = "flamingo.preferences";

/** The bounds of the text size in per cent. */
export const TEXT_SIZES = [50, 75, 90, 100, 110, 125, 150, 200, 300, 400] as const;

/** Reads what was stored, by whatever version: a value of the wrong type is the default. */
export function parsePreferences(text: string | null): Preferences {
  let stored: Record<string, unknown> = {};
  try {
    stored = { ...(JSON.parse(text ?? "{}") as object) };
  } catch {
    // as if nothing had been stored
  }
  const known = Object.entries(defaults).map(([name, value]) => {
    const kept = stored[name];
    return [name, typeof kept === typeof value && Array.isArray(kept) === Array.isArray(value) ? kept : value];
  });
  return Object.fromEntries(known) as Preferences;
}

class PreferenceStore {
  #values = $state.raw<Preferences>(defaults);

  constructor() {
    this.#values = parsePreferences(storage()?.getItem(KEY) ?? null);
  }

  get all(): Preferences {
    return this.#values;
  }

  set<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
    this.#values = { ...this.#values, [name]: value };
    storage()?.setItem(KEY, JSON.stringify(this.#values));
    if (name === "language") location.reload(); // texts are loaded once, at the start
  }

  /** Another tab changed something. */
  reload(): void {
    this.#values = parsePreferences(storage()?.getItem(KEY) ?? null);
  }
}

function storage(): Storage | undefined {
  return globalThis.localStorage;
}

export const preferences = new PreferenceStore();
