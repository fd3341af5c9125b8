package chatport

import (
	"context"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// saver stores how far clients have got, for all sessions at once. A position
// counts when the bytes have left our socket buffer, so that after a crash of
// either side a client gets a message twice rather than not at all.
type saver struct {
	chat *chat.Service
	log  *slog.Logger

	mu       sync.Mutex
	sessions map[*session]*progress
	latest   map[owner]*session
	due      map[owner][]models.Delivery // of sessions that are gone
}

// owner is whom a position belongs to.
type owner struct {
	user  int64
	class models.Class
}

func (s *session) owner() owner { return owner{s.actor.UserID, s.class} }

// progress is what of a session is stored already.
type progress struct {
	events int64
	seqs   map[models.ConversationID]int64
}

func newSaver(c *chat.Service, log *slog.Logger) *saver {
	return &saver{chat: c, log: log, sessions: map[*session]*progress{}, latest: map[owner]*session{},
		due: map[owner][]models.Delivery{}}
}

// add begins to look after s. Holding conn.mu.
func (v *saver) add(s *session) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sessions[s] = &progress{events: s.events, seqs: maps.Clone(s.written)}
	v.latest[s.owner()] = s
}

// remove takes over what s has got to in the end.
func (v *saver) remove(s *session, clean bool) {
	v.mu.Lock()
	p := v.sessions[s]
	delete(v.sessions, s)
	if v.latest[s.owner()] == s {
		delete(v.latest, s.owner())
	}
	v.mu.Unlock()
	if p == nil || !clean {
		return
	}
	s.conn.mu.Lock()
	rows := s.newer(p)
	s.conn.mu.Unlock()
	v.mu.Lock()
	v.due[s.owner()] = append(v.due[s.owner()], rows...)
	v.mu.Unlock()
}

// settle stores what is confirmed of the session before, so that a client that
// comes back at once gets little twice.
func (v *saver) settle(ctx context.Context, o owner) error {
	v.mu.Lock()
	rows := v.due[o]
	delete(v.due, o)
	old := v.latest[o]
	p := v.sessions[old]
	v.mu.Unlock()
	// Two connections that replace each other must not wait for each other.
	if old != nil && p != nil && old.conn.mu.TryLock() {
		rows = append(rows, old.newer(p)...)
		old.conn.mu.Unlock()
	}
	if len(rows) == 0 {
		return nil
	}
	return v.chat.SaveDeliveries(ctx, rows)
}

// newer returns the positions that are ahead of p and confirmed, and moves p to
// them. Holding conn.mu.
func (s *session) newer(p *progress) []models.Delivery {
	if s.lost != nil || !drained(s.conn.socket) {
		return nil
	}
	var rows []models.Delivery
	row := func(c models.ConversationID, seq int64) {
		rows = append(rows, models.Delivery{UserID: s.actor.UserID, Class: s.class, ConversationID: c, Seq: seq})
	}
	if s.events > p.events {
		row(0, s.events)
		p.events = s.events
	}
	for c, seq := range s.written {
		if seq > p.seqs[c] {
			row(c, seq)
			p.seqs[c] = seq
		}
	}
	return rows
}

// run stores positions once a second until ctx is done.
func (v *saver) run(ctx context.Context) {
	tick := time.NewTicker(savePeriod)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			v.flush()
		}
	}
}

// flush stores what is confirmed now.
func (v *saver) flush() {
	v.mu.Lock()
	sessions := maps.Clone(v.sessions)
	due := v.due
	v.due = map[owner][]models.Delivery{}
	v.mu.Unlock()
	rows := slices.Concat(slices.Collect(maps.Values(due))...)
	for s, p := range sessions {
		if !s.conn.mu.TryLock() {
			continue // it is being written to: next time
		}
		rows = append(rows, s.newer(p)...)
		s.conn.mu.Unlock()
	}
	if len(rows) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	if err := v.chat.SaveDeliveries(ctx, rows); err != nil {
		v.log.Error("delivery positions not stored, clients may get messages twice", "count", len(rows), "err", err)
	}
}

// drained reports whether the peer's system has everything that was written.
func drained(socket net.Conn) bool {
	tcp, ok := socket.(*net.TCPConn)
	return ok && unsent(tcp) == 0
}
