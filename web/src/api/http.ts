import { Problem, problemFrom } from "./problem";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Entries without a value are left out. */
  query?: Record<string, string | number | undefined>;
  /** Access token. */
  token?: string;
  /** Gives the request up. */
  signal?: AbortSignal | undefined;
}

const BASE = "/api/v1";

/** After this long without an answer a request counts as lost. */
const TIMEOUT_MS = 20_000;

/** And a picture of the largest kind over a slow line. */
const TRANSFER_MS = 120_000;

/**
 * One request to the REST API. The answer has the type that openapi.yaml gives
 * it, which the server's tests hold true; every failure is a Problem.
 */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const headers = new Headers({ Accept: "application/json" });
  if (options.token !== undefined) headers.set("Authorization", `Bearer ${options.token}`);
  const init: RequestInit = {
    method,
    headers,
    credentials: "omit", // tokens travel in the header only: nothing for another site to ride on
    cache: "no-store",
    signal: options.signal ? AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)]) : AbortSignal.timeout(TIMEOUT_MS),
  };
  if (options.body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(options.body);
  }
  let response: Response;
  let text: string;
  try {
    response = await fetch(BASE + path + queryString(options.query), init);
    text = await response.text();
  } catch (cause) {
    throw new Problem("unreachable", { detail: String(cause) });
  }
  const body = parse(text);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as T;
}

/** Reads bytes, such as a picture. The browser may keep them: what a name stands for never changes. */
export async function callForBlob(path: string, token: string): Promise<Blob> {
  let response: Response;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    response = await fetch(BASE + path, { headers, credentials: "omit", signal: AbortSignal.timeout(TRANSFER_MS) });
    if (response.ok) return await response.blob();
  } catch (cause) {
    throw new Problem("unreachable", { detail: String(cause) });
  }
  throw problemFrom(response.status, parse(await response.text()));
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryString(query: CallOptions["query"] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value));
  }
  return params.size > 0 ? `?${params.toString()}` : "";
}
