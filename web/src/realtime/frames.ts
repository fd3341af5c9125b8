import type { Change, Conversation, Device, Message, OutgoingBody, Presence, PresenceStatus } from "../api/types";
import { Problem, toErrorCode } from "../api/problem";

export type TypingKind = "text" | "voice" | "stop";

/** The positions of what a client has: the server answers with what is missing. */
export interface Resume {
  epoch: string;
  /** Of the user's own log. */
  u: number;
  /** Last seq and rev by conversation, at most MAX_RESUME of them. */
  c: Record<string, [seq: number, rev: number]>;
}

export const MAX_RESUME = 200;

/** A request of REALTIME.md "Client to server", without its id. */
export type Request =
  | { op: "hello"; token: string; device: Device; status?: PresenceStatus; visible?: boolean; resume?: Resume }
  | { op: "send"; c: string; cid: string; body: OutgoingBody; reply_to?: number }
  | { op: "read"; c: string; seq: number }
  | { op: "typing"; c: string; kind: TypingKind }
  | { op: "status"; status: PresenceStatus }
  | { op: "visible"; visible: boolean }
  | { op: "watch"; users: readonly string[] }
  | { op: "refresh"; token: string }
  | { op: "ping" };

/** What happened to a conversation while this client was away. */
export interface SyncedConversation {
  c: string;
  /** How it stands in the list now. */
  head: Conversation;
  messages: Message[];
  changes: Change[];
  /** Messages between what the client has and the end are left out: they are read on demand. */
  gap: boolean;
  /** Changes are left out: what is kept of this conversation is worth nothing. */
  stale: boolean;
  /** The user is not in it any more. */
  gone: boolean;
}

export interface UserEvent {
  u: number;
  /** read, conversation, friend, request, group, team, block, profile, settings, session */
  what: string;
  ts: string;
  d: Fields;
}

/** The answer to a resume. */
export interface Sync {
  u: number;
  events: UserEvent[];
  conversations: SyncedConversation[];
  /** The positions of this client are worth nothing: it starts clean. */
  reset: boolean;
  /** There is more than fits: the lists have to be read anew. */
  partial: boolean;
}

export interface Hello {
  user: string;
  session: string;
  /** Changes when positions may have gone backwards. */
  epoch: string;
  /** Seconds between signs of life. */
  ping: number;
  limits: { frame: number; text: number };
  /** How far the user's own log goes. */
  u?: number;
  /** Only when the hello had something to resume. */
  sync?: Sync;
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
  | { kind: "change"; change: Change }
  | { kind: "user"; event: UserEvent }
  | { kind: "receipt"; c: string; user: string; seq: number }
  | { kind: "typing"; c: string; user: string; typing: TypingKind }
  | { kind: "presence"; presence: Presence }
  | { kind: "profile"; user: string }
  | { kind: "skip"; c: string; seq: number }
  | { kind: "ping" }
  | { kind: "bye"; code: number; afterMs: number }
  | { kind: "unknown"; ev: string };

/** What the rest of the client wants to know of. */
export type ServerEvent = Extract<
  ServerFrame,
  { kind: "message" | "change" | "user" | "receipt" | "typing" | "presence" | "profile" | "skip" }
>;

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
    case "chg":
      return { kind: "change", change: decodeChange(f) };
    case "u":
      return { kind: "user", event: decodeUserEvent(f) };
    case "receipt":
      return { kind: "receipt", c: text(f, "c"), user: text(f, "user"), seq: number(f, "seq") };
    case "typing":
      return { kind: "typing", c: text(f, "c"), user: text(f, "user"), typing: oneOf(typingKinds, f["kind"]) ?? "text" };
    case "presence":
      return { kind: "presence", presence: decodePresence(f) };
    case "profile":
      return { kind: "profile", user: text(f, "user") };
    case "skip":
      return { kind: "skip", c: text(f, "c"), seq: number(f, "seq") };
    case "ping":
      return { kind: "ping" };
    case "bye":
      return { kind: "bye", code: number(f, "code"), afterMs: typeof f["after_ms"] === "number" ? f["after_ms"] : 0 };
    default:
      return { kind: "unknown", ev: text(f, "ev") }; // newer servers say more than we know
  }
}

function decodeChange(f: Fields): Change {
  const change: Change = {
    c: text(f, "c"),
    rev: number(f, "rev"),
    kind: text(f, "kind"),
    by: textOr(f, "by", ""),
    ts: textOr(f, "ts", ""),
    d: fields(f["d"] ?? {}, "d"),
  };
  return typeof f["seq"] === "number" ? { ...change, seq: f["seq"] } : change;
}

function decodeUserEvent(f: Fields): UserEvent {
  return { u: number(f, "u"), what: text(f, "kind"), ts: textOr(f, "ts", ""), d: fields(f["d"] ?? {}, "d") };
}

const typingKinds = ["text", "voice", "stop"] as const;
const statuses = ["online", "away", "busy", "invisible", "offline"] as const;

function decodePresence(f: Fields): Presence {
  const devices = Array.isArray(f["devices"]) ? f["devices"].filter((d): d is string => typeof d === "string") : [];
  const presence: Presence = { user: text(f, "user"), status: oneOf(statuses, f["status"]) ?? "offline", devices };
  return typeof f["last_seen"] === "string" ? { ...presence, last_seen: f["last_seen"] } : presence;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value);
}

function decodeProblem(err: Fields): Problem {
  const message = err["message"];
  const field = err["field"];
  const reason = err["reason"];
  const retry = err["retry_after_ms"];
  return new Problem(toErrorCode(err["code"]) ?? "internal", {
    detail: typeof message === "string" ? message : "",
    reason: typeof reason === "string" ? reason : "",
    field: typeof field === "string" ? field : "",
    retryAfterMs: typeof retry === "number" ? retry : 0,
  });
}

/** A message as it comes: what is not checked here is read with care where it is used. */
export function decodeMessage(d: Fields): Message {
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
  const hello: Hello = {
    user: text(d, "user"),
    session: text(d, "session"),
    epoch: text(d, "epoch"),
    ping: number(d, "ping"),
    limits: { frame: number(limits, "frame"), text: number(limits, "text") },
  };
  if (typeof d["u"] === "number") hello.u = d["u"];
  if (d["sync"] === undefined || d["sync"] === null) return hello;
  return { ...hello, sync: decodeSync(fields(d["sync"], "sync")) };
}

function decodeSync(s: Fields): Sync {
  return {
    u: typeof s["u"] === "number" ? s["u"] : 0,
    events: list(s["events"]).map((e) => decodeUserEvent(fields(e, "event"))),
    conversations: list(s["c"]).map((c) => decodeSynced(fields(c, "c"))),
    reset: s["reset"] === true,
    partial: s["events_more"] === true || typeof s["more"] === "string",
  };
}

function decodeSynced(f: Fields): SyncedConversation {
  const { messages, changes, gap, stale, gone, skip: _, more, ...head } = f;
  const c = text(f, "c");
  number(f, "seq");
  number(f, "read");
  number(f, "unread");
  return {
    c,
    head: head as unknown as Conversation,
    messages: list(messages).map((m) => decodeMessage(fields(m, "message"))),
    changes: list(changes).map((change) => decodeChange({ c, ...fields(change, "change") })),
    gap: gap === true || more === true,
    stale: stale === true,
    gone: gone === true,
  };
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new FrameError("a list is not an array");
  return value;
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

function textOr(f: Fields, name: string, otherwise: string): string {
  const value = f[name];
  return typeof value === "string" ? value : otherwise;
}

function number(f: Fields, name: string): number {
  const value = f[name];
  if (typeof value !== "number") throw new FrameError(`${name} is not a number`);
  return value;
}
