import type { components } from "../../generated/openapi";
import { call } from "./http";
import { path, type Rest } from "./rest";
import type { Device, LoggedInDevice, Session } from "./types";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountState = "" | "active" | "disabled" | "deleted" | "admin";
export type CreatedAccount = Schemas["CreatedAccount"];
export type GroupEntry = Schemas["GroupEntry"];
export type ReportEntry = Schemas["ReportEntry"];
export type AuditEntry = Schemas["AuditEntry"];
export type Act = AuditEntry["act"];
export type ServerSetting = Schemas["ServerSetting"];
export type ServerStats = Schemas["ServerStats"];
export type ServerStorage = Schemas["ServerStorage"];

/** Some entries of a list, and where the next ones are: empty at the end. */
export interface Page<T> {
  entries: readonly T[];
  next: string;
}

export interface Setup {
  token: string;
  username: string;
  password: string;
  device: Device;
  code?: string;
}

/** Makes the first administrator, with the token of the link that the server printed. */
export const setUp = (s: Setup) => call<Session>("POST", "/admin/setup", { body: s });

/** What an administrator asks the server for. */
export class AdminApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  stats = () => this.#rest.get<ServerStats>("/admin/stats");
  storage = () => this.#rest.get<ServerStorage>("/admin/storage");

  async settings(): Promise<readonly ServerSetting[]> {
    return (await this.#rest.get<Schemas["ServerSettingList"]>("/admin/settings")).settings;
  }

  async users(q: string, state: AccountState, cursor: string): Promise<Page<Account>> {
    const { users, next } = await this.#rest.get<Schemas["AccountList"]>("/admin/users", some({ q, state, cursor }));
    return { entries: users, next };
  }

  user = (id: string) => this.#rest.get<Account>(path`/admin/users/${id}`);
  createUser = (user: Schemas["NewAccount"]) => this.#rest.post<CreatedAccount>("/admin/users", user);
  editUser = (id: string, change: Schemas["AccountEdit"]) => this.#rest.patch<Account>(path`/admin/users/${id}`, change);
  resetPassword = (id: string) => this.#rest.post<Schemas["NewPassword"]>(path`/admin/users/${id}/password`);
  dropSecondFactor = (id: string) => this.#rest.delete(path`/admin/users/${id}/second-factor`);

  async sessions(id: string): Promise<readonly LoggedInDevice[]> {
    return (await this.#rest.get<Schemas["SessionList"]>(path`/admin/users/${id}/sessions`)).sessions;
  }

  endSession = (id: string, session: string) => this.#rest.delete(path`/admin/users/${id}/sessions/${session}`);
  endSessions = (id: string) => this.#rest.delete(path`/admin/users/${id}/sessions`);

  async groups(q: string, cursor: string): Promise<Page<GroupEntry>> {
    const { groups, next } = await this.#rest.get<Schemas["GroupEntryList"]>("/admin/groups", some({ q, cursor }));
    return { entries: groups, next };
  }

  endGroup = (id: string) => this.#rest.delete(path`/admin/groups/${id}`);

  async reports(state: "open" | "resolved", cursor: string): Promise<Page<ReportEntry>> {
    const { reports, next } = await this.#rest.get<Schemas["ReportEntryList"]>("/admin/reports", some({ state, cursor }));
    return { entries: reports, next };
  }

  resolveReport = (id: string, note: string) => this.#rest.post<ReportEntry>(path`/admin/reports/${id}/resolve`, { note });

  async audit(cursor: string): Promise<Page<AuditEntry>> {
    const { acts, next } = await this.#rest.get<Schemas["AuditLog"]>("/admin/audit", some({ cursor }));
    return { entries: acts, next };
  }
}

/** The entries of a query that say something. */
function some(query: Record<string, string>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === "" ? undefined : value]));
}
