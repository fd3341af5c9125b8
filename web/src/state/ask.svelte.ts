/** A question that needs a yes, a no, or a line of text. */
export interface Question {
  title: string;
  text?: string;
  /** The word on the button that says yes. */
  yes: string;
  danger?: boolean;
  /** Asks for a text. */
  field?: { label: string; value?: string; max: number; optional?: boolean; lines?: number };
  /** Choices of which one is taken. */
  choices?: readonly { value: string; label: string }[];
}

export interface Answer {
  text: string;
  choice: string;
}

interface Open extends Question {
  answer(answer: Answer | undefined): void;
}

/** The question on screen; others wait behind it. */
class Questions {
  current = $state.raw<Open | undefined>();
  #waiting: Open[] = [];

  /** The answer, or undefined for no. */
  ask(question: Question): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({
        ...question,
        answer: (answer) => {
          this.current = this.#waiting.shift();
          resolve(answer);
        },
      });
      this.current ??= this.#waiting.shift();
    });
  }
}

export const questions = new Questions();

/** Asks for a yes or no. */
export async function confirm(question: Omit<Question, "field" | "choices">): Promise<boolean> {
  return (await questions.ask(question)) !== undefined;
}

/** Asks for a line of text; undefined when it is not given. */
export async function askText(question: Question & { field: NonNullable<Question["field"]> }): Promise<string | undefined> {
  return (await questions.ask(question))?.text;
}
