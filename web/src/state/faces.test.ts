import { expect, test } from "vitest";
import { faceNames } from "../i18n/faces";
import { faceOf } from "./faces";

test("there are 143 emoticons, each with a look of its own and a name", () => {
  const looks = Array.from({ length: 143 }, (_, n) => faceOf(n));
  expect(new Set(looks).size).toBe(143);
  expect(faceNames).toHaveLength(143);
  expect(faceNames.every((name) => name !== "")).toBe(true);
  expect(faceOf(143)).toBe("◻️");
});
