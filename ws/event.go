package ws

import (
	"maps"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/hub"
	"flamingo/models"
)

// form keys the renderings that all sockets share.
type form string

const (
	whole   form = "whole"
	skipped form = "skip" // a message whose number is all that the user may know
)

// render returns an event as a frame, nil when this session does not want it.
func (c *conn) render(e *hub.Envelope) []byte {
	if ev, ok := e.Event.(chat.UserEvent); ok {
		c.learnBlock(ev)
	}
	if in := c.contained; in != nil && in.has(e.Event) {
		return nil
	}
	switch ev := e.Event.(type) {
	case chat.MessageSent:
		if ev.From == c.actor.Origin() {
			return nil // the answer to the send says it
		}
		if chat.Muffles(c.blocked, &ev.Message) {
			return e.Render(skipped, func() []byte { return skipFrame(&ev.Message) })
		}
	case chat.ReadMoved:
		if ev.UserID == c.actor.UserID {
			return nil // an event of the user's own log says it
		}
	case chat.Typing:
		if _, muffled := c.blocked[ev.UserID]; muffled || ev.UserID == c.actor.UserID {
			return nil
		}
	case chat.PresenceChanged:
		if ev.Quiet {
			return nil
		}
	}
	return e.Render(whole, func() []byte { return frameOf(e.Event) })
}

// learnBlock keeps the list of whom the user does not hear as their own log has it.
func (c *conn) learnBlock(ev chat.UserEvent) {
	if ev.Kind != chat.KindBlock {
		return
	}
	list := maps.Clone(c.blocked) // it is shared
	if list == nil {
		list = map[int64]struct{}{}
	}
	if ev.Action == chat.ActionBlocked {
		list[ev.Subject] = struct{}{}
	} else {
		delete(list, ev.Subject)
	}
	c.blocked = list
}

func skipFrame(m *models.Message) []byte {
	return encode(struct {
		Event        string `json:"ev"`
		Conversation string `json:"c"`
		Seq          int64  `json:"seq"`
	}{"skip", m.ConversationID.String(), m.Seq})
}

// frameOf renders an event for everybody who may see it; nil for what concerns
// old clients only.
func frameOf(ev chat.Event) []byte {
	switch ev := ev.(type) {
	case chat.MessageSent:
		return encode(struct {
			Event        string          `json:"ev"`
			Conversation string          `json:"c"`
			Seq          int64           `json:"seq"`
			D            apitype.Message `json:"d"`
		}{"msg", ev.Message.ConversationID.String(), ev.Message.Seq, apitype.FromMessage(&ev.Message)})
	case chat.ConversationChanged:
		return encode(struct {
			Event string `json:"ev"`
			apitype.Change
		}{"chg", apitype.FromChange(&ev.Change)})
	case chat.UserEvent:
		return encode(struct {
			Event string `json:"ev"`
			apitype.UserEvent
		}{"u", apitype.FromUserEvent(&ev)})
	case chat.ReadMoved:
		return encode(struct {
			Event        string `json:"ev"`
			Conversation string `json:"c"`
			User         string `json:"user"`
			Seq          int64  `json:"seq"`
		}{"receipt", ev.Conversation.String(), apitype.ID(ev.UserID), ev.Seq})
	case chat.Typing:
		return encode(struct {
			Event        string `json:"ev"`
			Conversation string `json:"c"`
			User         string `json:"user"`
			Kind         string `json:"kind"`
		}{"typing", ev.Conversation.String(), apitype.ID(ev.UserID), ev.Kind})
	case chat.PresenceChanged:
		return encode(struct {
			Event string `json:"ev"`
			apitype.Presence
		}{"presence", apitype.FromPresence(ev.UserID, ev.Presence)})
	case chat.ProfileChanged:
		return encode(struct {
			Event string `json:"ev"`
			User  string `json:"user"`
		}{"profile", apitype.ID(ev.UserID)})
	}
	return nil
}
