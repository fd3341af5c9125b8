import { call, type CallOptions } from "./http";
import { Problem } from "./problem";
import type { ConversationPage, MessagePage, Profile } from "./types";

export interface AccessToken {
  value: string;
  /** By Date.now(). */
  expiresAt: number;
}

/** Where requests get their access token from. */
export interface TokenSource {
  /** A token that is good for a while yet. */
  access(): Promise<AccessToken>;
  /** A newer token than `stale`, which the server has refused. */
  renew(stale: string): Promise<AccessToken>;
}

/** Which piece of a log: what comes before a position, after one, or its end. */
export interface Range {
  before?: number;
  after?: number;
  limit?: number;
}

/** What a signed-in user can ask the server for. */
export class ChatApi {
  readonly #tokens: TokenSource;

  constructor(tokens: TokenSource) {
    this.#tokens = tokens;
  }

  conversations(cursor?: string): Promise<ConversationPage> {
    return this.#get<ConversationPage>("/conversations", { cursor });
  }

  messages(c: string, range: Range): Promise<MessagePage> {
    return this.#get<MessagePage>(`/conversations/${encodeURIComponent(c)}/messages`, { ...range });
  }

  /** The user with exactly this account name, if there is one. */
  async findUser(username: string): Promise<Profile | undefined> {
    try {
      const { users } = await this.#get<{ users: Profile[] }>("/users", { username });
      return users[0];
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.code === "not_found") return undefined;
      throw thrown;
    }
  }

  async #get<T>(path: string, query: CallOptions["query"]): Promise<T> {
    const { value } = await this.#tokens.access();
    try {
      return await call<T>("GET", path, { query, token: value });
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== "unauthenticated") throw thrown;
      const fresh = await this.#tokens.renew(value);
      return call<T>("GET", path, { query, token: fresh.value });
    }
  }
}
