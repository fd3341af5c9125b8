// Makes generated/openapi.ts, the types of the REST API, from openapi.yaml:
//
//	npm run generate
//
// With --check it changes nothing and fails when the file is not what it would
// make. Types leave no trace in the build, so that the file is not among its sources.
import openapiTS, { astToString } from "openapi-typescript";
import { readFileSync, writeFileSync } from "node:fs";

const from = new URL("../../api/openapi.yaml", import.meta.url);
const to = new URL("../generated/openapi.ts", import.meta.url);

const made = `// Made from api/openapi.yaml by "npm run generate". Do not edit.\n\n${astToString(await openapiTS(from))}`;
if (!process.argv.includes("--check")) {
  writeFileSync(to, made);
} else if (readFileSync(to, "utf8") !== made) {
  console.error("web/generated/openapi.ts is not made from api/openapi.yaml as it is now: cd web && npm run generate");
  process.exitCode = 1;
}
