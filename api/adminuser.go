package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /admin/users
func (a *API) listAccounts(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.Accounts(c.UserContext(), actor(c), chat.AccountParams{Query: c.Query("q"),
		State: chat.AccountState(c.Query("state")), After: after, Limit: limit})
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromAccounts(list, next))
}

// POST /admin/users
func (a *API) createAccount(c *fiber.Ctx) error {
	var req apitype.NewAccount
	if err := bind(c, &req); err != nil {
		return err
	}
	made, password, err := a.chat.CreateAccount(c.UserContext(), actor(c),
		chat.RegisterParams{Username: req.Username, Nickname: req.Nickname, Password: req.Password})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.CreatedAccount{User: apitype.FromAccount(made), Password: password})
}

// GET /admin/users/{id}
func (a *API) account(c *fiber.Ctx, id int64) error {
	u, err := a.chat.Account(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromAccount(u))
}

// PATCH /admin/users/{id}
func (a *API) editAccount(c *fiber.Ctx, id int64) error {
	var req apitype.AccountEdit
	if err := bind(c, &req); err != nil {
		return err
	}
	if req.Disabled != nil && req.Admin != nil {
		return chat.Invalid("admin", "cannot be changed together with disabled") // each is an act of its own
	}
	if req.Disabled != nil {
		if err := a.chat.SetAccountDisabled(c.UserContext(), actor(c), id, *req.Disabled); err != nil {
			return err
		}
	}
	if req.Admin != nil {
		if err := a.chat.SetAdministrator(c.UserContext(), actor(c), id, *req.Admin); err != nil {
			return err
		}
	}
	return a.account(c, id)
}

// POST /admin/users/{id}/password
func (a *API) resetPassword(c *fiber.Ctx, id int64) error {
	password, err := a.chat.ResetPassword(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.NewPassword{Password: password})
}

// DELETE /admin/users/{id}/second-factor
func (a *API) dropSecondFactor(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.DropSecondFactor(c.UserContext(), actor(c), id))
}

// GET /admin/users/{id}/sessions
func (a *API) listSessionsOf(c *fiber.Ctx, id int64) error {
	list, err := a.chat.SessionsOf(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromSessions(list, actor(c).SessionID))
}

// DELETE /admin/users/{id}/sessions
func (a *API) endSessionsOf(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.EndSessionsOf(c.UserContext(), actor(c), id, ""))
}

// DELETE /admin/users/{id}/sessions/{session}
func (a *API) endSessionOf(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.EndSessionsOf(c.UserContext(), actor(c), id, c.Params("session")))
}
