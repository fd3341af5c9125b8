// Draws the 36 built-in avatars: a flock of simple birds in the colours of the
// house, from red to blue. The drawing depends on the number alone, so that
// running this again changes nothing:
//
//	node scripts/avatars.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const COUNT = 36; // numbers 0 to 35 of the old clients
const out = fileURLToPath(new URL("../public/avatars/", import.meta.url));

/** Hue of a number: red (350) over violet to blue (210). @param {number} n */
const hue = (n) => Math.round((350 - (n / (COUNT - 1)) * 140 + 360) % 360);

/** @type {((h: number) => string)[]} */
const backgrounds = [
  (h) => `<circle cx="64" cy="64" r="64" fill="hsl(${h} 70% 88%)"/>`,
  (h) => `<path d="M0 0h128v128H0z" fill="hsl(${h} 65% 90%)"/><path d="M0 96q32-20 64 0t64 0v32H0z" fill="hsl(${h} 55% 76%)"/>`,
  (h) => `<path d="M0 0h128v128H0z" fill="hsl(${h} 60% 92%)"/><circle cx="96" cy="32" r="20" fill="hsl(${(h + 40) % 360} 85% 75%)"/>`,
  (h) => `<path d="M0 0h128v128H0z" fill="hsl(${h} 45% 30%)"/><g fill="hsl(${h} 90% 88%)"><circle cx="24" cy="26" r="3"/><circle cx="102" cy="20" r="2"/><circle cx="110" cy="62" r="3"/></g>`,
];

/** Six birds: a head on a long neck, a round one, a diver, a flyer, an owl and a duck. */
/** @type {((h: number) => string)[]} */
const birds = [
  (h) => `<path d="M58 122V86q0-22 14-30 10-6 6-16-4-9-15-7-9 2-11 12" fill="none" stroke="hsl(${h} 75% 55%)" stroke-width="15" stroke-linecap="round"/><path d="M50 40q-16 2-18 16 10 2 22-6z" fill="hsl(${h} 30% 22%)"/><circle cx="64" cy="38" r="3.5" fill="#fff"/>`,
  (h) => `<ellipse cx="64" cy="78" rx="38" ry="34" fill="hsl(${h} 75% 55%)"/><circle cx="64" cy="46" r="24" fill="hsl(${h} 75% 62%)"/><path d="M58 50h12l-6 10z" fill="hsl(40 90% 55%)"/><circle cx="55" cy="42" r="4" fill="#222"/><circle cx="73" cy="42" r="4" fill="#222"/>`,
  (h) => `<path d="M20 44q50-8 84 60-40 6-60-22-8-14-24-38z" fill="hsl(${h} 75% 55%)"/><path d="M20 44l-10-10 18 2z" fill="hsl(40 90% 55%)"/><path d="M58 60q30 2 34 30-26 0-34-30z" fill="hsl(${h} 65% 40%)"/><circle cx="34" cy="48" r="4" fill="#fff"/>`,
  (h) => `<path d="M10 58q28-26 54 8 26-34 54-8-30-4-46 22l-8 22-8-22Q40 54 10 58z" fill="hsl(${h} 75% 55%)"/><circle cx="64" cy="64" r="10" fill="hsl(${h} 75% 65%)"/><path d="M60 72h8l-4 9z" fill="hsl(40 90% 55%)"/>`,
  (h) => `<path d="M30 40l12 10q22-10 44 0l12-10v46q0 30-34 30T30 86z" fill="hsl(${h} 60% 48%)"/><g fill="#fff"><circle cx="50" cy="66" r="13"/><circle cx="78" cy="66" r="13"/></g><g fill="#222"><circle cx="52" cy="67" r="6"/><circle cx="76" cy="67" r="6"/></g><path d="M59 78h10l-5 10z" fill="hsl(40 90% 55%)"/>`,
  (h) => `<path d="M14 84h52q4-40 28-40 20 0 20 20 0 12-10 18 0 32-40 32-44 0-50-30z" fill="hsl(${h} 75% 55%)"/><path d="M112 58l14 6-14 6z" fill="hsl(40 90% 55%)"/><path d="M34 92q22-8 34 4-16 14-34-4z" fill="hsl(${h} 65% 40%)"/><circle cx="98" cy="58" r="4" fill="#222"/>`,
];

mkdirSync(out, { recursive: true });
for (let n = 0; n < COUNT; n++) {
  // Neighbours differ in bird and background, and every sixth looks the other way.
  const bird = birds[n % birds.length] ?? String;
  const background = backgrounds[(n + Math.floor(n / birds.length)) % backgrounds.length] ?? String;
  const turned = Math.floor(n / birds.length) % 2 === 1;
  const drawn = bird((hue(n) + (n % 2) * 12) % 360);
  writeFileSync(
    `${out}${n}.svg`,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128">${background(hue(n))}` +
      `${turned ? `<g transform="matrix(-1 0 0 1 128 0)">${drawn}</g>` : drawn}</svg>\n`,
  );
}
