import type { PushApi } from "../api/push";
import { preferences } from "./preferences.svelte";

// Notifications while no page of the messenger is open or looked at: the
// browser takes them from a push service of its maker and wakes the service
// worker. docs/push.md

/** Subscribes, or makes sure of it, when this browser is to notify. To be called at every start: subscriptions get lost. */
export async function keepSubscribed(api: PushApi): Promise<void> {
  if (!preferences.all.notify || !("PushManager" in globalThis) || Notification.permission !== "granted") return;
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const key = fromBase64url(await api.key());
    let subscription = await pushManager.getSubscription();
    if (subscription !== null && !sameBytes(subscription.options.applicationServerKey, key)) {
      await subscription.unsubscribe(); // of a server that was set up anew
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    if (endpoint === undefined || keys?.["p256dh"] === undefined || keys["auth"] === undefined) return;
    await api.subscribe(endpoint, { p256dh: keys["p256dh"], auth: keys["auth"] });
  } catch (thrown) {
    // Some browsers have no push service, or are told not to use it; notifications of an open page work all the same.
    console.warn("flamingo: no push:", thrown instanceof Error ? thrown.message : thrown);
  }
}

/** Takes no more notifications here: the push service tells the server so, even when this page cannot. */
export async function forgetSubscription(): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis)) return;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  const subscription = await registration?.pushManager.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => false);
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  if (a === null || a.byteLength !== b.byteLength) return false;
  const bytes = new Uint8Array(a);
  return b.every((byte, i) => bytes[i] === byte);
}
