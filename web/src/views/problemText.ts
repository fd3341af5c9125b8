import type { Problem } from "../api/problem";
import { t } from "../i18n";

/** What a user reads about a request that failed. */
export function problemText(problem: Problem): string {
  switch (problem.code) {
    case "invalid":
      return t("error.invalid", { detail: problem.detail });
    case "unauthenticated":
      return t("error.unauthenticated");
    case "forbidden":
      return t("error.forbidden");
    case "not_found":
      return t("error.notFound");
    case "conflict":
      return t("error.conflict");
    case "too_large":
      return t("error.tooLarge");
    case "rate_limited":
      return t("error.rateLimited");
    case "unavailable":
      return t("error.unavailable");
    case "internal":
      return t("error.internal");
    case "unreachable":
      return t("error.unreachable");
  }
}

/** The same for signing in, where the server's answers mean something more exact. */
export function signInText(problem: Problem): string {
  if (problem.reason === "unknown_user") return t("error.unknownUser");
  if (problem.reason === "second_factor") return t("error.secondFactor");
  if (problem.reason === "wrong_password") return t("error.wrongPassword");
  if (problem.code === "unauthenticated") return t("error.credentials");
  if (problem.code === "forbidden") return t("error.disabled");
  return problemText(problem);
}

/** The same for registering. */
export function registerText(problem: Problem): string {
  return problem.code === "conflict" ? t("error.nameTaken") : problemText(problem);
}
