// Puts Swagger UI, which shows openapi.yaml at /docs, into static/docs: the
// bundle and its style as they are published, compressed, and their licences.
// A file whose content is there already stays: another machine compresses
// differently, and the committed one is as good.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const from = join(web, "node_modules/swagger-ui-dist");
const to = join(web, "../static/docs");

for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  // The maps are for those who work on Swagger UI; they are not served.
  const text = readFileSync(join(from, name), "utf8").replace(/\n?(\/\/|\/\*)# sourceMappingURL=\S+( ?\*\/)?\s*$/, "\n");
  const target = join(to, `${name}.gz`);
  if (existsSync(target) && gunzipSync(readFileSync(target)).toString() === text) continue;
  writeFileSync(target, gzipSync(text, { level: 9 }));
}
const licences = ["LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"].map((name) => readFileSync(join(from, name), "utf8").trim());
writeFileSync(join(to, "LICENSE.txt"), `${licences.join("\n\n----\n\n")}\n`);
