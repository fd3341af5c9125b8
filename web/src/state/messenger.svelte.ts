import type { ChatApi, TokenSource } from "../api/chat";
import { asProblem, type Problem } from "../api/problem";
import type { Conversation, Device, Message, Profile, User } from "../api/types";
import type { Hello } from "../realtime/frames";
import type { ServerEvent } from "../realtime/link";
import { type Connection, Socket } from "../realtime/socket";
import { InboxStore } from "./inboxStore.svelte";
import { directConversation, type Route } from "./route";
import { Thread } from "./thread.svelte";

/** What the main pane shows. */
export type Place =
  | { kind: "nothing" }
  | { kind: "searching"; username: string }
  | { kind: "missing"; username: string }
  | { kind: "failed"; route: Route; problem: Problem }
  | { kind: "conversation"; thread: Thread };

export interface MessengerOptions {
  user: User;
  api: ChatApi;
  tokens: TokenSource;
  device: Device;
  /** Of the real-time channel. */
  url: string;
  /** The session is over: the user has to sign in. */
  ended(): void;
}

/** Everything a signed-in user has open. */
export class Messenger {
  readonly user: User;
  readonly inbox: InboxStore;
  connection = $state.raw<Connection>({ kind: "connecting" });
  place = $state.raw<Place>({ kind: "nothing" });
  /** The longest text the server takes. */
  textLimit = $state(20_000);

  /** People who were looked up, by user id. */
  #found = $state.raw<Readonly<Record<string, Profile>>>({});
  readonly #options: MessengerOptions;
  readonly #socket: Socket;
  readonly #threads = new Map<string, Thread>();
  #route: Route = { kind: "list" };
  #epoch: string | undefined;

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.user = options.user;
    this.inbox = new InboxStore(options.user.id, (cursor) => options.api.conversations(cursor));
    this.#socket = new Socket({
      url: options.url,
      device: options.device,
      tokens: options.tokens,
      changed: (connection) => this.#connectionChanged(connection),
      ready: (hello) => this.#ready(hello),
      event: (event) => this.#event(event),
    });
  }

  start(): void {
    void this.inbox.load();
    this.#socket.connect();
  }

  close(): void {
    this.#socket.close();
    for (const thread of this.#threads.values()) thread.close();
  }

  /** Connects at once: the user does not want to wait, or wants to use this tab. */
  reconnect(): void {
    this.#socket.connect();
  }

  /** The network or the page is back. */
  wake(): void {
    this.#socket.wake();
  }

  /** Shows what the address bar says. */
  async show(route: Route): Promise<void> {
    this.#route = route;
    switch (route.kind) {
      case "list":
        this.place = { kind: "nothing" };
        break;
      case "conversation":
        this.#open(route.c);
        break;
      case "person":
        await this.#showPerson(route);
    }
  }

  findUser(username: string): Promise<Profile | undefined> {
    return this.#options.api.findUser(username);
  }

  /** The entry of the list; undefined for a conversation that nobody has begun. */
  conversation(c: string): Conversation | undefined {
    return this.inbox.conversations.find((known) => known.c === c);
  }

  /** The other one of a direct conversation, as far as known. */
  peer(c: string): Profile | undefined {
    const peer = this.conversation(c)?.peer;
    if (peer !== undefined) return peer;
    return Object.values(this.#found).find((p) => directConversation(this.user.id, p.id) === c);
  }

  /** The user has seen everything up to seq. */
  read(c: string, seq: number): void {
    const known = this.conversation(c);
    if (known === undefined || seq <= known.read) return;
    this.inbox.read(c, seq);
    this.#socket.markRead(c, seq);
  }

  async #showPerson(route: Extract<Route, { kind: "person" }>): Promise<void> {
    const { username } = route;
    this.place = { kind: "searching", username };
    try {
      const profile = await this.findUser(username);
      if (this.#route !== route) return;
      if (profile === undefined) {
        this.place = { kind: "missing", username };
        return;
      }
      this.#found = { ...this.#found, [profile.id]: profile };
      this.#open(directConversation(this.user.id, profile.id));
    } catch (thrown) {
      if (this.#route === route) this.place = { kind: "failed", route, problem: asProblem(thrown) };
    }
  }

  #open(c: string): void {
    const known = this.conversation(c);
    const thread = this.#thread(c);
    thread.unreadFrom = known !== undefined && known.unread > 0 ? known.read : undefined;
    this.place = { kind: "conversation", thread };
    void thread.refresh(known?.seq);
  }

  #thread(c: string): Thread {
    const known = this.#threads.get(c);
    if (known !== undefined) return known;
    const thread = new Thread(c, {
      me: this.user.id,
      messages: (conversation, range) => this.#options.api.messages(conversation, range),
      send: (letter) => this.#socket.send(letter),
      stored: (m) => this.#receive(m),
    });
    this.#threads.set(c, thread);
    return thread;
  }

  #connectionChanged(connection: Connection): void {
    this.connection = connection;
    if (connection.kind === "stopped" && connection.reason === "ended") this.#options.ended();
  }

  /** What was missed while away is read from the log: the list, and the conversation on screen. */
  #ready(hello: Hello): void {
    this.textLimit = hello.limits.text;
    if (this.#epoch !== undefined && this.#epoch !== hello.epoch) this.#startClean();
    this.#epoch = hello.epoch;
    void this.inbox.load();
    if (this.place.kind === "conversation") void this.place.thread.refresh();
  }

  /** The server's positions went backwards: nothing that was kept can be trusted. */
  #startClean(): void {
    this.inbox.clear();
    for (const [c, thread] of this.#threads) {
      if (this.place.kind === "conversation" && this.place.thread === thread) thread.timeline = undefined;
      else this.#threads.delete(c);
    }
  }

  #event(event: ServerEvent): void {
    if (event.kind === "message") this.#receive(event.message);
    else this.inbox.read(event.c, event.seq);
  }

  #receive(m: Message): void {
    this.inbox.receive(m);
    this.#threads.get(m.c)?.receive(m);
  }
}
