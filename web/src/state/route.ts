/** What the address bar says: everything after the "#". */
export type Route =
  | { kind: "list" }
  | { kind: "conversation"; c: string; seq?: number }
  /** A conversation with somebody there may be none with yet; also an address to give to others. */
  | { kind: "person"; username: string }
  | { kind: "profile"; id: string }
  | { kind: "group"; id: string }
  | { kind: "requests" }
  | { kind: "search"; q: string; c?: string }
  | { kind: "mass" }
  | { kind: "devices" }
  | { kind: "settings" }
  | { kind: "integrations" }
  | { kind: "about" }
  | { kind: "invitation"; token: string };

export function parseRoute(hash: string): Route {
  const [place = "", query = ""] = hash.replace(/^#\/?/u, "").split("?", 2);
  const [kind, first = "", second = ""] = place.split("/").map(decode);
  const number = /^\d+$/u;
  switch (kind) {
    case "c":
      if (!/^(d\d+-\d+|g\d+)$/u.test(first)) break;
      return number.test(second) ? { kind: "conversation", c: first, seq: Number(second) } : { kind: "conversation", c: first };
    case "u":
      if (first !== "") return { kind: "person", username: first };
      break;
    case "p":
      if (number.test(first)) return { kind: "profile", id: first };
      break;
    case "g":
      if (number.test(first)) return { kind: "group", id: first };
      break;
    case "requests":
      return { kind: "requests" };
    case "search": {
      const params = new URLSearchParams(query);
      const c = params.get("c");
      return { kind: "search", q: params.get("q") ?? "", ...(c === null ? {} : { c }) };
    }
    case "mass":
    case "devices":
    case "settings":
    case "integrations":
    case "about":
      return { kind };
    case "invite":
      if (first !== "") return { kind: "invitation", token: first };
  }
  return { kind: "list" };
}

export function formatRoute(route: Route): string {
  switch (route.kind) {
    case "list":
      return "#/";
    case "conversation":
      return route.seq === undefined ? `#/c/${route.c}` : `#/c/${route.c}/${route.seq}`;
    case "person":
      return `#/u/${encodeURIComponent(route.username)}`;
    case "profile":
      return `#/p/${route.id}`;
    case "group":
      return `#/g/${route.id}`;
    case "search": {
      const params = new URLSearchParams({ q: route.q, ...(route.c === undefined ? {} : { c: route.c }) });
      return `#/search?${params.toString()}`;
    }
    case "invitation":
      return `#/invite/${encodeURIComponent(route.token)}`;
    case "requests":
    case "mass":
    case "devices":
    case "settings":
    case "integrations":
    case "about":
      return `#/${route.kind}`;
  }
}

/** The direct conversation of two users: the two ids in ascending order. */
export function directConversation(a: string, b: string): string {
  return Number(a) <= Number(b) ? `d${a}-${b}` : `d${b}-${a}`;
}

/** The other one of a direct conversation. */
export function peerOf(c: string, me: string): string | undefined {
  const [, low = "", high = ""] = /^d(\d+)-(\d+)$/u.exec(c) ?? [];
  if (low === "") return undefined;
  return low === me ? high : low;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
