package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
)

// GET /api-tokens
func (a *API) listAPITokens(c *fiber.Ctx) error {
	list, err := a.chat.APITokens(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromAPITokens(list))
}

// POST /api-tokens
func (a *API) createAPIToken(c *fiber.Ctx) error {
	var req apitype.APITokenRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	params, err := req.Params()
	if err != nil {
		return err
	}
	sess, token, err := a.chat.CreateAPIToken(c.UserContext(), actor(c), params)
	if err != nil {
		return err
	}
	out := apitype.FromAPIToken(sess)
	out.Token = token
	return c.Status(fiber.StatusCreated).JSON(out)
}

// DELETE /api-tokens/{id}
func (a *API) revokeAPIToken(c *fiber.Ctx) error {
	if err := a.chat.RevokeSession(c.UserContext(), actor(c), c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
