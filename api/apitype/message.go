package apitype

import (
	"encoding/json"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// Message is an entry of a conversation, old or new, in the one form that all
// clients read (docs/realtime.md "Message").
type Message struct {
	ID           string          `json:"mid"`
	Conversation string          `json:"c"`
	Seq          int64           `json:"seq"`
	From         string          `json:"from"`
	TS           Time            `json:"ts"`
	ClientID     string          `json:"cid,omitempty"`
	Body         json.RawMessage `json:"body"` // a [content.Body]; see Content
	ReplyTo      int64           `json:"reply_to,omitempty"`
	Edited       *Time           `json:"edited,omitempty"`
	Recalled     bool            `json:"recalled,omitempty"` // taken back: the body is empty
	Reactions    []Reaction      `json:"reactions,omitempty"`
	Pinned       bool            `json:"pinned,omitempty"`
	Expires      *Time           `json:"expires,omitempty"`
	System       bool            `json:"system,omitempty"` // never unread
	Hidden       bool            `json:"hidden,omitempty"` // says nothing to a person; keeps its seq
	Via          string          `json:"via"`
}

// FromMessage returns m as clients see it.
func FromMessage(m *models.Message) Message {
	body, hidden := bodyOf(m)
	out := Message{ID: ID(m.ID), Conversation: m.ConversationID.String(), Seq: m.Seq, From: ID(m.SenderID),
		TS: Time(m.SentAt), Body: body, ReplyTo: m.ReplyTo, Edited: (*Time)(m.EditedAt), Recalled: m.RecalledAt != nil,
		Expires: (*Time)(m.ExpiresAt), System: m.System, Hidden: hidden, Via: m.Via.String()}
	if m.ClientID != nil {
		out.ClientID = *m.ClientID
	}
	return out
}

// bodyOf returns the encoding of what m says, and whether that is nothing to a
// person. What the log holds in canonical form is passed on as it stands: to
// read and write it again would be half of the work of a page. What is broken
// there is not passed on.
func bodyOf(m *models.Message) (body json.RawMessage, hidden bool) {
	if content.Format(m.Format) == content.Canonical && !m.System && json.Valid(m.Content) {
		return m.Content, false
	}
	b := content.Decode(content.Format(m.Format), m.Content)
	return b.JSON(), b.Hidden()
}

// Content returns what m says, for those who read it.
func (m Message) Content() content.Body { return content.Decode(content.Canonical, m.Body) }

// FromView returns m with what others put on it.
func FromView(m *chat.MessageView) Message {
	out := FromMessage(&m.Message)
	out.Reactions, out.Pinned = FromReactions(m.Reactions), m.Pinned
	return out
}

// FromViews returns messages with what others put on them.
func FromViews(list []chat.MessageView) []Message {
	out := make([]Message, len(list))
	for i := range list {
		out[i] = FromView(&list[i])
	}
	return out
}

// FromMessages returns a page.
func FromMessages(p *chat.Page) MessagePage {
	out := MessagePage{Messages: FromViews(p.Messages), Skip: FromRanges(p.Skip), More: p.More}
	if p.More {
		out.Next = ID(p.Next)
	}
	return out
}

// MessagePage is a piece of a log, ascending by seq.
type MessagePage struct {
	Messages []Message  `json:"messages"`
	Skip     [][2]int64 `json:"skip"` // positions that are not to be seen, first and last of each run
	More     bool       `json:"more"`
	Next     string     `json:"next"` // the before or after of the next page, empty at the end
}

// FromRanges returns runs of positions as pairs of the first and the last.
func FromRanges(list []chat.Range) [][2]int64 {
	out := make([][2]int64, len(list))
	for i, r := range list {
		out[i] = [2]int64{r.From, r.To}
	}
	return out
}

// SendRequest sends a message. Body is checked by the rules.
type SendRequest struct {
	ClientID string          `json:"cid"`
	Body     json.RawMessage `json:"body"`
	ReplyTo  int64           `json:"reply_to"`
	TTLMS    int64           `json:"ttl_ms"` // the message is gone after so many milliseconds
}

// Params returns r for the rules.
func (r SendRequest) Params(c models.ConversationID) chat.SendParams {
	return chat.SendParams{Conversation: c, ClientID: r.ClientID, Format: content.Canonical, Content: r.Body, ReplyTo: r.ReplyTo,
		TTL: TTL(r.TTLMS)}
}

// TTL returns a number of milliseconds as a duration, out of range when it is.
func TTL(ms int64) time.Duration {
	const most = int64(1<<63-1) / int64(time.Millisecond)
	return time.Duration(min(max(ms, -1), most)) * time.Millisecond
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

	Pinned   bool   `json:"pinned"`
	Mute     string `json:"mute"` // none, silent, count or all
	Archived bool   `json:"archived"`
	Draft    string `json:"draft"`
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
	c.Pinned, c.Mute, c.Archived, c.Draft = v.Member.Pinned, MuteName(v.Member.Mute), v.Member.Archived, v.Member.Draft
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
