import { type Callable, callAt, suggest } from "../state/writing";

/** The list of names that opens while somebody writes "@…": what it offers, and the keys that work in it. */
export class Mentioning {
  offered = $state.raw<readonly Callable[]>([]);
  /** Which of them the keys would take. */
  index = $state(0);
  #start = 0;
  #end = 0;
  #declined = -1; // where the list was closed: it stays closed for that "@"

  /** Looks at the text before the caret. */
  look(text: string, caret: number, callable: readonly Callable[]): void {
    const call = callable.length === 0 ? undefined : callAt(text, caret);
    if (call === undefined || call.start !== this.#declined) this.#declined = -1;
    if (call === undefined || call.start === this.#declined) {
      this.close();
      return;
    }
    this.#start = call.start;
    this.#end = caret;
    const offered = suggest(callable, call.query);
    if (offered.map((c) => c.id).join() !== this.offered.map((c) => c.id).join()) this.index = 0;
    this.offered = offered;
  }

  /** Handles a key while the list is open; "take" when the marked one is to be taken. */
  key(key: string): "take" | "moved" | "closed" | undefined {
    const n = this.offered.length;
    if (n === 0) return undefined;
    switch (key) {
      case "ArrowDown":
      case "ArrowUp":
        this.index = (this.index + (key === "ArrowDown" ? 1 : n - 1)) % n;
        return "moved";
      case "Enter":
      case "Tab":
        return "take";
      case "Escape":
        this.#declined = this.#start;
        this.close();
        return "closed";
      default:
        return undefined;
    }
  }

  /** The text with a name put in the place of what was written of it, and where the caret goes. */
  take(text: string, name: string): { text: string; caret: number } {
    const put = `@${name} `;
    this.close();
    const rest = text.slice(this.#end);
    return { text: text.slice(0, this.#start) + put + rest.replace(/^ /u, ""), caret: this.#start + put.length };
  }

  close(): void {
    this.offered = [];
    this.index = 0;
  }
}
