// A client that was generated: the daily life of two people with no more
// knowledge of the REST API than the types made from openapi.yaml. The compiler
// holds every path, parameter, field and answer here to the contract.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import { travel } from "./kit.mjs";

/** @typedef {import("openapi-fetch").Client<import("../generated/openapi.ts").paths>} Client */

/**
 * What a call came back with, which has to be a success.
 * @template T
 * @param {Promise<{ data?: T, error?: unknown, response: Response }>} call
 * @returns {Promise<T>}
 */
async function ok(call) {
  const { data, error, response } = await call;
  assert(response.ok, `${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return /** @type {T} */ (data);
}

/** @param {Promise<{ response: Response }>} call @param {number} status */
async function refused(call, status) {
  assert.equal((await call).response.status, status);
}

/** @param {string} origin @param {string} username */
async function join(origin, username) {
  /** @type {Client} */
  const api = createClient({ baseUrl: `${origin}/api/v1` });
  const body = { username, nickname: username, password: "secret horse", device: { id: "1", name: "a program" } };
  const session = await ok(api.POST("/auth/register", { body }));
  let token = session.access_token;
  api.use({
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      return request;
    },
  });
  const renewed = await ok(api.POST("/auth/refresh", { body: { refresh_token: session.refresh_token } }));
  token = renewed.access_token;
  return { api, id: session.user.id };
}

export const client = () =>
  travel("client", async (j) => {
    const alice = await join(j.origin, "alice");
    const bob = await join(j.origin, "bob");
    const c = `d${alice.id}-${bob.id}`;
    const direct = { params: { path: { id: c } } };

    await j.step("two people become friends", async () => {
      const found = await ok(alice.api.GET("/users", { params: { query: { q: "bob" } } }));
      assert.deepEqual(found.users.map((u) => u.id), [bob.id]);
      await ok(alice.api.POST("/friend-requests", { body: { user: bob.id, greeting: "It is me" } }));
      const waiting = await ok(bob.api.GET("/friend-requests"));
      assert.equal(waiting.incoming[0]?.greeting, "It is me");
      await ok(bob.api.POST("/friend-requests/{user}/accept", { params: { path: { user: alice.id } } }));
      await ok(alice.api.POST("/teams", { body: { name: "work" } }));
      await ok(alice.api.PATCH("/friends/{id}", { params: { path: { id: bob.id } }, body: { team: "work", remark: "Bobby" } }));
      const { teams } = await ok(alice.api.GET("/friends"));
      assert.equal(teams.find((t) => t.name === "work")?.friends[0]?.remark, "Bobby");
    });

    await j.step("they write, edit, react, read and recall", async () => {
      const sent = await ok(alice.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "1", body: { text: "Lunch at noon?" } } }));
      assert.equal(sent.seq, 1);
      const again = await ok(alice.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "1", body: { text: "Lunch at noon?" } } }));
      assert(again.dup);
      const at = { params: { path: { id: c, seq: sent.seq } } };
      const edited = await ok(alice.api.PATCH("/conversations/{id}/messages/{seq}", { ...at, body: { body: { text: "Lunch at one?" } } }));
      assert.equal(edited.body.text, "Lunch at one?");
      const emoji = { params: { path: { id: c, seq: sent.seq, emoji: "👍" } } };
      const { reactions } = await ok(bob.api.PUT("/conversations/{id}/messages/{seq}/reactions/{emoji}", emoji));
      assert.deepEqual(reactions, [{ emoji: "👍", users: [bob.id], n: 1 }]);
      await ok(bob.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "2", reply_to: sent.seq, body: { text: "Yes" } } }));
      await ok(bob.api.PUT("/conversations/{id}/read", { ...direct, body: { seq: sent.seq } }));
      const { readers } = await ok(alice.api.GET("/conversations/{id}/messages/{seq}/readers", at));
      assert.deepEqual(readers.map((r) => r.username), ["bob"]);
      await ok(bob.api.PUT("/conversations/{id}/messages/{seq}/pin", at));
      assert.equal((await ok(alice.api.GET("/conversations/{id}/pins", direct))).messages.length, 1);
      const spare = await ok(alice.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "3", body: { text: "oops" } } }));
      await ok(alice.api.POST("/conversations/{id}/messages/{seq}/recall", { params: { path: { id: c, seq: spare.seq } } }));
      const page = await ok(bob.api.GET("/conversations/{id}/messages", { params: { path: { id: c }, query: { after: 0, limit: 2 } } }));
      assert.deepEqual(page.messages.map((m) => m.body.text), ["Lunch at one?", "Yes"]);
      assert(page.more);
    });

    await j.step("a file goes from one to the other", async () => {
      const bytes = new TextEncoder().encode("the minutes");
      const file = await ok(
        alice.api.POST("/files", {
          params: { query: { name: "minutes.txt" } },
          body: "", // the generated type of bytes is a string
          bodySerializer: () => bytes,
          headers: { "Content-Type": "application/octet-stream" },
        }),
      );
      const body = { segments: [{ file: { file: file.file, name: file.name, size: file.size } }] };
      await ok(alice.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "4", body } }));
      const got = await ok(bob.api.GET("/files/{file}", { params: { path: { file: file.file } }, parseAs: "text" }));
      assert.equal(got, "the minutes");
    });

    await j.step("a group is made, joined by a link, and moderated", async () => {
      const group = await ok(alice.api.POST("/groups", { body: { name: "lunch", users: [] } }));
      const at = { params: { path: { id: group.id } } };
      const link = await ok(alice.api.POST("/groups/{id}/invitations", { ...at, body: { uses: 1 } }));
      const token = { params: { path: { token: link.token ?? "" } } };
      assert.equal((await ok(bob.api.GET("/invitations/{token}", token))).group.name, "lunch");
      assert.equal((await ok(bob.api.POST("/invitations/{token}/accept", token))).role, "member");
      const member = { params: { path: { id: group.id, user: bob.id } } };
      const until = new Date(Date.now() + 3_600_000).toISOString();
      const muted = await ok(alice.api.PATCH("/groups/{id}/members/{user}", { ...member, body: { muted_until: until, card: "Bob of lunch" } }));
      assert.equal(muted.card, "Bob of lunch");
      const inGroup = { params: { path: { id: `g${group.id}` } } };
      await refused(bob.api.POST("/conversations/{id}/messages", { ...inGroup, body: { cid: "5", body: { text: "hungry" } } }), 403);
      await ok(alice.api.PATCH("/groups/{id}/members/{user}", { ...member, body: { muted_until: null } }));
      await ok(bob.api.POST("/conversations/{id}/messages", { ...inGroup, body: { cid: "6", body: { text: "hungry" } } }));
      assert.equal((await ok(bob.api.GET("/groups/{id}/members", at))).members.length, 2);
      await ok(bob.api.POST("/groups/{id}/leave", at));
      await refused(bob.api.GET("/conversations/{id}/messages", inGroup), 403);
    });

    await j.step("they find, export and catch up", async () => {
      for (let tries = 0; ; tries++) {
        const { hits } = await ok(bob.api.GET("/search", { params: { query: { q: "lunch", c } } }));
        if (hits[0]?.message.seq === 1) break;
        assert(tries < 100, "the message is not found");
        await new Promise((resolve) => setTimeout(resolve, 100)); // until it is indexed
      }
      const lines = await ok(bob.api.GET("/conversations/{id}/export", { params: { path: { id: c }, query: { format: "jsonl" } }, parseAs: "text" }));
      assert.match(String(lines), /Lunch at one\?/);
      const { conversations, next } = await ok(bob.api.GET("/conversations", { params: { query: { limit: 1 } } }));
      assert.equal(conversations[0]?.c, c);
      assert.equal(next, "");
      const sync = await ok(bob.api.POST("/sync", { body: { resume: {} } }));
      assert(sync.c.some((s) => s.c === c));
      assert.equal(sync.more, null);
    });

    await j.step("errors are as described", async () => {
      const { error } = await alice.api.GET("/conversations/{id}", { params: { path: { id: "d1-9999" } } });
      assert.equal(error?.code, "not_found");
      await ok(alice.api.PUT("/blocks/{user}", { params: { path: { user: bob.id } } }));
      const kept = await bob.api.POST("/conversations/{id}/messages", { ...direct, body: { cid: "7", body: { text: "hello?" } } });
      assert.equal(kept.error?.reason, "unwanted");
      await ok(alice.api.POST("/auth/logout"));
      await refused(alice.api.GET("/me"), 401);
    });
  });
