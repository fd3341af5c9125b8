package apitype

import (
	"flamingo/chat"
	"flamingo/models"
)

// Resume is what a client has: the vector of its positions (docs/realtime.md
// "Resume"). An empty one asks for everything from the beginning.
type Resume struct {
	Epoch string              `json:"epoch"`
	U     int64               `json:"u"`
	C     map[string]Position `json:"c"` // at most chat.MaxResume conversations
}

// Position is how far a client has got in a conversation: seq and rev.
type Position [2]int64

// Params returns r for the rules.
func (r Resume) Params() (chat.Positions, error) {
	p := chat.Positions{Epoch: r.Epoch, U: r.U, Conversations: make(map[models.ConversationID]chat.Position, len(r.C))}
	for id, at := range r.C {
		c, err := models.ParseConversationID(id)
		if err != nil {
			return p, chat.Invalid("resume.c", "names %.40q, which is no conversation, such as d3-12 or g268435456", id)
		}
		p.Conversations[c] = chat.Position{Seq: at[0], Rev: at[1]}
	}
	return p, nil
}

// Hello is the answer to a hello.
type Hello struct {
	User    string `json:"user"`
	Session string `json:"session"`
	Epoch   string `json:"epoch"`
	Ping    int    `json:"ping"` // seconds between signs of life
	Limits  Limits `json:"limits"`
	U       int64  `json:"u"`              // the user's own position, where events go on from
	Sync    *Sync  `json:"sync,omitempty"` // with resume only
}

// Limits are what a client may send.
type Limits struct {
	Frame int `json:"frame"` // bytes
	Text  int `json:"text"`  // characters
}

// Sync is the difference between what a client has and what there is.
type Sync struct {
	Epoch      string             `json:"epoch"`
	Reset      bool               `json:"reset,omitempty"` // drop everything and take this instead
	U          int64              `json:"u"`               // position that events reach
	Events     []UserEvent        `json:"events"`
	EventsMore bool               `json:"events_more,omitempty"` // ask on with sync and u
	C          []ConversationSync `json:"c"`
	More       *string            `json:"more"` // further conversations: ask on with sync and more
}

// ConversationSync is a conversation in which something is new, or a head of
// one that the client did not name.
type ConversationSync struct {
	Conversation
	Gap      bool       `json:"gap,omitempty"`   // messages between what the client has and last are left out: page on demand
	Stale    bool       `json:"stale,omitempty"` // changes are left out: drop what is kept of this conversation
	Gone     bool       `json:"gone,omitempty"`  // the user is not in it any more
	Messages []Message  `json:"messages,omitempty"`
	Skip     [][2]int64 `json:"skip,omitempty"` // from and to of positions that this user may not see
	Changes  []Change   `json:"changes,omitempty"`
	More     bool       `json:"more,omitempty"` // there is more behind this page
}

// FromDifference returns the difference as clients read it.
func FromDifference(d *chat.Difference) Sync {
	out := Sync{Epoch: d.Epoch, Reset: d.Reset, U: d.U, Events: FromUserEvents(d.Events), EventsMore: d.EventsMore,
		C: make([]ConversationSync, len(d.Conversations))}
	for i := range d.Conversations {
		out.C[i] = FromConversationDifference(&d.Conversations[i])
	}
	if d.More != nil {
		more := EncodeCursor(d.More)
		out.More = &more
	}
	return out
}

// FromConversationDifference returns what is new in one conversation.
func FromConversationDifference(d *chat.ConversationDifference) ConversationSync {
	out := ConversationSync{Conversation: FromConversation(&d.ConversationView), Gap: d.Gap, Stale: d.Stale, Gone: d.Gone,
		Changes: FromChanges(d.Changes), More: d.More}
	for i := range d.Messages {
		out.Messages = append(out.Messages, FromView(&d.Messages[i]))
	}
	for _, r := range d.Skipped {
		out.Skip = append(out.Skip, [2]int64{r.From, r.To})
	}
	return out
}

// SyncRequest is the body of POST /sync.
type SyncRequest struct {
	Resume *Resume `json:"resume"`
	WaitMS int64   `json:"wait_ms"`
	More   string  `json:"more"`
}
