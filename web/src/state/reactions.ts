import type { Reaction } from "../api/types";

/** The reactions after a user has added or taken back theirs. */
export function toggleReaction(reactions: readonly Reaction[], emoji: string, me: string): { reactions: Reaction[]; on: boolean } {
  const known = reactions.find((r) => r.emoji === emoji);
  if (known === undefined) return { reactions: [...reactions, { emoji, users: [me], n: 1 }], on: true };
  const on = !known.users.includes(me);
  const users = on ? [...known.users, me] : known.users.filter((u) => u !== me);
  const next = { emoji, users, n: known.n + (on ? 1 : -1) };
  return { reactions: reactions.map((r) => (r === known ? next : r)).filter((r) => r.n > 0), on };
}
