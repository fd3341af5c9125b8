import type { Change, Conversation, ConversationPage, ConversationSettings, Group, Message } from "../api/types";
import { changeMessage } from "./changes";
import { mentions } from "./content";

/** A conversation in the list. */
export interface Entry extends Conversation {
  /** The first message that calls the user by name and is unread, as far as this client has seen. */
  called?: number;
}

/** Conversations, pinned ones first, then by newest activity. */
export type Inbox = readonly Entry[];

export interface InboxChange {
  readonly inbox: Inbox;
  /** A conversation about which something is missing: its head has to be asked for. */
  readonly stale?: string;
}

/** Adds a page, or replaces what it says about known conversations. Positions never go back. */
export function mergePage(inbox: Inbox, page: Pick<ConversationPage, "conversations">): Inbox {
  const merged = new Map(inbox.map((c) => [c.c, c]));
  for (const c of page.conversations) {
    const known = merged.get(c.c);
    merged.set(c.c, known === undefined ? c : mergeHead(known, c));
  }
  return [...merged.values()].sort(byActivity);
}

/** What the server says now, but for what a push has told since. */
function mergeHead(known: Entry, c: Conversation): Entry {
  const read = Math.max(known.read, c.read);
  const merged = mergePositions(known, c, read);
  return known.called !== undefined && known.called > read ? { ...merged, called: known.called } : merged;
}

function mergePositions(known: Conversation, c: Conversation, read: number): Conversation {
  if (known.seq > c.seq) {
    const { seq, unread, last } = known;
    return { ...c, seq, unread, read, ...(last === undefined ? {} : { last }) };
  }
  return { ...c, read, unread: read > c.read ? Math.min(c.unread, Math.max(0, c.seq - read)) : c.unread };
}

/** Applies a message. */
export function applyToInbox(inbox: Inbox, m: Message, me: string): InboxChange {
  const c = inbox.find((known) => known.c === m.c);
  if (c === undefined) return { inbox, stale: m.c };
  if (m.seq <= c.seq) return { inbox };
  const counts = m.from !== me && m.system !== true && m.hidden !== true;
  // What was skipped before it may be unread or not: the server is asked.
  const between = m.seq - c.seq - 1;
  const next = { ...c, seq: m.seq, unread: c.unread + between + (counts ? 1 : 0) };
  const applied = replace(inbox, m.hidden === true ? next : { ...next, last: m }).sort(byActivity);
  return between > 0 ? { inbox: applied, stale: m.c } : { inbox: applied };
}

/** Applies a position that this user may not see. */
export function skipInInbox(inbox: Inbox, c: string, seq: number): InboxChange {
  const known = inbox.find((x) => x.c === c);
  if (known === undefined || seq <= known.seq) return { inbox };
  if (seq > known.seq + 1) return { inbox, stale: c };
  return { inbox: replace(inbox, { ...known, seq }) };
}

/** Applies a change: of the last message, or of the group. */
export function changeInInbox(inbox: Inbox, change: Change): InboxChange {
  const c = inbox.find((known) => known.c === change.c);
  if (c === undefined) return { inbox };
  const rev = c.rev ?? 0;
  if (change.rev <= rev) return { inbox };
  let next: Entry = { ...c, rev: change.rev };
  if (c.last !== undefined && c.last.seq === change.seq) next = { ...next, last: changeMessage(c.last, change) };
  const group = change.kind === "settings" ? (change.d["group"] as Group | null | undefined) : undefined;
  // The server tells everybody the same; what is mine of it stays.
  if (group) next = { ...next, name: group.name, group: { ...group, role: c.group?.role ?? group.role } };
  const applied = replace(inbox, next);
  return change.rev > rev + 1 ? { inbox: applied, stale: c.c } : { inbox: applied };
}

/** Applies a read position, of this device or another one of the same user. */
export function applyRead(inbox: Inbox, c: string, seq: number): Inbox {
  return inbox.map((known) => {
    if (known.c !== c || seq <= known.read) return known;
    const { called, ...rest } = known;
    const still = called !== undefined && called > seq ? { called } : {};
    return { ...rest, ...still, read: seq, unread: Math.min(known.unread, Math.max(0, known.seq - seq)) };
  });
}

/** Marks the conversations in which unread messages of others call the user by name. */
export function applyCalls(inbox: Inbox, messages: readonly Message[], me: string): Inbox {
  const calls = new Map<string, number>();
  for (const m of messages) {
    const known = inbox.find((c) => c.c === m.c);
    if (known === undefined || m.from === me || m.seq <= known.read || m.recalled === true || !mentions(m.body, me)) continue;
    calls.set(m.c, Math.min(m.seq, calls.get(m.c) ?? known.called ?? m.seq));
  }
  return calls.size === 0 ? inbox : inbox.map((c) => (calls.has(c.c) ? { ...c, called: calls.get(c.c) ?? c.seq } : c));
}

/** Applies what the user has set for a conversation, on any of their devices. */
export function applySettings(inbox: Inbox, c: string, settings: Partial<ConversationSettings>): Inbox {
  return inbox
    .map((known) => {
      if (known.c !== c) return known;
      const next = { ...known, ...settings };
      const cleared = next.cleared_seq ?? 0;
      if (cleared < next.seq || next.last === undefined || next.last.seq > cleared) return next;
      const { last: _, ...rest } = next;
      return { ...rest, unread: 0 };
    })
    .sort(byActivity);
}

export function removeFromInbox(inbox: Inbox, c: string): Inbox {
  return inbox.filter((known) => known.c !== c);
}

/** Where a conversation shows in the list. */
export function shelfOf(c: Conversation): "list" | "archive" | "hidden" {
  if ((c.hidden_seq ?? 0) > 0 && c.seq <= (c.hidden_seq ?? 0)) return "hidden";
  return c.archived === true ? "archive" : "list";
}

/** What the title and the icon count: not what was archived or silenced altogether. */
export function totalUnread(inbox: Inbox): number {
  return inbox.filter((c) => c.mute !== "all" && shelfOf(c) === "list").reduce((sum, c) => sum + c.unread, 0);
}

/** The conversations whose name or peer matches what somebody typed. */
export function search(inbox: Inbox, query: string): Inbox {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === "") return inbox;
  return inbox.filter((c) =>
    [c.name, c.peer?.username ?? "", c.peer?.nickname ?? ""].some((s) => s.toLocaleLowerCase().includes(wanted)),
  );
}

function replace(inbox: Inbox, c: Entry): Entry[] {
  return inbox.map((known) => (known.c === c.c ? c : known));
}

function byActivity(a: Conversation, b: Conversation): number {
  const pinned = Number(b.pinned === true) - Number(a.pinned === true);
  if (pinned !== 0) return pinned;
  const at = a.last?.ts ?? "";
  const bt = b.last?.ts ?? "";
  return at < bt ? 1 : at > bt ? -1 : 0; // RFC 3339 in UTC: the text sorts like the time
}
