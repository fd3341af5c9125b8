/** What the address bar says: everything after the "#". */
export type Route =
  | { kind: "list" }
  | { kind: "conversation"; c: string }
  /** A conversation with somebody there may be none with yet; also an address to give to others. */
  | { kind: "person"; username: string };

export function parseRoute(hash: string): Route {
  const [, kind, name = ""] = /^#\/(c|u)\/(.+)$/u.exec(hash) ?? [];
  const value = decode(name);
  if (kind === "c" && /^(d\d+-\d+|g\d+)$/u.test(value)) return { kind: "conversation", c: value };
  if (kind === "u" && value !== "") return { kind: "person", username: value };
  return { kind: "list" };
}

export function formatRoute(route: Route): string {
  switch (route.kind) {
    case "list":
      return "#/";
    case "conversation":
      return `#/c/${route.c}`;
    case "person":
      return `#/u/${encodeURIComponent(route.username)}`;
  }
}

/** The direct conversation of two users: the two ids in ascending order. */
export function directConversation(a: string, b: string): string {
  return Number(a) <= Number(b) ? `d${a}-${b}` : `d${b}-${a}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
