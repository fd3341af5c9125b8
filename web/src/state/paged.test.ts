import { describe, expect, test } from "vitest";
import type { Page } from "../api/admin";
import { Problem } from "../api/problem";
import { Paged } from "./paged.svelte";

interface Entry {
  id: string;
}

const page = (next: string, ...ids: string[]): Page<Entry> => ({ entries: ids.map((id) => ({ id })), next });
const ids = (list: Paged<Entry>) => list.entries.map((e) => e.id).join("");

describe("a list that comes page by page", () => {
  test("goes on where the last page ended, and has nothing twice", async () => {
    const list = new Paged<Entry>();
    const asked: string[] = [];
    const pages: Record<string, Page<Entry>> = { "": page("x", "a", "b"), x: page("", "b", "c") };
    await list.ask((cursor) => {
      asked.push(cursor);
      return Promise.resolve(pages[cursor] ?? page(""));
    });
    expect([ids(list), list.more]).toEqual(["ab", true]);
    await list.loadMore();
    expect([ids(list), list.more]).toEqual(["abc", false]);
    await list.loadMore();
    expect(asked).toEqual(["", "x"]);
    await list.again();
    expect([ids(list), list.more]).toEqual(["ab", true]);
  });

  test("shows the answer to the last question, whichever comes first", async () => {
    const list = new Paged<Entry>();
    let answerFirst: (p: Page<Entry>) => void = () => {};
    const first = list.ask(() => new Promise((resolve) => (answerFirst = resolve)));
    await list.ask(() => Promise.resolve(page("", "new")));
    answerFirst(page("more", "old"));
    await first;
    expect([ids(list), list.more, list.busy, list.known]).toEqual(["new", false, false, true]);
  });

  test("keeps what it has when an answer fails, and says so", async () => {
    const list = new Paged<Entry>();
    await list.ask((cursor) => (cursor === "" ? Promise.resolve(page("x", "a")) : Promise.reject(new Problem("unavailable"))));
    await list.loadMore();
    expect([ids(list), list.problem?.code, list.busy, list.more]).toEqual(["a", "unavailable", false, true]);
  });

  test("changes and loses single entries", async () => {
    const list = new Paged<Entry & { n?: number }>();
    await list.ask(() => Promise.resolve(page("", "a", "b")));
    list.replace({ id: "b", n: 1 });
    list.remove("a");
    expect(list.entries).toEqual([{ id: "b", n: 1 }]);
  });
});
