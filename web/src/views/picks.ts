import { t } from "../i18n/later";
import { shelfOf } from "../state/inbox";
import type { Messenger } from "../state/messenger.svelte";
import type { Pick } from "../ui/PickList.svelte";

/** The friends in their teams, but for some. */
export function friendPicks(messenger: Messenger, but: ReadonlySet<string> = new Set()): Pick[] {
  return messenger.people.teams.flatMap((team) =>
    team.friends
      .filter((f) => !but.has(f.user.id))
      .map(({ user, remark }) => ({
        value: user.id,
        name: remark || user.nickname,
        about: user.username,
        id: user.id,
        group: false,
        heading: team.name,
      })),
  );
}

/** The own groups. */
export function groupPicks(messenger: Messenger): Pick[] {
  return messenger.groups.groups.map((g) => ({
    value: g.id,
    name: g.name,
    about: g.id,
    id: `g${g.id}`,
    group: true,
    heading: t("groups.mine"),
  }));
}

/** Conversations to send something to: recent ones, then friends and groups. By conversation. */
export function targetPicks(messenger: Messenger): Pick[] {
  const recent = messenger.inbox.conversations
    .filter((c) => shelfOf(c) === "list")
    .slice(0, 10)
    .map((c) => ({
      value: c.c,
      name: messenger.names.title(c.c),
      about: "",
      id: c.peer?.id ?? c.c,
      group: c.kind === "group",
      heading: t("pick.recent"),
    }));
  const known = new Set(recent.map((p) => p.value));
  const friends = friendPicks(messenger).map((p) => ({ ...p, value: messenger.conversationWith(p.value) }));
  const groups = groupPicks(messenger).map((p) => ({ ...p, value: `g${p.value}` }));
  return [...recent, ...[...friends, ...groups].filter((p) => !known.has(p.value))];
}
