package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// defaultPage is the number of entries in an answer that nobody asked to be longer.
const defaultPage = 50

// GET /conversations
func (a *API) listConversations(c *fiber.Ctx) error {
	limit, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return err
	}
	from, err := apitype.DecodeCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	list, next, err := a.chat.Conversations(c.UserContext(), actor(c), from, int(limit))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromConversations(list, next))
}

// GET /conversations/{id}/messages
func (a *API) listMessages(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	limit, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return err
	}
	const none = -1
	before, err := number(c, "before", none, 1, maxSeq)
	if err != nil {
		return err
	}
	after, err := number(c, "after", none, 0, maxSeq)
	if err != nil {
		return err
	}
	if before != none && after != none {
		return chat.Invalid("before", "and after exclude each other")
	}
	var page *chat.Page
	if after != none {
		page, err = a.chat.MessagesAfter(c.UserContext(), actor(c), id, after, int(limit))
	} else {
		page, err = a.chat.MessagesBefore(c.UserContext(), actor(c), id, max(before, 0), int(limit))
	}
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromMessages(page))
}

// POST /conversations/{id}/messages
func (a *API) sendMessage(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	var req apitype.SendRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	sent, err := a.chat.SendMessage(c.UserContext(), actor(c), req.Params(id))
	if err != nil {
		return err
	}
	status := fiber.StatusCreated
	if sent.Dup {
		status = fiber.StatusOK
	}
	return c.Status(status).JSON(apitype.FromSent(sent))
}

// maxSeq is the largest whole number that JavaScript counts exactly.
const maxSeq = 1<<53 - 1

// number reads a whole number of the query.
func number(c *fiber.Ctx, name string, absent, low, high int64) (int64, error) {
	s := c.Query(name)
	if s == "" {
		return absent, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < low || n > high {
		return 0, chat.Invalid(name, "must be a whole number from %d to %d", low, high)
	}
	return n, nil
}
