import type { Message } from "../api/types";
import { plainText } from "./content";
import { Picks, picksOf } from "./writing";

/** What is being written in a conversation: a message, perhaps one that answers another, or one that is written anew. */
export class Draft {
  text = $state("");
  /** What in it is an emoticon or calls somebody. */
  picks = $state.raw(new Picks());
  /** The message that the next one answers. */
  replying = $state.raw<Message | undefined>();
  /** The message that is being written anew. */
  editing = $state.raw<Message | undefined>();

  #aside: { text: string; picks: Picks } | undefined; // what was being written when a message began to be written anew

  /** The message that the next one answers; it counts as answered then. */
  takeReply(): number | undefined {
    const seq = this.replying?.seq;
    this.replying = undefined;
    return seq;
  }

  /** Begins to write a message anew; what was being written waits. */
  edit(m: Message): void {
    this.#aside ??= { text: this.text, picks: this.picks };
    this.editing = m;
    this.replying = undefined;
    this.text = plainText(m.body);
    this.picks = picksOf(m.body);
  }

  /** Answers nothing any more, and writes nothing anew. */
  giveUp(): void {
    this.replying = this.editing = undefined;
    if (this.#aside === undefined) return;
    ({ text: this.text, picks: this.picks } = this.#aside);
    this.#aside = undefined;
  }
}
