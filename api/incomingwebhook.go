package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /conversations/{id}/incoming-webhooks
func (a *API) listIncomingWebhooks(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	list, err := a.chat.IncomingWebhooks(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromIncomingWebhooks(list))
}

// POST /conversations/{id}/incoming-webhooks
func (a *API) createIncomingWebhook(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	var req apitype.NewIncomingWebhook
	if err := bind(c, &req); err != nil {
		return err
	}
	p := chat.IncomingWebhookParams{Name: req.Name}
	if req.Bot != "" {
		if p.Bot, err = parseID("bot", req.Bot); err != nil {
			return err
		}
	}
	v, token, err := a.chat.CreateIncomingWebhook(c.UserContext(), actor(c), id, p)
	if err != nil {
		return err
	}
	out := apitype.FromIncomingWebhook(v)
	out.Token, out.Path = token, Prefix+"/hooks/"+token
	return c.Status(fiber.StatusCreated).JSON(out)
}

// DELETE /conversations/{id}/incoming-webhooks/{webhook}
func (a *API) deleteIncomingWebhook(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	return done(c, a.chat.DeleteIncomingWebhook(c.UserContext(), actor(c), id, c.Params("webhook")))
}

// POST /hooks/{token}
func (a *API) postToWebhook(c *fiber.Ctx) error {
	var req apitype.WebhookPost
	if err := bind(c, &req); err != nil {
		return err
	}
	sent, err := a.chat.PostToWebhook(c.UserContext(), c.Params("token"), req.Params())
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromSent(sent))
}
