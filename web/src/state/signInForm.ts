import { t } from "../i18n";

export type Mode = "signIn" | "register";
export type Field = "username" | "nickname" | "password" | "repeat";
export type Values = Record<Field, string>;

/** The server's limits, so that the form can say it before asking. */
const MAX_NAME = 64; // characters
const MIN_PASSWORD = 3; // characters
const MAX_PASSWORD = 128; // bytes

/** What is wrong with the form, by field. Signing in asks only that there is something to send. */
export function checkForm(mode: Mode, v: Values): Partial<Record<Field, string>> {
  const errors: Partial<Record<Field, string>> = {};
  if (v.username.trim() === "") errors.username = t("check.account");
  if (v.password === "") errors.password = t("check.password");
  if (mode === "signIn") return errors;

  if ([...v.username].length > MAX_NAME) errors.username = t("check.accountLong", { max: MAX_NAME });
  if ([...v.nickname].length > MAX_NAME) errors.nickname = t("check.nicknameLong", { max: MAX_NAME });
  if ([...v.password].length < MIN_PASSWORD) errors.password = t("check.passwordShort", { min: MIN_PASSWORD });
  if (new TextEncoder().encode(v.password).length > MAX_PASSWORD) errors.password = t("check.passwordLong");
  if (errors.password === undefined && v.repeat !== v.password) errors.repeat = t("check.repeat");
  return errors;
}
