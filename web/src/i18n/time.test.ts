import { expect, test } from "vitest";
import { dayInput, dayNumber } from "./time";

test("a birthday goes to a field for dates and back", () => {
  expect(dayInput(18151210)).toBe("1815-12-10");
  expect(dayNumber("1815-12-10")).toBe(18151210);
});

test("a birthday that is none leaves the field empty", () => {
  for (const none of [0, 20171331, 20170100, -5]) expect(dayInput(none)).toBe("");
  expect(dayNumber("")).toBe(0);
});
