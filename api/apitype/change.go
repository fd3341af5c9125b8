package apitype

import (
	"encoding/json"
	"fmt"

	"flamingo/chat"
)

// Change is an entry of a conversation's change log (docs/realtime.md "Changes").
type Change struct {
	Conversation string          `json:"c"`
	Rev          int64           `json:"rev"`
	Kind         string          `json:"kind"`
	Seq          int64           `json:"seq,omitempty"` // of the message, if it is about one
	By           string          `json:"by"`
	TS           Time            `json:"ts"`
	D            json.RawMessage `json:"d"` // how the thing is now, shape by kind
}

// Reaction is one emoji under a message.
type Reaction struct {
	Emoji string   `json:"emoji"`
	Users []string `json:"users"` // the first chat.MaxReactionUsers
	N     int      `json:"n"`
}

// FromChange returns c as members read it.
func FromChange(c *chat.Change) Change {
	return Change{Conversation: c.Conversation.String(), Rev: c.Rev, Kind: string(c.Kind), Seq: c.Seq, By: ID(c.By),
		TS: Time(c.At), D: encode(changeData(c))}
}

// FromChanges returns a piece of a change log.
func FromChanges(list []chat.Change) []Change {
	out := make([]Change, len(list))
	for i := range list {
		out[i] = FromChange(&list[i])
	}
	return out
}

func changeData(c *chat.Change) any {
	switch c.Kind {
	case chat.ChangeEdit:
		return struct {
			Body   json.RawMessage `json:"body"`
			Edited Time            `json:"edited"`
		}{c.Data.Body, Time(c.Data.Edited)}
	case chat.ChangeReact:
		return struct {
			Reactions []Reaction `json:"reactions"`
		}{FromReactions(c.Data.Reactions)}
	case chat.ChangePin:
		return struct {
			Pinned bool `json:"pinned"`
		}{c.Data.Pinned}
	case chat.ChangeMembers:
		return fromMembersChange(&c.Data)
	case chat.ChangeSettings:
		return fromSettingsChange(&c.Data)
	}
	return struct{}{}
}

// FromReactions returns the reactions to a message.
func FromReactions(list []chat.ReactionCount) []Reaction {
	out := make([]Reaction, len(list))
	for i, r := range list {
		out[i] = Reaction{r.Emoji, IDs(r.Users), r.N}
	}
	return out
}

// encode writes what we have made ourselves, which always has a JSON form.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode change: %v", err))
	}
	return b
}
