import type { Device, Message } from "../api/types";
import { Problem, toErrorCode } from "../api/problem";

/** What a client writes of a message; the server adds the rest. */
export interface OutgoingBody {
  text: string;
}

/** A request of REALTIME.md "Client to server", without its id. */
export type Request =
  | { op: "hello"; token: string; device: Device }
  | { op: "send"; c: string; cid: string; body: OutgoingBody }
  | { op: "read"; c: string; seq: number }
  | { op: "refresh"; token: string };

export interface Hello {
  user: string;
  session: string;
  /** Changes when positions may have gone backwards. */
  epoch: string;
  /** Seconds between signs of life. */
  ping: number;
  limits: { frame: number; text: number };
}

export interface Sent {
  c: string;
  seq: number;
  mid: string;
  ts: string;
  /** An earlier attempt had been stored already. */
  dup: boolean;
}

export type ServerFrame =
  | { kind: "reply"; re: string; d: Fields }
  | { kind: "refusal"; re: string; problem: Problem }
  | { kind: "message"; message: Message }
  | { kind: "read"; c: string; seq: number }
  | { kind: "ping" }
  | { kind: "bye"; code: number; afterMs: number }
  | { kind: "unknown"; ev: string };

export type Fields = Readonly<Record<string, unknown>>;

/** A frame that breaks the protocol. */
export class FrameError extends Error {}

/** The frames of one text message: one JSON object per line. */
export function decode(data: string): ServerFrame[] {
  return data
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => decodeFrame(fields(parse(line), "frame")));
}

function decodeFrame(f: Fields): ServerFrame {
  if (typeof f["re"] === "string") {
    const err = f["err"];
    if (err === undefined) return { kind: "reply", re: f["re"], d: fields(f["d"] ?? {}, "d") };
    return { kind: "refusal", re: f["re"], problem: decodeProblem(fields(err, "err")) };
  }
  switch (f["ev"]) {
    case "msg":
      return { kind: "message", message: decodeMessage(fields(f["d"], "d")) };
    case "u":
      return decodeUserEvent(f);
    case "ping":
      return { kind: "ping" };
    case "bye":
      return { kind: "bye", code: number(f, "code"), afterMs: typeof f["after_ms"] === "number" ? f["after_ms"] : 0 };
    default:
      return { kind: "unknown", ev: text(f, "ev") }; // newer servers say more than we know
  }
}

/** Of the user's own state only read positions are followed. */
function decodeUserEvent(f: Fields): ServerFrame {
  if (f["kind"] !== "read") return { kind: "unknown", ev: "u" };
  const d = fields(f["d"], "d");
  return { kind: "read", c: text(d, "c"), seq: number(d, "seq") };
}

function decodeProblem(err: Fields): Problem {
  const message = err["message"];
  const field = err["field"];
  const retry = err["retry_after_ms"];
  return new Problem(toErrorCode(err["code"]) ?? "internal", {
    detail: typeof message === "string" ? message : "",
    field: typeof field === "string" ? field : "",
    retryAfterMs: typeof retry === "number" ? retry : 0,
  });
}

function decodeMessage(d: Fields): Message {
  const body = fields(d["body"], "body");
  return {
    ...d,
    mid: text(d, "mid"),
    c: text(d, "c"),
    seq: number(d, "seq"),
    from: text(d, "from"),
    ts: text(d, "ts"),
    body: { ...body, text: text(body, "text") },
  };
}

export function decodeHello(d: Fields): Hello {
  const limits = fields(d["limits"], "limits");
  return {
    user: text(d, "user"),
    session: text(d, "session"),
    epoch: text(d, "epoch"),
    ping: number(d, "ping"),
    limits: { frame: number(limits, "frame"), text: number(limits, "text") },
  };
}

export function decodeSent(d: Fields): Sent {
  return { c: text(d, "c"), seq: number(d, "seq"), mid: text(d, "mid"), ts: text(d, "ts"), dup: d["dup"] === true };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new FrameError("a line is not JSON");
  }
}

function fields(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new FrameError(`${name} is not an object`);
  }
  return { ...value };
}

function text(f: Fields, name: string): string {
  const value = f[name];
  if (typeof value !== "string") throw new FrameError(`${name} is not a string`);
  return value;
}

function number(f: Fields, name: string): number {
  const value = f[name];
  if (typeof value !== "number") throw new FrameError(`${name} is not a number`);
  return value;
}
