package apitype

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"flamingo/chat"
	"flamingo/models"
)

// muteNames are the levels of chat.Mute by number.
var muteNames = []string{models.MuteNone: "none", models.MuteSilent: "silent", models.MuteCount: "count", models.MuteAll: "all"}

// MuteName returns the public name of a level.
func MuteName(m models.Mute) string { return muteNames[min(int(m), len(muteNames)-1)] }

// ConversationSettings are what a user keeps about a conversation.
type ConversationSettings struct {
	Pinned     bool   `json:"pinned"`
	Mute       string `json:"mute"`
	Archived   bool   `json:"archived"`
	HiddenSeq  int64  `json:"hidden_seq"`
	ClearedSeq int64  `json:"cleared_seq"`
	Draft      string `json:"draft"`
}

// FromConversationSettings returns s as the user's devices read it.
func FromConversationSettings(s *chat.ConversationSettings) ConversationSettings {
	return ConversationSettings{s.Pinned, MuteName(s.Mute), s.Archived, s.HiddenSeq, s.ClearedSeq, s.Draft}
}

// ConversationChange is the body of PATCH /conversations/{id}: what is absent stays.
type ConversationChange struct {
	Pinned   *bool   `json:"pinned"`
	Mute     *string `json:"mute"`
	Archived *bool   `json:"archived"`
	Hidden   *bool   `json:"hidden"`
	Seq      int64   `json:"seq"`
	Draft    *string `json:"draft"`
}

// Params returns c for the rules.
func (c ConversationChange) Params() (chat.ConversationChange, error) {
	out := chat.ConversationChange{Pinned: c.Pinned, Archived: c.Archived, Hidden: c.Hidden, Seq: c.Seq, Draft: c.Draft}
	if c.Mute != nil {
		i := slices.Index(muteNames, *c.Mute)
		if i < 0 {
			return out, chat.Invalid("mute", "must be none, silent, count or all")
		}
		out.Mute = new(models.Mute(i))
	}
	return out, nil
}

// SeqRequest names a position.
type SeqRequest struct {
	Seq int64 `json:"seq"`
}

// ReadPosition is how far a user has read.
type ReadPosition struct {
	Conversation string `json:"c"`
	Seq          int64  `json:"seq"`
}

// ChangeLog is a piece of a conversation's change log.
type ChangeLog struct {
	Changes []Change `json:"changes"`
	Next    string   `json:"next"` // the after of the next page, empty at the end
}

// FromChangeLog returns a page of at most limit changes.
func FromChangeLog(list []chat.Change, limit int) ChangeLog {
	out := ChangeLog{Changes: FromChanges(list)}
	if len(list) == limit {
		out.Next = ID(list[limit-1].Rev)
	}
	return out
}

// PinList are the pinned messages of a conversation.
type PinList struct {
	Messages []Message `json:"messages"`
}

// ReactionList are the reactions to a message.
type ReactionList struct {
	Reactions []Reaction `json:"reactions"`
}

// ReaderList are those who have read a message.
type ReaderList struct {
	Readers []Profile `json:"readers"`
}

// FromReaders lists readers.
func FromReaders(list []models.User) ReaderList {
	out := ReaderList{Readers: make([]Profile, len(list))}
	for i := range list {
		out.Readers[i] = FromProfile(&list[i])
	}
	return out
}

// EditRequest gives a message another body.
type EditRequest struct {
	Body json.RawMessage `json:"body"`
}

// ForwardRequest passes messages on.
type ForwardRequest struct {
	From     string   `json:"from"`
	Seqs     []int64  `json:"seqs"`
	To       []string `json:"to"`
	Merged   bool     `json:"merged"`
	ClientID string   `json:"cid"`
}

// Params returns r for the rules.
func (r ForwardRequest) Params() (p chat.ForwardParams, err error) {
	p = chat.ForwardParams{Seqs: r.Seqs, Merged: r.Merged, ClientID: r.ClientID}
	if p.From, err = models.ParseConversationID(r.From); err != nil {
		return p, chat.Invalid("from", "is not a conversation, such as d3-12 or g268435456")
	}
	for i, s := range r.To {
		c, err := models.ParseConversationID(s)
		if err != nil {
			return p, chat.Invalid(fmt.Sprintf("to[%d]", i), "is not a conversation, such as d3-12 or g268435456")
		}
		p.To = append(p.To, c)
	}
	return p, nil
}

// MassRequest sends one message to many.
type MassRequest struct {
	Targets  []string        `json:"targets"`
	ClientID string          `json:"cid"`
	Body     json.RawMessage `json:"body"`
}

// Params returns r for the rules.
func (r MassRequest) Params() (chat.MassParams, error) {
	p := chat.MassParams{ClientID: r.ClientID, Content: r.Body}
	for i, s := range r.Targets {
		id, err := strconv.ParseInt(s, 10, 32)
		if err != nil || ID(id) != s {
			return p, chat.Invalid(fmt.Sprintf("targets[%d]", i), "is not the number of a user or a group")
		}
		p.Targets = append(p.Targets, id)
	}
	return p, nil
}

// Delivered is what became of a message to one of several conversations.
type Delivered struct {
	Conversation string     `json:"c"`
	Sent         []Sent     `json:"sent"`
	Error        *SendError `json:"error,omitempty"`
}

// SendError says why a message was refused.
type SendError struct {
	Code         chat.Code   `json:"code"`
	Message      string      `json:"message"`
	Reason       chat.Reason `json:"reason,omitempty"`
	RetryAfterMS int64       `json:"retry_after_ms,omitempty"`
}

// DeliveredList has an entry for each target, in the order of the request.
type DeliveredList struct {
	Delivered []Delivered `json:"delivered"`
}

// FromDelivered returns the outcome of a message to many.
func FromDelivered(list []chat.Delivered) DeliveredList {
	out := DeliveredList{Delivered: make([]Delivered, len(list))}
	for i, d := range list {
		o := Delivered{Conversation: d.Conversation.String(), Sent: make([]Sent, len(d.Sent))}
		for k, s := range d.Sent {
			o.Sent[k] = FromSent(s)
		}
		if d.Err != nil {
			e := chat.Describe(d.Err)
			o.Error = &SendError{e.Code, e.Message, e.Reason, e.RetryAfter.Milliseconds()}
		}
		out.Delivered[i] = o
	}
	return out
}
