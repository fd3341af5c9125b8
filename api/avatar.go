package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// PUT /me/avatar
func (a *API) setAvatar(c *fiber.Ctx) error {
	body, done, err := a.body(c)
	if err != nil {
		return err
	}
	defer done()
	u, err := a.chat.SetAvatar(c.UserContext(), actor(c), body)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromUser(u))
}

// DELETE /me/avatar
func (a *API) deleteAvatar(c *fiber.Ctx) error {
	u, err := a.chat.DeleteAvatar(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromUser(u))
}

// PUT /groups/{id}/picture
func (a *API) setGroupPicture(c *fiber.Ctx, id int64) error {
	body, done, err := a.body(c)
	if err != nil {
		return err
	}
	defer done()
	return a.answerGroup(c)(a.chat.SetGroupPicture(c.UserContext(), actor(c), id, body))
}

// DELETE /groups/{id}/picture
func (a *API) deleteGroupPicture(c *fiber.Ctx, id int64) error {
	none := ""
	return a.answerGroup(c)(a.chat.EditGroup(c.UserContext(), actor(c), id, chat.GroupEdit{Picture: &none}))
}
