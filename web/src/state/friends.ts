import type { Friend, Presence, Profile, Team } from "../api/types";
import type { Preferences } from "./preferences.svelte";

/** The team that is always there and cannot be deleted. */
export function defaultTeam(teams: readonly Team[]): string {
  return teams[0]?.name ?? "";
}

export function allFriends(teams: readonly Team[]): Friend[] {
  return teams.flatMap((team) => team.friends);
}

/** What a friend is called here: the remark name, or as the preferences say. */
export function friendName({ user, remark }: Pick<Friend, "user" | "remark">, how: Preferences["nameDisplay"]): string {
  if (how === "account") return user.username;
  const name = remark || user.nickname || user.username;
  return how === "both" && name !== user.username ? `${name} (${user.username})` : name;
}

export function isOnline(p: Presence | undefined): boolean {
  return p !== undefined && p.status !== "offline" && p.status !== "invisible" && p.devices.length > 0;
}

export interface ShownTeam {
  readonly name: string;
  readonly online: number;
  readonly total: number;
  readonly friends: readonly Friend[];
}

/** The teams as the list shows them: online friends first, then by name or account. */
export function showTeams(
  teams: readonly Team[],
  presence: Readonly<Record<string, Presence>>,
  how: Pick<Preferences, "onlyOnline" | "friendSort" | "nameDisplay">,
  query = "",
): ShownTeam[] {
  const wanted = query.trim().toLocaleLowerCase();
  const online = (f: Friend) => isOnline(presence[f.user.id]);
  const key = (f: Friend) => (how.friendSort === "account" ? f.user.username : f.remark || f.user.nickname);
  return teams.map((team) => ({
    name: team.name,
    online: team.friends.filter(online).length,
    total: team.friends.length,
    friends: team.friends
      .filter((f) => (!how.onlyOnline || online(f)) && (wanted === "" || matches(f, wanted)))
      .sort((a, b) => Number(online(b)) - Number(online(a)) || key(a).localeCompare(key(b))),
  }));
}

function matches({ user, remark }: Friend, wanted: string): boolean {
  return [remark, user.nickname, user.username, user.id].some((s) => s.toLocaleLowerCase().includes(wanted));
}

/** Moves a friend to another team: at once, before the server has said yes. */
export function moveFriend(teams: readonly Team[], id: string, to: string): Team[] {
  const friend = allFriends(teams).find((f) => f.user.id === id);
  if (friend === undefined || !teams.some((t) => t.name === to)) return [...teams];
  return teams.map((team) => {
    const others = team.friends.filter((f) => f.user.id !== id);
    return { ...team, friends: team.name === to ? [...others, friend] : others };
  });
}

export function withProfile(teams: readonly Team[], profile: Profile): Team[] {
  return teams.map((team) => ({
    ...team,
    friends: team.friends.map((f) => (f.user.id === profile.id ? { ...f, user: profile } : f)),
  }));
}
