import { asProblem } from "../api/problem";
import { toasts } from "../state/toasts.svelte";
import { problemText } from "./problemText";

/** Does something for the user; a refusal is said. True when it was done. */
export async function act(run: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await run();
  } catch (thrown) {
    toasts.show({ text: problemText(asProblem(thrown)), kind: "error" });
    return false;
  }
  if (done !== undefined) toasts.show({ text: done, kind: "success" });
  return true;
}
