import { locale, t } from "./index";

const clockFormat = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: "long" });
const dateFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const fullDateFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });

const DAY_MS = 86_400_000;

/** How many midnights lie between the two, in the reader's time zone. */
function daysBetween(then: Date, now: Date): number {
  const midnight = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  return Math.round((midnight(now) - midnight(then)) / DAY_MS); // rounded: summer time has days of 23 hours
}

/** "14:05": beside a message. */
export function clock(ts: string): string {
  return clockFormat.format(new Date(ts));
}

/** The exact moment, for a tooltip. */
export function moment(ts: string): string {
  return momentFormat.format(new Date(ts));
}

/** "Today", "Monday", "3 March 2025": the line between two days. */
export function dayName(ts: string, now = new Date()): string {
  const then = new Date(ts);
  const days = daysBetween(then, now);
  if (days === 0) return t("day.today");
  if (days === 1) return t("day.yesterday");
  return days > 1 && days < 7 ? weekdayFormat.format(then) : fullDateFormat.format(then);
}

/** The time today, the weekday this week, else the date: in the list. */
export function shortTime(ts: string, now = new Date()): string {
  const then = new Date(ts);
  const days = daysBetween(then, now);
  if (days === 0) return clockFormat.format(then);
  if (days === 1) return t("day.yesterday");
  if (days > 1 && days < 7) return weekdayFormat.format(then);
  return then.getFullYear() === now.getFullYear() ? dateFormat.format(then) : fullDateFormat.format(then);
}

const agoFormat = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** "5 minutes ago" within the last hours, else as the list has it: when somebody was last there. */
export function ago(ts: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - Date.parse(ts)) / 60_000);
  if (minutes < 60) return agoFormat.format(-Math.max(0, minutes), "minute");
  if (minutes < 12 * 60) return agoFormat.format(-Math.floor(minutes / 60), "hour");
  return shortTime(ts, now);
}

/** Whether both are on one day of the reader's calendar. */
export function sameDay(a: string, b: string): boolean {
  return daysBetween(new Date(a), new Date(b)) === 0;
}

/** A day that was stored as the number 20171231, as the old clients write birthdays; empty when there is none. */
export function dateOnly(yyyymmdd: number): string {
  const [year, month, day] = [Math.floor(yyyymmdd / 10_000), Math.floor(yyyymmdd / 100) % 100, yyyymmdd % 100];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return "";
  return fullDateFormat.format(new Date(year, month - 1, day));
}

/** The same day as a field for dates takes it, "2017-12-31"; empty when there is none. */
export function dayInput(yyyymmdd: number): string {
  if (dateOnly(yyyymmdd) === "") return "";
  const digits = String(yyyymmdd).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** The other way round; 0 when there is none. */
export function dayNumber(field: string): number {
  return Number(field.replaceAll("-", ""));
}
