import type { AccessToken, TokenSource } from "../api/rest";
import { asProblem, Problem } from "../api/problem";
import type { Device, PresenceStatus } from "../api/types";
import { actionFor, backoff, type StopReason } from "./close";
import { decodeSent, type Hello, type Resume, type Sent, type ServerEvent, type TypingKind } from "./frames";
import { Link, type LinkEnd } from "./link";
import { type Letter, Outbox } from "./outbox";

export type Connection =
  | { kind: "connecting" }
  | { kind: "ready" }
  | { kind: "waiting" } // for the next attempt
  | { kind: "stopped"; reason: StopReason };

export interface SocketOptions {
  url: string;
  device: Device;
  tokens: TokenSource;
  /** The positions of what this client has; undefined when it has nothing. */
  resume?: () => Resume | undefined;
  /** The connection changed. */
  changed(connection: Connection): void;
  /** Connected, again or for the first time: what was missed has to be asked for. */
  ready(hello: Hello): void;
  event(event: ServerEvent): void;
  /** Between 0 and 1; for tests. */
  random?: () => number;
}

/** A link that held this long was a good one: the next loss starts with a short delay again. */
const GOOD_MS = 5_000;

/** The socket shows a fresh token this long before the old one expires. */
const REFRESH_AHEAD_MS = 45_000;

/**
 * The real-time channel of REALTIME.md over as many connections as it takes:
 * it reconnects with back-off and full jitter, obeys the close codes, keeps the
 * token fresh, and repeats unanswered messages with their cid.
 */
export class Socket {
  readonly #options: SocketOptions;
  readonly #random: () => number;
  readonly #outbox = new Outbox();
  readonly #reads = new Map<string, number>(); // read positions the server does not have yet
  #status: PresenceStatus | undefined; // what the user chose
  #visible = true; // somebody looks at the page
  #watched: readonly string[] = [];
  #link: Link | undefined;
  #token: AccessToken | undefined;
  #connection: Connection = { kind: "waiting" };
  #attempt = 0;
  #turn = 0; // grows with every connection, so that what belongs to an older one is noticed
  #retry: ReturnType<typeof setTimeout> | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #good: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** Connects now, whether waiting for the next attempt or stopped. */
  connect(): void {
    this.#drop();
    this.#change({ kind: "connecting" });
    void this.#open(++this.#turn);
  }

  /** Looks after the connection when the network or the page comes back. */
  wake(): void {
    if (this.#connection.kind === "waiting") this.connect();
    this.#link?.checkSilence();
  }

  /** Closes for good and gives up what was not sent. */
  close(): void {
    this.#turn++;
    this.#drop();
    this.#outbox.rejectAll(new Problem("unauthenticated"));
  }

  /** Sends a message, now or when the connection is back. Rejects with a Problem when the server refuses it. */
  send(letter: Letter): Promise<Sent> {
    const sent = this.#outbox.add(letter);
    this.#flush();
    return sent;
  }

  /** Tells the server how far a conversation was read, now or when the connection is back. */
  markRead(c: string, seq: number): void {
    this.#reads.set(c, Math.max(seq, this.#reads.get(c) ?? 0));
    this.#flush();
  }

  /** Tells the others that this user writes. Nobody misses it when it gets lost. */
  typing(c: string, kind: TypingKind): void {
    if (this.#connection.kind === "ready") this.#link?.say({ op: "typing", c, kind });
  }

  /** Sets how this user appears to others, now and after every reconnect. */
  setStatus(status: PresenceStatus): void {
    this.#status = status;
    if (this.#connection.kind === "ready") this.#link?.tell({ op: "status", status });
  }

  /** Says whether somebody looks at the page: while one does, nobody is notified elsewhere. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (this.#connection.kind === "ready") this.#link?.tell({ op: "visible", visible });
  }

  /** Whose presence is to be told; replaces the list before. */
  watch(users: readonly string[]): void {
    this.#watched = users;
    if (this.#connection.kind === "ready") this.#link?.tell({ op: "watch", users });
  }

  async #open(turn: number): Promise<void> {
    const { tokens, device, url } = this.#options;
    let token: AccessToken;
    try {
      token = await tokens.access();
    } catch (thrown) {
      if (turn === this.#turn) this.#tokenFailed(asProblem(thrown));
      return;
    }
    if (turn !== this.#turn) return;
    this.#token = token;
    const resume = () => this.#options.resume?.();
    this.#link = new Link(url, { token: token.value, device, status: this.#status, visible: () => this.#visible, resume }, {
      ready: (hello) => this.#opened(hello),
      event: (event) => this.#options.event(event),
      ended: (end) => this.#ended(end),
    });
  }

  #opened(hello: Hello): void {
    this.#good = setTimeout(() => (this.#attempt = 0), GOOD_MS);
    this.#scheduleRefresh();
    this.#change({ kind: "ready" });
    if (this.#watched.length > 0) this.#link?.tell({ op: "watch", users: this.#watched });
    this.#options.ready(hello);
    this.#flush();
  }

  #ended({ code, afterMs }: LinkEnd): void {
    const stale = this.#token?.value ?? "";
    this.#drop();
    const action = actionFor(code);
    switch (action.kind) {
      case "stop":
        this.#change({ kind: "stopped", reason: action.reason });
        break;
      case "refresh":
        void this.#renewThenReconnect(++this.#turn, stale);
        break;
      case "reconnect":
        if (action.atOnce && this.#attempt === 0) {
          this.#attempt++;
          this.connect();
        } else {
          this.#wait(afterMs);
        }
    }
  }

  async #renewThenReconnect(turn: number, stale: string): Promise<void> {
    this.#change({ kind: "connecting" });
    try {
      await this.#options.tokens.renew(stale);
    } catch (thrown) {
      if (turn === this.#turn) this.#tokenFailed(asProblem(thrown));
      return;
    }
    if (turn === this.#turn) this.#wait(0);
  }

  #tokenFailed(problem: Problem): void {
    if (problem.code === "unauthenticated") this.#change({ kind: "stopped", reason: "ended" });
    else this.#wait(problem.retryAfterMs);
  }

  #wait(askedMs: number): void {
    this.#change({ kind: "waiting" });
    this.#retry = setTimeout(() => this.connect(), backoff(this.#attempt, askedMs, this.#random));
    this.#attempt++;
  }

  #scheduleRefresh(): void {
    const expiresAt = this.#token?.expiresAt ?? 0;
    this.#refresh = setTimeout(() => void this.#showFreshToken(), Math.max(0, expiresAt - Date.now() - REFRESH_AHEAD_MS));
  }

  /** Failing is harmless: the server closes with 4401 when the old token expires. */
  async #showFreshToken(): Promise<void> {
    const turn = this.#turn;
    try {
      const token = await this.#options.tokens.access();
      if (turn !== this.#turn || token.value === this.#token?.value) return;
      this.#token = token;
      await this.#link?.request({ op: "refresh", token: token.value });
      if (turn === this.#turn) this.#scheduleRefresh();
    } catch (thrown) {
      console.warn("flamingo: the token was not refreshed:", asProblem(thrown).message);
    }
  }

  #flush(): void {
    const link = this.#link;
    if (link === undefined || this.#connection.kind !== "ready") return;
    this.#outbox.flush((letter) => this.#transmit(letter));
    for (const [c, seq] of this.#reads) {
      this.#reads.delete(c);
      link.request({ op: "read", c, seq }).catch((thrown: unknown) => this.#readFailed(c, seq, asProblem(thrown)));
    }
  }

  async #transmit({ c, cid, body, replyTo }: Letter): Promise<Sent> {
    if (this.#link === undefined || this.#connection.kind !== "ready") throw new Problem("unreachable");
    return decodeSent(await this.#link.request({ op: "send", c, cid, body, ...(replyTo === undefined ? {} : { reply_to: replyTo }) }));
  }

  /** A lost answer is asked for again with the next flush; a refused position is not worth repeating. */
  #readFailed(c: string, seq: number, problem: Problem): void {
    if (problem.temporary) this.#reads.set(c, Math.max(seq, this.#reads.get(c) ?? 0));
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#refresh);
    clearTimeout(this.#good);
    const link = this.#link;
    this.#link = undefined;
    link?.close();
  }

  #change(connection: Connection): void {
    this.#connection = connection;
    this.#options.changed(connection);
  }
}
