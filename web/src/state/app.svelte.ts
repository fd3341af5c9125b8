import * as auth from "../api/auth";
import { ChatApi } from "../api/chat";
import { asProblem, type Problem } from "../api/problem";
import type { Session, User } from "../api/types";
import { forgetAccount, type KnownAccount, knownAccounts, rememberAccount } from "./accounts";
import { Cache } from "./cache";
import { Credentials, SessionLost } from "./credentials";
import { deviceIn } from "./device";
import { Messenger } from "./messenger.svelte";
import { preferences } from "./preferences.svelte";
import { takeSignInLink } from "./signInLink";
import { keepStatus, keptStatus, type OwnStatus } from "./status";

/** Why somebody who was signed in has to do it again. */
export type Notice = "ended" | "copied" | "link";

export type Phase =
  | { kind: "starting" }
  | { kind: "unreachable"; problem: Problem }
  | { kind: "welcome"; notice?: Notice }
  | { kind: "signedIn"; messenger: Messenger };

export interface SignIn {
  username: string;
  password: string;
  stay: boolean;
  /** How to appear to others from the first moment. */
  status: OwnStatus;
  /** Of the second factor, where the account has one. */
  code?: string;
}

export interface Registration extends Omit<SignIn, "status" | "code"> {
  nickname: string;
}

/** The whole client: who is signed in, if anybody. */
export class App {
  phase = $state.raw<Phase>({ kind: "starting" });

  readonly #credentials = new Credentials({
    tab: sessionStorage,
    browser: localStorage,
    // Not there on plain HTTP, whatever the type says.
    locks: (navigator as Partial<Navigator>).locks,
    refresh: auth.refresh,
    ended: () => this.#leave({ kind: "welcome", notice: "ended" }),
  });

  /** Of a sign-in link that was followed and is not exchanged yet. */
  #link: string | undefined;

  /** Accounts that were used in this browser. */
  accounts = $state.raw<readonly KnownAccount[]>(knownAccounts(localStorage));

  get canStay(): boolean {
    return this.#credentials.canStay;
  }

  /** Follows a sign-in link, continues the stored session, or shows the form to sign in. */
  async start(): Promise<void> {
    this.#leave({ kind: "starting" });
    this.#link = takeSignInLink() ?? this.#link;
    if (this.#link !== undefined && !(await this.#followLink(this.#link))) return;
    try {
      this.#enter(await this.#credentials.resume());
    } catch (thrown) {
      if (!(thrown instanceof SessionLost)) await this.#startAway(asProblem(thrown));
      else if (thrown.why === "none") this.phase = { kind: "welcome" };
      else this.phase = { kind: "welcome", notice: thrown.why };
    }
  }

  /** Throws a Problem that the form shows. */
  async signIn({ username, password, stay, status, code }: SignIn, signal?: AbortSignal): Promise<void> {
    const login = { username, password, device: this.device(stay), ...(code === undefined ? {} : { code }) };
    await this.adopt(await auth.logIn(login, signal), stay, status);
  }

  /** Throws a Problem that the form shows. */
  async register({ username, nickname, password, stay }: Registration): Promise<void> {
    await this.adopt(await auth.register({ username, nickname, password, device: this.device(stay) }), stay);
  }

  /** Takes an account off the list of those used here. */
  forgetAccount(id: string): void {
    forgetAccount(localStorage, id);
    this.accounts = knownAccounts(localStorage);
  }

  /** Ends the session, at the server as well when it can be reached, and forgets what was kept of it. */
  async signOut(): Promise<void> {
    const token = await this.#credentials.access().catch(() => undefined);
    void forgetPush();
    const kept = this.phase.kind === "signedIn" ? this.phase.messenger : undefined;
    this.#credentials.clear();
    this.#leave({ kind: "welcome" });
    await kept?.forget();
    if (token === undefined) return;
    try {
      await auth.logOut(token.value);
    } catch (thrown) {
      console.warn("flamingo: sign out:", asProblem(thrown).message);
    }
  }

  /** Another tab changed the storage: it may have signed out, or somebody else in. */
  storageChanged(): void {
    if (this.phase.kind === "signedIn" && !this.#credentials.isCurrent()) void this.start();
  }

  /** The network or the page is back. */
  wake(): void {
    if (this.phase.kind === "signedIn") this.phase.messenger.wake();
    if (this.phase.kind === "unreachable") void this.start();
  }

  /** Nobody looks at the page any more. */
  sleep(): void {
    if (this.phase.kind === "signedIn") this.phase.messenger.sleep();
  }

  /** Opens a session of this tab alone; true when there is none and the stored one is next. */
  async #followLink(token: string): Promise<boolean> {
    let s: Session;
    try {
      s = await auth.followLink(token, this.device(false));
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.temporary) {
        this.phase = { kind: "unreachable", problem };
        return false;
      }
      this.#link = undefined;
      if (this.#credentials.storedUser !== undefined) return true;
      this.phase = { kind: "welcome", notice: "link" };
      return false;
    }
    this.#link = undefined;
    await this.adopt(s, false);
    return false;
  }

  /** Goes on with a session that was just opened. */
  async adopt(s: Session, stay: boolean, status: OwnStatus = "online"): Promise<void> {
    await this.#credentials.adopt(s, stay);
    keepStatus(storageOf(stay), status);
    this.#enter(s.user);
  }

  /** The server does not answer: whoever stays signed in here sees what was kept. */
  async #startAway(problem: Problem): Promise<void> {
    const id = this.#credentials.storedUser;
    if (this.#credentials.shared && id !== undefined) {
      const cache = new Cache(id);
      const { head } = await cache.read();
      if (head !== undefined) {
        this.#enter(head.user, cache);
        return;
      }
    }
    this.phase = { kind: "unreachable", problem };
  }

  #enter(user: User, cache?: Cache): void {
    const tokens = this.#credentials;
    rememberAccount(localStorage, user);
    this.accounts = knownAccounts(localStorage);
    const storage = storageOf(tokens.shared);
    const messenger = new Messenger({
      user,
      tokens,
      api: new ChatApi(tokens),
      device: this.device(tokens.shared),
      status: keptStatus(storage),
      keepStatus: (status) => keepStatus(storage, status),
      url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`,
      // On a browser that is to forget the session with its tab, nothing is written to the disk either.
      cache: tokens.shared ? (cache ?? new Cache(user.id)) : undefined,
      ended: () => {
        void messenger.forget();
        void forgetPush();
        tokens.clear();
        this.#leave({ kind: "welcome", notice: "ended" });
      },
    });
    this.phase = { kind: "signedIn", messenger };
    if (document.visibilityState !== "visible") messenger.sleep();
    void messenger.start();
    // A browser that is to forget the session with its tab is not told anything after that.
    if (tokens.shared && preferences.all.notify) void import("./push").then(({ keepSubscribed }) => keepSubscribed(messenger.api.push));
  }

  #leave(phase: Phase): void {
    if (this.phase.kind === "signedIn") this.phase.messenger.close();
    this.phase = phase;
  }

  device(shared: boolean) {
    return deviceIn(storageOf(shared));
  }
}

/** A session that outlives its tab is the browser's, any other one is the tab's. */
function storageOf(shared: boolean): Storage {
  return shared ? localStorage : sessionStorage;
}

async function forgetPush(): Promise<void> {
  if (preferences.all.notify) await (await import("./push")).forgetSubscription();
}
