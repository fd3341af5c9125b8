import CheckCheck from "@lucide/svelte/icons/check-check";
import EyeOff from "@lucide/svelte/icons/eye-off";
import Plus from "@lucide/svelte/icons/plus";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import { t } from "../i18n/later";
import { confirm } from "../state/ask.svelte";
import { shelfOf } from "../state/inbox";
import type { Messenger } from "../state/messenger.svelte";
import { preferences, type Preferences } from "../state/preferences.svelte";
import { shell, type Tab } from "../state/shell.svelte";
import type { MenuItem } from "../ui/menus.svelte";
import { act } from "./act";

/** What can be done with the list of a tab, and how it is shown. */
export function listMenu(messenger: Messenger, tab: Tab): MenuItem[] {
  switch (tab) {
    case "chats":
      return chatsMenu(messenger);
    case "friends":
      return friendsMenu();
    case "groups":
      return [
        { label: t("new.group"), icon: Plus, run: () => shell.open({ kind: "newGroup" }) },
        { label: t("new.findGroup"), icon: UserRoundPlus, run: () => shell.open({ kind: "find", groups: true }) },
      ];
  }
}

function chatsMenu(messenger: Messenger): MenuItem[] {
  const items: MenuItem[] = [
    choice(t("sort.time"), "recentSort", "time"),
    choice(t("sort.online"), "recentSort", "online"),
    "line",
    { label: t("bell.ignore"), icon: CheckCheck, run: () => messenger.conversations.readAll() },
  ];
  if (messenger.inbox.conversations.some((c) => c.mute !== undefined)) {
    items.push({ label: t("chats.hideAll"), icon: EyeOff, run: () => void hideAll(messenger) });
  }
  return items;
}

async function hideAll(messenger: Messenger): Promise<void> {
  if (!(await confirm({ title: t("chats.hideAll"), text: t("chats.hideAllText"), yes: t("chats.hideAllYes") }))) return;
  const shown = messenger.inbox.conversations.filter((c) => shelfOf(c) === "list" && c.pinned !== true);
  await act(async () => {
    for (const { c } of shown) await messenger.conversations.configure(c, { hidden: true });
  });
}

function friendsMenu(): MenuItem[] {
  const { onlyOnline, showSignature } = preferences.all;
  return [
    { label: t("friends.onlyOnline"), checked: onlyOnline, run: () => preferences.set("onlyOnline", !onlyOnline) },
    { label: t("friends.signature"), checked: showSignature, run: () => preferences.set("showSignature", !showSignature) },
    "line",
    {
      label: t("friends.names"),
      items: [
        choice(t("friends.both"), "nameDisplay", "both"),
        choice(t("friends.nickname"), "nameDisplay", "nickname"),
        choice(t("friends.account"), "nameDisplay", "account"),
      ],
    },
    {
      label: t("friends.sort"),
      items: [choice(t("friends.nickname"), "friendSort", "nickname"), choice(t("friends.account"), "friendSort", "account")],
    },
    {
      label: t("friends.size"),
      items: [
        choice(t("friends.compact"), "avatarSize", "compact"),
        choice(t("friends.normal"), "avatarSize", "normal"),
        choice(t("friends.large"), "avatarSize", "large"),
      ],
    },
  ];
}

function choice<K extends keyof Preferences>(label: string, name: K, value: Preferences[K]): MenuItem {
  return { label, checked: preferences.all[name] === value, run: () => preferences.set(name, value) };
}
