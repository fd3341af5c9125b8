import { mount } from "svelte";
import { language } from "./i18n";
import { App } from "./state/app.svelte";
import { preferences } from "./state/preferences.svelte";
import { isSignInLink } from "./state/signInLink";
import "./theme.css";
import Root from "./views/Root.svelte";

document.documentElement.lang = language;

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no #app");

const app = new App();
target.replaceChildren();
mount(Root, { target, props: { app } });

window.addEventListener("storage", (event) => {
  if (event.key === "flamingo.preferences") preferences.reload();
  else app.storageChanged();
});
navigator.serviceWorker?.addEventListener("message", (event) => {
  const { type, hash } = { type: "", hash: "", ...(event.data as { type?: string; hash?: string } | null) };
  if (type === "SHOW" && hash.startsWith("#/")) location.hash = hash; // a notification was clicked
});
window.addEventListener("hashchange", () => {
  if (isSignInLink(location.hash)) void app.start();
  if (location.hash.startsWith("#setup=")) location.reload(); // the link of an administrator, see views/admin
});
function failed(thrown: unknown): void {
  if (app.phase.kind !== "signedIn") return; // the server takes reports of its users only
  const { rest } = app.phase.messenger.api;
  void import("./state/failures").then(({ offerReport }) => offerReport(rest, thrown));
}
window.addEventListener("error", (event) => {
  // Nothing was thrown when the browser only says that it put off telling of a size (ResizeObserver): it does so in the next frame.
  if (event.error != null) failed(event.error);
});
window.addEventListener("unhandledrejection", (event) => failed(event.reason));
window.addEventListener("online", () => app.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") app.wake();
  else app.sleep();
});

void app.start().then(async () => {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  (await import("./state/update")).keepUpToDate();
});
