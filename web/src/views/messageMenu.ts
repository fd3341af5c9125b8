import CheckSquare from "@lucide/svelte/icons/square-check";
import Copy from "@lucide/svelte/icons/copy";
import Flag from "@lucide/svelte/icons/flag";
import Forward from "@lucide/svelte/icons/forward";
import PenLine from "@lucide/svelte/icons/pen-line";
import Pin from "@lucide/svelte/icons/pin";
import Reply from "@lucide/svelte/icons/reply";
import SmilePlus from "@lucide/svelte/icons/smile-plus";
import Trash from "@lucide/svelte/icons/trash-2";
import Undo from "@lucide/svelte/icons/undo-2";
import type { Message } from "../api/types";
import { t } from "../i18n/later";
import { confirm } from "../state/ask.svelte";
import { plainText } from "../state/content";
import type { Messenger } from "../state/messenger.svelte";
import { shell } from "../state/shell.svelte";
import type { Thread } from "../state/thread.svelte";
import type { Entries, MenuItem } from "../ui/menus.svelte";
import { act } from "./act";

/** Quick answers to a message; every other emoji comes from the picker. */
export const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🎉"] as const;

/** The server takes a message back within this time after it was sent; admins of a group may later. */
const RECALL_MS = 2 * 60_000;
/** And lets its text be changed within this one. */
const EDIT_MS = 24 * 60 * 60_000;

/** What can be done about a message. */
export function messageMenu(messenger: Messenger, thread: Thread, m: Message, plainOnly: boolean): Entries {
  const items: MenuItem[] = [];
  const own = m.from === messenger.user.id;
  const age = Date.now() - Date.parse(m.ts);
  const role = messenger.groups.group(m.c.slice(1))?.role;
  const manages = role === "owner" || role === "admin";
  if (m.recalled !== true) {
    items.push({ label: t("message.reply"), icon: Reply, run: () => (thread.draft.replying = m) });
    items.push({ label: t("message.copy"), icon: Copy, run: () => void copy(m) });
  }
  if (!plainOnly && m.recalled !== true) {
    const react = (emoji: string) => void act(() => messenger.marks.react(thread, m, emoji));
    items.push({ label: t("message.reactOther"), icon: SmilePlus, run: () => shell.open({ kind: "emoji", pick: react }) });
    items.push({ label: t("message.forward"), icon: Forward, run: () => shell.open({ kind: "forward", c: m.c, seqs: [m.seq] }) });
    if (own && age < EDIT_MS && isText(m)) items.push({ label: t("message.edit"), icon: PenLine, run: () => thread.draft.edit(m) });
    if (m.c.startsWith("d") || manages) {
      items.push({ label: t(m.pinned ? "message.unpin" : "message.pin"), icon: Pin, run: () => void act(() => messenger.marks.pin(thread, m, m.pinned !== true)) });
    }
  }
  if (!plainOnly) {
    items.push({ label: t("message.select"), icon: CheckSquare, run: () => thread.select(m.seq, true) }, "line");
    if (m.recalled !== true && ((own && age < RECALL_MS) || (manages && m.c.startsWith("g")))) {
      items.push({ label: t("message.recall"), icon: Undo, run: () => void act(() => messenger.marks.recall(thread, m)) });
    }
    if (!own) items.push({ label: t("person.report"), icon: Flag, run: () => shell.open({ kind: "report", c: m.c, seq: m.seq }) });
    items.push({ label: t("message.delete"), icon: Trash, danger: true, run: () => void remove(messenger, thread, [m.seq]) });
  }
  const quick = plainOnly || m.recalled === true ? [] : QUICK.map((emoji) => ({ label: t("message.react", { emoji }), text: emoji, run: () => void act(() => messenger.marks.react(thread, m, emoji)) }));
  return { items, quick };
}

/** Deletes messages for this user, after asking. */
export async function remove(messenger: Messenger, thread: Thread, seqs: readonly number[]): Promise<void> {
  const sure = await confirm({ title: t("message.delete"), text: t("message.deleteText", { n: seqs.length }), yes: t("action.delete"), danger: true });
  if (!sure) return;
  await act(async () => {
    for (const seq of seqs) await messenger.conversations.hide(thread.c, seq);
  });
}

export async function copy(...messages: Message[]): Promise<void> {
  await act(() => navigator.clipboard.writeText(messages.map((m) => plainText(m.body)).join("\n")), t("message.copied"));
}

/** Only text can be written anew. */
function isText(m: Message): boolean {
  return (m.body.segments ?? []).every((s) => s.text !== undefined || s.face !== undefined || s.mention !== undefined);
}
