// Writes static/dist/.source-hash: what the committed build was made from. The Go
// test of package static computes the same, so that a forgotten rebuild is
// noticed without Node. The hash is the SHA-256 of one line per source file, in
// order of their paths: the SHA-256 of the file, two spaces, the path.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));

const folders = ["public", "src"];
const files = ["index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"];

/** @param {string | Buffer} data */
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

/** @param {string} folder @returns {string[]} */
function walk(folder) {
  return readdirSync(join(web, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const paths = [...files, ...folders.flatMap(walk)].filter((path) => !path.endsWith(".test.ts"));
paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const list = paths.map((path) => `${sha256(readFileSync(join(web, path)))}  ${path}\n`).join("");

writeFileSync(join(web, "../static/dist/.source-hash"), `${sha256(list)}\n`);
