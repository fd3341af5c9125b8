import Ban from "@lucide/svelte/icons/ban";
import CircleUserRound from "@lucide/svelte/icons/circle-user-round";
import Flag from "@lucide/svelte/icons/flag";
import FolderInput from "@lucide/svelte/icons/folder-input";
import MessageCircle from "@lucide/svelte/icons/message-circle";
import PenLine from "@lucide/svelte/icons/pen-line";
import UserRoundMinus from "@lucide/svelte/icons/user-round-minus";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import type { Profile } from "../api/types";
import { t } from "../i18n/later";
import { askText, confirm } from "../state/ask.svelte";
import type { Messenger } from "../state/messenger.svelte";
import { formatRoute } from "../state/route";
import { shell } from "../state/shell.svelte";
import type { MenuItem } from "../ui/menus.svelte";
import { act } from "./act";

/** The old clients have room for no more. */
export const MAX_REMARK = 15;
const MAX_GREETING = 127;

/** What can be done about a person, friend or not. */
export function personMenu(messenger: Messenger, person: Profile): MenuItem[] {
  const { people } = messenger;
  const friend = people.friend(person.id);
  const self = person.id === messenger.user.id;
  const items: MenuItem[] = [
    {
      label: t("person.message"),
      icon: MessageCircle,
      run: () => void (location.hash = formatRoute({ kind: "conversation", c: messenger.conversationWith(person.id) })),
    },
    { label: t("person.profile"), icon: CircleUserRound, run: () => void (location.hash = formatRoute({ kind: "profile", id: person.id })) },
  ];
  if (person.deleted) return items.slice(1); // nobody is there to write to, or to do anything about
  if (self || !people.available) return items;
  if (friend === undefined) {
    items.push({ label: t("person.add"), icon: UserRoundPlus, run: () => void addFriend(messenger, person) });
  } else {
    const team = people.teams.find((known) => known.friends.includes(friend))?.name;
    items.push(
      { label: t("person.remark"), icon: PenLine, run: () => void changeRemark(messenger, person) },
      {
        label: t("person.move"),
        icon: FolderInput,
        items: people.teams.map(({ name }) => ({
          label: name,
          checked: name === team,
          run: () => void act(() => people.move(person.id, name)),
        })),
      },
    );
  }
  const blocked = people.isBlocked(person.id);
  items.push(
    "line",
    { label: t(blocked ? "person.unblock" : "person.block"), icon: Ban, run: () => void block(messenger, person, !blocked) },
    { label: t("person.report"), icon: Flag, run: () => shell.open({ kind: "report", user: person.id }) },
  );
  if (friend !== undefined) {
    items.push({ label: t("person.delete"), icon: UserRoundMinus, danger: true, run: () => void unfriend(messenger, person) });
  }
  return items;
}

export async function addFriend(messenger: Messenger, person: Profile): Promise<void> {
  const greeting = await askText({
    title: t("person.addTitle", { name: person.nickname }),
    yes: t("person.addYes"),
    field: { label: t("person.greeting"), max: MAX_GREETING, optional: true },
  });
  if (greeting === undefined) return;
  await act(() => messenger.people.act((api) => api.request(person.id, greeting)), t("person.asked"));
}

export async function changeRemark(messenger: Messenger, person: Profile): Promise<void> {
  const value = messenger.people.friend(person.id)?.remark ?? "";
  const remark = await askText({
    title: t("person.remarkTitle", { name: person.nickname }),
    yes: t("action.save"),
    field: { label: t("person.remarkLabel"), value, max: MAX_REMARK, optional: true },
  });
  if (remark === undefined) return;
  await act(() => messenger.people.act((api) => api.updateFriend(person.id, { remark })));
}

async function block(messenger: Messenger, person: Profile, on: boolean): Promise<void> {
  const name = person.nickname;
  if (on && !(await confirm({ title: t("person.block"), text: t("person.blockText", { name }), yes: t("person.block"), danger: true }))) return;
  await act(() => messenger.people.act((api) => api.block(person.id, on)));
}

async function unfriend(messenger: Messenger, person: Profile): Promise<void> {
  const name = person.nickname;
  const sure = await confirm({ title: t("person.delete"), text: t("person.deleteText", { name }), yes: t("person.deleteYes"), danger: true });
  if (sure) await act(() => messenger.people.act((api) => api.deleteFriend(person.id)));
}
