package chat

import (
	"encoding/json"
	"fmt"
	"time"

	"flamingo/models"
)

// Event is something to learn about now. It is a hint that comes early: what
// matters is in the store and can be asked for again.
type Event interface{ event() }

// MessageSent says that a message was committed. It goes to every session of
// every member, the sender's included; the session that sent it knows by itself.
type MessageSent struct {
	Message models.Message
	// From is the Actor.Origin that learns of it by an answer, empty for none.
	From string
}

// ConversationChanged says that something in a conversation is not what it
// was. It goes to every session of every member.
type ConversationChanged struct{ Change }

// ReadMoved says how far another member has read. It is the receipt in direct
// conversations and small groups, and goes to those who may know.
type ReadMoved struct {
	Conversation models.ConversationID
	UserID       int64
	Seq          int64
}

// Typing says that somebody is writing, or has stopped. It is never stored.
type Typing struct {
	Conversation models.ConversationID
	UserID       int64
	Kind         string // text, voice or stop
	From         string // the Actor.Origin that says so
}

// UserEvent is an entry of a user's own log: friends, requests, groups,
// settings. It goes to the sessions of that user.
type UserEvent struct {
	UserID    int64     `json:"-"`
	U         int64     `json:"-"` // position in the user's log
	Kind      Kind      `json:"-"`
	At        time.Time `json:"-"`
	Action    Action    `json:"action"`
	Subject   int64     `json:"subject,omitempty"` // the other user, or the group
	Name      string    `json:"name,omitempty"`    // the subject's account name, or the group's name
	By        int64     `json:"by,omitempty"`      // who caused it
	Greeting  string    `json:"greeting,omitempty"`
	ClientSeq int32     `json:"client_seq,omitempty"`

	// User is whom it is about, where neither the receiver nor the subject is:
	// KindGroup, requested and refused, as the admins hear of it.
	User int64 `json:"user,omitempty"`
	// Team and Remark are what a friend or group has now: KindFriend and
	// KindGroup, changed. In KindTeam, Team is where the friends of team Name
	// are now, when that was renamed or deleted.
	Team   string  `json:"team,omitempty"`
	Remark *string `json:"remark,omitempty"`
	// Teams are all names in their order: KindTeam.
	Teams []string `json:"teams,omitempty"`
	// Settings are all of the user's, as GET /me/settings has them: KindSettings.
	Settings *Settings `json:"user_settings,omitempty"`

	// Session is the device: KindSession, whose Name is the device's.
	Session string `json:"session,omitempty"`
	// Class is the kind of client, models.Class.String: KindSession, started.
	// What was written by an early version has none.
	Class string `json:"class,omitempty"`
	// Maker is the session of the same user that made it, where that was one:
	// KindSession, started, of an API token.
	Maker string `json:"maker,omitempty"`

	// Conversation and Seq say where: KindRead, KindConversation.
	Conversation models.ConversationID `json:"c,omitempty"`
	Seq          int64                 `json:"seq,omitempty"`
	// Kept is all that the user keeps about Conversation: KindConversation, changed.
	Kept *ConversationSettings `json:"conversation_settings,omitempty"`
}

// Kind says which part of the user's state changed (REALTIME.md, ev u).
type Kind string

// Kinds.
const (
	KindRequest Kind = "request" // a friend request came in or was settled
	KindFriend  Kind = "friend"
	KindGroup   Kind = "group"
	KindTeam    Kind = "team"
	KindProfile Kind = "profile"

	KindRead         Kind = "read"         // a read position moved, on whatever device
	KindConversation Kind = "conversation" // what the user keeps about a conversation
	KindBlock        Kind = "block"
	KindSettings     Kind = "settings"
	KindSession      Kind = "session" // a device logged in or out
)

// Action says what happened.
type Action string

// Actions.
const (
	ActionRequested Action = "requested" // KindRequest: By asks the other one to be a friend; KindGroup: User asks to be a member
	ActionAccepted  Action = "accepted"  // KindFriend: Subject is a friend now; By accepted
	ActionRefused   Action = "refused"   // KindFriend: the request between the user and Subject was refused by By; KindGroup: that of User
	ActionDeleted   Action = "deleted"   // KindFriend: Subject is no friend any more
	ActionCreated   Action = "created"   // KindGroup: the user made the group
	ActionJoined    Action = "joined"    // KindGroup: the user became a member
	ActionLeft      Action = "left"      // KindGroup: the user is a member no more
	ActionChanged   Action = "changed"   // KindTeam, KindProfile, KindSettings, KindConversation; KindFriend and KindGroup: team or remark name

	ActionWithdrawn Action = "withdrawn" // KindRequest: By took the request back
	ActionRemoved   Action = "removed"   // KindGroup: By put the user out
	ActionDissolved Action = "dissolved" // KindGroup: the group is no more
	ActionBlocked   Action = "blocked"   // KindBlock: the user keeps Subject away
	ActionUnblocked Action = "unblocked" // KindBlock: and lets them in again
	ActionMoved     Action = "moved"     // KindRead: the user has read up to Seq
	ActionStarted   Action = "started"   // KindSession: Session logged in, or was made as an API token
	ActionEnded     Action = "ended"     // KindSession: Session was logged out
	ActionHidden    Action = "hidden"    // KindConversation: the user deleted message Seq for themselves
)

// PresenceChanged says that what others see of a user's devices changed. It
// goes to the user's friends.
type PresenceChanged struct {
	UserID   int64
	Presence Presence
	Session  string   // which came or changed its status; empty when one went
	Before   Presence // when one went: what there was with it
	Quiet    bool     // nothing of it shows: invisible devices came or went, or one of several of a kind
}

// ProfileChanged says that a user's public profile changed. It goes to friends.
type ProfileChanged struct{ UserID int64 }

// ScreenFrame relays a picture of the screen between old clients (WIRE.md 1103).
// It is never stored.
type ScreenFrame struct {
	TargetID     int64
	ClientSeq    int32
	Header, Data []byte
}

func (MessageSent) event()     {}
func (UserEvent) event()       {}
func (PresenceChanged) event() {}
func (ProfileChanged) event()  {}
func (ScreenFrame) event()     {}

func (ConversationChanged) event() {}
func (ReadMoved) event()           {}
func (Typing) event()              {}

// Audience is whom an event concerns: users, or the members of a group, which
// nobody has to list.
type Audience struct {
	Users    []int64
	Group    int64
	Watching int64   // sessions that watch the presence of this user
	Except   []int64 // users whose sessions do not count as watching
}

// ToUsers addresses every session of these users.
func ToUsers(ids ...int64) Audience { return Audience{Users: ids} }

// ToGroup addresses every session of every member.
func ToGroup(id int64) Audience { return Audience{Group: id} }

// ToWatchers addresses the sessions that watch the presence of a user, but
// those of some users.
func ToWatchers(id int64, except ...int64) Audience { return Audience{Watching: id, Except: except} }

func (e UserEvent) row() (*models.UserEvent, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode user event: %w", err)
	}
	return &models.UserEvent{UserID: e.UserID, Kind: string(e.Kind), Data: data, CreatedAt: e.At}, nil
}

func userEventFromRow(r models.UserEvent) (UserEvent, error) {
	e := UserEvent{UserID: r.UserID, U: r.U, Kind: Kind(r.Kind), At: r.CreatedAt}
	if err := json.Unmarshal(r.Data, &e); err != nil {
		return e, fmt.Errorf("decode event %d of user %d: %w", r.U, r.UserID, err)
	}
	return e, nil
}
