package hub

import (
	"sync"

	"flamingo/chat"
	"flamingo/models"
)

// Bounds of a session's queue. A client that reads at all empties it within
// milliseconds; one that is this far behind is cheaper to resume from the log.
const (
	MaxQueuedItems = 2048
	MaxQueuedBytes = 4 << 20
)

// Item is one thing for a session to send: an event, or a frame that is ready.
type Item struct {
	*Envelope        // nil when Frame is set
	Frame     []byte // an answer to the session's own request
}

// Sink is the side of a session that knows a protocol and a socket.
type Sink interface {
	// Deliver renders and writes items in order. Only one call runs at a time.
	// It may wait for the socket, with a deadline of its own; an error means
	// that the socket is lost.
	Deliver(items []Item) error
	// Ending runs as soon as the session is told to end, and again when the
	// server stops meanwhile: a Deliver that waits for a peer who does not read
	// must not hold the end up. It does not block.
	Ending(end chat.End)
	// Ended runs once, after the last Deliver: say why, close, and make the
	// reader return.
	Ended(end chat.End)
}

// Session is one authenticated connection.
type Session struct {
	// static after New
	ID       string
	User     int64
	Class    models.Class
	DeviceID string
	sink     Sink
	listens  bool // see listener

	mu      sync.Mutex // guards what follows
	queue   []Item
	bytes   int
	running bool // a run goroutine exists
	end     *chat.End
	done    chan struct{} // closed when Ended has returned

	// guarded by Hub.mu
	status  chat.Status
	legacy  int32
	visible bool
	groups  []int64
	watched []int64
	joining map[int64]bool // groups entered (true) or left while the list is being read
}

// NewSession makes a session that is not in a hub yet.
func NewSession(id string, user int64, class models.Class, device string, sink Sink) *Session {
	return &Session{ID: id, User: user, Class: class, DeviceID: device, sink: sink, done: make(chan struct{})}
}

// SetInitialStatus sets what the session shows before it joins a hub.
func (s *Session) SetInitialStatus(status chat.Status, legacy int32) {
	s.status, s.legacy = status, legacy
}

// SetInitiallyVisible sets whether somebody looks at the session before it joins a hub.
func (s *Session) SetInitiallyVisible(visible bool) { s.visible = visible }

// Deliver queues an event and never blocks. A session whose queue is full is
// ended: messages are in the log, so the client loses nothing by reconnecting.
func (s *Session) Deliver(e *Envelope) { s.enqueue(Item{Envelope: e}, e.size()) }

// Send queues a frame that is ready, in order with the events.
func (s *Session) Send(frame []byte) { s.enqueue(Item{Frame: frame}, len(frame)) }

func (s *Session) enqueue(it Item, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end != nil {
		return
	}
	if len(s.queue) >= MaxQueuedItems || s.bytes+size > MaxQueuedBytes && len(s.queue) > 0 {
		s.queue, s.bytes = nil, 0
		s.endLocked(chat.End{Reason: chat.EndSlow})
		return
	}
	s.queue = append(s.queue, it)
	s.bytes += size
	s.wake()
}

// End ends the session. What is queued is still sent, unless the session is
// ended for being slow. It does not wait; Done says when it is over. Repeated
// calls do nothing.
func (s *Session) End(end chat.End) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLocked(end)
}

func (s *Session) endLocked(end chat.End) {
	if s.end == nil {
		s.end = &end
		s.sink.Ending(end)
		s.wake()
	} else if end.Reason == chat.EndStopping {
		s.sink.Ending(end)
	}
}

// Done is closed when the session has ended and its sink has let go of the socket.
func (s *Session) Done() <-chan struct{} { return s.done }

// Ending reports whether the session was told to end.
func (s *Session) Ending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end != nil
}

// wake starts the goroutine that empties the queue. Holding mu.
func (s *Session) wake() {
	if !s.running {
		s.running = true
		go s.run()
	}
}

// run lives while something is queued: an idle session costs no goroutine.
func (s *Session) run() {
	var spare []Item
	for {
		s.mu.Lock()
		items, end := s.queue, s.end
		if len(items) == 0 && end == nil {
			s.running = false
			s.mu.Unlock()
			return
		}
		s.queue, s.bytes = spare[:0], 0
		s.mu.Unlock()

		if len(items) > 0 {
			if err := s.sink.Deliver(items); err != nil {
				s.mu.Lock()
				s.queue = nil
				s.endLocked(chat.End{Reason: chat.EndLost})
				s.mu.Unlock()
			}
			clear(items)
			spare = items
			continue
		}
		s.sink.Ended(*end)
		close(s.done)
		return // running stays true: nothing is sent after the end
	}
}
