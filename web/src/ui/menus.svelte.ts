import type { Component } from "svelte";

type Icon = Component<{ size?: string | number }>;

/** An entry of a menu; a menu within; or a line between entries. */
export type MenuItem =
  | { label: string; icon?: Icon; run: () => void; danger?: boolean; disabled?: boolean; checked?: boolean }
  | { label: string; icon?: Icon; items: readonly MenuItem[] }
  | "line";

export interface OpenMenu {
  items: readonly MenuItem[];
  anchor: { getBoundingClientRect(): DOMRect };
  label: string;
  /** Small buttons in a row above the entries, such as quick reactions. */
  quick: readonly { label: string; text: string; run: () => void }[];
}

/**
 * The one menu that may be open. Whoever wants one says so here: a list of a
 * thousand rows needs no menu of its own in each of them, and the parts that
 * draw menus are loaded when the first one is wanted.
 */
class Menus {
  current = $state.raw<OpenMenu | undefined>();

  /** Opens below a button, or where the pointer is. */
  open(at: Event, label: string, items: readonly MenuItem[], quick: OpenMenu["quick"] = []): void {
    at.preventDefault();
    at.stopPropagation();
    const button = at.currentTarget instanceof Element ? at.currentTarget : document.body;
    const pointed = at instanceof MouseEvent && at.type === "contextmenu" && (at.clientX !== 0 || at.clientY !== 0);
    const anchor = pointed ? { getBoundingClientRect: () => new DOMRect(at.clientX, at.clientY) } : button;
    this.current = { items, anchor, label, quick };
  }

  close(): void {
    this.current = undefined;
  }
}

export const menus = new Menus();
