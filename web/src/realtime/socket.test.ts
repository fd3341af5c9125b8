import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Problem } from "../api/problem";
import { type Connection, Socket, type SocketOptions } from "./socket";
import type { ServerEvent } from "./frames";

/** The server's end of a connection, driven by the test. */
class Wire {
  static readonly OPEN = 1;
  static all: Wire[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onclose: ((e: { code: number }) => void) | null = null;
  readonly heard: Record<string, unknown>[] = [];

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    Wire.all.push(this);
  }

  send(data: string): void {
    this.heard.push(JSON.parse(data) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(...frames: object[]): void {
    this.onmessage?.({ data: frames.map((f) => JSON.stringify(f)).join("\n") });
  }

  drop(code: number): void {
    this.onclose?.({ code });
  }

  requests(op: string): Record<string, unknown>[] {
    return this.heard.filter((f) => f["op"] === op);
  }

  async answer(op: string, d: object): Promise<void> {
    this.say({ re: this.requests(op).at(-1)?.["id"], d });
    await settle();
  }

  async refuse(op: string, err: object): Promise<void> {
    this.say({ re: this.requests(op).at(-1)?.["id"], err });
    await settle();
  }

  /** Opens and accepts the hello. */
  async welcome(): Promise<void> {
    this.open();
    await this.answer("hello", { user: "3", session: "s", epoch: "e", ping: 25, limits: { frame: 65536, text: 20000 } });
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);

function wire(n: number): Wire {
  const found = Wire.all.at(n);
  if (found === undefined) throw new Error(`there is no connection ${n}`);
  return found;
}

/** A socket with everything it reports. */
function start(options: Partial<SocketOptions> = {}) {
  const tokens = {
    current: { value: "token-1", expiresAt: Date.now() + 900_000 },
    access: vi.fn(async () => tokens.current),
    renew: vi.fn(async (_stale: string) => {
      tokens.current = { value: "token-2", expiresAt: Date.now() + 900_000 };
      return tokens.current;
    }),
  };
  const changes: Connection[] = [];
  const events: ServerEvent[] = [];
  const ready = vi.fn();
  const socket = new Socket({
    url: "ws://server/ws",
    device: { id: "device", name: "Test" },
    tokens,
    changed: (c) => changes.push(c),
    ready,
    event: (e) => events.push(e),
    random: () => 0.5,
    ...options,
  });
  socket.connect();
  return { socket, tokens, changes, events, ready };
}

async function connected(options: Partial<SocketOptions> = {}) {
  const all = start(options);
  await settle();
  await wire(0).welcome();
  return all;
}

const sent = { c: "d3-12", seq: 1, mid: "1", ts: "2026-11-24T03:04:05.678Z", dup: false };
const letter = (cid: string, c = "d3-12") => ({ c, cid, body: { text: cid } });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  Wire.all = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("connecting", () => {
  test("says hello with the token and the device, never with the token in the address", async () => {
    const { changes, ready } = await connected();
    expect(wire(0).url).toBe("ws://server/ws");
    expect(wire(0).protocol).toBe("flamingo.v1");
    expect(wire(0).requests("hello")).toEqual([
      { id: "1", op: "hello", token: "token-1", device: { id: "device", name: "Test" }, visible: true },
    ]);
    expect(ready).toHaveBeenCalledOnce();
    expect(changes.map((c) => c.kind)).toEqual(["connecting", "ready"]);
  });

  test("waits longer after every failure, and starts afresh after a good connection", async () => {
    const { changes } = start();
    await settle();
    for (const delay of [250, 500, 1_000]) {
      const before = Wire.all.length;
      wire(-1).drop(1006);
      expect(changes.at(-1)).toEqual({ kind: "waiting" });
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(Wire.all).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(Wire.all).toHaveLength(before + 1);
    }
    await wire(-1).welcome();
    await vi.advanceTimersByTimeAsync(6_000);
    const before = Wire.all.length;
    wire(-1).drop(1006);
    await vi.advanceTimersByTimeAsync(250);
    expect(Wire.all).toHaveLength(before + 1);
  });

  test("gives up a connection that does not get anywhere", async () => {
    const { changes } = start();
    await settle();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
  });

  test("waits when there is no token because the server is away", async () => {
    const { tokens, changes } = await connected();
    tokens.access.mockRejectedValueOnce(new Problem("unreachable"));
    wire(0).drop(1006);
    await vi.advanceTimersByTimeAsync(250);
    expect(Wire.all).toHaveLength(1);
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
    await vi.advanceTimersByTimeAsync(500);
    expect(Wire.all).toHaveLength(2);
  });

  test("does not wait when the network comes back", async () => {
    const { socket } = await connected();
    wire(0).drop(1006);
    socket.wake();
    await settle();
    expect(Wire.all).toHaveLength(2);
  });
});

describe("close codes", () => {
  test("4401 renews the token and reconnects with the new one", async () => {
    const { tokens } = await connected();
    wire(0).drop(4401);
    await vi.advanceTimersByTimeAsync(250);
    expect(tokens.renew).toHaveBeenCalledWith("token-1");
    wire(1).open();
    expect(wire(1).requests("hello")).toMatchObject([{ token: "token-2" }]);
  });

  test("4401 with a session that cannot be renewed leads to signing in", async () => {
    const { tokens, changes } = await connected();
    tokens.renew.mockRejectedValueOnce(new Problem("unauthenticated"));
    wire(0).drop(4401);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changes.at(-1)).toEqual({ kind: "stopped", reason: "ended" });
    expect(Wire.all).toHaveLength(1);
  });

  test.each([
    [4403, "ended"],
    [4409, "replaced"],
    [4400, "protocol"],
    [4426, "outdated"],
  ])("%i stops: %s", async (code, reason) => {
    const { socket, changes } = await connected();
    wire(0).drop(code);
    socket.wake();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changes.at(-1)).toEqual({ kind: "stopped", reason });
    expect(Wire.all).toHaveLength(1);
  });

  test("a replaced socket comes back when the user wants it here", async () => {
    const { socket, changes } = await connected();
    wire(0).drop(4409);
    socket.connect();
    await settle();
    await wire(1).welcome();
    expect(changes.at(-1)).toEqual({ kind: "ready" });
  });

  test("4408 reconnects at once, but not in a circle", async () => {
    await connected();
    wire(0).drop(4408);
    await settle();
    expect(Wire.all).toHaveLength(2);
    wire(1).drop(4408);
    await settle();
    expect(Wire.all).toHaveLength(2);
  });

  test("a bye counts as the close it announces, and its delay is kept", async () => {
    const { changes } = await connected();
    wire(0).say({ ev: "bye", code: 4000, reason: "stopping", reconnect: true, after_ms: 3_000 });
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
    await vi.advanceTimersByTimeAsync(3_249);
    expect(Wire.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(Wire.all).toHaveLength(2);
  });

  test("a frame that is not of the protocol stops it", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const { changes } = await connected();
    wire(0).say({ ev: "msg", d: {} });
    expect(changes.at(-1)).toEqual({ kind: "stopped", reason: "protocol" });
  });
});

describe("signs of life", () => {
  test("pings in the rhythm of the server and ends a connection that is silent", async () => {
    const { changes } = await connected();
    await vi.advanceTimersByTimeAsync(50_000);
    expect(wire(0).requests("ping")).toHaveLength(2);
    expect(changes.at(-1)).toEqual({ kind: "ready" });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
  });

  test("answers a ping, but not an answer to its own", async () => {
    await connected();
    await vi.advanceTimersByTimeAsync(5_000);
    wire(0).say({ ev: "ping" });
    wire(0).say({ ev: "ping" });
    expect(wire(0).requests("ping")).toHaveLength(1);
  });

  test("notices on waking up that the connection died in its sleep", async () => {
    const { socket, changes } = await connected();
    vi.setSystemTime(Date.now() + 3_600_000);
    socket.wake();
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
  });

  test("shows a fresh token before the old one expires", async () => {
    const { tokens } = await connected();
    setInterval(() => wire(0).say({ ev: "ping" }), 20_000);
    tokens.access.mockImplementation(() => tokens.renew("token-1"));
    await vi.advanceTimersByTimeAsync(855_000);
    expect(wire(0).requests("refresh")).toMatchObject([{ token: "token-2" }]);
    await wire(0).answer("refresh", {});
    await vi.advanceTimersByTimeAsync(20_000);
    expect(wire(0).requests("refresh")).toHaveLength(1);
  });
});

describe("sending", () => {
  test("resolves with what is stored", async () => {
    const { socket } = await connected();
    const promise = socket.send(letter("a"));
    expect(wire(0).requests("send")).toMatchObject([{ c: "d3-12", cid: "a", body: { text: "a" } }]);
    await wire(0).answer("send", sent);
    await expect(promise).resolves.toEqual(sent);
  });

  test("an unanswered message is sent again with the same cid", async () => {
    const { socket } = await connected();
    const promise = socket.send(letter("a"));
    wire(0).drop(1006);
    await vi.advanceTimersByTimeAsync(250);
    await wire(1).welcome();
    expect(wire(1).requests("send")).toMatchObject([{ cid: "a" }]);
    await wire(1).answer("send", { ...sent, dup: true });
    await expect(promise).resolves.toMatchObject({ dup: true });
  });

  test("what is written while there is no connection goes out in order when there is one", async () => {
    const { socket } = start();
    const order: string[] = [];
    for (const cid of ["a", "b", "c"]) void socket.send(letter(cid)).then(() => order.push(cid));
    await settle();
    await wire(0).welcome();
    for (const cid of ["a", "b", "c"]) {
      expect(wire(0).requests("send").at(-1)).toMatchObject({ cid });
      await wire(0).answer("send", sent);
    }
    expect(order).toEqual(["a", "b", "c"]);
  });

  test("a slow conversation does not hold up another one", async () => {
    const { socket } = await connected();
    void socket.send(letter("a"));
    void socket.send(letter("b"));
    void socket.send(letter("x", "d3-13"));
    expect(wire(0).requests("send").map((f) => f["cid"])).toEqual(["a", "x"]);
  });

  test("a refusal is final, and the next message goes out", async () => {
    const { socket } = await connected();
    const refused = socket.send(letter("a"));
    refused.catch(() => {});
    void socket.send(letter("b"));
    await wire(0).refuse("send", { code: "forbidden", message: "no" });
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    expect(wire(0).requests("send").at(-1)).toMatchObject({ cid: "b" });
  });

  test("a message that came too fast waits as long as the server says", async () => {
    const { socket } = await connected();
    const promise = socket.send(letter("a"));
    await wire(0).refuse("send", { code: "rate_limited", message: "slowly", retry_after_ms: 1_500 });
    await vi.advanceTimersByTimeAsync(1_499);
    expect(wire(0).requests("send")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(wire(0).requests("send").map((f) => f["cid"])).toEqual(["a", "a"]);
    await wire(0).answer("send", sent);
    await expect(promise).resolves.toEqual(sent);
  });

  test("a request without an answer means that the connection is dead", async () => {
    const { socket, changes } = await connected();
    void socket.send(letter("a"));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(changes.at(-1)).toEqual({ kind: "waiting" });
  });

  test("closing for good gives up what was not sent", async () => {
    const { socket } = start();
    const promise = socket.send(letter("a"));
    socket.close();
    await expect(promise).rejects.toMatchObject({ code: "unauthenticated" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Wire.all).toHaveLength(0);
  });
});

describe("read positions", () => {
  test("are told at once, or when the connection is back", async () => {
    const { socket } = await connected();
    socket.markRead("d3-12", 7);
    expect(wire(0).requests("read")).toMatchObject([{ c: "d3-12", seq: 7 }]);
    wire(0).drop(1006);
    await settle();
    socket.markRead("d3-12", 9);
    socket.markRead("d3-12", 8);
    await vi.advanceTimersByTimeAsync(250);
    await wire(1).welcome();
    expect(wire(1).requests("read")).toMatchObject([{ c: "d3-12", seq: 9 }]);
  });
});

test("pushed messages come through in order", async () => {
  const { events } = await connected();
  const message = (seq: number) => ({ mid: `${seq}`, c: "d3-12", seq, from: "12", ts: "", body: { text: "" } });
  wire(0).say({ ev: "msg", d: message(1) }, { ev: "msg", d: message(2) }, { ev: "skip", c: "d3-12", seq: 3 });
  expect(events).toEqual([
    { kind: "message", message: message(1) },
    { kind: "message", message: message(2) },
    { kind: "skip", c: "d3-12", seq: 3 },
  ]);
});

test("a reconnect resumes, and says again how the user appears and whom to watch", async () => {
  const { socket } = await connected({ resume: () => ({ epoch: "e", u: 7, c: { "d3-12": [4, 1] } }) });
  socket.setStatus("busy");
  socket.setVisible(false);
  socket.setVisible(false); // said already
  expect(wire(0).requests("visible")).toMatchObject([{ visible: false }]);
  socket.watch(["12"]);
  wire(0).drop(1006);
  await vi.advanceTimersByTimeAsync(250);
  await wire(1).welcome();
  expect(wire(1).requests("hello")).toMatchObject([{ resume: { epoch: "e", u: 7, c: { "d3-12": [4, 1] } } }]);
  expect(wire(1).requests("hello")).toMatchObject([{ status: "busy", visible: false }]);
  expect(wire(1).requests("watch")).toMatchObject([{ users: ["12"] }]);
});

test("typing is told only while there is a connection", async () => {
  const { socket } = await connected();
  socket.typing("d3-12", "text");
  wire(0).drop(1006);
  socket.typing("d3-12", "stop");
  await vi.advanceTimersByTimeAsync(250);
  await wire(1).welcome();
  expect(wire(0).requests("typing")).toMatchObject([{ c: "d3-12", kind: "text" }]);
  expect(wire(1).requests("typing")).toEqual([]);
});
