import type { Rest } from "./rest";

/** Where this session takes notifications while nobody looks at it. */
export class PushApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** The server's public key, in base64url. */
  async key(): Promise<string> {
    return (await this.#rest.get<{ key: string }>("/push/key")).key;
  }

  subscribe(endpoint: string, keys: { p256dh: string; auth: string }): Promise<void> {
    return this.#rest.put("/push/subscription", { endpoint, keys });
  }

  unsubscribe(): Promise<void> {
    return this.#rest.delete("/push/subscription");
  }
}
