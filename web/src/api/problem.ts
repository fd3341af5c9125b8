/** The error codes of the server, one set for REST and the socket, and one of ours. */
export const errorCodes = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "rate_limited",
  "unavailable",
  "internal",
  "unreachable", // no answer at all
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface ProblemDetails {
  detail?: string;
  /** Tells apart failures of one code: wrong_password, second_factor… */
  reason?: string;
  /** The input at fault. */
  field?: string;
  /** When trying again makes sense. */
  retryAfterMs?: number;
}

/** A request that was refused or got no answer. `detail` is plain English of the server. */
export class Problem extends Error {
  readonly detail: string;
  readonly reason: string;
  readonly field: string;
  readonly retryAfterMs: number;

  constructor(
    readonly code: ErrorCode,
    { detail = "", reason = "", field = "", retryAfterMs = 0 }: ProblemDetails = {},
  ) {
    super(detail === "" ? code : `${code}: ${detail}`);
    this.name = "Problem";
    this.detail = detail;
    this.reason = reason;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same request may succeed later without anybody changing it. */
  get temporary(): boolean {
    return this.code === "rate_limited" || this.code === "unavailable" || this.code === "unreachable";
  }
}

/** Reads problem+json. Whatever else a proxy may answer is judged by its status. */
export function problemFrom(status: number, body: unknown): Problem {
  const fields: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const retry = fields["retry_after_ms"];
  return new Problem(toErrorCode(fields["code"]) ?? codeOfStatus(status), {
    detail: text("detail") || text("title"),
    reason: text("reason"),
    field: text("field"),
    retryAfterMs: typeof retry === "number" ? retry : 0,
  });
}

export function toErrorCode(code: unknown): ErrorCode | undefined {
  return errorCodes.find((known) => known === code);
}

function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 400:
    case 422:
      return "invalid";
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return "not_found";
    case 409:
      return "conflict";
    case 413:
      return "too_large";
    case 429:
      return "rate_limited";
    case 502:
    case 503:
    case 504:
      return "unavailable";
    default:
      return "internal";
  }
}

/** Any thrown value as a Problem: what is not one is our own bug. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem("internal", { detail: String(thrown) });
}
