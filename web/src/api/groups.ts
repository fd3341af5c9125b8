import { path, type Rest } from "./rest";
import type { Group, Invitation, JoinPolicy, Member, Profile, Role } from "./types";

export interface GroupChange {
  name?: string;
  notice?: string;
  introduction?: string;
  join_policy?: JoinPolicy;
  muted_all?: boolean;
}

export interface MemberChange {
  role?: Role;
  /** RFC 3339; null lifts it. */
  muted_until?: string | null;
  card?: string;
}

export interface JoinRequest {
  user: Profile;
  greeting: string;
  at: string;
}

/** Groups, their members, bans, requests and invitations. */
export class GroupsApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Those I am in, page by page. */
  async mine(): Promise<Group[]> {
    const all: Group[] = [];
    for (let cursor: string | undefined; cursor !== ""; ) {
      const page: { groups: Group[]; next?: string } = await this.#rest.get("/groups", { cursor });
      all.push(...page.groups);
      cursor = page.next ?? "";
    }
    return all;
  }

  create(name: string, users: string[]): Promise<Group> {
    return this.#rest.post("/groups", { name, users });
  }

  get(id: string): Promise<Group> {
    return this.#rest.get(path`/groups/${id}`);
  }

  update(id: string, change: GroupChange): Promise<unknown> {
    return this.#rest.patch(path`/groups/${id}`, change);
  }

  dissolve(id: string): Promise<unknown> {
    return this.#rest.delete(path`/groups/${id}`);
  }

  /** `joined` is false when somebody has to say yes first. */
  join(id: string, greeting = ""): Promise<{ joined: boolean }> {
    return this.#rest.post(path`/groups/${id}/join`, { greeting });
  }

  leave(id: string): Promise<unknown> {
    return this.#rest.post(path`/groups/${id}/leave`);
  }

  members(id: string, cursor?: string): Promise<{ members: Member[]; next?: string }> {
    return this.#rest.get(path`/groups/${id}/members`, { cursor });
  }

  add(id: string, users: string[]): Promise<unknown> {
    return this.#rest.post(path`/groups/${id}/members`, { users });
  }

  updateMember(id: string, user: string, change: MemberChange): Promise<unknown> {
    return this.#rest.patch(path`/groups/${id}/members/${user}`, change);
  }

  remove(id: string, user: string, ban: boolean): Promise<unknown> {
    return this.#rest.delete(path`/groups/${id}/members/${user}` + (ban ? "?ban=true" : ""));
  }

  transfer(id: string, user: string): Promise<unknown> {
    return this.#rest.post(path`/groups/${id}/transfer`, { user });
  }

  async bans(id: string): Promise<{ user: Profile }[]> {
    return (await this.#rest.get<{ bans: { user: Profile }[] }>(path`/groups/${id}/bans`)).bans;
  }

  unban(id: string, user: string): Promise<unknown> {
    return this.#rest.delete(path`/groups/${id}/bans/${user}`);
  }

  async requests(id: string): Promise<JoinRequest[]> {
    return (await this.#rest.get<{ requests: JoinRequest[] }>(path`/groups/${id}/requests`)).requests;
  }

  answer(id: string, user: string, yes: boolean): Promise<unknown> {
    const place = path`/groups/${id}/requests/${user}`;
    return this.#rest.post(`${place}/${yes ? "accept" : "refuse"}`);
  }

  async invitations(id: string): Promise<Invitation[]> {
    return (await this.#rest.get<{ invitations: Invitation[] }>(path`/groups/${id}/invitations`)).invitations;
  }

  invite(id: string): Promise<Invitation> {
    return this.#rest.post(path`/groups/${id}/invitations`);
  }

  revoke(id: string, invitation: string): Promise<unknown> {
    return this.#rest.delete(path`/groups/${id}/invitations/${invitation}`);
  }

  preview(token: string): Promise<{ group: Group; by?: Profile }> {
    return this.#rest.get(path`/invitations/${token}`);
  }

  accept(token: string): Promise<{ group?: Group } | undefined> {
    return this.#rest.post(path`/invitations/${token}/accept`);
  }
}
