package apitype

import (
	"slices"
	"time"

	"flamingo/chat"
)

// Presence is what others may see of a user's devices.
type Presence struct {
	User    string   `json:"user"`
	Status  string   `json:"status"`  // online, away, busy or offline
	Devices []string `json:"devices"` // classes of the connected devices: web, pc, android …
	// LastSeen is when a user who is offline was there, for those who may know.
	LastSeen *Time `json:"last_seen,omitempty"`
}

var statusNames = []string{chat.StatusOnline: "online", chat.StatusAway: "away", chat.StatusBusy: "busy",
	chat.StatusInvisible: "invisible"}

// ParseStatus reads a status that a user may choose.
func ParseStatus(s string) (chat.Status, bool) {
	i := slices.Index(statusNames, s)
	return chat.Status(max(i, 0)), i >= 0
}

// FromPresence returns what of p others may see.
func FromPresence(user int64, p chat.Presence) Presence {
	out := Presence{User: ID(user), Status: "offline", Devices: []string{}}
	status, online := p.Status()
	if online {
		out.Status = statusNames[status]
	} else {
		out.LastSeen = timeOrNone(p.LastSeen)
	}
	for _, d := range p.Devices {
		if class := d.Class.String(); d.Status != chat.StatusInvisible && !slices.Contains(out.Devices, class) {
			out.Devices = append(out.Devices, class)
		}
	}
	return out
}

// timeOrNone writes a time, and nothing for none.
func timeOrNone(at time.Time) *Time {
	if at.IsZero() {
		return nil
	}
	t := Time(at)
	return &t
}
