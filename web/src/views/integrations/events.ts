import type { WebhookEvent } from "../../api/integrations";
import type { PlainKey } from "../../i18n/later";

/** What a webhook can be told of, in the order in which it is offered. */
export const eventTexts: Record<WebhookEvent, PlainKey> = {
  message: "webhooks.message",
  edit: "webhooks.edit_",
  recall: "webhooks.recall",
  react: "webhooks.react",
  pin: "webhooks.pin",
  members: "webhooks.members",
  settings: "webhooks.settings",
  friend: "webhooks.friend",
  request: "webhooks.request",
  group: "webhooks.group",
};
