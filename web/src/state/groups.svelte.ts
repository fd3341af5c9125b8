import type { GroupsApi } from "../api/groups";
import { asProblem } from "../api/problem";
import type { Change, Group, Member, Profile } from "../api/types";

/** The groups of this user, and the members of those that were looked at. */
export class GroupsStore {
  groups = $state.raw<readonly Group[]>([]);
  loaded = $state(false);
  /** False on a server that does not know groups by REST. */
  available = $state(true);
  /** By group id. */
  members = $state.raw<Readonly<Record<string, readonly Member[]>>>({});

  readonly #api: GroupsApi;
  readonly #meet: (...profiles: Profile[]) => void;
  readonly #reading = new Map<string, Promise<void>>();
  #loading: Promise<void> | undefined;
  #stale = false;

  constructor(api: GroupsApi, meet: (...profiles: Profile[]) => void) {
    this.#api = api;
    this.#meet = meet;
  }

  restore(groups: readonly Group[]): void {
    if (!this.loaded) this.groups = groups;
  }

  group(id: string): Group | undefined {
    return this.groups.find((g) => g.id === id);
  }

  /** What a member is called in a group: their card, if they have one. */
  card(group: string, user: string): string | undefined {
    return this.members[group]?.find((m) => m.user.id === user)?.card || undefined;
  }

  load(): Promise<void> {
    this.#stale = true;
    this.#loading ??= this.#loadWhileStale().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Reads all members of a group, page by page. */
  readMembers(id: string): Promise<void> {
    let reading = this.#reading.get(id);
    if (reading === undefined) {
      reading = this.#readMembers(id).finally(() => this.#reading.delete(id));
      this.#reading.set(id, reading);
    }
    return reading;
  }

  /** Takes what a conversation tells of its group. */
  change({ c, kind, d }: Change): void {
    const id = c.slice(1);
    if (kind === "settings" && d["group"]) {
      const told = d["group"] as Group;
      this.groups = this.groups.map((g) => (g.id === id ? { ...told, role: g.role } : g));
      if (told.owner !== this.group(id)?.owner) void this.load();
    }
    if (kind !== "members") return;
    const user = String(d["user"] ?? "");
    const member = d["member"] as Member | null | undefined;
    const known = this.members[id];
    if (known !== undefined) {
      const others = known.filter((m) => m.user.id !== user);
      this.members = { ...this.members, [id]: member ? [...others, member] : others };
    }
    if (member) this.#meet(member.user);
    void this.load(); // the number of members, and perhaps the own role
  }

  /** Does something that changes a group, and reads anew what it may have changed. */
  async act(act: (api: GroupsApi) => Promise<unknown>, id?: string): Promise<void> {
    await act(this.#api);
    await this.load();
    if (id !== undefined && this.members[id] !== undefined && this.group(id) !== undefined) await this.readMembers(id);
  }

  async #readMembers(id: string): Promise<void> {
    const all: Member[] = [];
    for (let cursor: string | undefined; cursor !== ""; ) {
      const page = await this.#api.members(id, cursor);
      all.push(...page.members);
      cursor = page.next ?? "";
    }
    this.members = { ...this.members, [id]: all };
    this.#meet(...all.map((m) => m.user));
  }

  async #loadWhileStale(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        this.groups = await this.#api.mine();
        this.loaded = true;
        this.available = true;
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.code === "not_found" && !this.loaded) this.available = false;
        console.warn("flamingo: groups:", problem.message);
      }
    }
  }
}
