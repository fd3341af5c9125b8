import type { Message, OutgoingBody } from "../api/types";
import type { TypingKind } from "../realtime/frames";
import type { KeptLetter, KeptThread } from "./cache";
import { Draft } from "./draft.svelte";
import { newId } from "./id";
import { ConversationLog, type LogServices } from "./log.svelte";
import { Outgoing, type OutgoingServices } from "./outgoing.svelte";
import { Typing } from "./typing.svelte";

/** What a conversation needs from the rest of the client. */
export interface ThreadServices extends LogServices, OutgoingServices {
  typing(c: string, kind: TypingKind): void;
}

/** One open conversation: its log, what is being written and sent, and where the reader is. */
export class Thread {
  readonly log: ConversationLog;
  readonly outgoing: Outgoing;
  readonly draft = new Draft();
  readonly typing: Typing;
  /** Where the user had read to when the conversation was opened with something unread. */
  unreadFrom = $state.raw<number | undefined>();
  /** Positions of chosen messages; undefined when nothing is being chosen. */
  selected = $state.raw<ReadonlySet<number> | undefined>();
  /** How far others have read, by user. */
  receipts = $state.raw<Readonly<Record<string, number>>>({});
  /** The position to scroll to; counts up so that the same place can be asked for twice. */
  target = $state.raw<{ seq: number; n: number } | undefined>();

  constructor(
    readonly c: string,
    services: ThreadServices,
  ) {
    this.outgoing = new Outgoing(c, services);
    this.log = new ConversationLog(c, services, (messages) => this.outgoing.settle(messages));
    this.typing = new Typing(services.me, () => services.typing(c, "text"));
  }

  /** Shows what was kept from an earlier visit, and sends again what had no answer. */
  restore(kept: KeptThread | undefined, letters: readonly KeptLetter[]): void {
    if (kept !== undefined) this.log.restore(kept);
    this.outgoing.restore(letters);
  }

  /** Takes a pushed message. */
  receive(m: Message): void {
    this.typing.stopped(m.from);
    this.log.receive(m);
  }

  /** Another member has read up to seq. */
  receipt(user: string, seq: number): void {
    if ((this.receipts[user] ?? 0) < seq) this.receipts = { ...this.receipts, [user]: seq };
  }

  /** Shows the place of a message, wherever in the log it is. */
  async jumpTo(seq: number): Promise<void> {
    await this.log.goTo(seq);
    this.target = { seq, n: (this.target?.n ?? 0) + 1 };
  }

  /** Somebody comes to the conversation: it begins at its end, or at what is unread, not where they were the last time. */
  enter(unreadFrom: number | undefined): void {
    this.log.jumpToEnd();
    this.target = undefined;
    this.unreadFrom = unreadFrom;
  }

  /** Sends a message; it shows at once and is marked when it is stored or refused. */
  send(body: OutgoingBody): void {
    this.unreadFrom = undefined;
    this.log.jumpToEnd();
    this.typing.sent();
    this.outgoing.post(newId(), body, this.draft.takeReply());
  }

  select(seq: number, on: boolean): void {
    const selected = new Set(this.selected);
    if (on) selected.add(seq);
    else selected.delete(seq);
    this.selected = selected;
  }

  close(): void {
    this.log.close();
    this.typing.close();
  }
}
