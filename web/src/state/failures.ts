import { asProblem, Problem } from "../api/problem";
import type { Rest } from "../api/rest";
import { t } from "../i18n/later";
import { confirm } from "./ask.svelte";
import { toasts } from "./toasts.svelte";

const MAX_MESSAGE = 500; // characters, as the server takes them
const MAX_STACK = 8_000;
const MAX_BROWSER = 300;
/** One page asks no more often: what fails in a loop fails once for its reader. */
const MAX_OFFERS = 3;

const offered = new Set<string>();

/** Offers to tell the operators of the server about an error of this page. Nothing is sent before the user has seen it and agreed. */
export function offerReport(rest: Rest, thrown: unknown): void {
  // An answer that came late, or none, is no error of the page.
  if (thrown instanceof Problem || (thrown instanceof DOMException && thrown.name === "AbortError")) return;
  const [message, stack] = thrown instanceof Error ? [`${thrown.name}: ${thrown.message}`, thrown.stack ?? ""] : [String(thrown), ""];
  if (offered.has(message) || offered.size >= MAX_OFFERS) return;
  offered.add(message);
  const report = {
    message: message.slice(0, MAX_MESSAGE),
    stack: stack.slice(0, MAX_STACK),
    version: __VERSION__,
    browser: navigator.userAgent.slice(0, MAX_BROWSER),
  };
  toasts.show({ text: t("failure.seen"), kind: "error", sticky: true, action: { label: t("failure.report"), run: () => void send(rest, report) } });
}

async function send(rest: Rest, report: { message: string; stack: string; version: string; browser: string }): Promise<void> {
  const text = [t("failure.hint"), ...Object.values(report)].filter((line) => line !== "").join("\n\n");
  if (!(await confirm({ title: t("failure.title"), text, yes: t("failure.send") }))) return;
  try {
    await rest.post("/error-reports", report);
    toasts.show({ text: t("failure.done"), kind: "success" });
  } catch (thrown) {
    toasts.show({ text: t("failure.unsent"), detail: asProblem(thrown).message, kind: "error" });
  }
}
