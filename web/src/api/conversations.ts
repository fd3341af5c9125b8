import { path, type Rest } from "./rest";
import type { ChangePage, Conversation, ConversationPage, Message, MessagePage, Mute, OutgoingBody, Profile } from "./types";

/** Which piece of a log: what comes before a position, after one, or its end. */
export interface Range {
  before?: number;
  after?: number;
  limit?: number;
}

export interface ConversationChange {
  pinned?: boolean;
  mute?: Mute;
  archived?: boolean;
  /** Leaves the list until something new comes. */
  hidden?: boolean;
  draft?: string;
}

export type ExportFormat = "html" | "jsonl";

export interface Forward {
  from: string;
  seqs: number[];
  to: string[];
  /** As one message that quotes them all. */
  merged: boolean;
  cid: string;
}

/** Conversations and their messages. */
export class ConversationsApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  list(cursor?: string): Promise<ConversationPage> {
    return this.#rest.get("/conversations", { cursor });
  }

  get(c: string): Promise<Conversation> {
    return this.#rest.get(path`/conversations/${c}`);
  }

  /** Changes what the user has set. One that is hidden stays in the list when something came after the message `seen`. */
  update(c: string, change: ConversationChange, seen?: number): Promise<unknown> {
    return this.#rest.patch(path`/conversations/${c}`, change.hidden === true ? { ...change, seq: seen } : change);
  }

  /** Empties the conversation for this user, up to a message: what came after it they have not seen. */
  clear(c: string, seq: number): Promise<unknown> {
    return this.#rest.post(path`/conversations/${c}/clear`, { seq });
  }

  messages(c: string, range: Range): Promise<MessagePage> {
    return this.#rest.get(path`/conversations/${c}/messages`, { ...range });
  }

  message(c: string, seq: number): Promise<Message> {
    return this.#rest.get(path`/conversations/${c}/messages/${seq}`);
  }

  changes(c: string, after: number): Promise<ChangePage> {
    return this.#rest.get(path`/conversations/${c}/changes`, { after });
  }

  pins(c: string): Promise<{ messages: Message[] }> {
    return this.#rest.get(path`/conversations/${c}/pins`);
  }

  edit(c: string, seq: number, body: OutgoingBody): Promise<unknown> {
    return this.#rest.patch(path`/conversations/${c}/messages/${seq}`, { body });
  }

  recall(c: string, seq: number): Promise<unknown> {
    return this.#rest.post(path`/conversations/${c}/messages/${seq}/recall`);
  }

  /** Deletes a message for this user only. */
  hide(c: string, seq: number): Promise<unknown> {
    return this.#rest.delete(path`/conversations/${c}/messages/${seq}`);
  }

  react(c: string, seq: number, emoji: string, on: boolean): Promise<unknown> {
    const place = path`/conversations/${c}/messages/${seq}/reactions/${emoji}`;
    return on ? this.#rest.put(place) : this.#rest.delete(place);
  }

  pin(c: string, seq: number, on: boolean): Promise<unknown> {
    const place = path`/conversations/${c}/messages/${seq}/pin`;
    return on ? this.#rest.put(place) : this.#rest.delete(place);
  }

  readers(c: string, seq: number): Promise<{ readers: { user: Profile; seq: number }[] }> {
    return this.#rest.get(path`/conversations/${c}/messages/${seq}/readers`);
  }

  /** The whole history that the user may see, as a page or as JSON lines. */
  export(c: string, format: ExportFormat): Promise<Blob> {
    return this.#rest.blob(path`/conversations/${c}/export` + `?format=${format}`);
  }

  forward(f: Forward): Promise<unknown> {
    return this.#rest.post("/forwards", f);
  }

  sendToMany(targets: string[], cid: string, body: OutgoingBody): Promise<unknown> {
    return this.#rest.post("/mass-messages", { targets, cid, body });
  }
}
