// The journeys, two at a time: FLAMINGO_BIN=path [WORKERS=1] npm run e2e [name…].
import { account } from "./account.mjs";
import { admin } from "./admin.mjs";
import { client } from "./client.mjs";
import { demo } from "./demo.mjs";
import { desk } from "./desk.mjs";
import { docs } from "./docs.mjs";
import { find } from "./find.mjs";
import { install } from "./install.mjs";
import { integrations } from "./integrations.mjs";
import { media } from "./media.mjs";
import { messages } from "./messages.mjs";
import { people } from "./people.mjs";
import { push } from "./push.mjs";
import { settings } from "./settings.mjs";
import { self } from "./self.mjs";
import { talk } from "./talk.mjs";
import { transfers } from "./transfers.mjs";
import { uploads } from "./uploads.mjs";

const journeys = { demo, talk, account, people, messages, media, self, settings, desk, find, install, docs, client, uploads, transfers, integrations, push, admin };
const wanted = process.argv.slice(2);

// Each has a server and a browser of its own; two at once fill the waiting of one with the work of the other.
const workers = Number(process.env["WORKERS"] ?? 2);
const waiting = Object.entries(journeys).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const began = performance.now();
/** @type {{ name: string, thrown: unknown }[]} */
const failures = [];

async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, go] = next;
    const start = performance.now();
    try {
      await go();
      console.log(`--  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    } catch (thrown) {
      console.error(`failed: ${name}:`, thrown);
      failures.push({ name, thrown });
    }
  }
}

await Promise.all(Array.from({ length: workers }, work));
const took = `${((performance.now() - began) / 1000).toFixed(0)} s`;
if (failures.length === 0) {
  console.log(`ok  no console error, no policy violation, no accessibility violation (${took})`);
} else {
  // Once more at the end, where whoever reads it looks first.
  for (const { name, thrown } of failures) console.error(`failed: ${name}:`, thrown);
  console.error(`failed: ${failures.length} journeys (${took})`);
  process.exit(1); // what a failed journey left open is not waited for
}
