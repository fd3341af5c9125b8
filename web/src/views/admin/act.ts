import { asProblem } from "../../api/problem";
import { t } from "../../i18n/admin";
import { toasts } from "../../state/toasts.svelte";
import { problemText } from "../problemText";

/** Does something for the administrator; a refusal is said. What it gave, or undefined. */
export async function attempt<T>(run: () => Promise<T>, done?: string): Promise<{ value: T } | undefined> {
  try {
    const value = await run();
    if (done !== undefined) toasts.show({ text: done, kind: "success" });
    return { value };
  } catch (thrown) {
    const problem = asProblem(thrown);
    toasts.show({ text: problem.code === "conflict" ? t("error.last") : problemText(problem), kind: "error" });
    return undefined;
  }
}
