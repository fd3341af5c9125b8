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

// receipts is what a client was sent and is not yet known to have. The protocol
// has no acknowledgement; what we can see is that its system has taken the
// bytes. A client that is alive a while after that has read them, and so has one
// that says goodbye. One that vanishes may have read nothing, and gets the last
// moments again: twice is better than never.
type receipts struct {
	fresh map[models.ConversationID]int64 // sent since the last look; conversation 0 stands for events
	ripe  map[models.ConversationID]int64 // sent before it
	// How many there are of each, and whether more waits for these.
	freshCount, ripeCount int
	waiting               bool
}

// window is how many messages a client may have been sent without being known to
// have them: as many of a conversation may come twice after connections were cut.
// It takes the backlog of most clients at once; a longer one takes a second or
// two for each.
const window = 500

// room is how many messages may be sent for now.
func (r *receipts) room() int { return max(window-r.freshCount-r.ripeCount, 0) }

// full reports whether nothing more may be sent for now.
func (r *receipts) full() bool {
	full := r.room() == 0
	r.waiting = r.waiting || full
	return full
}

func (r *receipts) note(c models.ConversationID, seq int64) {
	if r.fresh == nil {
		r.fresh = map[models.ConversationID]int64{}
	}
	r.fresh[c] = seq
	r.freshCount++
}

// look returns what is confirmed now, given that the peer's system has everything.
func (r *receipts) look() map[models.ConversationID]int64 {
	confirmed := r.ripe
	r.ripe, r.fresh = r.fresh, nil
	r.ripeCount, r.freshCount = r.freshCount, 0
	return confirmed
}

// rest returns all that was not returned yet.
func (r *receipts) rest() map[models.ConversationID]int64 {
	all := r.ripe
	if all == nil {
		all = map[models.ConversationID]int64{}
	}
	maps.Copy(all, r.fresh)
	r.ripe, r.fresh = nil, nil
	r.ripeCount, r.freshCount = 0, 0
	return all
}

// owner is whom a position belongs to.
type owner struct {
	user  int64
	class models.Class
}

func (s *session) owner() owner { return owner{s.actor.UserID, s.class} }

func (o owner) rows(seqs map[models.ConversationID]int64) []models.Delivery {
	rows := make([]models.Delivery, 0, len(seqs))
	for c, seq := range seqs {
		rows = append(rows, models.Delivery{UserID: o.user, Class: o.class, ConversationID: c, Seq: seq})
	}
	return rows
}

// saver stores how far clients have got, for all sessions at once.
type saver struct {
	chat *chat.Service
	log  *slog.Logger

	mu       sync.Mutex
	sessions map[owner]*session // the latest of each owner
	due      map[owner][]models.Delivery
	storing  map[owner][]models.Delivery // what a flush is about: not to be relied on before it is done
}

func newSaver(c *chat.Service, log *slog.Logger) *saver {
	return &saver{chat: c, log: log, sessions: map[owner]*session{}, due: map[owner][]models.Delivery{},
		storing: map[owner][]models.Delivery{}}
}

// settleWait is how long a new session waits until it is known what the one it
// replaces has got to: milliseconds, on a machine that keeps up. The log-in is
// answered by then. Without an outcome the client gets the last moments twice.
const settleWait = 2 * time.Second

// begin looks after s from now on. What is known of a session that has just
// ended is stored first, so that a client that comes back gets little twice.
func (v *saver) begin(ctx context.Context, s *session) error {
	o := s.owner()
	v.mu.Lock()
	old := v.sessions[o]
	v.sessions[o] = s
	v.mu.Unlock()
	if old != nil && old.conn != s.conn { // on the same connection it waits for us
		timeout := time.NewTimer(settleWait)
		defer timeout.Stop()
		select {
		case <-old.settled:
		case <-timeout.C:
		}
	}
	v.mu.Lock()
	rows := slices.Concat(v.due[o], v.storing[o]) // twice does no harm, late would
	delete(v.due, o)
	v.mu.Unlock()
	if len(rows) == 0 {
		return nil
	}
	return v.chat.SaveDeliveries(ctx, rows)
}

// end takes over what s has got to, once. clean says that its client has all
// that its system has: it said goodbye, where a system that still holds bytes
// which the client has not read resets the connection instead; or it is alive
// and only thrown out. Holding conn.mu of s.
func (v *saver) end(s *session, clean bool) {
	if s.ended {
		return
	}
	s.ended = true
	defer close(s.settled)
	var rows []models.Delivery
	if clean && s.lost == nil && drained(s.conn.socket) {
		rows = s.owner().rows(s.receipts.rest())
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions[s.owner()] == s {
		delete(v.sessions, s.owner())
	}
	if len(rows) > 0 {
		v.due[s.owner()] = append(v.due[s.owner()], rows...)
	}
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
	sessions := slices.Collect(maps.Values(v.sessions))
	v.storing, v.due = v.due, map[owner][]models.Delivery{}
	v.mu.Unlock()
	for _, s := range sessions {
		if !s.conn.mu.TryLock() {
			continue // it is being written to: next time
		}
		// What a session that has ended had is known: end has judged it.
		if !s.ended && (len(s.receipts.ripe) > 0 || len(s.receipts.fresh) > 0) && s.lost == nil && drained(s.conn.socket) {
			v.store(s.owner(), s.receipts.look())
			if s.receipts.waiting && !s.receipts.full() {
				s.receipts.waiting = false
				s.hub.Send(nil)
			}
		}
		s.conn.mu.Unlock()
	}
	v.mu.Lock()
	rows := slices.Concat(slices.Collect(maps.Values(v.storing))...)
	v.mu.Unlock()
	if len(rows) == 0 {
		return
	}
	defer func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.storing = map[owner][]models.Delivery{}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	if err := v.chat.SaveDeliveries(ctx, rows); err != nil {
		v.log.Error("delivery positions not stored, clients may get messages twice", "count", len(rows), "err", err)
	}
}

// store adds to what the flush under way stores. Holding conn.mu of the session
// that got so far: whichever replaces it waits for that lock, and finds the rows.
func (v *saver) store(o owner, seqs map[models.ConversationID]int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.storing[o] = append(v.storing[o], o.rows(seqs)...)
}

// drained reports whether the peer's system has everything that was written.
func drained(socket net.Conn) bool {
	tcp, ok := socket.(*net.TCPConn)
	return ok && unsent(tcp) == 0
}
