// The little of the REST API that the journey uses to prepare a long history.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

export class RestClient {
  #base;
  #token;
  #user;
  #sent = 0;

  /** @param {string} base @param {string} token @param {string} user id */
  constructor(base, token, user) {
    this.#base = base;
    this.#token = token;
    this.#user = user;
  }

  /** @param {string} origin @param {string} username @param {string} password */
  static async logIn(origin, username, password) {
    const response = await fetch(`${origin}/api/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    assert.equal(response.status, 200);
    const session = /** @type {{ access_token: string, user: { id: string } }} */ (await response.json());
    return new RestClient(`${origin}/api/v1`, session.access_token, session.user.id);
  }

  /** @param {string} username */
  async conversationWith(username) {
    const response = await this.#call("GET", `/users?username=${encodeURIComponent(username)}`);
    const { users } = /** @type {{ users: { id: string }[] }} */ (await response.json());
    const [low, high] = [Number(this.#user), Number(users[0]?.id)].sort((a, b) => a - b);
    return `d${low}-${high}`;
  }

  /** Sends a text, in the pace that the server allows. @param {string} c @param {string} text */
  async send(c, text) {
    const body = { cid: `e2e-${++this.#sent}`, body: { text } };
    for (;;) {
      const response = await this.#call("POST", `/conversations/${c}/messages`, body);
      if (response.status !== 429) {
        assert.equal(response.status, 201, await response.text());
        return;
      }
      const { retry_after_ms: ms } = /** @type {{ retry_after_ms?: number }} */ (await response.json());
      await sleep(ms ?? 1_000);
    }
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  #call(method, path, body) {
    const headers = { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" };
    return fetch(this.#base + path, body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) });
  }
}
