package chat

import (
	"fmt"
	"maps"
	"sync"
	"time"
)

// Pace of presence. A device that connects again and again, or a status that is
// switched back and forth, is told to hundreds of friends each time.
const (
	presencePace  = time.Second
	presenceBurst = 3 // changes of one user that are told at once within presencePace
)

// pacer tells changes of presence: a few of each user at once, and of a storm
// only its outcome.
type pacer struct {
	tell func(PresenceChanged)
	now  func() time.Time

	telling sync.WaitGroup // calls of tell under way; added to holding mu while not closed

	mu     sync.Mutex
	closed bool
	users  map[int64]*pace
	shown  map[int64]string    // what others see of a user who is online
	left   map[int64]time.Time // when others saw a user go, until that is stored
}

type pace struct {
	told    int
	pending *PresenceChanged // the outcome so far of what came beyond the burst
}

func newPacer(tell func(PresenceChanged), now func() time.Time) *pacer {
	return &pacer{tell: tell, now: now, users: map[int64]*pace{}, shown: map[int64]string{}, left: map[int64]time.Time{}}
}

// seen returns when users were last seen, as far as that is not stored: now,
// of those whom others see.
func (p *pacer) seen(now time.Time) map[int64]time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := maps.Clone(p.left)
	for user := range p.shown {
		list[user] = now
	}
	return list
}

// stored forgets what was stored.
func (p *pacer) stored(list map[int64]time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for user, at := range list {
		if p.left[user].Equal(at) {
			delete(p.left, user)
		}
	}
}

// leftAt returns when others saw a user go, if that is not stored yet.
func (p *pacer) leftAt(user int64) (time.Time, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, ok := p.left[user]
	return at, ok
}

// add tells ev now, or a little later together with what follows it.
func (p *pacer) add(ev PresenceChanged) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return
	}
	now := p.users[ev.UserID]
	if now == nil {
		now = &pace{}
		p.users[ev.UserID] = now
		time.AfterFunc(presencePace, func() { p.settle(ev.UserID) })
	}
	if now.told++; now.told > presenceBurst {
		if first := now.pending; first != nil && len(first.Before.Devices) > 0 {
			ev.Before = first.Before
		}
		now.pending = &ev
		p.mu.Unlock()
		return
	}
	p.tellUnlocking(ev)
}

// tellUnlocking tells ev outside mu, which it is called with.
func (p *pacer) tellUnlocking(ev PresenceChanged) {
	ev.Quiet = p.quietLocked(ev)
	p.telling.Add(1)
	defer p.telling.Done()
	p.mu.Unlock()
	p.tell(ev)
}

// close drops what is still to be told, as there is nobody left to hear of it,
// and waits for what is being told.
func (p *pacer) close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.telling.Wait()
}

// settle ends the time of a user's changes.
func (p *pacer) settle(user int64) {
	p.mu.Lock()
	ev := p.users[user].pending
	delete(p.users, user)
	if ev == nil || p.closed {
		p.mu.Unlock()
		return
	}
	p.tellUnlocking(*ev)
}

// quietLocked reports whether what others see is what they were told last, and
// remembers it.
func (p *pacer) quietLocked(ev PresenceChanged) bool {
	var shown string
	if status, online := ev.Presence.Status(); online {
		shown = fmt.Sprint(status)
		for _, d := range ev.Presence.Devices {
			if d.Status != StatusInvisible {
				shown += fmt.Sprint(" ", d.Class)
			}
		}
	}
	before := p.shown[ev.UserID]
	if shown != "" {
		p.shown[ev.UserID] = shown
		delete(p.left, ev.UserID)
	} else if before != "" {
		delete(p.shown, ev.UserID)
		p.left[ev.UserID] = p.now()
	}
	return shown == before
}
