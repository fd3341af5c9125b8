import { describe, expect, test } from "vitest";
import { decode, decodeHello, FrameError } from "./frames";

const message = {
  mid: "9021",
  c: "d3-12",
  seq: 346,
  from: "3",
  ts: "2026-11-24T03:04:05.678Z",
  cid: "01JDZ",
  body: { text: "hi [smile]", segments: [{ text: "hi " }, { face: 23 }] },
};

describe("decode", () => {
  test("reads several frames of one message, one per line", () => {
    const frames = decode(`{"ev":"msg","c":"d3-12","seq":346,"d":${JSON.stringify(message)}}\n{"ev":"ping"}\n`);
    expect(frames).toEqual([{ kind: "message", message }, { kind: "ping" }]);
  });

  test("tells answers from refusals", () => {
    const [reply, empty, refusal] = decode(
      '{"re":"1","d":{"c":"d3-12","seq":7}}\n{"re":"2"}\n' +
        '{"re":"3","err":{"code":"rate_limited","message":"slowly","retry_after_ms":1500}}',
    );
    expect(reply).toEqual({ kind: "reply", re: "1", d: { c: "d3-12", seq: 7 } });
    expect(empty).toEqual({ kind: "reply", re: "2", d: {} });
    expect(refusal).toMatchObject({
      kind: "refusal",
      re: "3",
      problem: { code: "rate_limited", detail: "slowly", retryAfterMs: 1500, temporary: true },
    });
  });

  test("reads what changed in a conversation and in the user's own state", () => {
    expect(decode('{"ev":"chg","c":"d3-12","rev":4,"kind":"recall","seq":7,"by":"3","ts":"t","d":{}}')).toEqual([
      { kind: "change", change: { c: "d3-12", rev: 4, kind: "recall", seq: 7, by: "3", ts: "t", d: {} } },
    ]);
    expect(decode('{"ev":"u","u":9,"kind":"read","ts":"t","d":{"action":"moved","c":"g268435456","seq":12}}')).toEqual([
      { kind: "user", event: { u: 9, what: "read", ts: "t", d: { action: "moved", c: "g268435456", seq: 12 } } },
    ]);
  });

  test("reads what is true for a moment only", () => {
    expect(
      decode(
        '{"ev":"typing","c":"d3-12","user":"12","kind":"voice"}\n{"ev":"presence","user":"12","status":"busy","devices":["web","pc"]}\n' +
          '{"ev":"receipt","c":"d3-12","user":"12","seq":5}\n{"ev":"skip","c":"d3-12","seq":6}',
      ),
    ).toEqual([
      { kind: "typing", c: "d3-12", user: "12", typing: "voice" },
      { kind: "presence", presence: { user: "12", status: "busy", devices: ["web", "pc"] } },
      { kind: "receipt", c: "d3-12", user: "12", seq: 5 },
      { kind: "skip", c: "d3-12", seq: 6 },
    ]);
  });

  test("knows the last word of the server", () => {
    expect(decode('{"ev":"bye","code":4000,"reason":"stopping","reconnect":true,"after_ms":800}')).toEqual([
      { kind: "bye", code: 4000, afterMs: 800 },
    ]);
  });

  test("passes over what a newer server says", () => {
    expect(decode('{"ev":"fireworks","d":{"colour":"red"}}')).toEqual([{ kind: "unknown", ev: "fireworks" }]);
  });

  test.each([
    "nonsense",
    "[]",
    "null",
    '{"re":"1","d":7}',
    '{"ev":7}',
    '{"ev":"msg"}',
    '{"ev":"msg","d":{"mid":"1","c":"d1-2","seq":"1","from":"1","ts":"","body":{"text":""}}}',
    '{"ev":"msg","d":{"mid":"1","c":"d1-2","seq":1,"from":"1","ts":"","body":{}}}',
    '{"ev":"bye"}',
  ])("refuses %s", (line) => {
    expect(() => decode(line)).toThrow(FrameError);
  });

  test("an unknown error code is internal", () => {
    expect(decode('{"re":"1","err":{"code":"teapot"}}')).toMatchObject([{ problem: { code: "internal" } }]);
  });
});

test("a hello without limits is refused", () => {
  expect(() => decodeHello({ user: "3", session: "s", epoch: "e", ping: 25 })).toThrow(FrameError);
});

test("a hello tells what was missed", () => {
  const hello = decodeHello({
    user: "3",
    session: "s",
    epoch: "e",
    ping: 25,
    limits: { frame: 65536, text: 20000 },
    sync: {
      u: 12,
      events: [{ u: 12, kind: "team", ts: "t", d: { teams: [] } }],
      c: [{ c: "d3-12", seq: 346, rev: 2, read: 345, unread: 1, messages: [message], changes: [] }],
      more: null,
    },
  });
  expect(hello.sync).toMatchObject({ u: 12, reset: false, partial: false, events: [{ what: "team" }] });
  expect(hello.sync?.conversations).toMatchObject([{ head: { seq: 346, unread: 1 }, gap: false, stale: false, gone: false, messages: [message] }]);
});

test("a changed profile names its user", () => {
  expect(decode('{"ev":"profile","user":"7"}')).toEqual([{ kind: "profile", user: "7" }]);
});
