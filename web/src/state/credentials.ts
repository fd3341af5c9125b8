import type { AccessToken, TokenSource } from "../api/rest";
import { Problem } from "../api/problem";
import type { Session, User } from "../api/types";

/*
 * Where the tokens live, and why.
 *
 * The access token (15 minutes) is in memory only. The refresh token has to
 * survive a reload, so it is in sessionStorage, which ends with the tab; only
 * who ticks "stay signed in" has it in localStorage, which ends with signing
 * out. A cookie would be out of reach of scripts, but it would travel with
 * every request and bring cross-site forgery back. What guards the storage is
 * that no foreign script runs here: a Content-Security-Policy without inline
 * code or other hosts, and no HTML made from anybody's text.
 *
 * A refresh token is good once; using it twice looks like theft and ends the
 * session. Four things could do that to an honest user:
 *  - Two tabs with one stored token refresh at once. They take turns under a
 *    Web Lock, and read the storage inside the lock, where they find what the
 *    other one left.
 *  - A duplicated tab inherits a copy of sessionStorage, and the copies part
 *    ways at the next refresh. So a tab holds a lock as long as it uses a token
 *    of its own; a copy finds it taken and asks to sign in.
 *  - A page that is left while it refreshes never reads the answer. The server
 *    gives the same one again for 30 seconds, as long as nobody has used it.
 *  - Web Locks need HTTPS (or localhost). Without them nothing is shared between
 *    tabs: canStay is false and "stay signed in" is not offered.
 */

const KEY = "flamingo.session";
const REFRESH_LOCK = "flamingo.refresh";

/** A token is renewed this long before it expires, so that it lasts for a request. */
const RENEW_AHEAD_MS = 60_000;

/** A tab that reloads frees its lock within this time; a copied one waits in vain. */
const CLAIM_MS = 1_000;

interface Stored {
  session: string;
  refreshToken: string;
  /** Whose session it is: what was kept for them can be shown before the server answers. */
  user?: string;
}

/** The session cannot be continued: the user has to sign in. */
export class SessionLost extends Problem {
  constructor(readonly why: "ended" | "copied" | "none") {
    super("unauthenticated", { detail: `session lost: ${why}` });
    this.name = "SessionLost";
  }
}

export interface CredentialsOptions {
  tab: Storage;
  browser: Storage;
  locks: LockManager | undefined;
  /** Exchanges a refresh token, see api/auth. */
  refresh: (token: string) => Promise<Session>;
  /** Called when a session that was in use turns out to be over. */
  ended?: () => void;
  now?: () => number;
}

/** The tokens of this tab's session. */
export class Credentials implements TokenSource {
  readonly #options: CredentialsOptions;
  readonly #now: () => number;
  #session = "";
  #access: AccessToken | undefined;
  #renewing: Promise<AccessToken> | undefined;
  #release = () => {};

  constructor(options: CredentialsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Whether a session may outlive its tab. */
  get canStay(): boolean {
    return this.#options.locks !== undefined;
  }

  /** Whether the session in use belongs to all tabs of this browser. */
  get shared(): boolean {
    return read(this.#options.tab) === undefined;
  }

  /** The id of the user whose session is stored. */
  get storedUser(): string | undefined {
    return this.#read()?.user;
  }

  /** Takes over a session that was just opened. */
  async adopt(s: Session, stay: boolean): Promise<void> {
    this.#forget();
    this.#session = s.session;
    this.#access = this.#accessOf(s);
    if (stay && this.canStay) {
      this.#options.tab.removeItem(KEY);
      write(this.#options.browser, s);
    } else {
      write(this.#options.tab, s);
      await this.#claim(s.session);
    }
  }

  /** Continues the stored session after a reload. Throws SessionLost, or a Problem while the server is away. */
  async resume(): Promise<User> {
    this.#forget();
    const stored = this.#read();
    if (stored === undefined) throw new SessionLost("none");
    if (read(this.#options.tab) !== undefined && !(await this.#claim(stored.session))) {
      this.#options.tab.clear(); // the device id is a copy, too
      throw new SessionLost("copied");
    }
    this.#session = stored.session;
    return (await this.#exchange()).user;
  }

  async access(): Promise<AccessToken> {
    const token = this.#access;
    if (token !== undefined && token.expiresAt - this.#now() > RENEW_AHEAD_MS) return token;
    return this.renew(token?.value ?? "");
  }

  renew(stale: string): Promise<AccessToken> {
    const token = this.#access;
    if (token !== undefined && token.value !== stale) return Promise.resolve(token);
    this.#renewing ??= this.#exchange()
      .then((s) => this.#accessOf(s))
      .finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Forgets the session, in this tab and for the others. */
  clear(): void {
    for (const storage of [this.#options.tab, this.#options.browser]) {
      if (read(storage)?.session === this.#session) storage.removeItem(KEY);
    }
    this.#forget();
  }

  /** Whether the stored session is still the one of this tab: another tab may have ended or replaced it. */
  isCurrent(): boolean {
    return this.#session === "" || this.#read()?.session === this.#session;
  }

  async #exchange(): Promise<Session> {
    const { locks } = this.#options;
    return locks === undefined ? this.#refresh() : await locks.request(REFRESH_LOCK, () => this.#refresh());
  }

  async #refresh(): Promise<Session> {
    const stored = this.#read(); // only now: the tab before us may have changed it
    if (stored === undefined || stored.session !== this.#session) throw this.#lose();
    let s: Session;
    try {
      s = await this.#options.refresh(stored.refreshToken);
    } catch (thrown) {
      const final = thrown instanceof Problem && !thrown.temporary && thrown.code !== "internal";
      throw final ? this.#lose() : thrown;
    }
    if (stored.session !== this.#session) throw new SessionLost("ended"); // signed out while we asked
    write(read(this.#options.tab) === undefined ? this.#options.browser : this.#options.tab, s);
    this.#access = this.#accessOf(s);
    return s;
  }

  #lose(): SessionLost {
    const wasInUse = this.#access !== undefined;
    this.clear();
    if (wasInUse) this.#options.ended?.();
    return new SessionLost("ended");
  }

  #accessOf(s: Session): AccessToken {
    return { value: s.access_token, expiresAt: this.#now() + s.expires_in * 1_000 };
  }

  #read(): Stored | undefined {
    return read(this.#options.tab) ?? read(this.#options.browser);
  }

  /** Holds the lock of a session that only this tab has; false when another tab holds it. */
  #claim(session: string): Promise<boolean> {
    const { locks } = this.#options;
    if (locks === undefined) return Promise.resolve(true);
    return new Promise((resolve) => {
      locks
        .request(`flamingo.tab.${session}`, { signal: AbortSignal.timeout(CLAIM_MS) }, () => {
          resolve(true);
          return new Promise<void>((release) => (this.#release = release));
        })
        .catch(() => resolve(false));
    });
  }

  #forget(): void {
    this.#release();
    this.#release = () => {};
    this.#session = "";
    this.#access = undefined;
  }
}

function read(storage: Storage): Stored | undefined {
  const text = storage.getItem(KEY);
  if (text === null) return undefined;
  try {
    const { session, refreshToken, user } = JSON.parse(text) as Partial<Stored>;
    if (session === undefined || refreshToken === undefined) return undefined;
    return user === undefined ? { session, refreshToken } : { session, refreshToken, user };
  } catch {
    return undefined;
  }
}

function write(storage: Storage, s: Session): void {
  const stored: Stored = { session: s.session, refreshToken: s.refresh_token, user: s.user.id };
  storage.setItem(KEY, JSON.stringify(stored));
}
