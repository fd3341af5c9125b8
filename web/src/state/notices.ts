import type { Conversation, Friend, Message, Profile } from "../api/types";
import { t } from "../i18n";
import { mentions, plainText } from "./content";
import { preferences } from "./preferences.svelte";
import { formatRoute } from "./route";
import { play } from "./sounds";
import type { StartedSession } from "./startedSession";
import { toasts } from "./toasts.svelte";

/** Tells the user that something happened: a sound, a toast, a notification of the browser, as they have chosen. */
export class Notices {
  readonly #me: string;

  constructor(me: string) {
    this.#me = me;
  }

  /** A message came. `seen` when its conversation is on screen, where it needs no notice. */
  message(c: Conversation, m: Message, sender: string, seen: boolean): void {
    if (m.from === this.#me || m.hidden === true || m.system === true || seen) return;
    const mute = c.mute ?? "none";
    if (mute !== "none" && !mentions(m.body, this.#me)) return;
    if (mute === "all") return;
    if (mute === "none") play("message");
    const title = c.kind === "group" ? `${sender} · ${c.name}` : sender;
    notify(title, plainText(m.body), c.c, () => go(formatRoute({ kind: "conversation", c: c.c })));
  }

  asked(profile: Profile, greeting: string): void {
    play("request");
    const text = t("notice.asked", { name: profile.nickname });
    const show = () => go(formatRoute({ kind: "requests" }));
    toasts.show({ text, detail: greeting, action: { label: t("notice.show"), run: show } });
    notify(text, greeting, `request-${profile.id}`, show);
  }

  answered(profile: Profile | undefined, yes: boolean): void {
    const name = profile?.nickname ?? "";
    toasts.show({ text: t(yes ? "notice.accepted" : "notice.refused", { name }), kind: yes ? "success" : "plain" });
  }

  cameOnline({ user, remark }: Friend): void {
    if (!preferences.all.noticeOnline) return;
    play("online");
    toasts.show({ text: t("notice.online", { name: remark || user.nickname }) });
  }

  /** This account was opened on another device, or a program may come in by a new token. */
  sessionStarted({ kind, name }: StartedSession): void {
    const action =
      kind === "token" ? { label: t("notice.show"), run: () => go("#/integrations") } : { label: t("notice.devices"), run: () => go("#/devices") };
    toasts.show({ text: t(`notice.${kind}`, { name }), action });
  }
}

function go(hash: string): void {
  window.focus();
  location.hash = hash;
}

/** Whether this browser can show notifications at all. */
export function canNotify(): boolean {
  return "Notification" in globalThis && globalThis.isSecureContext;
}

/** Asks for permission; only ever because somebody pressed a button. */
export async function allowNotices(): Promise<boolean> {
  if (!canNotify()) return false;
  const answer = await Notification.requestPermission();
  preferences.set("notify", answer === "granted");
  return answer === "granted";
}

function notify(title: string, body: string, tag: string, open: () => void): void {
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  if (!preferences.all.notify || !canNotify() || Notification.permission !== "granted") return;
  try {
    const n = new Notification(title, { body, tag, icon: "/icon-192.png", silent: true });
    n.onclick = () => {
      open();
      n.close();
    };
  } catch {
    // Phones allow them to a service worker only: those get a push instead.
  }
}
