package ws

import (
	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/hub"
)

// form keys the renderings that all sockets share.
type form string

const (
	whole   form = "whole"
	skipped form = "skip" // a message whose number is all that the user may know
)

// render returns an event as a frame, nil when this session does not want it.
func (c *conn) render(e *hub.Envelope) []byte {
	if in := c.contained; in != nil && in.has(e.Event) {
		return nil
	}
	switch ev := e.Event.(type) {
	case chat.MessageSent:
		if ev.From == c.actor.Origin() {
			return nil // the answer to the send says it
		}
	case chat.ReadMoved:
		if ev.UserID == c.actor.UserID {
			return nil // an event of the user's own log says it
		}
	case chat.Typing:
		if ev.UserID == c.actor.UserID {
			return nil
		}
	case chat.PresenceChanged:
		if ev.Quiet {
			return nil
		}
	}
	return e.Render(whole, func() []byte { return frameOf(e.Event) })
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
