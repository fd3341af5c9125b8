package chatport

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// Status numbers of the old clients (WIRE.md section 5).
const (
	statusOffline   = 0
	statusOnline    = 1
	statusInvisible = 2
)

// statusOf is what a number given by an old client means to the rules.
func statusOf(legacy int32) chat.Status {
	if legacy == statusInvisible {
		return chat.StatusInvisible
	}
	return chat.StatusOnline
}

// shown is a user's presence in the numbers of the old clients.
type shown struct{ clientType, status int32 }

// visible computes what an old client is shown of a presence.
func visible(p chat.Presence, android bool) (v shown) {
	first := true
	for _, d := range p.Devices {
		if hidden(d, android) {
			continue
		}
		if first {
			v.status, first = statusNumber(d), false
		}
		if v.clientType != typePC {
			v.clientType = typeNumber(d.Class)
		}
	}
	return v
}

// hidden: a PC hides those who are invisible by itself, and needs their number
// for it; Android looks at the client type only, so for it they are offline
// (CLIENTS.md section 4). Invisible web users are offline for everybody.
func hidden(d chat.Device, android bool) bool {
	return d.Status == chat.StatusInvisible && (android || !d.Class.Legacy())
}

func anyVisible(p chat.Presence, android bool) bool {
	return slices.ContainsFunc(p.Devices, func(d chat.Device) bool { return !hidden(d, android) })
}

// statusNumber passes on what an old client gave. Away and busy of web users
// have no number that every client shows right.
func statusNumber(d chat.Device) int32 {
	if d.Class.Legacy() {
		return d.Legacy
	}
	return statusOnline
}

// typeNumber: browsers and programs count as PC; what is neither PC, Android
// nor iOS has no number.
func typeNumber(c models.Class) int32 {
	switch c {
	case models.ClassPC, models.ClassWeb, models.ClassAPI:
		return typePC
	case models.ClassAndroid:
		return typeAndroid
	case models.ClassIOS:
		return typeIOS
	}
	return typeNone
}

// handleStatus serves 1006. It has no answer.
func (s *session) handleStatus(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	n, ok2 := f.numbers("type", "onlinestatus")
	if !ok || !ok2 {
		return nil
	}
	if err := s.server.Chat.SetStatus(ctx, s.by(r), statusOf(n[1]), n[1]); err != nil {
		s.server.logInternal("status", err)
	}
	return nil
}

// push is the data of a 1006.
type push string

// changedPush makes a client ask for its list again.
const changedPush push = `{"type": 3}`

// presencePush returns the 1006 for a change of presence, empty when this
// client sees no difference: one of two devices went, and it was not the one shown.
func (s *session) presencePush(ev chat.PresenceChanged) push {
	android := s.class == models.ClassAndroid
	v := visible(ev.Presence, android)
	if v == (shown{}) && !anyVisible(ev.Presence, android) {
		return `{"type": 2, "onlinestatus": 0}`
	}
	if ev.Session == "" && visible(ev.Before, android).clientType == v.clientType {
		return ""
	}
	for _, d := range ev.Presence.Devices {
		if d.SessionID == ev.Session && d.Class.Legacy() {
			v.status = d.Legacy // the original announces the status of the session that came
		}
	}
	return push(fmt.Sprintf(`{ "type": 1, "onlinestatus": %d, "clienttype": %d}`, v.status, v.clientType))
}

// androidPause is the least time between two 1006 to Android, each of which
// costs it a full list and closes its detail pages (CLIENTS.md, 1006).
const androidPause = 3 * time.Second

// maxPresence bounds what waits; the list that is asked for last is right anyway.
const maxPresence = 512

// presenceQueue holds pushes of 1006 until the client may have them: the last
// one of each kind and user, in order.
type presenceQueue struct {
	android bool
	order   []presenceKey
	last    map[presenceKey]push
	next    time.Time // not before, for Android
}

type presenceKey struct {
	id      int64
	changed bool
}

func (q *presenceQueue) init(android bool) {
	q.android, q.last = android, map[presenceKey]push{}
}

func (q *presenceQueue) waiting() bool { return len(q.order) > 0 }

func (q *presenceQueue) add(id int64, p push) {
	if p == "" {
		return
	}
	k := presenceKey{id, p == changedPush}
	if q.android {
		// One is as good as many: each makes it ask for everything.
		clear(q.last)
		q.order = q.order[:0]
	}
	if _, ok := q.last[k]; !ok {
		if len(q.order) >= maxPresence {
			return
		}
		q.order = append(q.order, k)
	}
	q.last[k] = p
}

// flush writes what waits, and returns when to come again for what must wait.
func (q *presenceQueue) flush(s *session, now time.Time) (again time.Time) {
	if len(q.order) == 0 {
		return again
	}
	if q.android {
		if now.Before(q.next) {
			return q.next
		}
		q.next = now.Add(androidPause)
	}
	for _, k := range q.order {
		body := wire.NewBody(nil, wire.CmdStatus, s.conn.lastSeq).String(string(q.last[k])).Int32(int32(k.id)).Bytes()
		if err := s.conn.writeBody(body); err != nil {
			s.fail(err)
			return again
		}
	}
	q.order = q.order[:0]
	clear(q.last)
	return again
}
