// The service worker: the client opens without a connection, and updates itself
// when the user agrees. Data is none of its business: that is in IndexedDB, and
// the API is never answered from a cache.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] };

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every place inside the client is the same page; what the server answers by itself is not.
const server = [/^\/api\//, /^\/ws/, /^\/docs/, /^\/healthz/, /^\/readyz/, /^\/metrics/, /\/[^/?]+\.[^/]+$/];
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: server }));

self.addEventListener("message", (event) => {
  const { type } = { type: "", ...(event.data as { type?: string } | null) };
  if (type === "SKIP_WAITING") void self.skipWaiting();
});

self.addEventListener("push", (event) => {
  event.waitUntil(tell(event.data?.text() ?? ""));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show((event.notification.data as { hash?: string } | null)?.hash ?? "#/"));
});

/** What the server says of a message (docs/push.md); how much of it there is, the user decides. */
interface Notice {
  c?: string;
  title?: string;
  text?: string;
  ts?: string;
}

/** Shows a notification. One of the same conversation takes the place of the one before, also of one that an open page showed. */
async function tell(payload: string): Promise<void> {
  let notice: Notice = {};
  try {
    notice = { ...(JSON.parse(payload) as Notice | null) };
  } catch {
    // A browser that shows nothing may not be told again.
  }
  const news = self.navigator.language.startsWith("zh") ? "有新消息" : "New message";
  await self.registration.showNotification(notice.title ?? "flamingo", {
    body: notice.text ?? news,
    tag: notice.c ?? "news",
    icon: "/icon-192.png",
    data: { hash: notice.c === undefined ? "#/" : `#/c/${notice.c}` },
  });
}

/** Brings the client to the front, at a place inside it: a page goes there by itself (main.ts). */
async function show(hash: string): Promise<void> {
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open === undefined) {
    await self.clients.openWindow(new URL(`/${hash}`, self.location.origin).href);
    return;
  }
  open.postMessage({ type: "SHOW", hash });
  await open.focus().catch(() => {}); // a browser may think that nobody asked for it
}
