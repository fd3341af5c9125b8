import Calendar from "@lucide/svelte/icons/calendar";
import Download from "@lucide/svelte/icons/download";
import Info from "@lucide/svelte/icons/info";
import Pin from "@lucide/svelte/icons/pin";
import Search from "@lucide/svelte/icons/search";
import Trash from "@lucide/svelte/icons/trash-2";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import type { ExportFormat } from "../api/conversations";
import { t } from "../i18n/later";
import { confirm } from "../state/ask.svelte";
import { plainText } from "../state/content";
import type { Messenger } from "../state/messenger.svelte";
import { formatRoute, peerOf } from "../state/route";
import { shell } from "../state/shell.svelte";
import type { Thread } from "../state/thread.svelte";
import { type Anchor, menus, type MenuItem } from "../ui/menus.svelte";
import { act } from "./act";

/** The conversation that a menu is about, and the menu's place. */
export interface Place {
  messenger: Messenger;
  thread: Thread;
  name: string;
  /** A server that tells settings of a conversation knows edits, reactions and the like. */
  rich: boolean;
  anchor: Anchor;
  nameOf: (id: string) => string;
  onjump: (seq: number) => void;
  ondate: () => void;
}

/** The browser has begun to save by then. */
const SAVED_MS = 60_000;

/** What can be done with a conversation. */
export function conversationMenu(place: Place): MenuItem[] {
  const { messenger, thread, rich } = place;
  const peerId = peerOf(thread.c, messenger.user.id);
  const group = thread.c.startsWith("g");
  const items: MenuItem[] = [];
  if (group) items.push({ label: t("group.info"), icon: Info, run: () => void (location.hash = formatRoute({ kind: "group", id: thread.c.slice(1) })) });
  else if (peerId !== undefined) items.push({ label: t("person.profile"), icon: Info, run: () => void (location.hash = formatRoute({ kind: "profile", id: peerId })) });
  if (group) items.push({ label: t("group.invite"), icon: UserRoundPlus, run: () => shell.open({ kind: "invite", group: thread.c.slice(1) }) });
  items.push(
    { label: t("search.inside"), icon: Search, run: () => void (location.hash = formatRoute({ kind: "search", q: "", c: thread.c })) },
    { label: t("conversation.toDate"), icon: Calendar, run: () => place.ondate() },
  );
  if (rich) {
    items.push(
      {
        label: t("export.title"),
        icon: Download,
        items: [
          { label: t("export.page"), run: () => void exportAs("html", place) },
          { label: t("export.lines"), run: () => void exportAs("jsonl", place) },
        ],
      },
      { label: t("conversation.pins"), icon: Pin, run: () => void showPins(place) },
      "line",
      { label: t("chat.clear"), icon: Trash, danger: true, run: () => void clear(place) },
    );
  }
  return items;
}

async function clear({ messenger, thread, name }: Place): Promise<void> {
  const sure = await confirm({ title: t("chat.clear"), text: t("chat.clearText", { name }), yes: t("chat.clearYes"), danger: true });
  if (sure) await act(() => messenger.conversations.clear(thread.c));
}

async function exportAs(format: ExportFormat, { messenger, thread, name }: Place): Promise<void> {
  await act(async () => {
    const url = URL.createObjectURL(await messenger.api.conversations.export(thread.c, format));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${name}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), SAVED_MS);
  });
}

async function showPins({ messenger, thread, anchor, nameOf, onjump }: Place): Promise<void> {
  await act(async () => {
    const { messages } = await messenger.api.conversations.pins(thread.c);
    const items: MenuItem[] = messages.map((m) => ({ label: `${nameOf(m.from)}: ${plainText(m.body)}`, icon: Pin, run: () => onjump(m.seq) }));
    if (items.length === 0) items.push({ label: t("conversation.noPins"), disabled: true, run: () => {} });
    menus.show(anchor, t("conversation.pins"), { items });
  });
}
