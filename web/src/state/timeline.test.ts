import { expect, test } from "vitest";
import type { Message } from "../api/types";
import { messageAt, type Timeline } from "./timeline";

test("a message is found by its position, and none where there is a hole", () => {
  const messages = [3, 4, 7, 9].map((seq): Message => ({ mid: `${seq}`, c: "d1-2", seq, from: "2", ts: "2026-01-01T00:00:00Z", body: { text: "" } }));
  const t: Timeline = { messages, lastSeq: 9, more: true, held: [] };
  const found = [...Array(12).keys()].map((seq) => messageAt(t, seq)?.seq).filter((seq) => seq !== undefined);
  expect(found).toEqual([3, 4, 7, 9]);
  expect(messageAt({ ...t, messages: [] }, 3)).toBeUndefined();
});
