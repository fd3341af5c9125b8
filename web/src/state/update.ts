import { registerSW } from "virtual:pwa-register";
import { t } from "../i18n/later";
import { toasts } from "./toasts.svelte";

/** A page that stays open for days looks for a newer version this often. */
const LOOK_MS = 60 * 60_000;

/** Makes the client open without a connection, and says when there is a newer one. */
export function keepUpToDate(): void {
  const update = registerSW({
    onNeedRefresh() {
      toasts.show({ text: t("update.ready"), sticky: true, action: { label: t("connection.reload"), run: () => void update(true) } });
    },
    onRegisteredSW(_url, registration) {
      setInterval(() => void registration?.update().catch(() => {}), LOOK_MS);
    },
  });
}
