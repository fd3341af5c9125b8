package chatport

import (
	"context"
	"maps"
	"slices"
	"time"

	"flamingo/chat"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// session is a login on a connection. It is the hub.Sink of the hub's session.
//
// For each conversation it knows the seq that was written last. A message that
// is the next one goes out at once; anything else only marks the conversation,
// and when its gate is open the log is read from that seq on. So a message is
// never held in memory for a client that is not ready, none is skipped, and
// none is written twice on a connection.
type session struct {
	// static after newSession
	conn   *conn
	server *Server
	actor  chat.Actor
	class  models.Class
	hub    *hub.Session
	began  time.Time

	settled chan struct{} // closed when the saver has taken over what the client has

	// guarded by conn.mu
	gates    gates
	events   int64 // position in the user's events
	behind   bool  // there are events after it
	written  map[models.ConversationID]int64
	receipts receipts
	lagging  map[models.ConversationID]int // with the order in which they are to be read
	lags     int                           // largest of these
	presence presenceQueue
	wake     *time.Timer // pumps when a gate opens
	lost     error       // the socket does not work any more
	ended    bool        // the saver looks after it no more
}

// pageSize is how many messages are read from a log at once. Between two pages
// the queue has its turn.
const pageSize = 100

func newSession(c *conn, l *chat.Login, class models.Class) *session {
	now := time.Now()
	s := &session{conn: c, server: c.server, class: class, began: now, settled: make(chan struct{}),
		actor:   chat.Actor{UserID: l.User.ID, SessionID: l.Session.ID, Class: class},
		gates:   newGates(clientGates, class != models.ClassAndroid, now),
		written: map[models.ConversationID]int64{}, lagging: map[models.ConversationID]int{}}
	s.presence.init(class == models.ClassAndroid)
	return s
}

// start reads what the client missed. Holding conn.mu.
func (s *session) start(ctx context.Context) (err error) {
	if err := s.server.saver.begin(ctx, s); err != nil {
		return err
	}
	if s.events, err = s.server.Chat.StartDelivery(ctx, s.actor); err != nil {
		return err
	}
	s.behind = true
	if err := s.findLagging(ctx); err != nil {
		return err
	}
	s.pump(ctx)
	return s.lost
}

func (s *session) findLagging(ctx context.Context) error {
	pending, err := s.server.Chat.PendingDeliveries(ctx, s.actor)
	if err != nil {
		return err
	}
	for _, p := range pending {
		if _, known := s.written[p.ConversationID]; !known {
			s.written[p.ConversationID] = p.After
		}
		s.lag(p.ConversationID)
	}
	return nil
}

// lag marks a conversation as one whose log is to be read, after those that are
// marked already.
func (s *session) lag(c models.ConversationID) {
	if _, ok := s.lagging[c]; !ok {
		s.lags++
		s.lagging[c] = s.lags
	}
}

// by is the actor of a request.
func (s *session) by(r *wire.Reader) chat.Actor {
	a := s.actor
	a.ClientSeq = r.Seq
	return a
}

// Deliver takes events of the hub. A nil frame only wakes the session.
func (s *session) Deliver(items []hub.Item) error {
	s.conn.mu.Lock()
	defer s.conn.mu.Unlock()
	if s.conn.session != s {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	for _, it := range items {
		if it.Envelope != nil {
			s.take(ctx, it.Envelope)
		}
	}
	s.pump(ctx)
	return s.lost
}

// take notes one event, or writes it when it may go at once.
func (s *session) take(ctx context.Context, e *hub.Envelope) {
	switch ev := e.Event.(type) {
	case chat.MessageSent:
		s.takeMessage(ctx, e, ev)
	case chat.UserEvent:
		s.behind = true
	case chat.PresenceChanged:
		s.presence.add(ev.UserID, s.presencePush(ev))
	case chat.ProfileChanged:
		s.presence.add(ev.UserID, changedPush)
	case chat.ConversationChanged:
		if groupLooksDifferent(&ev.Change) {
			s.presence.add(ev.Conversation.Group(), changedPush)
		}
	case chat.ScreenFrame:
		s.writeScreen(ev)
	}
}

// takeMessage writes a message that is the next one. Notes, and messages of
// people the user has blocked, take the way over the log, which knows what
// becomes of them.
func (s *session) takeMessage(ctx context.Context, e *hub.Envelope, ev chat.MessageSent) {
	m := &ev.Message
	c := m.ConversationID
	last, known := s.written[c]
	if known && m.Seq <= last {
		return
	}
	_, lagging := s.lagging[c]
	if hides, err := s.server.Chat.Hides(ctx, s.actor.UserID, m); hides || err != nil {
		lagging = true
	}
	if !known || m.Seq != last+1 || lagging || m.System || s.receipts.full() || time.Now().Before(s.gates.opens(c)) {
		s.lag(c)
		return
	}
	s.writeMessage(e, m, ev.From == s.actor.SessionID)
}

// pump writes what may go now, and sees to it that it is called again for the
// rest. Holding conn.mu.
func (s *session) pump(ctx context.Context) {
	now := time.Now()
	var next time.Time // when to come again
	wait := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	if now.Before(s.gates.friends) {
		if s.behind || len(s.lagging) > 0 || s.presence.waiting() {
			wait(s.gates.friends)
		}
	} else {
		if s.behind {
			s.pumpEvents(ctx)
		}
		for _, c := range slices.SortedFunc(maps.Keys(s.lagging), func(a, b models.ConversationID) int { return s.lagging[a] - s.lagging[b] }) {
			if t := s.gates.opens(c); now.Before(t) {
				wait(t)
			} else if s.receipts.full() {
				break // the saver wakes us
			} else if !s.pumpConversation(ctx, c) {
				wait(now)
			}
		}
		if t := s.presence.flush(s, now); !t.IsZero() {
			wait(t)
		}
	}
	if s.lost == nil && !next.IsZero() {
		s.wakeAt(next)
	}
}

func (s *session) wakeAt(t time.Time) {
	d := max(time.Until(t), 0)
	if s.wake == nil {
		s.wake = time.AfterFunc(d, func() { s.hub.Send(nil) })
		return
	}
	s.wake.Reset(d)
}

// fail ends the session after an error of ours or of the socket: the client
// logs in again and goes on where it was.
func (s *session) fail(err error) {
	if s.lost == nil {
		s.lost = err
		s.conn.socket.Close()
	}
}

// Ending gives a client that does not read as long as a kicked one has, so that
// the goodbye does not wait for a write that nobody takes.
func (s *session) Ending(chat.End) {
	time.AfterFunc(kickDelay, func() {
		select {
		case <-s.hub.Done():
		default:
			s.conn.socket.SetWriteDeadline(time.Now())
		}
	})
}

// Ended runs when the server ends the session.
func (s *session) Ended(end chat.End) {
	s.conn.mu.Lock()
	defer s.conn.mu.Unlock()
	if s.conn.session != s {
		return
	}
	switch end.Reason {
	case chat.EndReplaced, chat.EndRevoked:
		s.conn.session = nil
		stopTimer(s.wake)
		stopTimer(s.conn.heart)
		s.conn.out = s
		s.conn.kicked(end.ClientSeq)
		go func() { // it waits for the peer, and for the database
			s.settle()
			s.depart()
		}()
	default:
		s.conn.socket.Close()
	}
}

// leave ends the session when its connection is gone, or used by another.
// clean says that the peer said goodbye, so that what it has acknowledged counts.
func (s *session) leave(clean bool) {
	s.hub.End(chat.End{Reason: chat.EndLost})
	<-s.hub.Done()
	s.conn.mu.Lock()
	stopTimer(s.wake)
	s.server.saver.end(s, clean) // before the database has work: the next login waits for it
	s.conn.mu.Unlock()
	s.depart()
}

// Times to look whether the system of a client that is thrown out has
// everything: its acknowledgement may be up to 40 ms under way.
const (
	settleLooks = 20
	settlePause = 10 * time.Millisecond
)

// settle finds out what a client that is thrown out has. Whoever is alive reads
// what its system has, before or after the kick.
func (s *session) settle() {
	for look := range settleLooks {
		s.conn.mu.Lock()
		has := drained(s.conn.socket)
		if has || look == settleLooks-1 {
			s.server.saver.end(s, has)
		}
		ended := s.ended
		s.conn.mu.Unlock()
		if ended {
			return
		}
		time.Sleep(settlePause)
	}
}

// depart takes the session out of the hub and tells friends, once.
func (s *session) depart() {
	if s.server.Hub.Leave(s.hub) {
		s.server.Chat.SessionEnded(s.actor)
	}
}

// heartbeat asks an idle Android client for a sign of life: it has no timer of
// its own, ignores what comes and answers with a heartbeat (CLIENTS.md section 3).
func (s *session) heartbeat() {
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session != s {
		return
	}
	if time.Since(c.lastRead) >= heartbeatPeriod {
		if err := c.writeBody(wire.NewBody(nil, wire.CmdHeartbeat, 0).Data(nil).Bytes()); err != nil {
			s.fail(err)
			return
		}
	}
	c.heart.Reset(heartbeatPeriod)
}
