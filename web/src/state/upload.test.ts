import { expect, test } from "vitest";
import type { StoredFile } from "../api/files";
import { Problem } from "../api/problem";
import { IN_PIECES, type Sendable, send, type Ways } from "./upload";

const stored: StoredFile = { file: "0".repeat(32), name: "a", size: 1, type: "text/plain" };

/** A file of so many bytes, and a record of what was done with it. */
function journey(size: number, script: { known?: boolean; answers: (Problem | "done")[]; id?: string }) {
  const done: string[] = [];
  const stop = new AbortController();
  let answers = script.answers;
  let waiting = false;
  const next = async () => {
    const [answer, ...rest] = answers;
    answers = rest;
    if (answer instanceof Problem) throw answer;
    return stored;
  };
  const s: Sendable = {
    file: { size } as Blob,
    name: "a",
    id: script.id,
    signal: stop.signal,
    checking: false,
    get waiting() {
      return waiting;
    },
    set waiting(is) {
      waiting = is;
      if (is) done.push("waits");
    },
    began: (id) => void (s.id = id),
    progress: () => {},
  };
  const ways: Ways = {
    whole: () => (done.push("whole"), next()),
    instantly: async () => (done.push("asks"), script.known ? stored : undefined),
    pieces: (p) => {
      done.push(`pieces ${p.id ?? "anew"}`);
      p.began(p.id ?? "up1");
      return next();
    },
    pause: async () => void (stop.signal.aborted || done.push("pause")),
  };
  return { done, stop, s, run: () => send(s, ways) };
}

const large = IN_PIECES + 1;
const away = new Problem("unreachable");

test("a small file goes whole, and again when the connection is back", async () => {
  const j = journey(10, { answers: [away, "done"] });
  await expect(j.run()).resolves.toBe(stored);
  expect(j.done).toEqual(["whole", "waits", "pause", "whole"]);
});

test("what the server has is not sent", async () => {
  const j = journey(large, { known: true, answers: [] });
  await expect(j.run()).resolves.toBe(stored);
  expect(j.done).toEqual(["asks"]);
});

test("a large file goes on where it was, however often the connection breaks", async () => {
  const j = journey(large, { answers: [...Array.from({ length: 9 }, () => away), "done"] });
  await expect(j.run()).resolves.toBe(stored);
  expect(j.done.filter((d) => d.startsWith("pieces"))).toEqual(["pieces anew", ...Array.from({ length: 9 }, () => "pieces up1")]);
  expect(j.done.filter((d) => d === "asks")).toHaveLength(1);
});

test("an upload of an earlier visit is gone on with, or begun anew when the server has forgotten it", async () => {
  const j = journey(large, { id: "old", answers: [new Problem("not_found"), "done"] });
  await expect(j.run()).resolves.toBe(stored);
  expect(j.done).toEqual(["pieces old", "pieces anew"]);
});

test("a refusal that waiting does not change ends it", async () => {
  const j = journey(large, { answers: [new Problem("too_large")] });
  await expect(j.run()).rejects.toMatchObject({ code: "too_large" });
});

test("a server that keeps failing is not asked for ever", async () => {
  const j = journey(10, { answers: Array.from({ length: 50 }, () => new Problem("internal")) });
  await expect(j.run()).rejects.toMatchObject({ code: "internal" });
  expect(j.done.filter((d) => d === "whole").length).toBeLessThan(10);
});

test("giving it up ends the waiting", async () => {
  const j = journey(10, { answers: [away, "done"] });
  j.s.progress = () => {};
  const running = j.run();
  j.stop.abort();
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
});
