import Archive from "@lucide/svelte/icons/archive";
import ArchiveRestore from "@lucide/svelte/icons/archive-restore";
import BellOff from "@lucide/svelte/icons/bell-off";
import CheckCheck from "@lucide/svelte/icons/check-check";
import EyeOff from "@lucide/svelte/icons/eye-off";
import Pin from "@lucide/svelte/icons/pin";
import PinOff from "@lucide/svelte/icons/pin-off";
import Trash from "@lucide/svelte/icons/trash-2";
import type { ConversationChange } from "../api/conversations";
import type { Conversation, Mute } from "../api/types";
import { t, type PlainKey } from "../i18n/later";
import { confirm } from "../state/ask.svelte";
import type { Messenger } from "../state/messenger.svelte";
import type { MenuItem } from "../ui/menus.svelte";
import { act } from "./act";

const mutes: Record<Mute, PlainKey> = { none: "mute.none", silent: "mute.silent", count: "mute.count", all: "mute.all" };

/** What the menu of a conversation in the list offers. */
export function chatMenu(messenger: Messenger, c: Conversation): MenuItem[] {
  const set = (change: ConversationChange) => void act(() => messenger.conversations.configure(c.c, change));
  const items: MenuItem[] = [];
  if (c.unread > 0) items.push({ label: t("chat.markRead"), icon: CheckCheck, run: () => messenger.conversations.read(c.c, c.seq) });
  items.push(
    { label: t(c.pinned ? "chat.unpin" : "chat.pin"), icon: c.pinned ? PinOff : Pin, run: () => set({ pinned: !c.pinned }) },
    {
      label: t("chat.mute"),
      icon: BellOff,
      items: (Object.keys(mutes) as Mute[]).map((mute) => ({ label: t(mutes[mute]), checked: (c.mute ?? "none") === mute, run: () => set({ mute }) })),
    },
    { label: t(c.archived ? "chat.unarchive" : "chat.archive"), icon: c.archived ? ArchiveRestore : Archive, run: () => set({ archived: !c.archived }) },
    "line",
    { label: t("chat.hide"), icon: EyeOff, run: () => set({ hidden: true }) },
    { label: t("chat.clear"), icon: Trash, danger: true, run: () => void clear(messenger, c) },
  );
  return items;
}

async function clear(messenger: Messenger, c: Conversation): Promise<void> {
  const name = messenger.names.title(c.c);
  const sure = await confirm({ title: t("chat.clear"), text: t("chat.clearText", { name }), yes: t("chat.clearYes"), danger: true });
  if (sure) await act(() => messenger.conversations.clear(c.c));
}
