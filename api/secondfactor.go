package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
)

// GET /me/second-factor
func (a *API) secondFactor(c *fiber.Ctx) error {
	st, err := a.chat.SecondFactor(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromSecondFactor(st))
}

// POST /me/second-factor
func (a *API) beginSecondFactor(c *fiber.Ctx) error {
	var req apitype.PasswordConfirmation
	if err := bind(c, &req); err != nil {
		return err
	}
	setup, err := a.chat.BeginSecondFactor(c.UserContext(), actor(c), req.Password)
	if err != nil {
		return err
	}
	return c.JSON(apitype.SecondFactorSetup{Secret: setup.Secret, URL: setup.URL})
}

// POST /me/second-factor/confirm
func (a *API) confirmSecondFactor(c *fiber.Ctx) error {
	var req apitype.CodeConfirmation
	if err := bind(c, &req); err != nil {
		return err
	}
	codes, err := a.chat.ConfirmSecondFactor(c.UserContext(), actor(c), req.Code)
	if err != nil {
		return err
	}
	return c.JSON(apitype.RecoveryCodes{Codes: codes})
}

// POST /me/second-factor/remove
func (a *API) removeSecondFactor(c *fiber.Ctx) error {
	var req apitype.PasswordConfirmation
	if err := bind(c, &req); err != nil {
		return err
	}
	if err := a.chat.RemoveSecondFactor(c.UserContext(), actor(c), req.Password); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// POST /me/recovery-codes
func (a *API) renewRecoveryCodes(c *fiber.Ctx) error {
	var req apitype.PasswordConfirmation
	if err := bind(c, &req); err != nil {
		return err
	}
	codes, err := a.chat.RenewRecoveryCodes(c.UserContext(), actor(c), req.Password)
	if err != nil {
		return err
	}
	return c.JSON(apitype.RecoveryCodes{Codes: codes})
}

// POST /me/app-password
func (a *API) renewAppPassword(c *fiber.Ctx) error {
	var req apitype.PasswordConfirmation
	if err := bind(c, &req); err != nil {
		return err
	}
	password, err := a.chat.RenewAppPassword(c.UserContext(), actor(c), req.Password)
	if err != nil {
		return err
	}
	return c.JSON(apitype.AppPassword{Password: password})
}

// DELETE /me/app-password
func (a *API) removeAppPassword(c *fiber.Ctx) error {
	if err := a.chat.RemoveAppPassword(c.UserContext(), actor(c)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
