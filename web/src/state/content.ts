import type { Body, Image, Message, OutgoingBody, Segment } from "../api/types";
import { t } from "../i18n";
import { faceOf } from "./faces";

/** What a message says in one line of plain text, in the reader's language. */
export function plainText(body: Body | OutgoingBody): string {
  const { segments, text = "" } = body;
  if (segments === undefined || segments.length === 0) return text;
  return segments.map(plainSegment).join("");
}

export function plainSegment(s: Segment): string {
  if (s.text !== undefined) return s.text;
  if (s.face !== undefined) return faceOf(s.face);
  if (s.mention !== undefined) return s.mention === "all" ? t("content.mentionAll") : `@${s.name || s.mention}`;
  if (s.image) return t("content.image");
  if (s.file) return t("content.file", { name: s.file.name });
  if (s.voice) return t("content.voice");
  if (s.video) return t("content.video");
  if (s.nudge) return t("content.nudge");
  if (s.card) return t(s.card.kind === "user" ? "content.userCard" : s.card.kind === "group" ? "content.groupCard" : "content.link", { name: s.card.name || s.card.url || s.card.id || "" });
  if (s.forward) return t("content.forward");
  if (s.system) return systemText(s.system);
  return "";
}

/** What the server tells: who joined, left, renamed. A kind we do not know speaks for itself. */
export function systemText({ kind, by, users = [], name = "", text = "" }: NonNullable<Segment["system"]>): string {
  const who = by?.name || by?.id || "";
  const whom = users.map((u) => u.name || u.id).join(", ");
  switch (kind) {
    case "joined":
      return who === "" || who === whom ? t("system.joined", { whom }) : t("system.added", { who, whom });
    case "left":
      return t("system.left", { whom });
    case "removed":
      return t("system.removed", { who, whom });
    case "renamed":
      return t("system.renamed", { who, name });
    case "recalled":
      return t("system.recalled", { who });
    case "edited":
      return t("system.edited");
    default:
      return text;
  }
}

/** The pictures of some messages, in their order. */
export function picturesOf(messages: readonly Message[]): Image[] {
  return messages.flatMap((m) => (m.body.segments ?? []).flatMap((s) => s.image ?? []));
}

/** Whether the user, or everybody, is called by name. */
export function mentions(body: Body, me: string): boolean {
  return body.segments?.some((s) => s.mention === me || s.mention === "all") ?? false;
}
