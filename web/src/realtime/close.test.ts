import { describe, expect, test } from "vitest";
import { actionFor, backoff } from "./close";

test.each([
  [4000, { kind: "reconnect", atOnce: false }],
  [1006, { kind: "reconnect", atOnce: false }],
  [1001, { kind: "reconnect", atOnce: false }],
  [4429, { kind: "reconnect", atOnce: false }],
  [4408, { kind: "reconnect", atOnce: true }],
  [4401, { kind: "refresh" }],
  [4403, { kind: "stop", reason: "ended" }],
  [4409, { kind: "stop", reason: "replaced" }],
  [4400, { kind: "stop", reason: "protocol" }],
  [4413, { kind: "stop", reason: "protocol" }],
  [4426, { kind: "stop", reason: "outdated" }],
])("after close code %i: %j", (code, want) => {
  expect(actionFor(code)).toEqual(want);
});

describe("backoff", () => {
  test("doubles up to half a minute, with full jitter", () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((n) => backoff(n, 0, () => 1));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(5, 0, () => 0)).toBe(0);
  });

  test("never comes before the time the server asked for", () => {
    expect(backoff(0, 3_000, () => 0)).toBe(3_000);
    expect(backoff(0, 3_000, () => 1)).toBe(3_500);
  });
});
