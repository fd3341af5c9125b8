import type { PeopleApi } from "../api/people";
import { asProblem, Problem } from "../api/problem";
import type { Friend, FriendRequests, Presence, Profile, Team } from "../api/types";
import type { UserEvent } from "../realtime/frames";
import { allFriends, isOnline, moveFriend, withProfile } from "./friends";

export interface PeopleNotices {
  /** Somebody asks to be a friend. */
  asked(profile: Profile, greeting: string): void;
  /** Somebody answered. */
  answered(profile: Profile | undefined, yes: boolean): void;
  cameOnline(friend: Friend): void;
  /** Whose presence is of interest. */
  watch(ids: readonly string[]): void;
}

const none: FriendRequests = { incoming: [], outgoing: [] };

/** Friends in their teams, requests, blocks, and everybody else who was met. */
export class PeopleStore {
  teams = $state.raw<readonly Team[]>([]);
  requests = $state.raw<FriendRequests>(none);
  blocked = $state.raw<readonly Profile[]>([]);
  loaded = $state(false);
  /** False on a server that does not know friends by REST. */
  available = $state(true);
  presence = $state.raw<Readonly<Record<string, Presence>>>({});
  /** Other people, by id. */
  #met = $state.raw<Readonly<Record<string, Profile>>>({});

  readonly #me: string;
  readonly #api: PeopleApi;
  readonly #notices: PeopleNotices;
  readonly #asking = new Set<string>();
  readonly #friends = $derived(new Map(allFriends(this.teams).map((f) => [f.user.id, f])));
  #loading: Promise<void> | undefined;
  #stale = false;

  constructor(me: Profile, api: PeopleApi, notices: PeopleNotices) {
    this.#me = me.id;
    this.#met = { [me.id]: me };
    this.#api = api;
    this.#notices = notices;
  }

  /** What was kept from an earlier visit. */
  restore(teams: readonly Team[]): void {
    if (!this.loaded) this.teams = teams;
  }

  /** Reads everything anew; once more when it was asked for meanwhile. */
  load(): Promise<void> {
    this.#stale = true;
    this.#loading ??= this.#loadWhileStale().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  friend(id: string): Friend | undefined {
    return this.#friends.get(id);
  }

  profile(id: string): Profile | undefined {
    return this.#friends.get(id)?.user ?? this.#met[id];
  }

  /** Somebody who was met, by exact account name. */
  withUsername(username: string): Profile | undefined {
    const friend = allFriends(this.teams).find((f) => f.user.username === username)?.user;
    return friend ?? Object.values(this.#met).find((p) => p.username === username);
  }

  /** What somebody is called where there is room for one name. */
  name(id: string): string | undefined {
    const remark = this.#friends.get(id)?.remark;
    return remark || this.profile(id)?.nickname;
  }

  isBlocked(id: string): boolean {
    return this.blocked.some((p) => p.id === id);
  }

  online(id: string): boolean {
    return isOnline(this.presence[id]);
  }

  meet(...profiles: readonly Profile[]): void {
    const fresh = profiles.filter((p) => this.#met[p.id] !== p);
    if (fresh.length > 0) this.#met = { ...this.#met, ...Object.fromEntries(fresh.map((p) => [p.id, p])) };
  }

  /** Asks who this is, once. */
  lookUp(id: string): void {
    if (this.profile(id) !== undefined || this.#asking.has(id)) return;
    this.#asking.add(id);
    this.#api.user(id).then(
      (p) => this.meet(p),
      () => {}, // shown by number
    );
  }

  /** The full profile, as far as this user may see it. */
  async read(id: string): Promise<Profile> {
    const profile = await this.#api.user(id);
    this.meet(profile);
    this.teams = withProfile(this.teams, profile);
    return profile;
  }

  /** Somebody changed their profile: who is shown here is read anew. */
  async profileChanged(id: string): Promise<void> {
    if (id === this.#me || this.profile(id) === undefined) return;
    await this.read(id).catch(() => {}); // they may be out of sight now
  }

  receive(p: Presence): void {
    const was = this.online(p.user);
    this.presence = { ...this.presence, [p.user]: p };
    const friend = this.friend(p.user);
    if (friend !== undefined && !was && isOnline(p)) this.#notices.cameOnline(friend);
  }

  /** The user's own log told of something; true when it was about people. */
  event({ what, d }: UserEvent): boolean {
    const subject = String(d["subject"] ?? "");
    switch (what) {
      case "request":
        void this.load().then(() => {
          const request = this.requests.incoming.find((r) => r.user.id === subject || r.user.id === d["by"]);
          const asked = d["action"] === "requested" && String(d["by"] ?? subject) !== this.#me;
          if (asked && request !== undefined) this.#notices.asked(request.user, request.greeting);
        });
        return true;
      case "friend":
        void this.load().then(() => {
          if (String(d["by"] ?? subject) === this.#me) return;
          if (d["action"] === "accepted") this.#notices.answered(this.profile(subject), true);
          if (d["action"] === "refused") this.#notices.answered(this.profile(subject), false);
          // Be it that the account went with it: who this is then is asked anew.
          if (d["action"] === "deleted") void this.read(subject).catch(() => {});
        });
        return true;
      case "team":
      case "block":
        void this.load();
        return true;
      default:
        return false;
    }
  }

  async move(id: string, team: string): Promise<void> {
    const before = this.teams;
    this.teams = moveFriend(this.teams, id, team);
    try {
      await this.#api.updateFriend(id, { team });
    } catch (thrown) {
      this.teams = before;
      throw thrown;
    }
    await this.load();
  }

  /** Does something that changes the lists, and reads them anew. */
  async act(act: (api: PeopleApi) => Promise<unknown>): Promise<void> {
    await act(this.#api);
    await this.load();
  }

  async #loadWhileStale(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        const [teams, requests] = await Promise.all([this.#api.friends(), this.#api.requests()]);
        this.teams = teams;
        this.requests = requests;
        this.loaded = true;
        this.available = true;
        const friends = allFriends(teams);
        const told = friends.flatMap(({ user, presence }) => (presence ? [[user.id, { ...presence, user: user.id }]] : []));
        this.presence = { ...this.presence, ...(Object.fromEntries(told) as Record<string, Presence>) };
        this.meet(...[...requests.incoming, ...requests.outgoing].map((r) => r.user));
        this.#notices.watch(friends.map((f) => f.user.id));
        this.blocked = await this.#api.blocks();
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem instanceof Problem && problem.code === "not_found" && !this.loaded) this.available = false;
        console.warn("flamingo: friends:", problem.message);
      }
    }
  }
}
