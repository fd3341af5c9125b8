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

  test("follows read positions, and no other state of the user yet", () => {
    expect(decode('{"ev":"u","u":9,"kind":"read","d":{"c":"g268435456","seq":12}}')).toEqual([
      { kind: "read", c: "g268435456", seq: 12 },
    ]);
    expect(decode('{"ev":"u","u":10,"kind":"team","d":{}}')).toEqual([{ kind: "unknown", ev: "u" }]);
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
