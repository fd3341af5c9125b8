import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let dist = "";
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "flamingo-budget-"));
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), '<script type="module" src="/assets/first-a.js"></script>');
});
afterEach(() => rmSync(dist, { recursive: true }));

/** Script that no compression makes smaller. */
const script = (kilobytes: number) => `/*${randomBytes(Math.ceil(kilobytes * 768)).toString("base64")}*/`;

function build(files: Record<string, string>): { status: number | null; out: string } {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, "assets", name), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "budget.mjs"), dist], { encoding: "utf8" });
  return { status, out: stdout + stderr };
}

const small = { "first-a.js": 'import"./shared-b.js"', "shared-b.js": "", "MessengerView-c.js": "", "zh-d.js": "" };

test("a first view within its budget passes, whatever comes later", () => {
  const { status, out } = build({ ...small, "shared-b.js": script(60), "first-a.js": 'import"./shared-b.js";import("./later-e.js")', "later-e.js": script(90) });
  expect(out).toContain("of 100.0 KB");
  expect(status).toBe(0);
});

test("a first view beyond its budget fails, also by what its scripts import", () => {
  const { status, out } = build({ ...small, "shared-b.js": script(60), "MessengerView-c.js": `import{x}from"./messenger-f.js"`, "messenger-f.js": script(90) });
  expect(out).toContain("more script than its budget");
  expect(status).toBe(1);
});

test("a part that was renamed is missed", () => {
  expect(build({ "first-a.js": "", "zh-d.js": "" }).status).toBe(1);
});

test("the build ends with it, and the tests of the tree build", () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as { scripts: { build: string } };
  expect(scripts.build).toMatch(/&& node scripts\/budget\.mjs$/u);
  const all = readFileSync(join(import.meta.dirname, "../../scripts/test.sh"), "utf8");
  expect(all).toMatch(/^set -euo pipefail$/mu);
  expect(all).toMatch(/^rebuild_web\(\) \{\n\t\(cd web && npm run --silent build\)$/mu);
  expect(all).toMatch(/^step .* rebuild_web$/mu);
});
