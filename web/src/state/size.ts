import { locale } from "../i18n";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A number of bytes, as the reader writes it: 1.4 MB. */
export function sizeText(bytes: number): string {
  let n = bytes;
  let unit = 0;
  while (n >= 1000 && unit < UNITS.length - 1) {
    n /= 1000;
    unit++;
  }
  const format = new Intl.NumberFormat(locale, { style: "unit", unit: UNITS[unit] ?? "byte", unitDisplay: "short", maximumFractionDigits: unit === 0 || n >= 100 ? 0 : 1 });
  return format.format(n);
}
