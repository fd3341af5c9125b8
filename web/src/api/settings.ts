import type { components } from "../../generated/openapi";
import type { Rest } from "./rest";

/** What a user has decided about themselves, on all their devices. */
export type Settings = components["schemas"]["Settings"];
export type SettingsChange = components["schemas"]["SettingsChange"];

/** The own settings, and the password. */
export class SettingsApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  read(): Promise<Settings> {
    return this.#rest.get("/me/settings");
  }

  update(change: SettingsChange): Promise<Settings> {
    return this.#rest.patch("/me/settings", change);
  }

  changePassword(before: string, after: string): Promise<void> {
    return this.#rest.put("/me/password", { old_password: before, new_password: after });
  }
}
