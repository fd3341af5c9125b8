package chat

import (
	"time"

	"flamingo/models"
)

// Notifier reaches the sessions that are connected now, on any node. Its
// methods never block.
type Notifier interface {
	// Notify offers ev to every session of the audience. Calls for one
	// conversation arrive in the order they are made.
	Notify(Audience, Event)
	// Devices returns the connected sessions of a user in order of connection.
	Devices(user int64) []Device
	// SetStatus sets what a session shows of itself and reports whether that changed.
	SetStatus(session string, status Status, legacy int32) bool
	// SetVisible sets whether somebody looks at what a session shows.
	SetVisible(session string, visible bool)
	// End ends these sessions, wherever they are connected.
	End(end End, sessions ...string)
	// Listen returns a channel that has an element when there is something new
	// for a user who is in these groups, and is closed when session is ended.
	// The caller must call stop.
	Listen(session string, user int64, groups []int64) (wake <-chan struct{}, stop func())
	// Watch makes session hear of the presence of these users, and of no others
	// that it watched before.
	Watch(session string, users []int64)
	// JoinGroup and LeaveGroup keep the audience of a group right for the
	// sessions of a user who is connected while their membership changes.
	JoinGroup(group, user int64)
	LeaveGroup(group, user int64)
	// Connections counts what is connected, by class and door.
	Connections() []Connections
}

// Door is the way by which a session is connected.
type Door string

// Doors.
const (
	DoorSocket Door = "socket" // WebSocket
	DoorSync   Door = "sync"   // a request over REST that waits for news
	DoorLegacy Door = "legacy" // the chat port of the old clients
)

// Connections is how many sessions of a class are connected by a door.
type Connections struct {
	Class models.Class
	Door  Door
	N     int
}

// End is the end of a session by the server.
type End struct {
	Reason    EndReason
	ClientSeq int32 // of the request that caused it, for old clients
}

// EndReason says why the server ends a session.
type EndReason uint8

// Reasons to end a session.
const (
	EndRevoked  EndReason = iota // logged out elsewhere, password changed, account disabled
	EndReplaced                  // the same device, or the same legacy class, connected again
	EndSlow                      // it does not read what it is sent
	EndStopping                  // the server stops
	EndLost                      // the connection is gone
)

func (r EndReason) String() string {
	return [...]string{"revoked", "replaced", "too slow", "server stops", "connection lost"}[r]
}

// Status is what a user chose to show.
type Status uint8

// Statuses.
const (
	StatusOnline Status = iota
	StatusAway
	StatusBusy
	StatusInvisible
)

// Device is one connected session of a user.
type Device struct {
	SessionID string
	Class     models.Class
	Status    Status
	Legacy    int32 // the number an old client gave for its status
	Visible   bool  // somebody looks at it now, as it says itself
}

// Presence is what others may see of a user: the devices in order of
// connection. None means offline.
type Presence struct {
	Devices []Device
	// LastSeen is when a user who is not there was; zero when nobody knows, or
	// when it is not for the one who asks.
	LastSeen time.Time
}

// Online reports whether the user has a session that is not invisible.
func (p Presence) Online() bool {
	for _, d := range p.Devices {
		if d.Status != StatusInvisible {
			return true
		}
	}
	return false
}

// Status returns what the user shows on all devices together: online wins over
// busy, busy over away. False when nothing is shown.
func (p Presence) Status() (status Status, online bool) {
	for _, d := range p.Devices {
		switch {
		case d.Status == StatusInvisible:
		case !online, d.Status == StatusOnline, d.Status == StatusBusy && status == StatusAway:
			status, online = d.Status, true
		}
	}
	return status, online
}
