import type { Presence, PresenceStatus } from "../api/types";
import { t } from "../i18n";
import { ago } from "../i18n/time";
import { isOnline } from "../state/friends";

export function statusText(status: PresenceStatus): string {
  switch (status) {
    case "online":
      return t("status.online");
    case "away":
      return t("status.away");
    case "busy":
      return t("status.busy");
    case "invisible":
      return t("status.invisible");
    case "offline":
      return t("status.offline");
  }
}

/** The name of a class of devices. */
export function deviceText(device: string): string {
  switch (device) {
    case "pc":
      return t("device.pc");
    case "android":
    case "ios":
      return t("device.phone");
    case "web":
      return t("device.web");
    default:
      return device;
  }
}

/** "Online, phone": whether somebody is there, and with what. */
export function presenceText(p: Presence | undefined): string {
  if (!isOnline(p) || p === undefined) {
    return p?.last_seen === undefined ? t("status.offline") : t("status.lastSeen", { when: ago(p.last_seen) });
  }
  const devices = [...new Set(p.devices.map(deviceText))].join(", ");
  return devices === "" ? statusText(p.status) : `${statusText(p.status)} · ${devices}`;
}
