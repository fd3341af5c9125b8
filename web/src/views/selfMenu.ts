import CircleUserRound from "@lucide/svelte/icons/circle-user-round";
import LogOut from "@lucide/svelte/icons/log-out";
import Megaphone from "@lucide/svelte/icons/megaphone";
import MonitorSmartphone from "@lucide/svelte/icons/monitor-smartphone";
import Plus from "@lucide/svelte/icons/plus";
import Settings from "@lucide/svelte/icons/settings";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import UsersRound from "@lucide/svelte/icons/users-round";
import { asProblem } from "../api/problem";
import { t } from "../i18n/later";
import { askText } from "../state/ask.svelte";
import type { Messenger } from "../state/messenger.svelte";
import { formatRoute } from "../state/route";
import { shell } from "../state/shell.svelte";
import { statuses } from "../state/status";
import { toasts } from "../state/toasts.svelte";
import type { MenuItem } from "../ui/menus.svelte";
import { problemText } from "./problemText";
import { statusText } from "./statusText";

/** The old clients have room for no more. */
const MAX_TEAM = 15;

/** What one does about oneself: status, profile, settings, devices. */
export function selfMenu(messenger: Messenger, signOut: () => Promise<void>): MenuItem[] {
  const { user } = messenger;
  return [
    ...statuses.map((s) => ({ label: statusText(s), checked: messenger.status === s, run: () => messenger.setStatus(s) })),
    "line",
    { label: t("profile.mine"), icon: CircleUserRound, run: () => void (location.hash = formatRoute({ kind: "profile", id: user.id })) },
    { label: t("account.open"), icon: Settings, run: () => shell.open({ kind: "account" }) },
    { label: t("devices.title"), icon: MonitorSmartphone, run: () => (location.hash = "#/devices") },
    ...(messenger.people.available ? [{ label: t("mass.title"), icon: Megaphone, run: () => void (location.hash = "#/mass") }] : []),
    ...(user.admin === true ? [{ label: t("self.administer"), icon: ShieldCheck, run: () => location.assign("/admin") }] : []),
    "line",
    { label: t("account.signOut"), icon: LogOut, run: () => void signOut() },
  ];
}

/** What can be begun. */
export function newMenu(messenger: Messenger): MenuItem[] {
  return [
    { label: t("new.find"), icon: UserRoundPlus, run: () => shell.open({ kind: "find" }) },
    { label: t("new.group"), icon: UsersRound, run: () => shell.open({ kind: "newGroup" }) },
    { label: t("new.team"), icon: Plus, run: () => void addTeam(messenger) },
  ];
}

async function addTeam(messenger: Messenger): Promise<void> {
  const name = await askText({ title: t("team.new"), yes: t("action.create"), field: { label: t("team.name"), max: MAX_TEAM } });
  if (name === undefined) return;
  try {
    await messenger.people.act((api) => api.addTeam(name));
    shell.tab = "friends";
  } catch (thrown) {
    toasts.show({ text: problemText(asProblem(thrown)), kind: "error" });
  }
}
