package chatport

import (
	"time"

	"flamingo/models"
)

// gateTimes are the times for which pushes wait, because a client loses what
// comes before it is ready (CLIENTS.md section 9). Every gate opens by itself.
type gateTimes struct {
	settle time.Duration // after an answer was written, until the client has applied it
	open   time.Duration // without the answer that opens a gate
}

var clientGates = gateTimes{settle: 300 * time.Millisecond, open: 2500 * time.Millisecond}

// gates of one session: when what may be pushed.
type gates struct {
	times gateTimes
	pc    bool // groups and new friends have gates for PC only

	friends time.Time // everything
	groups  time.Time // messages of groups that are not in conv
	conv    map[models.ConversationID]time.Time
}

func newGates(times gateTimes, pc bool, now time.Time) gates {
	opens := now.Add(times.open)
	return gates{times: times, pc: pc, friends: opens, groups: opens, conv: map[models.ConversationID]time.Time{}}
}

// listSent notes that a friend list was written. PC forgets the members of all
// groups with it, and asks for them again.
func (g *gates) listSent(now time.Time) {
	settled := now.Add(g.times.settle)
	g.friends = earlier(g.friends, settled)
	if !g.pc {
		return
	}
	for c, t := range g.conv {
		if c.IsGroup() {
			delete(g.conv, c)
		} else {
			g.conv[c] = earlier(t, settled)
		}
	}
	g.groups = now.Add(g.times.open)
}

// membersSent notes that the members of a group were written.
func (g *gates) membersSent(group int64, now time.Time) {
	if g.pc {
		g.conv[models.GroupConversation(group)] = now.Add(g.times.settle)
	}
}

// newFriend notes that the client does not know a friend yet.
func (g *gates) newFriend(c models.ConversationID, now time.Time) {
	if g.pc {
		g.conv[c] = now.Add(g.times.open)
	}
}

// opens returns when messages of c may be pushed.
func (g *gates) opens(c models.ConversationID) time.Time {
	if !g.pc {
		return g.friends
	}
	if t, ok := g.conv[c]; ok {
		return later(t, g.friends)
	}
	if c.IsGroup() {
		return later(g.groups, g.friends)
	}
	return g.friends
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
