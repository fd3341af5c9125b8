package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// POST /auth/register
func (a *API) register(c *fiber.Ctx) error {
	var req apitype.RegisterRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	_, err := a.chat.Register(c.UserContext(), chat.RegisterParams{Username: req.Username, Nickname: req.Nickname, Password: req.Password})
	if err != nil {
		return err
	}
	return a.open(c, fiber.StatusCreated, apitype.LoginRequest{Username: req.Username, Password: req.Password, Device: req.Device})
}

// POST /auth/login
func (a *API) logIn(c *fiber.Ctx) error {
	var req apitype.LoginRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	return a.open(c, fiber.StatusOK, req)
}

// open logs in and answers with the session.
func (a *API) open(c *fiber.Ctx, status int, req apitype.LoginRequest) error {
	login, err := a.chat.LogIn(c.UserContext(), chat.LoginParams{Username: req.Username, Password: req.Password, Code: req.Code,
		Class: models.ClassWeb, DeviceID: req.Device.ID, DeviceName: req.Device.Name, RemoteAddr: a.remote(c)})
	if err != nil {
		return err
	}
	return a.answerLogin(c, status, login)
}

// POST /auth/link
func (a *API) logInByLink(c *fiber.Ctx) error {
	var req apitype.LinkRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	login, err := a.chat.LogInByLink(c.UserContext(), chat.LinkParams{Token: req.Token, DeviceID: req.Device.ID, DeviceName: req.Device.Name})
	if err != nil {
		return err
	}
	return a.answerLogin(c, fiber.StatusOK, login)
}

// answerLogin answers with a new session and its first tokens.
func (a *API) answerLogin(c *fiber.Ctx, status int, login *chat.Login) error {
	tokens, err := a.chat.IssueTokens(c.UserContext(), login)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(apitype.FromLogin(login, tokens))
}

// POST /auth/refresh
func (a *API) refresh(c *fiber.Ctx) error {
	var req apitype.RefreshRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	login, tokens, err := a.chat.Refresh(c.UserContext(), req.RefreshToken)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromLogin(login, tokens))
}

// POST /auth/logout
func (a *API) logOut(c *fiber.Ctx) error {
	if err := a.chat.LogOut(c.UserContext(), actor(c)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// GET /sessions
func (a *API) listSessions(c *fiber.Ctx) error {
	list, err := a.chat.Sessions(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromSessions(list, actor(c).SessionID))
}

// DELETE /sessions/{id}
func (a *API) revokeSession(c *fiber.Ctx) error {
	if err := a.chat.RevokeSession(c.UserContext(), actor(c), c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
