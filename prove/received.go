package prove

import (
	"sync"

	"flamingo/api/apitype"
)

// Received is what one client got. A client of a browser or of REST keeps
// messages by their place; an old client only sees them come.
type Received struct {
	Name string // of the client, for people
	User string // id
	Door string // web, rest, pc or android

	h  *History
	mu sync.Mutex // guards what follows
	// connections counts them; what comes twice is judged by it.
	connections int
	pushed      map[string]*pushes
	frames      map[string][]frame // of old clients, by conversation, in the order of arrival
	notes       int                // frames that are no messages of somebody
	closed      map[int]int        // how connections ended, by close code
	resets      int                // how often it had to begin from nothing
	// Final is what it has at the end, by conversation and seq.
	Final map[string]map[int64]apitype.Message
	// Unread and ReadAt are what it shows at the end, by conversation.
	Unread, ReadAt map[string]int64
}

// pushes are the messages that one connection announced of one conversation.
type pushes struct {
	total, doubled, early int
	connection            int
	last                  int64
	seen                  map[int64]bool
}

// frame is a message as an old client gets it: it knows no seq.
type frame struct {
	connection int32
	number     int32
}

// Receiver adds a client to the history.
func (h *History) Receiver(name, user, door string) *Received {
	return &Received{Name: name, User: user, Door: door, h: h, pushed: map[string]*pushes{}, frames: map[string][]frame{}, closed: map[int]int{}}
}

// Connected counts a connection.
func (r *Received) Connected() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.connections++
}

// Closed counts how a connection was ended.
func (r *Received) Closed(code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed[code]++
}

// Pushed records that the present connection announced a message: a seq comes
// once on a connection, and in order.
func (r *Received) Pushed(conversation string, seq int64) {
	r.mu.Lock()
	p := r.pushed[conversation]
	if p == nil {
		p = &pushes{}
		r.pushed[conversation] = p
	}
	if p.seen == nil || p.connection != r.connections {
		p.connection, p.last, p.seen = r.connections, 0, map[int64]bool{}
	}
	p.total++
	double, early := p.seen[seq], seq < p.last
	p.seen[seq] = true
	last := p.last
	p.last = max(p.last, seq)
	switch {
	case double:
		p.doubled++
	case early:
		p.early++
	}
	connection := r.connections
	r.mu.Unlock()
	switch {
	case double:
		r.h.Break(Broken{"doubled", conversation, r.Name, sprintf("connection %d announced seq %d twice", connection, seq)})
	case early:
		r.h.Break(Broken{"order", conversation, r.Name, sprintf("connection %d announced seq %d after %d", connection, seq, last)})
	}
}

// Shown records a message that an old client was sent.
func (r *Received) Shown(conversation string, number int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frames[conversation] = append(r.frames[conversation], frame{int32(r.connections), int32(number)})
}

// Noted counts a frame to an old client that says something about a message.
func (r *Received) Noted() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes++
}
