import type { Component } from "svelte";

type Icon = Component<{ size?: string | number }>;

/** An entry of a menu; a menu within; or a line between entries. */
export type MenuItem =
  | { label: string; icon?: Icon; run: () => void; danger?: boolean; disabled?: boolean; checked?: boolean }
  | { label: string; icon?: Icon; items: readonly MenuItem[] }
  | "line";

/** Where a menu opens. */
export interface Anchor {
  getBoundingClientRect(): DOMRect;
}

export interface OpenMenu {
  items: readonly MenuItem[];
  anchor: Anchor;
  label: string;
  /** Small buttons in a row above the entries, such as quick reactions. */
  quick: readonly { label: string; text: string; run: () => void }[];
}

/** What a menu offers. */
export interface Entries {
  items: readonly MenuItem[];
  quick?: OpenMenu["quick"];
}

/**
 * The one menu that may be open. Whoever wants one says so here: a list of a
 * thousand rows needs no menu of its own in each of them, and the parts that
 * draw menus are loaded when the first one is wanted.
 */
class Menus {
  current = $state.raw<OpenMenu | undefined>();
  #wanted = 0;

  /** Opens below a button, or where the pointer is. */
  open(at: Event, label: string, items: readonly MenuItem[], quick: OpenMenu["quick"] = []): void {
    this.show(anchorOf(at), label, { items, quick });
  }

  /** The same for entries that are loaded when they are first wanted: the first view needs none of them. */
  async load(at: Event, label: string, load: (anchor: Anchor) => Promise<Entries>): Promise<void> {
    const anchor = anchorOf(at);
    const wanted = ++this.#wanted;
    const entries = await load(anchor);
    if (wanted === this.#wanted) this.show(anchor, label, entries); // nothing else was opened meanwhile
  }

  /** Opens at a place that another menu was at. */
  show(anchor: Anchor, label: string, { items, quick = [] }: Entries): void {
    this.#wanted++;
    this.current = { items, anchor, label, quick };
  }

  close(): void {
    this.current = undefined;
  }
}

export const menus = new Menus();

function anchorOf(at: Event): Anchor {
  at.preventDefault();
  at.stopPropagation();
  const button = at.currentTarget instanceof Element ? at.currentTarget : document.body;
  const pointed = at instanceof MouseEvent && at.type === "contextmenu" && (at.clientX !== 0 || at.clientY !== 0);
  return pointed ? { getBoundingClientRect: () => new DOMRect(at.clientX, at.clientY) } : button;
}
