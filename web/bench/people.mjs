// Fills a server over REST: two people, and a conversation that is long.
import assert from "node:assert/strict";

/** @typedef {{ access_token: string, refresh_token: string, session: string, user: { id: string } }} Session */

const password = "secret horse";

/** @param {string} origin @param {string} path @param {object} body @param {string} [token] @returns {Promise<any>} */
async function post(origin, path, body, token) {
  const headers = { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
  const response = await fetch(`${origin}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.json();
  assert(response.ok, `${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** @param {string} origin @param {string} name @returns {Promise<Session>} */
export const register = (origin, name) => post(origin, "/auth/register", { username: name, nickname: name, password });

/** @param {string} origin @param {string} name @returns {Promise<Session>} */
export const logIn = (origin, name) => post(origin, "/auth/login", { username: name, password, device: { name: "a bench" } });

/** What the browser keeps of somebody who stays signed in, see src/state/credentials.ts. @param {string} origin @param {Session} s */
export const keptBy = (origin, s) => ({
  cookies: [],
  origins: [{ origin, localStorage: [{ name: "flamingo.session", value: JSON.stringify({ session: s.session, refreshToken: s.refresh_token, user: s.user.id }) }] }],
});

const words = "the quick brown fox has jumped over lazy dogs and 今天 天气 很好 我们 去 爬山 吧 at nine o'clock sharp".split(" ");

/** A text of one to forty words, the same for the same number. @param {number} n */
function text(n) {
  const length = 1 + ((n * 7919) % 40);
  return `${n}: ${Array.from({ length }, (_, i) => words[(n + i * i) % words.length]).join(" ")}`;
}

/** Sends many messages by turns, some at once. @param {string} origin @param {[Session, Session]} pair @param {number} count */
export async function fill(origin, pair, count) {
  const c = `d${pair[0].user.id}-${pair[1].user.id}`;
  let next = 0;
  const send = async () => {
    while (next < count) {
      const n = ++next;
      const from = pair[n % 5 < 3 ? 0 : 1];
      await post(origin, `/conversations/${c}/messages`, { cid: `bench-${n}`, body: { text: text(n) } }, from.access_token);
    }
  };
  await Promise.all(Array.from({ length: 64 }, send));
  return c;
}
