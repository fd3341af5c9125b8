import type { Image } from "../api/types";

export type Tab = "chats" | "friends" | "groups";

/** A dialog over everything; each is loaded when it is first wanted. */
export type DialogName =
  | { kind: "find"; query?: string; groups?: boolean }
  | { kind: "newGroup"; users?: readonly string[] }
  | { kind: "account" }
  | { kind: "face"; group?: string }
  | { kind: "editProfile" }
  | { kind: "crop"; picture: Blob; take: (part: Blob) => void }
  | { kind: "emoji"; pick: (emoji: string) => void }
  | { kind: "bell" }
  | { kind: "forward"; c: string; seqs: readonly number[] }
  | { kind: "picture"; images: readonly Image[]; file: string }
  | { kind: "invite"; group: string }
  | { kind: "report"; user?: string; c?: string; seq?: number };

const KEY = "flamingo.tab";

/** Which list is beside the conversation, and which dialog is open. */
class Shell {
  #tab = $state<Tab>(read());
  dialog = $state.raw<DialogName | undefined>();
  /** Conversations put away are shown in place of the others. */
  archive = $state(false);

  get tab(): Tab {
    return this.#tab;
  }

  set tab(tab: Tab) {
    this.#tab = tab;
    globalThis.sessionStorage?.setItem(KEY, tab);
  }

  open(dialog: DialogName): void {
    this.dialog = dialog;
  }

  close(): void {
    this.dialog = undefined;
  }
}

function read(): Tab {
  const kept = globalThis.sessionStorage?.getItem(KEY);
  return kept === "friends" || kept === "groups" ? kept : "chats";
}

export const shell = new Shell();
