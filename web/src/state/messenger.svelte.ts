import type { ChatApi } from "../api/chat";
import type { ConversationChange } from "../api/conversations";
import { asProblem, type Problem } from "../api/problem";
import type { TokenSource } from "../api/rest";
import type { Conversation, ConversationSettings, Device, Message, Profile, User } from "../api/types";
import { t } from "../i18n";
import { type Fields, type Hello, MAX_RESUME, type Resume, type Sent, type ServerEvent, type UserEvent } from "../realtime/frames";
import type { Letter } from "../realtime/outbox";
import { type Connection, Socket } from "../realtime/socket";
import type { Cache, Kept } from "./cache";
import { GroupsStore } from "./groups.svelte";
import { newId } from "./id";
import { InboxStore } from "./inboxStore.svelte";
import { Keeper } from "./keeper";
import { Marks } from "./marks";
import { Notices } from "./notices";
import { Pictures } from "./pictures";
import { PeopleStore } from "./people.svelte";
import { directConversation, peerOf, type Route } from "./route";
import { SelfStore } from "./self.svelte";
import type { OwnStatus } from "./status";
import { startedElsewhere } from "./startedSession";
import { Thread } from "./thread.svelte";
import { Tray } from "./tray.svelte";
import { Uploads } from "./uploads";
import { UserLog } from "./userLog";

/** What the main pane shows. */
export type Place =
  | { kind: "nothing" }
  | { kind: "searching"; username: string }
  | { kind: "missing"; username: string }
  | { kind: "failed"; route: Route; problem: Problem }
  | { kind: "conversation"; thread: Thread }
  /** A view of its own: the route says which. */
  | { kind: "view"; route: Route };

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

/** An unfinished text is given to the other devices when nothing was added to it for so long. */
const DRAFT_MS = 1_200;

/** Everything a signed-in user has open. */
export class Messenger {
  readonly api: ChatApi;
  readonly self: SelfStore;
  readonly marks: Marks;
  readonly inbox: InboxStore;
  readonly people: PeopleStore;
  readonly groups: GroupsStore;
  readonly pictures: Pictures;
  connection = $state.raw<Connection>({ kind: "connecting" });
  place = $state.raw<Place>({ kind: "nothing" });
  /** How the user appears to others. */
  status = $state<OwnStatus>() as OwnStatus;
  /** The longest text the server takes. */
  textLimit = $state(20_000);

  readonly #options: MessengerOptions;
  readonly #socket: Socket;
  readonly #notices: Notices;
  readonly #threads = new Map<string, Thread>();
  readonly #trays = new Map<string, Tray>();
  readonly #keeper: Keeper;
  readonly #uploads: Uploads;
  readonly #drafts = new Map<string, ReturnType<typeof setTimeout>>();
  #kept: Kept = { head: undefined, threads: [], letters: [] };
  #route: Route = { kind: "list" };
  #epoch: string | undefined;
  #session: string | undefined; // of this client, once it was connected
  readonly #log = new UserLog({ apply: (event) => this.#userEvent(event), readAnew: () => this.#readAnew() });
  #stopKeeping = () => {};

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.api = options.api;
    this.status = options.status;
    this.#keeper = new Keeper(options.cache);
    this.#uploads = new Uploads(options.cache, globalThis.sessionStorage);
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
    void this.#goOnSending();
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
    for (const timer of this.#drafts.values()) clearTimeout(timer);
    for (const thread of this.#threads.values()) thread.close();
    for (const tray of this.#trays.values()) tray.close();
    this.#uploads.close();
    this.pictures.clear();
  }

  /** Forgets what this browser has kept of the account. */
  async forget(): Promise<void> {
    this.#uploads.forget();
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

  /** Shows what the address bar says. */
  async show(route: Route): Promise<void> {
    this.#route = route;
    switch (route.kind) {
      case "list":
        this.place = { kind: "nothing" };
        break;
      case "conversation":
        this.#open(route.c);
        if (route.seq !== undefined && this.place.kind === "conversation") await this.place.thread.jumpTo(route.seq);
        break;
      case "person":
        await this.#showPerson(route);
        break;
      default:
        this.place = { kind: "view", route };
    }
  }

  /** The entry of the list; undefined for a conversation that nobody has begun. */
  conversation(c: string): Conversation | undefined {
    return this.inbox.find(c);
  }

  /** The other one of a direct conversation, as far as known. */
  peer(c: string): Profile | undefined {
    const id = peerOf(c, this.user.id);
    if (id === undefined) return undefined;
    return this.people.profile(id) ?? this.conversation(c)?.peer;
  }

  /** Whether nobody is behind the other side of a conversation any more. */
  gone(c: string): boolean {
    return this.peer(c)?.deleted === true;
  }

  /** What a conversation is called here: the remark name of a friend, the name of a group. */
  title(c: string): string {
    const id = peerOf(c, this.user.id);
    if (this.gone(c)) return t("person.deleted");
    if (id === undefined) return this.groups.group(c.slice(1))?.name ?? (this.conversation(c)?.name || c.slice(1));
    return this.people.friend(id)?.remark || this.peer(c)?.nickname || this.conversation(c)?.name || id;
  }

  /** What somebody is called in a conversation. */
  nameIn(c: string, id: string): string | undefined {
    if (this.people.profile(id)?.deleted) return t("person.deleted");
    return (c.startsWith("g") ? this.groups.card(c.slice(1), id) : undefined) ?? this.people.name(id);
  }

  conversationWith(id: string): string {
    return directConversation(this.user.id, id);
  }

  /** The user has seen everything up to seq. */
  read(c: string, seq: number): void {
    const known = this.conversation(c);
    if (known === undefined || seq <= known.read) return;
    this.inbox.read(c, seq);
    this.#socket.markRead(c, seq);
  }

  /** Nothing is unread any more. */
  readAll(): void {
    for (const { c, seq, unread } of this.inbox.conversations) if (unread > 0) this.read(c, seq);
  }

  /** Changes what the user has set for a conversation, at once; undone when the server refuses. */
  async configure(c: string, change: ConversationChange): Promise<void> {
    const known = this.conversation(c);
    if (known === undefined) return;
    const { hidden, ...rest } = change;
    const settings: Partial<ConversationSettings> = hidden === undefined ? rest : { ...rest, hidden_seq: hidden ? known.seq : 0 };
    const { pinned = false, mute = "none", archived = false, hidden_seq = 0, draft = "" } = known;
    this.inbox.settings(c, settings);
    try {
      await this.api.conversations.update(c, change);
    } catch (thrown) {
      this.inbox.settings(c, { pinned, mute, archived, hidden_seq, draft });
      throw thrown;
    }
  }

  /** Empties a conversation for this user, on all their devices. */
  async clear(c: string): Promise<void> {
    const upTo = this.conversation(c)?.seq ?? 0;
    await this.api.conversations.clear(c);
    this.inbox.settings(c, { cleared_seq: upTo });
    this.#threads.get(c)?.forget((seq) => seq <= upTo);
  }

  /** Keeps an unfinished text, for the other devices as well. */
  keepDraft(c: string, text: string): void {
    const known = this.conversation(c);
    if (known?.mute === undefined || (known.draft ?? "") === text) return;
    this.inbox.settings(c, { draft: text });
    clearTimeout(this.#drafts.get(c));
    const send = () => {
      this.#drafts.delete(c);
      this.api.conversations.update(c, { draft: text }).catch(() => {}); // it is still here
    };
    this.#drafts.set(c, setTimeout(send, DRAFT_MS));
  }

  /** What lies beside the text of a conversation; it goes on being sent while another one is looked at. */
  tray(thread: Thread): Tray {
    let tray = this.#trays.get(thread.c);
    if (tray === undefined) {
      tray = new Tray({
        c: thread.c,
        files: this.api.files,
        uploads: this.#uploads,
        send: (cid, body, replyTo) => thread.post(cid, body, replyTo),
        takeReply: () => thread.takeReply(),
      });
      this.#trays.set(thread.c, tray);
    }
    return tray;
  }

  /** Has the browser save a file. */
  async save(file: string, name: string): Promise<void> {
    const link = document.createElement("a");
    link.href = await this.api.files.saveAddress(file, name);
    link.download = name;
    link.click();
  }

  /** Deletes a message for this user only. */
  async hide(thread: Thread, seq: number): Promise<void> {
    await this.api.conversations.hide(thread.c, seq);
    this.#hidden(thread.c, seq);
  }

  forward(from: string, seqs: readonly number[], to: readonly string[], merged: boolean): Promise<unknown> {
    return this.api.conversations.forward({ from, seqs: [...seqs], to: [...to], merged, cid: newId() });
  }

  async #showPerson(route: Extract<Route, { kind: "person" }>): Promise<void> {
    const { username } = route;
    const known = this.people.withUsername(username) ?? this.inbox.conversations.find((c) => c.peer?.username === username)?.peer;
    if (known !== undefined) {
      this.people.meet(known);
      this.#open(directConversation(this.user.id, known.id));
      return;
    }
    this.place = { kind: "searching", username };
    try {
      const profile = await this.api.people.findExactly(username);
      if (this.#route !== route) return;
      if (profile === undefined) {
        this.place = { kind: "missing", username };
        return;
      }
      this.people.meet(profile);
      this.#open(directConversation(this.user.id, profile.id));
    } catch (thrown) {
      if (this.#route === route) this.place = { kind: "failed", route, problem: asProblem(thrown) };
    }
  }

  #open(c: string): void {
    const known = this.conversation(c);
    const thread = this.#thread(c);
    const shown = this.place.kind === "conversation" ? this.place.thread : undefined;
    if (shown !== thread) {
      thread.enter(known !== undefined && known.unread > 0 ? known.read : undefined);
      if (thread.draft === "") thread.draft = known?.draft ?? "";
    }
    const peer = peerOf(c, this.user.id);
    if (peer !== undefined) this.people.lookUp(peer);
    this.place = { kind: "conversation", thread };
    void thread.refresh(known?.seq);
  }

  #thread(c: string): Thread {
    const known = this.#threads.get(c);
    if (known !== undefined) return known;
    const thread = new Thread(c, {
      me: this.user.id,
      messages: (conversation, range) => this.api.conversations.messages(conversation, range),
      changes: (conversation, after) => this.api.conversations.changes(conversation, after),
      rev: (conversation) => this.conversation(conversation)?.rev ?? 0,
      send: (letter, ts) => this.#send(letter, ts),
      drop: (cid) => void this.#options.cache?.dropLetter(cid),
      stored: (m) => this.#receive(m),
      typing: (conversation, kind) => this.#socket.typing(conversation, kind),
      keep: (kept) => this.#keeper.soon(c, (cache) => cache.keepThread(kept)),
    });
    this.#threads.set(c, thread);
    return thread;
  }

  async #send(letter: Letter, ts: string): Promise<Sent> {
    const { cache } = this.#options;
    void cache?.keepLetter({ ...letter, ts });
    const sent = await this.#socket.send(letter);
    void cache?.dropLetter(letter.cid);
    return sent;
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
    for (const thread of kept.threads) this.#thread(thread.c).restore(thread, []);
    for (const c of new Set(kept.letters.map((l) => l.c))) {
      this.#thread(c).restore(undefined, kept.letters.filter((l) => l.c === c));
    }
  }

  async #goOnSending(): Promise<void> {
    for (const { kept, file } of await this.#uploads.left()) void this.tray(this.#thread(kept.c)).restore(kept, file);
  }

  /** What to resume from: what is known of each conversation, the one on screen first. */
  #positions(): Resume | undefined {
    const u = this.#log.at;
    if (this.#epoch === undefined || u === undefined) return undefined;
    const c: Resume["c"] = {};
    const entries = [...this.#threads.values()].flatMap((t) => (t.positions === undefined ? [] : [[t.c, t.positions] as const]));
    for (const [name, at] of entries.slice(0, MAX_RESUME)) c[name] = at;
    for (const known of this.inbox.conversations) {
      if (Object.keys(c).length >= MAX_RESUME) break;
      c[known.c] ??= [known.seq, known.rev ?? 0];
    }
    return { epoch: this.#epoch, u, c };
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
        this.#threads.get(s.c)?.sync(s);
        this.inbox.sync(s);
      }
      for (const event of sync.events) this.#userEvent(event);
      this.#log.begin(sync.u);
      if (sync.partial) this.#readAnew();
    }
    if (this.place.kind === "conversation") void this.place.thread.refresh();
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
    for (const [c, thread] of this.#threads) {
      const shown = this.place.kind === "conversation" && this.place.thread === thread;
      if (shown || thread.pending.length > 0) thread.reset();
      else this.#threads.delete(c);
    }
  }

  #event(event: ServerEvent): void {
    switch (event.kind) {
      case "message":
        this.#receive(event.message);
        break;
      case "skip":
        this.inbox.skip(event.c, event.seq);
        this.#threads.get(event.c)?.skip(event.seq);
        break;
      case "change":
        this.inbox.change(event.change);
        this.groups.change(event.change);
        this.#threads.get(event.change.c)?.change(event.change);
        break;
      case "user":
        this.#log.take(event.event);
        break;
      case "receipt":
        this.#threads.get(event.c)?.receipt(event.user, event.seq);
        break;
      case "typing":
        this.#threads.get(event.c)?.typing(event.user, event.typing);
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
    this.#threads.get(m.c)?.receive(m);
    const c = this.conversation(m.c);
    if (c === undefined) return;
    if (c.kind === "group") this.people.lookUp(m.from);
    const seen = this.place.kind === "conversation" && this.place.thread.c === m.c && document.visibilityState === "visible";
    this.#notices.message(c, m, this.nameIn(m.c, m.from) ?? c.name, seen);
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
        if (d["action"] === "hidden" && typeof d["seq"] === "number") this.#hidden(c, d["seq"]);
        else this.#settings(c, { ...(d["settings"] as Partial<ConversationSettings> | undefined) });
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

  #settings(c: string, settings: Partial<ConversationSettings>): void {
    // What is being written here is newer than what another device tells.
    const { draft, ...rest } = settings;
    const thread = this.#threads.get(c);
    const writing = this.#drafts.has(c) || (this.place.kind === "conversation" && this.place.thread === thread);
    this.inbox.settings(c, draft === undefined || writing ? rest : settings);
    if (thread === undefined) return;
    if (draft !== undefined && !writing) thread.draft = draft;
    const cleared = settings.cleared_seq ?? 0;
    if (cleared > 0) thread.forget((seq) => seq <= cleared);
  }

  #hidden(c: string, seq: number): void {
    this.#threads.get(c)?.forget((s) => s === seq);
    if (this.conversation(c)?.last?.seq === seq) void this.inbox.refreshHead(c);
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
