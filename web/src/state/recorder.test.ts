import { expect, test } from "vitest";
import { lengthText, waveformOf } from "./recorder.svelte";

test("a long recording is drawn with so many bars, each as high as its loudest part", () => {
  expect(waveformOf([1, 9, 3, 4, 200, 6], 3)).toEqual([9, 4, 200]);
  expect(waveformOf([7, 8], 48)).toEqual([7, 8]);
  expect(waveformOf([], 48)).toEqual([]);
  expect(waveformOf(Array.from({ length: 100 }, () => 5), 48)).toHaveLength(48);
});

test("lengths are minutes and seconds", () => {
  expect([400, 7_000, 61_000, 600_000].map(lengthText)).toEqual(["0:00", "0:07", "1:01", "10:00"]);
});
