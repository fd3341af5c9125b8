import type { ChatApi } from "../api/chat";
import type { TokenSource } from "../api/rest";
import type { ConversationSettings, Device, Message, User } from "../api/types";
import type { Fields, Hello, Resume, ServerEvent, UserEvent } from "../realtime/frames";
import { type Connection, Socket } from "../realtime/socket";
import type { Cache, Kept } from "./cache";
import { Conversations } from "./conversations";
import { Drafts } from "./drafts";
import { GroupsStore } from "./groups.svelte";
import { InboxStore } from "./inboxStore.svelte";
import { Keeper } from "./keeper";
import { Marks } from "./marks";
import { Names } from "./names";
import { Notices } from "./notices";
import { Pane } from "./pane.svelte";
import { PeopleStore } from "./people.svelte";
import { Pictures } from "./pictures";
import { directConversation } from "./route";
import { SelfStore } from "./self.svelte";
import { startedElsewhere } from "./startedSession";
import type { OwnStatus } from "./status";
import { Threads } from "./threads";
import { UserLog } from "./userLog";

export interface MessengerOptions {
  user: User;
  api: ChatApi;
  tokens: TokenSource;
  device: Device;
  /** How the user appears until they choose otherwise. */
  status: OwnStatus;
  /** The user chose otherwise. */
  keepStatus(status: OwnStatus): void;
  /** Of the real-time channel. */
  url: string;
  /** What is kept of this account in the browser; undefined when nothing may be. */
  cache?: Cache | undefined;
  /** The session is over: the user has to sign in. */
  ended(): void;
}

/** Everything a signed-in user has open. */
export class Messenger {
  readonly api: ChatApi;
  readonly self: SelfStore;
  readonly marks: Marks;
  readonly inbox: InboxStore;
  readonly people: PeopleStore;
  readonly groups: GroupsStore;
  readonly names: Names;
  readonly pictures: Pictures;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly pane: Pane;
  readonly conversations: Conversations;
  connection = $state.raw<Connection>({ kind: "connecting" });
  /** How the user appears to others. */
  status = $state<OwnStatus>() as OwnStatus;
  /** The longest text the server takes. */
  textLimit = $state(20_000);

  readonly #options: MessengerOptions;
  readonly #socket: Socket;
  readonly #notices: Notices;
  readonly #keeper: Keeper;
  #kept: Kept = { head: undefined, threads: [], letters: [] };
  #epoch: string | undefined;
  #session: string | undefined; // of this client, once it was connected
  readonly #log = new UserLog({ apply: (event) => this.#userEvent(event), readAnew: () => this.#readAnew() });
  #stopKeeping = () => {};

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.api = options.api;
    this.status = options.status;
    this.#keeper = new Keeper(options.cache);
    this.self = new SelfStore(options.user, options.api, (profile) => this.people.meet(profile));
    this.marks = new Marks(options.api.conversations, options.user.id);
    this.pictures = new Pictures((file, side) => (side === 0 ? options.api.files.read(file) : options.api.files.thumbnail(file, side)));
    this.#notices = new Notices(options.user.id);
    this.inbox = new InboxStore(options.user.id, options.api.conversations);
    this.people = new PeopleStore(options.user, options.api.people, {
      asked: (profile, greeting) => this.#notices.asked(profile, greeting),
      answered: (profile, yes) => this.#notices.answered(profile, yes),
      cameOnline: (friend) => this.#notices.cameOnline(friend),
      watch: (ids) => this.#socket.watch(ids),
    });
    this.groups = new GroupsStore(options.api.groups, (...profiles) => this.people.meet(...profiles));
    this.names = new Names(options.user.id, this.inbox, this.people, this.groups);
    this.drafts = new Drafts(this.inbox, options.api.conversations);
    this.#socket = new Socket({
      url: options.url,
      device: options.device,
      tokens: options.tokens,
      resume: () => this.#positions(),
      changed: (connection) => this.#connectionChanged(connection),
      ready: (hello) => this.#ready(hello),
      event: (event) => this.#event(event),
    });
    this.#socket.setStatus(options.status); // in the hello: who is invisible is so before anybody is told
    this.threads = new Threads({
      me: options.user.id,
      api: options.api,
      inbox: this.inbox,
      socket: this.#socket,
      cache: options.cache,
      keeper: this.#keeper,
      stored: (m) => this.#receive(m),
    });
    this.pane = new Pane({
      me: options.user.id,
      inbox: this.inbox,
      people: this.people,
      threads: this.threads,
      findPerson: (username) => options.api.people.findExactly(username),
    });
    this.conversations = new Conversations({
      api: options.api.conversations,
      inbox: this.inbox,
      threads: this.threads,
      drafts: this.drafts,
      pane: this.pane,
      markRead: (c, seq) => this.#socket.markRead(c, seq),
    });
  }

  get user(): User {
    return this.self.user;
  }

  /** Shows what was kept, and connects. */
  async start(): Promise<void> {
    if (this.#options.cache !== undefined) this.#restore(await this.#options.cache.read());
    void this.inbox.load();
    void this.people.load();
    void this.groups.load();
    this.#socket.connect();
    void this.threads.goOnSending();
    this.#stopKeeping = $effect.root(() => {
      $effect(() => {
        void [this.inbox.conversations, this.people.teams, this.groups.groups, this.user];
        this.#keeper.soon("head", (cache) => this.#keepHead(cache));
      });
    });
  }

  close(): void {
    this.#stopKeeping();
    this.#socket.close();
    this.#log.close();
    this.#keeper.close();
    this.drafts.close();
    this.threads.close();
    this.pictures.clear();
  }

  /** Forgets what this browser has kept of the account. */
  async forget(): Promise<void> {
    this.threads.forget();
    await this.#options.cache?.destroy(this.user.id);
  }

  /** Connects at once: the user does not want to wait, or wants to use this tab. */
  reconnect(): void {
    this.#socket.connect();
  }

  /** The network or the page is back. */
  wake(): void {
    this.#socket.setVisible(document.visibilityState === "visible");
    this.#socket.wake();
  }

  setStatus(status: OwnStatus): void {
    this.status = status;
    this.#options.keepStatus(status);
    this.#socket.setStatus(status);
  }

  conversationWith(id: string): string {
    return directConversation(this.user.id, id);
  }

  #restore(kept: Kept): void {
    this.#kept = kept;
    if (kept.head !== undefined) {
      this.inbox.restore(kept.head.conversations);
      this.people.restore(kept.head.teams);
      this.groups.restore(kept.head.groups);
      this.#epoch = kept.head.epoch;
      this.#log.begin(kept.head.u);
    }
    this.threads.restore(kept);
  }

  /** What to resume from. */
  #positions(): Resume | undefined {
    const u = this.#log.at;
    if (this.#epoch === undefined || u === undefined) return undefined;
    return { epoch: this.#epoch, u, c: this.threads.positions };
  }

  #connectionChanged(connection: Connection): void {
    this.connection = connection;
    if (connection.kind === "stopped" && connection.reason === "ended") this.#options.ended();
  }

  /** What was missed while away is told, or read from the log: the list, and the conversation on screen. */
  #ready(hello: Hello): void {
    this.textLimit = hello.limits.text;
    this.#session = hello.session;
    const { sync } = hello;
    if ((this.#epoch !== undefined && this.#epoch !== hello.epoch) || sync?.reset === true) this.#startClean();
    this.#epoch = hello.epoch;
    if (sync === undefined || sync.reset) {
      this.#readAnew();
      const u = sync?.u ?? hello.u;
      if (u !== undefined) this.#log.begin(u);
    } else {
      for (const s of sync.conversations) {
        this.threads.find(s.c)?.log.sync(s);
        this.inbox.sync(s);
      }
      for (const event of sync.events) this.#userEvent(event);
      this.#log.begin(sync.u);
      if (sync.partial) this.#readAnew();
    }
    void this.pane.thread?.log.refresh();
  }

  /** Reads what lists there are: they are the state that events only tell of. */
  #readAnew(): void {
    void this.inbox.load();
    void this.people.load();
    void this.groups.load();
  }

  /** The server's positions went backwards: nothing that was kept can be trusted. */
  #startClean(): void {
    this.inbox.clear();
    this.#log.forget();
    void this.#options.cache?.clear();
    this.threads.reset(this.pane.thread);
  }

  #event(event: ServerEvent): void {
    switch (event.kind) {
      case "message":
        this.#receive(event.message);
        break;
      case "skip":
        this.inbox.skip(event.c, event.seq);
        this.threads.find(event.c)?.log.skip(event.seq);
        break;
      case "change":
        this.inbox.change(event.change);
        this.groups.change(event.change);
        this.threads.find(event.change.c)?.log.change(event.change);
        break;
      case "user":
        this.#log.take(event.event);
        break;
      case "receipt":
        this.threads.find(event.c)?.receipt(event.user, event.seq);
        break;
      case "typing":
        this.threads.find(event.c)?.typing.heard(event.user, event.typing);
        break;
      case "presence":
        this.people.receive(event.presence);
        break;
      case "profile":
        void this.people.profileChanged(event.user);
    }
  }

  #receive(m: Message): void {
    this.inbox.receive(m);
    this.threads.find(m.c)?.receive(m);
    const c = this.inbox.find(m.c);
    if (c === undefined) return;
    if (c.kind === "group") this.people.lookUp(m.from);
    const seen = this.pane.thread?.c === m.c && document.visibilityState === "visible";
    this.#notices.message(c, m, this.names.nameIn(m.c, m.from) ?? c.name, seen);
  }

  #userEvent(event: UserEvent): void {
    const { what, d } = event;
    const c = typeof d["c"] === "string" ? d["c"] : "";
    if (this.people.event(event)) return;
    switch (what) {
      case "read":
        if (typeof d["seq"] === "number") this.inbox.read(c, d["seq"]);
        break;
      case "conversation":
        if (d["action"] === "hidden" && typeof d["seq"] === "number") this.conversations.hidden(c, d["seq"]);
        else this.conversations.settings(c, { ...(d["settings"] as Partial<ConversationSettings> | undefined) });
        break;
      case "group":
        void this.groups.load();
        if (["left", "removed", "dissolved"].includes(String(d["action"]))) this.inbox.remove(`g${String(d["subject"])}`);
        else void this.inbox.load();
        break;
      case "profile":
        void this.self.reload().catch(() => {}); // the next visit reads it
        break;
      case "session":
        this.#sessionStarted(d);
    }
  }

  #sessionStarted(d: Fields): void {
    const started = startedElsewhere(d, this.#session);
    if (started !== undefined) this.#notices.sessionStarted(started);
  }

  /** The page is left, perhaps for good. */
  sleep(): void {
    this.#socket.setVisible(false);
    this.#keeper.flush();
  }

  #keepHead(cache: Cache): void {
    if (this.#epoch === undefined) return;
    const { conversations } = this.inbox;
    const head = { user: this.user, epoch: this.#epoch, u: this.#log.at ?? 0, conversations, teams: this.people.teams, groups: this.groups.groups };
    void cache.keepHead(head);
  }

  /** Whether anything was kept from an earlier visit. */
  get hasKept(): boolean {
    return this.#kept.head !== undefined;
  }
}
