import { Problem } from "./problem";
import { path, type Rest } from "./rest";
import type { FriendRequests, LoggedInDevice, Presence, Profile, Team, User } from "./types";

/** Oneself, other people, friends, requests, teams and blocks. */
export class PeopleApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  me(): Promise<User> {
    return this.#rest.get("/me");
  }

  updateMe(change: Partial<User>): Promise<User> {
    return this.#rest.patch("/me", change);
  }

  /** The user with exactly this account name, if there is one. */
  async findExactly(username: string): Promise<Profile | undefined> {
    try {
      const { users } = await this.#rest.get<{ users: Profile[] }>("/users", { username });
      return users[0];
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.code === "not_found") return undefined;
      throw thrown;
    }
  }

  /** People whose account, nickname or number fits. */
  async find(q: string): Promise<Profile[]> {
    return (await this.#rest.get<{ users: Profile[] }>("/users", { q })).users;
  }

  user(id: string): Promise<Profile> {
    return this.#rest.get(path`/users/${id}`);
  }

  async presence(ids: string[]): Promise<Presence[]> {
    return (await this.#rest.get<{ presence: Presence[] }>("/presence", { users: ids.join(",") })).presence;
  }

  async friends(): Promise<Team[]> {
    return (await this.#rest.get<{ teams: Team[] }>("/friends")).teams;
  }

  updateFriend(id: string, change: { team?: string; remark?: string }): Promise<unknown> {
    return this.#rest.patch(path`/friends/${id}`, change);
  }

  deleteFriend(id: string): Promise<unknown> {
    return this.#rest.delete(path`/friends/${id}`);
  }

  requests(): Promise<FriendRequests> {
    return this.#rest.get("/friend-requests");
  }

  request(user: string, greeting: string): Promise<unknown> {
    return this.#rest.post("/friend-requests", { user, greeting });
  }

  answer(user: string, yes: boolean): Promise<unknown> {
    return this.#rest.post(yes ? path`/friend-requests/${user}/accept` : path`/friend-requests/${user}/refuse`);
  }

  withdraw(user: string): Promise<unknown> {
    return this.#rest.delete(path`/friend-requests/${user}`);
  }

  addTeam(name: string): Promise<unknown> {
    return this.#rest.post("/teams", { name });
  }

  renameTeam(from: string, to: string): Promise<unknown> {
    return this.#rest.patch(path`/teams/${from}`, { name: to });
  }

  deleteTeam(name: string): Promise<unknown> {
    return this.#rest.delete(path`/teams/${name}`);
  }

  async blocks(): Promise<Profile[]> {
    return (await this.#rest.get<{ blocks: { user: Profile }[] }>("/blocks")).blocks.map((b) => b.user);
  }

  block(user: string, on: boolean): Promise<unknown> {
    return on ? this.#rest.put(path`/blocks/${user}`) : this.#rest.delete(path`/blocks/${user}`);
  }

  report(report: { user?: string; c?: string; seq?: number; reason: string; text: string }): Promise<unknown> {
    return this.#rest.post("/reports", report);
  }

  async sessions(): Promise<LoggedInDevice[]> {
    return (await this.#rest.get<{ sessions: LoggedInDevice[] }>("/sessions")).sessions;
  }

  endSession(id: string): Promise<unknown> {
    return this.#rest.delete(path`/sessions/${id}`);
  }

  endOtherSessions(): Promise<unknown> {
    return this.#rest.delete("/sessions");
  }
}
