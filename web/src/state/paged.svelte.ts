import type { Page } from "../api/admin";
import { asProblem, type Problem } from "../api/problem";

/**
 * A list that comes page by page. What is asked for last is what is shown: an
 * answer to an earlier question that comes late is thrown away.
 */
export class Paged<T extends { id: string }> {
  entries = $state.raw<readonly T[]>([]);
  /** Whether there is more behind the last entry. */
  more = $state(false);
  busy = $state(false);
  /** Whether an answer came to the present question. */
  known = $state(false);
  problem = $state.raw<Problem | undefined>();

  #load: (cursor: string) => Promise<Page<T>> = () => Promise.resolve({ entries: [], next: "" });
  #next = "";
  #asked = 0;

  /** Begins anew with another question; what was shown stays until the answer is there. */
  async ask(load: (cursor: string) => Promise<Page<T>>): Promise<void> {
    this.#load = load;
    this.#next = "";
    await this.#fetch(true);
  }

  /** The same question again, from the start. */
  async again(): Promise<void> {
    await this.ask(this.#load);
  }

  async loadMore(): Promise<void> {
    if (this.more && !this.busy) await this.#fetch(false);
  }

  /** Puts a changed entry in the place of the one before. */
  replace(entry: T): void {
    this.entries = this.entries.map((e) => (e.id === entry.id ? entry : e));
  }

  remove(id: string): void {
    this.entries = this.entries.filter((e) => e.id !== id);
  }

  async #fetch(fresh: boolean): Promise<void> {
    const asked = ++this.#asked;
    this.busy = true;
    if (fresh) this.known = false;
    try {
      const page = await this.#load(this.#next);
      if (asked !== this.#asked) return;
      // An entry may have moved from one page to the next meanwhile.
      const before = fresh ? [] : this.entries;
      const have = new Set(before.map((e) => e.id));
      this.entries = [...before, ...page.entries.filter((e) => !have.has(e.id))];
      this.#next = page.next;
      this.more = page.next !== "";
      this.known = true;
      this.problem = undefined;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asProblem(thrown);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}
