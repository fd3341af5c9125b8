import { describe, expect, test } from "vitest";
import { en as first } from "./en";
import { t as administer } from "./admin";
import { en as admin } from "./enAdmin";
import { zh as adminZh } from "./zhAdmin";
import { fill, pickLocale, t } from "./index";
import { t as all } from "./later";
import { en as later } from "./enLater";
import { zh as laterZh } from "./zhLater";
import { ago, dayName, sameDay, shortTime } from "./time";
import { zh as firstZh } from "./zh";

const en = { ...first, ...later };
const zh = { ...firstZh, ...laterZh };

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe("texts", () => {
  test("both languages have the same keys", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  test.each(Object.keys(en) as (keyof typeof en)[])("%s is complete in both languages", (key) => {
    expect(zh[key].trim()).not.toBe("");
    expect(placeholders(zh[key])).toEqual(placeholders(en[key]));
  });

  test("no text is in both parts", () => {
    expect(Object.keys(later).filter((key) => key in first)).toEqual([]);
    expect(all("message.you")).toBe(t("message.you"));
    expect(all("settings.language")).toBe(later["settings.language"]);
  });

  test("values are filled in, whatever they contain", () => {
    expect(fill("{a} and {b}", { a: "$&", b: "<i>" })).toBe("$& and <i>");
    expect(t("sidebar.unread", { n: 3 })).toBe("Unread: 3");
  });
});

test.each([
  [["de-DE", "zh-Hant-TW", "en"], "zh-Hant-TW"],
  [["en-GB", "zh"], "en-GB"],
  [["fr"], "en"],
  [[], "en"],
] as const)("readers of %j get %s", (preferred, want) => {
  expect(pickLocale(preferred)).toBe(want);
});

describe("texts of administrators", () => {
  test("both languages have the same keys", () => {
    expect(Object.keys(adminZh).sort()).toEqual(Object.keys(admin).sort());
    expect(administer("title")).toBe(admin.title);
  });

  test.each(Object.keys(admin) as (keyof typeof admin)[])("%s is complete in both languages", (key) => {
    expect(adminZh[key].trim()).not.toBe("");
    expect(placeholders(adminZh[key])).toEqual(placeholders(admin[key]));
  });
});

describe("times", () => {
  const now = new Date(2026, 10, 24, 0, 30);
  const at = (...[y, m, d, h]: [number, number, number, number]) => new Date(y, m, d, h).toISOString();

  test("days are named by the calendar, not by 24 hours", () => {
    expect(dayName(at(2026, 10, 24, 0), now)).toBe("Today");
    expect(dayName(at(2026, 10, 23, 23), now)).toBe("Yesterday");
    expect(dayName(at(2026, 10, 20, 12), now)).toBe("Friday");
    expect(dayName(at(2026, 10, 17, 12), now)).toContain("2026");
    expect(sameDay(at(2026, 10, 23, 23), at(2026, 10, 24, 0))).toBe(false);
  });

  test("when somebody was last there is told in minutes and hours, then by day", () => {
    const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
    expect(ago(before(0), now)).toBe("this minute");
    expect(ago(before(5), now)).toBe("5 minutes ago");
    expect(ago(before(185), now)).toBe("3 hours ago");
    expect(ago(before(20 * 60), now)).toBe("Yesterday");
  });

  test("the list shows the year only when it is another one", () => {
    expect(shortTime(at(2026, 2, 3, 12), now)).not.toContain("2026");
    expect(shortTime(at(2025, 2, 3, 12), now)).toContain("2025");
  });
});
