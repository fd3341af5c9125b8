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

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show((event.notification.data as { hash?: string } | null)?.hash ?? "#/"));
});

/** Brings the client to the front, at a place inside it. */
async function show(hash: string): Promise<void> {
  const url = new URL(`/${hash}`, self.location.origin).href;
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open === undefined) await self.clients.openWindow(url);
  else await (await open.navigate(url))?.focus();
}
