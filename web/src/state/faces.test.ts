import { expect, test } from "vitest";
import { faceNames } from "../i18n/faces";
import { bodyOf, faceOf } from "./faces";

test("there are 143 emoticons, each with a look of its own and a name", () => {
  const looks = Array.from({ length: 143 }, (_, n) => faceOf(n));
  expect(new Set(looks).size).toBe(143);
  expect(faceNames).toHaveLength(143);
  expect(faceNames.every((name) => name !== "")).toBe(true);
  expect(faceOf(143)).toBe("◻️");
});

test("what was picked goes by number, what was typed stays text", () => {
  expect(bodyOf(`hi ${faceOf(23)}!`, new Set([23]))).toEqual({ segments: [{ text: "hi " }, { face: 23 }, { text: "!" }] });
  expect(bodyOf(`hi ${faceOf(23)}!`, new Set())).toEqual({ text: `hi ${faceOf(23)}!` });
  expect(bodyOf(`${faceOf(46)}${faceOf(48)}`, new Set([46, 48]))).toEqual({ segments: [{ face: 46 }, { face: 48 }] });
});
