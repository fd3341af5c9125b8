import { describe, expect, test } from "vitest";
import type { Conversation, Friend, Message, Presence, Team } from "../api/types";
import { friendName, moveFriend, showTeams } from "./friends";
import { applySettings, applyToInbox, shelfOf, totalUnread } from "./inbox";
import { parsePreferences, defaults } from "./preferences.svelte";
import { formatRoute, parseRoute, peerOf, type Route } from "./route";
import { layOut } from "./rows";

const friend = (id: string, username: string, nickname: string, remark = ""): Friend => ({
  user: { id, username, nickname, face_type: 0, custom_face: "", signature: "" },
  remark,
});

describe("friends", () => {
  const teams: Team[] = [
    { name: "Friends", friends: [friend("2", "zoe", "Anna"), friend("3", "ben", "Zed", "Benny")] },
    { name: "Work", friends: [friend("4", "carl", "Carl")] },
  ];
  const online = (user: string): Presence => ({ user, status: "online", devices: ["web"] });
  const how = { onlyOnline: false, friendSort: "nickname", nameDisplay: "both" } as const;

  test("those online come first, then by name or account", () => {
    const names = (presence: Record<string, Presence>, sort: "nickname" | "account") =>
      showTeams(teams, presence, { ...how, friendSort: sort })[0]?.friends.map((f) => f.user.username);
    expect(names({}, "nickname")).toEqual(["zoe", "ben"]);
    expect(names({}, "account")).toEqual(["ben", "zoe"]);
    expect(names({ "3": online("3") }, "nickname")).toEqual(["ben", "zoe"]);
  });

  test("the count is of all, whatever is shown", () => {
    const [shown] = showTeams(teams, { "3": online("3") }, { ...how, onlyOnline: true });
    expect(shown).toMatchObject({ online: 1, total: 2 });
    expect(shown?.friends).toHaveLength(1);
  });

  test("names as the reader wants them; a remark name is a nickname", () => {
    const benny = friend("3", "ben", "Zed", "Benny");
    expect(["both", "nickname", "account"].map((d) => friendName(benny, d as "both"))).toEqual(["Benny (ben)", "Benny", "ben"]);
  });

  test("moving keeps everybody, and an unknown team moves nobody", () => {
    const moved = moveFriend(teams, "2", "Work");
    expect(moved.map((t) => t.friends.map((f) => f.user.id))).toEqual([["3"], ["4", "2"]]);
    expect(moveFriend(teams, "2", "Nowhere")).toEqual(teams);
  });
});

describe("the list", () => {
  const head = (c: string, more: Partial<Conversation> = {}): Conversation => ({ c, kind: "direct", name: c, seq: 4, read: 4, unread: 0, ...more });
  const message = (seq: number, more: Partial<Message> = {}): Message => ({
    mid: `${seq}`, c: "d1-2", seq, from: "2", ts: `2026-11-24T00:00:0${seq}.000Z`, body: { text: "x" }, ...more,
  });

  test("own messages, notes of the server and hidden ones are not unread", () => {
    const unread = (m: Message) => applyToInbox([head("d1-2")], m, "1").inbox[0]?.unread;
    expect(unread(message(5))).toBe(1);
    expect(unread(message(5, { from: "1" }))).toBe(0);
    expect(unread(message(5, { system: true }))).toBe(0);
    expect(unread(message(5, { hidden: true }))).toBe(0);
  });

  test("a hole makes the head be asked for, and so does an unknown conversation", () => {
    expect(applyToInbox([head("d1-2")], message(7), "1").stale).toBe("d1-2");
    expect(applyToInbox([], message(7), "1").stale).toBe("d1-2");
  });

  test("what was removed comes back with the next message", () => {
    const hidden = head("d1-2", { hidden_seq: 4 });
    expect(shelfOf(hidden)).toBe("hidden");
    const [back] = applyToInbox([hidden], message(5), "1").inbox;
    expect(back && shelfOf(back)).toBe("list");
  });

  test("pinned ones are first; what is silenced or put away does not count", () => {
    const inbox = applySettings([head("a", { unread: 2 }), head("b", { unread: 3 })], "b", { pinned: true });
    expect(inbox.map((c) => c.c)).toEqual(["b", "a"]);
    expect(totalUnread(inbox)).toBe(5);
    expect(totalUnread(applySettings(inbox, "b", { mute: "all" }))).toBe(2);
    expect(totalUnread(applySettings(inbox, "b", { archived: true }))).toBe(2);
  });
});

test.each<Route>([
  { kind: "list" },
  { kind: "conversation", c: "d3-12" },
  { kind: "conversation", c: "g268435456", seq: 17 },
  { kind: "person", username: "a/b c?#" },
  { kind: "profile", id: "8" },
  { kind: "group", id: "268435456" },
  { kind: "search", q: "50% & more", c: "d3-12" },
  { kind: "requests" },
  { kind: "mass" },
  { kind: "devices" },
  { kind: "invitation", token: "x/y" },
])("the address of %j leads back there", (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test.each(["#/c/<script>", "#/c/d1", "#/p/x", "#/u/", "#/u/%E0%A4%A", "nonsense", ""])("%j is the list", (hash) => {
  expect(parseRoute(hash)).toEqual({ kind: "list" });
});

test("the other one of a conversation", () => {
  expect([peerOf("d3-12", "3"), peerOf("d3-12", "12"), peerOf("g5", "3")]).toEqual(["12", "3", undefined]);
});

test("stored preferences of another kind are as if there were none", () => {
  expect(parsePreferences('{"theme":"dark","textSize":"big","folded":{}}')).toEqual({ ...defaults, theme: "dark" });
  expect(parsePreferences("nonsense")).toEqual(defaults);
});

test("rows that did not change are the same objects", () => {
  const messages = [1, 2, 3].map((seq): Message => ({ mid: `${seq}`, c: "d1-2", seq, from: "2", ts: new Date(seq * 1_000).toISOString(), body: { text: `${seq}` } }));
  const before = layOut(messages.slice(0, 2), [], "1", undefined);
  const after = layOut(messages, [], "1", undefined);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]); // its run goes on
});
