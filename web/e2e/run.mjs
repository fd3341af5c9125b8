// The journeys, one after the other: FLAMINGO_BIN=path npm run e2e [name…].
import { account } from "./account.mjs";
import { admin } from "./admin.mjs";
import { client } from "./client.mjs";
import { demo } from "./demo.mjs";
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

const journeys = { demo, talk, account, people, messages, media, self, settings, find, install, docs, client, uploads, transfers, integrations, push, admin };
const wanted = process.argv.slice(2);

for (const [name, go] of Object.entries(journeys)) {
  if (wanted.length === 0 || wanted.includes(name)) await go();
}
console.log("ok  no console error, no policy violation, no accessibility violation");
