import type { Conversation, ConversationPage, Message } from "../api/types";

/** Conversations, newest activity first. */
export type Inbox = readonly Conversation[];

/** Adds a page, or replaces what it says about known conversations. Positions never go back. */
export function mergePage(inbox: Inbox, page: ConversationPage): Inbox {
  const merged = new Map(inbox.map((c) => [c.c, c]));
  for (const c of page.conversations) {
    const known = merged.get(c.c);
    merged.set(c.c, known !== undefined && known.seq > c.seq ? { ...c, ...positions(known) } : c);
  }
  return [...merged.values()].sort(byActivity);
}

const positions = ({ seq, read, unread, last }: Conversation) =>
  last === undefined ? { seq, read, unread } : { seq, read, unread, last };

/** Applies a message; undefined when its conversation is not in the list yet. */
export function applyToInbox(inbox: Inbox, m: Message, me: string): Inbox | undefined {
  const c = inbox.find((known) => known.c === m.c);
  if (c === undefined) return undefined;
  if (m.seq <= c.seq) return inbox;
  // One's own message is not unread; those that were skipped before it may be.
  const unread = c.unread + (m.seq - c.seq) - (m.from === me ? 1 : 0);
  return inbox.map((known) => (known === c ? { ...c, seq: m.seq, unread, last: m } : known)).sort(byActivity);
}

/** Applies a read position, of this device or another one of the same user. */
export function applyRead(inbox: Inbox, c: string, seq: number): Inbox {
  return inbox.map((known) => {
    if (known.c !== c || seq <= known.read) return known;
    return { ...known, read: seq, unread: Math.min(known.unread, Math.max(0, known.seq - seq)) };
  });
}

export function totalUnread(inbox: Inbox): number {
  return inbox.reduce((sum, c) => sum + c.unread, 0);
}

/** The conversations whose name or peer matches what somebody typed. */
export function search(inbox: Inbox, query: string): Inbox {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === "") return inbox;
  return inbox.filter((c) =>
    [c.name, c.peer?.username ?? "", c.peer?.nickname ?? ""].some((s) => s.toLocaleLowerCase().includes(wanted)),
  );
}

function byActivity(a: Conversation, b: Conversation): number {
  const at = a.last?.ts ?? "";
  const bt = b.last?.ts ?? "";
  return at < bt ? 1 : at > bt ? -1 : 0; // RFC 3339 in UTC: the text sorts like the time
}
