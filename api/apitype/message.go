package apitype

import (
	"encoding/json"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// Message is an entry of a conversation, old or new, in the one form that all
// clients read (docs/realtime.md "Message").
type Message struct {
	ID           string       `json:"mid"`
	Conversation string       `json:"c"`
	Seq          int64        `json:"seq"`
	From         string       `json:"from"`
	TS           Time         `json:"ts"`
	ClientID     string       `json:"cid,omitempty"`
	Body         content.Body `json:"body"`
	ReplyTo      int64        `json:"reply_to,omitempty"`
	Edited       *Time        `json:"edited,omitempty"`
	Recalled     bool         `json:"recalled,omitempty"` // taken back: the body is empty
	Reactions    []Reaction   `json:"reactions,omitempty"`
	Pinned       bool         `json:"pinned,omitempty"`
	Expires      *Time        `json:"expires,omitempty"`
	System       bool         `json:"system,omitempty"` // never unread
	Hidden       bool         `json:"hidden,omitempty"` // says nothing to a person; keeps its seq
	Via          string       `json:"via"`
}

// FromMessage returns m as clients see it.
func FromMessage(m *models.Message) Message {
	body := content.Decode(content.Format(m.Format), m.Content)
	out := Message{ID: ID(m.ID), Conversation: m.ConversationID.String(), Seq: m.Seq, From: ID(m.SenderID),
		TS: Time(m.SentAt), Body: body, ReplyTo: m.ReplyTo, Edited: (*Time)(m.EditedAt), Recalled: m.RecalledAt != nil,
		Expires: (*Time)(m.ExpiresAt), System: m.System, Hidden: body.Hidden(), Via: m.Via.String()}
	if m.ClientID != nil {
		out.ClientID = *m.ClientID
	}
	return out
}

// FromMessages returns a page.
func FromMessages(p *chat.Page) MessagePage {
	out := MessagePage{Messages: make([]Message, len(p.Messages)), More: p.More}
	for i := range p.Messages {
		out.Messages[i] = FromMessage(&p.Messages[i])
	}
	return out
}

// MessagePage is a piece of a log, ascending by seq.
type MessagePage struct {
	Messages []Message `json:"messages"`
	More     bool      `json:"more"`
}

// SendRequest sends a message. Body is checked by the rules.
type SendRequest struct {
	ClientID string          `json:"cid"`
	Body     json.RawMessage `json:"body"`
	ReplyTo  int64           `json:"reply_to"`
}

// Params returns r for the rules.
func (r SendRequest) Params(c models.ConversationID) chat.SendParams {
	return chat.SendParams{Conversation: c, ClientID: r.ClientID, Format: content.Canonical, Content: r.Body, ReplyTo: r.ReplyTo}
}

// Sent says where a message stands. It is durable.
type Sent struct {
	Conversation string `json:"c"`
	Seq          int64  `json:"seq"`
	ID           string `json:"mid"`
	TS           Time   `json:"ts"`
	Dup          bool   `json:"dup"`
}

// FromSent returns the acknowledgement of a message.
func FromSent(s *chat.Sent) Sent {
	m := s.Message
	return Sent{m.ConversationID.String(), m.Seq, ID(m.ID), Time(m.SentAt), s.Dup}
}

// Conversation is a line in the list of conversations.
type Conversation struct {
	ID     string   `json:"c"`
	Kind   string   `json:"kind"` // direct or group
	Name   string   `json:"name"`
	Peer   *Profile `json:"peer,omitempty"`
	Seq    int64    `json:"seq"`
	Rev    int64    `json:"rev"`
	Read   int64    `json:"read"`
	Unread int64    `json:"unread"`
	Last   *Message `json:"last,omitempty"`
}

// ConversationList is a page of conversations, newest activity first.
type ConversationList struct {
	Conversations []Conversation `json:"conversations"`
	Next          string         `json:"next"` // cursor of the next page, empty at the end
}

// FromConversations returns a page of the list.
func FromConversations(list []chat.ConversationView, next *chat.HeadCursor) ConversationList {
	out := ConversationList{Conversations: make([]Conversation, len(list))}
	for i := range list {
		out.Conversations[i] = FromConversation(&list[i])
	}
	if next != nil {
		out.Next = EncodeCursor(next)
	}
	return out
}

// FromConversation returns one conversation of the list.
func FromConversation(v *chat.ConversationView) Conversation {
	c := Conversation{ID: v.Conversation.ID.String(), Kind: "direct", Name: v.Name, Seq: v.Conversation.LastSeq,
		Rev: v.Conversation.Rev, Read: v.Member.ReadSeq, Unread: v.Unread()}
	if v.Conversation.ID.IsGroup() {
		c.Kind = "group"
	}
	if v.Peer != nil {
		peer := FromProfile(v.Peer)
		c.Peer = &peer
	}
	if v.Last != nil {
		last := FromMessage(v.Last)
		c.Last = &last
	}
	return c
}
