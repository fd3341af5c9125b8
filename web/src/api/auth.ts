import { call } from "./http";
import type { Device, Session } from "./types";

export interface Registration {
  username: string;
  nickname: string;
  password: string;
  device: Device;
}

export interface Login {
  username: string;
  password: string;
  device: Device;
  /** Of the second factor: six digits, or a recovery code. */
  code?: string;
}

export const register = (r: Registration) => call<Session>("POST", "/auth/register", { body: r });
export const logIn = (l: Login, signal?: AbortSignal) => call<Session>("POST", "/auth/login", { body: l, signal });
export const followLink = (token: string, device: Device) => call<Session>("POST", "/auth/link", { body: { token, device } });
export const refresh = (token: string) => call<Session>("POST", "/auth/refresh", { body: { refresh_token: token } });
export const logOut = (token: string) => call<void>("POST", "/auth/logout", { token });
