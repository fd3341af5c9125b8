package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /bots
func (a *API) listBots(c *fiber.Ctx) error {
	list, err := a.chat.Bots(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromBots(list))
}

// POST /bots
func (a *API) createBot(c *fiber.Ctx) error {
	var req apitype.NewBot
	if err := bind(c, &req); err != nil {
		return err
	}
	bot, token, err := a.chat.CreateBot(c.UserContext(), actor(c), chat.BotParams{Username: req.Username, Nickname: req.Nickname})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromBot(bot, token))
}

// PATCH /bots/{id}
func (a *API) renameBot(c *fiber.Ctx, id int64) error {
	var req apitype.BotEdit
	if err := bind(c, &req); err != nil {
		return err
	}
	bot, err := a.chat.RenameBot(c.UserContext(), actor(c), id, req.Nickname)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromBot(bot, ""))
}

// DELETE /bots/{id}
func (a *API) deleteBot(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.DeleteBot(c.UserContext(), actor(c), id))
}

// POST /bots/{id}/token
func (a *API) renewBotToken(c *fiber.Ctx, id int64) error {
	token, err := a.chat.RenewBotToken(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.BotToken{Token: token})
}
