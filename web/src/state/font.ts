import type { Font } from "../api/types";
import type { Preferences } from "./preferences.svelte";

/** Faces that the old PC client offers, and that other systems have something like; the first is the reader's own. */
export const FAMILIES = ["", "Microsoft YaHei", "SimSun", "SimHei", "KaiTi", "Arial", "Georgia", "Times New Roman", "Courier New"] as const;

/** Points: nobody's text may be unreadable or fill the screen. */
export const SIZES = [9, 10, 12, 14, 16, 18, 20] as const;
const SMALLEST = SIZES[0];
const LARGEST = 20;
/** What the PC client begins with. */
export const USUAL_SIZE = 12;
/** What nobody has chosen. */
export const USUAL_COLOR = "#000000";

/** The font that the user writes in; undefined as long as nothing was chosen. */
export function chosenFont(p: Preferences): Font | undefined {
  const font: Font = {
    ...(p.fontFamily === "" ? {} : { family: p.fontFamily }),
    ...(p.fontSize === USUAL_SIZE ? {} : { size: p.fontSize }),
    ...(p.fontColor === USUAL_COLOR ? {} : { color: p.fontColor }),
    ...(p.fontBold ? { bold: true } : {}),
    ...(p.fontItalic ? { italic: true } : {}),
    ...(p.fontUnderline ? { underline: true } : {}),
  };
  return Object.keys(font).length > 0 ? font : undefined;
}

/** How a font is shown: within limits, and in colours that can be read on light and dark. */
export function fontStyle(font: Font | undefined) {
  const { family, size, color, bold, italic, underline } = font ?? {};
  return {
    family: family ? `"${family.replaceAll(/["\\]/gu, "")}", var(--font)` : undefined,
    size: size === undefined ? undefined : `${Math.min(LARGEST, Math.max(SMALLEST, size)) / USUAL_SIZE}em`,
    // Leans towards the ink of the bubble, dark or light, as far as its ground (--tint) needs.
    color: color === undefined || color === USUAL_COLOR ? undefined : `color-mix(in oklab, ${color} var(--tint, 40%), currentcolor)`,
    weight: bold ? 700 : undefined,
    style: italic ? "italic" : undefined,
    decoration: underline ? "underline" : undefined,
  };
}
