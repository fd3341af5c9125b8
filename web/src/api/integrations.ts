import type { components } from "../../generated/openapi";
import { path, type Rest } from "./rest";

type Schemas = components["schemas"];
export type ApiToken = Schemas["APIToken"];
export type Scope = Schemas["Scope"];
export type Bot = Schemas["Bot"];
export type Webhook = Schemas["Webhook"];
export type WebhookEvent = Schemas["WebhookEvent"];
export type Delivery = Schemas["WebhookDelivery"];
export type IncomingWebhook = Schemas["IncomingWebhook"];

/** Programs: the tokens they come with, bots, and addresses to post at and to be told at (docs/integrations.md). */
export class IntegrationsApi {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  async tokens(): Promise<ApiToken[]> {
    return (await this.#rest.get<Schemas["APITokenList"]>("/api-tokens")).tokens;
  }

  createToken(token: Schemas["APITokenRequest"]): Promise<ApiToken> {
    return this.#rest.post("/api-tokens", token);
  }

  revokeToken(id: string): Promise<void> {
    return this.#rest.delete(path`/api-tokens/${id}`);
  }

  async bots(): Promise<Bot[]> {
    return (await this.#rest.get<Schemas["BotList"]>("/bots")).bots;
  }

  createBot(bot: Schemas["NewBot"]): Promise<Bot> {
    return this.#rest.post("/bots", bot);
  }

  renameBot(id: string, nickname: string): Promise<Bot> {
    return this.#rest.patch(path`/bots/${id}`, { nickname });
  }

  deleteBot(id: string): Promise<void> {
    return this.#rest.delete(path`/bots/${id}`);
  }

  /** A new token in place of the old one, which ends at once. */
  async renewBotToken(id: string): Promise<string> {
    return (await this.#rest.post<Schemas["BotToken"]>(path`/bots/${id}/token`)).token;
  }

  async webhooks(): Promise<Webhook[]> {
    return (await this.#rest.get<Schemas["WebhookList"]>("/webhooks")).webhooks;
  }

  createWebhook(webhook: Schemas["NewWebhook"]): Promise<Webhook> {
    return this.#rest.post("/webhooks", webhook);
  }

  editWebhook(id: string, edit: Schemas["WebhookEdit"]): Promise<Webhook> {
    return this.#rest.patch(path`/webhooks/${id}`, edit);
  }

  deleteWebhook(id: string): Promise<void> {
    return this.#rest.delete(path`/webhooks/${id}`);
  }

  async renewSecret(id: string): Promise<string> {
    return (await this.#rest.post<Schemas["WebhookSecret"]>(path`/webhooks/${id}/secret`)).secret;
  }

  ping(id: string): Promise<unknown> {
    return this.#rest.post(path`/webhooks/${id}/ping`);
  }

  /** What waits to be delivered and what was given up, newest first. */
  deliveries(id: string, cursor = ""): Promise<Schemas["WebhookDeliveryList"]> {
    return this.#rest.get(path`/webhooks/${id}/deliveries`, { cursor: cursor || undefined });
  }

  redeliver(id: string, delivery: string): Promise<unknown> {
    return this.#rest.post(path`/webhooks/${id}/deliveries/${delivery}/redeliver`);
  }

  async incoming(c: string): Promise<IncomingWebhook[]> {
    return (await this.#rest.get<Schemas["IncomingWebhookList"]>(path`/conversations/${c}/incoming-webhooks`)).incoming_webhooks;
  }

  createIncoming(c: string, webhook: Schemas["NewIncomingWebhook"]): Promise<IncomingWebhook> {
    return this.#rest.post(path`/conversations/${c}/incoming-webhooks`, webhook);
  }

  deleteIncoming(c: string, id: string): Promise<void> {
    return this.#rest.delete(path`/conversations/${c}/incoming-webhooks/${id}`);
  }
}
