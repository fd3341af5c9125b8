import type { Device, PresenceStatus } from "../api/types";
import { Problem } from "../api/problem";
import {
  decode,
  decodeHello,
  type Fields,
  FrameError,
  type Hello,
  type Request,
  type Resume,
  type ServerEvent,
  type ServerFrame,
} from "./frames";

const SUBPROTOCOL = "flamingo.v1";

/** Connecting and saying hello may take this long, and so may any answer. */
const ANSWER_MS = 15_000;

/** Silence for this many ping periods is a dead connection. */
const SILENT_PERIODS = 2.5;

/** A ping of the server is not answered when something was sent within this time: two ends that answer pings would never stop. */
const RECENTLY_MS = 1_000;

/** Close codes of our own: nothing came, or what came made no sense. */
const LOST = 4000;
const PROTOCOL = 4400;

/** How a connection begins. */
export interface Greeting {
  token: string;
  device: Device;
  /** How the user wants to appear. */
  status: PresenceStatus | undefined;
  /** Whether somebody looks at the page. */
  visible(): boolean;
  /** Asked for when the connection is open: positions move until then. */
  resume(): Resume | undefined;
}

export interface LinkEnd {
  /** A close code, see close.ts. */
  code: number;
  /** How long the server wants to be left alone. */
  afterMs: number;
}

export interface LinkEvents {
  ready(hello: Hello): void;
  event(event: ServerEvent): void;
  /** Once, unless the link was closed from this side. */
  ended(end: LinkEnd): void;
}

interface Waiting {
  resolve(d: Fields): void;
  reject(problem: Problem): void;
  timer: ReturnType<typeof setTimeout>;
}

/** One connection, from hello to close. Reconnecting is the Socket's business. */
export class Link {
  readonly #socket: WebSocket;
  readonly #events: LinkEvents;
  readonly #waiting = new Map<string, Waiting>();
  readonly #opening: ReturnType<typeof setTimeout>;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #silenceMs = Infinity;
  #nextId = 1;
  #lastHeard = Date.now();
  #lastSent = 0;
  #afterMs = 0;
  #over = false;

  constructor(url: string, greeting: Greeting, events: LinkEvents) {
    this.#events = events;
    this.#opening = setTimeout(() => this.#end(LOST), ANSWER_MS);
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onopen = () => void this.#greet(greeting);
    this.#socket.onmessage = (e: MessageEvent<unknown>) => this.#receive(e.data);
    this.#socket.onclose = (e) => this.#end(e.code);
  }

  /** Resolves with what the server answers; rejects with its refusal, or "unreachable" when the link ends first. */
  request(request: Request): Promise<Fields> {
    return new Promise((resolve, reject) => {
      const id = String(this.#nextId++);
      const timer = setTimeout(() => this.#end(LOST), ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#write({ id, ...request });
    });
  }

  /** Ends the link when the server has been silent for too long; for the moment a computer wakes up. */
  checkSilence(): void {
    if (Date.now() - this.#lastHeard > this.#silenceMs) this.#end(LOST);
  }

  /** Closes without another event. */
  close(): void {
    this.#finish();
    this.#socket.close(1000);
  }

  /** Writes a request whose answer, or refusal, does not matter. */
  tell(request: Request): void {
    this.request(request).catch(() => {});
  }

  /** Writes a request whose answer, if there is one, nobody waits for. */
  say(request: Request): void {
    this.#write({ id: String(this.#nextId++), ...request });
  }

  async #greet({ token, device, status, visible, resume }: Greeting): Promise<void> {
    try {
      const from = resume();
      const hello = decodeHello(
        await this.request({
          op: "hello",
          token,
          device,
          visible: visible(),
          ...(status === undefined ? {} : { status }),
          ...(from === undefined ? {} : { resume: from }),
        }),
      );
      if (this.#over) return;
      clearTimeout(this.#opening);
      this.#startPulse(hello.ping * 1_000);
      this.#events.ready(hello);
    } catch (thrown) {
      if (thrown instanceof FrameError) this.#end(PROTOCOL);
      // A refusal is followed by a close with the code that says what to do.
    }
  }

  #startPulse(periodMs: number): void {
    this.#silenceMs = periodMs * SILENT_PERIODS;
    this.#pulse = setInterval(() => {
      this.checkSilence();
      if (!this.#over) this.say({ op: "ping" });
    }, periodMs);
  }

  #receive(data: unknown): void {
    this.#lastHeard = Date.now();
    try {
      if (typeof data !== "string") throw new FrameError("a binary message");
      for (const frame of decode(data)) {
        if (!this.#over) this.#handle(frame);
      }
    } catch (thrown) {
      if (!(thrown instanceof FrameError)) throw thrown;
      console.error("flamingo:", thrown.message);
      this.#end(PROTOCOL);
    }
  }

  #handle(frame: ServerFrame): void {
    switch (frame.kind) {
      case "reply":
        this.#take(frame.re)?.resolve(frame.d);
        break;
      case "refusal":
        this.#take(frame.re)?.reject(frame.problem);
        break;
      case "message":
      case "change":
      case "user":
      case "receipt":
      case "typing":
      case "presence":
      case "profile":
      case "skip":
        this.#events.event(frame);
        break;
      case "ping":
        if (Date.now() - this.#lastSent > RECENTLY_MS) this.say({ op: "ping" });
        break;
      case "bye":
        this.#afterMs = frame.afterMs;
        this.#end(frame.code);
        break;
      case "unknown":
        break;
      default:
        assertNever(frame);
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #write(frame: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#lastSent = Date.now();
    this.#socket.send(JSON.stringify(frame));
  }

  #end(code: number): void {
    if (this.#over) return;
    this.#finish();
    this.#socket.close(1000);
    this.#events.ended({ code, afterMs: this.#afterMs });
  }

  #finish(): void {
    this.#over = true;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    clearTimeout(this.#opening);
    clearInterval(this.#pulse);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Problem("unreachable"));
    }
    this.#waiting.clear();
  }
}

function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
