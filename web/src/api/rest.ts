import { call, callForBlob, type CallOptions, type Method } from "./http";
import { Problem } from "./problem";

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

/** These speak of a password or a code in the request, not of the token. */
const aboutInput = new Set(["wrong_password", "second_factor", "unknown_user"]);

type Query = CallOptions["query"];

/** Requests of a signed-in user; a token that the server refuses is renewed once. */
export class Rest {
  constructor(readonly tokens: TokenSource) {}

  get<T>(path: string, query?: Query): Promise<T> {
    return this.#call<T>("GET", path, { query });
  }

  post<T = void>(path: string, body: unknown = {}): Promise<T> {
    return this.#call<T>("POST", path, { body });
  }

  put<T = void>(path: string, body?: unknown): Promise<T> {
    return this.#call<T>("PUT", path, { body });
  }

  patch<T = void>(path: string, body: unknown): Promise<T> {
    return this.#call<T>("PATCH", path, { body });
  }

  delete<T = void>(path: string, body?: unknown): Promise<T> {
    return this.#call<T>("DELETE", path, { body });
  }

  /** Bytes, such as a picture. */
  blob(path: string): Promise<Blob> {
    return this.withToken((token) => callForBlob(path, token));
  }

  #call<T>(method: Method, path: string, options: CallOptions): Promise<T> {
    return this.withToken((token) => call<T>(method, path, { ...options, token }));
  }

  /** Does something with an access token, and once more with a newer one when it is refused. */
  async withToken<T>(run: (token: string) => Promise<T>): Promise<T> {
    const { value } = await this.tokens.access();
    try {
      return await run(value);
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== "unauthenticated") throw thrown;
      if (aboutInput.has(thrown.reason)) throw thrown;
      const fresh = await this.tokens.renew(value);
      return run(fresh.value);
    }
  }
}

/** A path of the API from pieces that are encoded. */
export function path(strings: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: strings }, ...values.map((v) => encodeURIComponent(v)));
}
