package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /webhooks
func (a *API) listWebhooks(c *fiber.Ctx) error {
	list, err := a.chat.Webhooks(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromWebhooks(list))
}

// POST /webhooks
func (a *API) createWebhook(c *fiber.Ctx) error {
	var req apitype.NewWebhook
	if err := bind(c, &req); err != nil {
		return err
	}
	p, err := req.Params()
	if err != nil {
		return err
	}
	h, secret, err := a.chat.CreateWebhook(c.UserContext(), actor(c), p)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromWebhook(h, secret))
}

// GET /webhooks/{id}
func (a *API) webhook(c *fiber.Ctx) error {
	h, err := a.chat.Webhook(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromWebhook(h, ""))
}

// PATCH /webhooks/{id}
func (a *API) editWebhook(c *fiber.Ctx) error {
	var req apitype.WebhookEdit
	if err := bind(c, &req); err != nil {
		return err
	}
	h, err := a.chat.EditWebhook(c.UserContext(), actor(c), c.Params("id"), req.Params())
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromWebhook(h, ""))
}

// DELETE /webhooks/{id}
func (a *API) deleteWebhook(c *fiber.Ctx) error {
	return done(c, a.chat.DeleteWebhook(c.UserContext(), actor(c), c.Params("id")))
}

// POST /webhooks/{id}/secret
func (a *API) renewWebhookSecret(c *fiber.Ctx) error {
	secret, err := a.chat.RenewWebhookSecret(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(apitype.WebhookSecret{Secret: secret})
}

// POST /webhooks/{id}/ping
func (a *API) pingWebhook(c *fiber.Ctx) error {
	d, err := a.chat.PingWebhook(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(apitype.FromWebhookDelivery(d))
}

// GET /webhooks/{id}/deliveries
func (a *API) listWebhookDeliveries(c *fiber.Ctx) error {
	before, limit, err := idPage(c)
	if err != nil {
		return err
	}
	state := c.Query("state", apitype.DeliveryDead)
	if state != apitype.DeliveryDead && state != apitype.DeliveryWaiting {
		return chat.Invalid("state", "must be dead or waiting")
	}
	list, next, err := a.chat.WebhookDeliveries(c.UserContext(), actor(c), c.Params("id"), state == apitype.DeliveryDead, before, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromWebhookDeliveries(list, next))
}

// POST /webhooks/{id}/deliveries/{delivery}/redeliver
func (a *API) redeliver(c *fiber.Ctx) error {
	d, err := a.chat.RedeliverWebhook(c.UserContext(), actor(c), c.Params("id"), c.Params("delivery"))
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(apitype.FromWebhookDelivery(d))
}
