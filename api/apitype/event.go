package apitype

import (
	"flamingo/chat"
)

// UserEvent is an entry of a user's own log (docs/realtime.md "User events").
type UserEvent struct {
	U    int64         `json:"u"`
	Kind string        `json:"kind"`
	TS   Time          `json:"ts"`
	D    UserEventData `json:"d"`
}

// UserEventData says what happened; which fields there are depends on kind and action.
type UserEventData struct {
	Action   string `json:"action"`
	Subject  string `json:"subject,omitempty"` // the other user, or the group
	Name     string `json:"name,omitempty"`
	By       string `json:"by,omitempty"`
	Greeting string `json:"greeting,omitempty"`

	Conversation string `json:"c,omitempty"`
	Seq          int64  `json:"seq,omitempty"`

	Session  string   `json:"session,omitempty"` // of the device
	Class    string   `json:"class,omitempty"`   // of that session
	Maker    string   `json:"maker,omitempty"`   // the session that made it, of an API token
	User     string   `json:"user,omitempty"`    // who asks to join the group
	Team     string   `json:"team,omitempty"`
	Remark   *string  `json:"remark,omitempty"`
	Teams    []string `json:"teams,omitempty"`
	Settings any      `json:"settings,omitempty"` // the user's, as GET /me/settings has them
}

// FromUserEvent returns ev as its user reads it.
func FromUserEvent(ev *chat.UserEvent) UserEvent {
	out := UserEvent{U: ev.U, Kind: string(ev.Kind), TS: Time(ev.At), D: UserEventData{Action: string(ev.Action),
		Subject: idOrNone(ev.Subject), Name: ev.Name, By: idOrNone(ev.By), Greeting: ev.Greeting,
		User: idOrNone(ev.User), Team: ev.Team, Remark: ev.Remark, Teams: ev.Teams}}
	out.D.Seq, out.D.Session, out.D.Class, out.D.Maker = ev.Seq, ev.Session, ev.Class, ev.Maker
	if ev.Conversation != 0 {
		out.D.Conversation = ev.Conversation.String()
	}
	if ev.Kept != nil {
		out.D.Settings = FromConversationSettings(ev.Kept)
	}
	if ev.Settings != nil {
		out.D.Settings = ev.Settings
	}
	return out
}

// FromUserEvents returns a piece of a user's log.
func FromUserEvents(list []chat.UserEvent) []UserEvent {
	out := make([]UserEvent, len(list))
	for i := range list {
		out[i] = FromUserEvent(&list[i])
	}
	return out
}

// idOrNone writes an id, and nothing for none.
func idOrNone(id int64) string {
	if id == 0 {
		return ""
	}
	return ID(id)
}
