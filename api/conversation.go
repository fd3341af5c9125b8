package api

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// place reads the conversation and the position in the path.
func place(c *fiber.Ctx) (models.ConversationID, int64, error) {
	id, err := conversation(c)
	if err != nil {
		return 0, 0, err
	}
	seq, err := strconv.ParseInt(c.Params("seq"), 10, 64)
	if err != nil || seq < 1 || seq > maxSeq {
		return 0, 0, chat.Invalid("seq", "must be a whole number from 1 to %d", int64(maxSeq))
	}
	return id, seq, nil
}

// GET /conversations/{id}
func (a *API) getConversation(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	v, err := a.chat.ConversationOf(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromConversation(v))
}

// PATCH /conversations/{id}
func (a *API) updateConversation(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	var req apitype.ConversationChange
	if err := bind(c, &req); err != nil {
		return err
	}
	change, err := req.Params()
	if err != nil {
		return err
	}
	v, err := a.chat.UpdateConversation(c.UserContext(), actor(c), id, change)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromConversation(v))
}

// POST /conversations/{id}/clear
func (a *API) clearConversation(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	var req apitype.SeqRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	if err := a.chat.ClearConversation(c.UserContext(), actor(c), id, req.Seq); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// PUT /conversations/{id}/read
func (a *API) markRead(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	var req apitype.SeqRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	seq, err := a.chat.MarkRead(c.UserContext(), actor(c), id, req.Seq)
	if err != nil {
		return err
	}
	return c.JSON(apitype.ReadPosition{Conversation: id.String(), Seq: seq})
}

// GET /conversations/{id}/changes
func (a *API) listChanges(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	limit, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return err
	}
	after, err := number(c, "after", 0, 0, maxSeq)
	if err != nil {
		return err
	}
	list, err := a.chat.Changes(c.UserContext(), actor(c), id, after, int(limit))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromChangeLog(list, int(limit)))
}

// GET /conversations/{id}/pins
func (a *API) listPins(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	list, err := a.chat.Pins(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.PinList{Messages: apitype.FromViews(list)})
}

// GET /conversations/{id}/messages/{seq}
func (a *API) getMessage(c *fiber.Ctx) error {
	id, seq, err := place(c)
	if err != nil {
		return err
	}
	m, err := a.chat.Message(c.UserContext(), actor(c), id, seq)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromView(m))
}

// PATCH /conversations/{id}/messages/{seq}
func (a *API) editMessage(c *fiber.Ctx) error {
	id, seq, err := place(c)
	if err != nil {
		return err
	}
	var req apitype.EditRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	m, err := a.chat.EditMessage(c.UserContext(), actor(c), id, seq, req.Body)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromView(m))
}

// atPlace answers 204 when act on a message has succeeded.
func (a *API) atPlace(act func(c *fiber.Ctx, id models.ConversationID, seq int64) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, seq, err := place(c)
		if err != nil {
			return err
		}
		if err := act(c, id, seq); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusNoContent)
	}
}

// DELETE /conversations/{id}/messages/{seq}
func (a *API) hideMessage(c *fiber.Ctx, id models.ConversationID, seq int64) error {
	return a.chat.HideMessage(c.UserContext(), actor(c), id, seq)
}

// POST /conversations/{id}/messages/{seq}/recall
func (a *API) recallMessage(c *fiber.Ctx, id models.ConversationID, seq int64) error {
	return a.chat.RecallMessage(c.UserContext(), actor(c), id, seq)
}

// PUT /conversations/{id}/messages/{seq}/pin
func (a *API) pin(c *fiber.Ctx, id models.ConversationID, seq int64) error {
	return a.chat.PinMessage(c.UserContext(), actor(c), id, seq, true)
}

// DELETE /conversations/{id}/messages/{seq}/pin
func (a *API) unpin(c *fiber.Ctx, id models.ConversationID, seq int64) error {
	return a.chat.PinMessage(c.UserContext(), actor(c), id, seq, false)
}

// PUT and DELETE /conversations/{id}/messages/{seq}/reactions/{emoji}
func (a *API) react(c *fiber.Ctx) error {
	id, seq, err := place(c)
	if err != nil {
		return err
	}
	emoji, err := url.PathUnescape(c.Params("emoji"))
	if err != nil {
		return chat.Invalid("emoji", "is not one emoji")
	}
	list, err := a.chat.React(c.UserContext(), actor(c), id, seq, emoji, c.Method() == fiber.MethodPut)
	if err != nil {
		return err
	}
	return c.JSON(apitype.ReactionList{Reactions: apitype.FromReactions(list)})
}

// GET /conversations/{id}/messages/{seq}/readers
func (a *API) listReaders(c *fiber.Ctx) error {
	id, seq, err := place(c)
	if err != nil {
		return err
	}
	list, err := a.chat.Readers(c.UserContext(), actor(c), id, seq)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromReaders(list))
}

// POST /forwards
func (a *API) forward(c *fiber.Ctx) error {
	var req apitype.ForwardRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	p, err := req.Params()
	if err != nil {
		return err
	}
	list, err := a.chat.Forward(c.UserContext(), actor(c), p)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromDelivered(list))
}

// POST /mass-messages
func (a *API) sendToMany(c *fiber.Ctx) error {
	var req apitype.MassRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	p, err := req.Params()
	if err != nil {
		return err
	}
	list, err := a.chat.SendToMany(c.UserContext(), actor(c), p)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromDelivered(list))
}
