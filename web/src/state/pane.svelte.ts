import { asProblem, type Problem } from "../api/problem";
import type { Profile } from "../api/types";
import type { InboxStore } from "./inboxStore.svelte";
import type { PeopleStore } from "./people.svelte";
import { directConversation, peerOf, type Route } from "./route";
import type { Thread } from "./thread.svelte";
import type { Threads } from "./threads";

/** What the main pane shows. */
export type Place =
  | { kind: "nothing" }
  | { kind: "searching"; username: string }
  | { kind: "missing"; username: string }
  | { kind: "failed"; route: Route; problem: Problem }
  | { kind: "conversation"; thread: Thread }
  /** A view of its own: the route says which. */
  | { kind: "view"; route: Route };

export interface PaneServices {
  readonly me: string;
  readonly inbox: InboxStore;
  readonly people: PeopleStore;
  readonly threads: Threads;
  findPerson(username: string): Promise<Profile | undefined>;
}

/** The main pane: it follows the address bar. */
export class Pane {
  place = $state.raw<Place>({ kind: "nothing" });

  readonly #services: PaneServices;
  #route: Route = { kind: "list" };

  constructor(services: PaneServices) {
    this.#services = services;
  }

  /** The conversation on screen. */
  get thread(): Thread | undefined {
    return this.place.kind === "conversation" ? this.place.thread : undefined;
  }

  /** Shows what the address bar says. */
  async show(route: Route): Promise<void> {
    this.#route = route;
    switch (route.kind) {
      case "list":
        this.place = { kind: "nothing" };
        break;
      case "conversation":
        this.#open(route.c);
        if (route.seq !== undefined) await this.thread?.jumpTo(route.seq);
        break;
      case "person":
        await this.#showPerson(route);
        break;
      default:
        this.place = { kind: "view", route };
    }
  }

  async #showPerson(route: Extract<Route, { kind: "person" }>): Promise<void> {
    const { username } = route;
    const known = this.#services.people.withUsername(username) ?? this.#services.inbox.conversations.find((c) => c.peer?.username === username)?.peer;
    if (known !== undefined) {
      this.#services.people.meet(known);
      this.#open(directConversation(this.#services.me, known.id));
      return;
    }
    this.place = { kind: "searching", username };
    try {
      const profile = await this.#services.findPerson(username);
      if (this.#route !== route) return;
      if (profile === undefined) {
        this.place = { kind: "missing", username };
        return;
      }
      this.#services.people.meet(profile);
      this.#open(directConversation(this.#services.me, profile.id));
    } catch (thrown) {
      if (this.#route === route) this.place = { kind: "failed", route, problem: asProblem(thrown) };
    }
  }

  #open(c: string): void {
    const { me, inbox, people, threads } = this.#services;
    const known = inbox.find(c);
    const thread = threads.open(c);
    if (this.thread !== thread) {
      thread.enter(known !== undefined && known.unread > 0 ? known.read : undefined);
      if (thread.draft.text === "") thread.draft.text = known?.draft ?? "";
    }
    const peer = peerOf(c, me);
    if (peer !== undefined) people.lookUp(peer);
    this.place = { kind: "conversation", thread };
    void thread.log.refresh(known?.seq);
  }
}
