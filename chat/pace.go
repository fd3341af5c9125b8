package chat

import (
	"fmt"
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

	telling sync.WaitGroup // calls of tell under way; added to holding mu while not closed

	mu     sync.Mutex
	closed bool
	users  map[int64]*pace
	shown  map[int64]string // what others see of a user who is online
}

type pace struct {
	told    int
	pending *PresenceChanged // the outcome so far of what came beyond the burst
}

func newPacer(tell func(PresenceChanged)) *pacer {
	return &pacer{tell: tell, users: map[int64]*pace{}, shown: map[int64]string{}}
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
	if shown == "" {
		delete(p.shown, ev.UserID)
	} else {
		p.shown[ev.UserID] = shown
	}
	return shown == before
}
