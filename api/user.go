package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /me
func (a *API) me(c *fiber.Ctx) error {
	u, err := a.chat.Me(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromUser(u))
}

// PATCH /me
func (a *API) updateMe(c *fiber.Ctx) error {
	var req apitype.ProfileChange
	if err := bind(c, &req); err != nil {
		return err
	}
	u, err := a.chat.UpdateProfile(c.UserContext(), actor(c), req.Params())
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromUser(u))
}

// PUT /me/password
func (a *API) changePassword(c *fiber.Ctx) error {
	var req apitype.PasswordRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	if err := a.chat.ChangePassword(c.UserContext(), actor(c), req.OldPassword, req.NewPassword); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// GET /users?q= and ?username=
func (a *API) findUser(c *fiber.Ctx) error {
	name := c.Query("username")
	if c.Query("q") != "" {
		return a.searchUsers(c)
	}
	if name == "" {
		return chat.Invalid("username", "is missing")
	}
	out := apitype.UserList{Users: []apitype.Profile{}}
	found, err := a.chat.Find(c.UserContext(), actor(c), name)
	switch {
	case err == nil && found.User != nil:
		out.Users = append(out.Users, apitype.FromProfile(found.User))
	case err != nil && !chat.IsCode(err, chat.CodeNotFound):
		return err
	}
	return c.JSON(out)
}

// DELETE /me
func (a *API) deleteMe(c *fiber.Ctx) error {
	var req apitype.AccountDeletion
	if err := bind(c, &req); err != nil {
		return err
	}
	if err := a.chat.DeleteAccount(c.UserContext(), actor(c), req.Password, req.Code); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
