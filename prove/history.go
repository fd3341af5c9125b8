package prove

import (
	"fmt"
	"sync"
	"time"

	"flamingo/api/apitype"
)

// History is what the clients did and what they were told, in the order of one
// clock. Check says what of it breaks a promise. Everything about it is added
// by methods, from any goroutine.
type History struct {
	begun time.Time

	mu            sync.Mutex       // guards what follows
	conversations []string         // in the order in which they were named
	base          map[string]int64 // how long each was then; what is before is of no interest
	messages      []*Message
	reads         []Read
	positions     []Position
	broken        []Broken // what was seen at once
	onBroken      func(Broken)
}

// NewHistory begins one. onBroken, if set, is told of every promise that is
// seen broken while the history grows.
func NewHistory(onBroken func(Broken)) *History {
	return &History{begun: time.Now(), onBroken: onBroken, base: map[string]int64{}}
}

// Now is the time since the history began, on a clock that nobody moves.
func (h *History) Now() time.Duration { return time.Since(h.begun) }

// Message is a message that somebody meant to send. Its number is in its text,
// so that it is known wherever it turns up.
type Message struct {
	Number       int
	Conversation string
	From         string // id of the user
	Door         string // web, rest, pc or android
	CID          string // empty from old clients, which have none
	Text         string

	// guarded by the mu of the History
	called   time.Duration // when the first attempt began
	acked    time.Duration // when the first acknowledgement came
	attempts int
	sent     *apitype.Sent   // what the first acknowledgement said
	refused  error           // the server decided against it for good
	edited   string          // by the last edit that was acknowledged
	doubtful map[string]bool // texts of edits that may have been done, or may be done late
	recalled outcome
	reacted  map[string]outcome // by user
}

// outcome is how a request ended.
type outcome int

const (
	notAsked outcome = iota
	inDoubt          // there was no answer: it may have been done, or be done later
	done
)

// Read says that somebody who looked at a conversation saw it end at Last.
type Read struct {
	Conversation, By string
	Called, Returned time.Duration
	Last             int64
}

// Position says that a user's read position was told as Seq after Asked was
// requested, or was seen at Seq when nothing was asked for.
type Position struct {
	Conversation, User string
	Called, Returned   time.Duration
	Asked, Seq         int64
}

// Broken is a promise that was not kept.
type Broken struct {
	Promise      string `json:"promise"` // a word: lost, doubled, order, content, unread, read, …
	Conversation string `json:"conversation,omitempty"`
	Client       string `json:"client,omitempty"`
	Detail       string `json:"detail"`
}

func (b Broken) String() string {
	s := b.Promise + ": "
	if b.Client != "" {
		s += b.Client + ", "
	}
	if b.Conversation != "" {
		s += b.Conversation + ": "
	}
	return s + b.Detail
}

// Conversation names a conversation of the history and how long its log is at
// its beginning.
func (h *History) Conversation(id string, length int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.conversations = append(h.conversations, id)
	h.base[id] = length
}

// Break records a promise that was seen broken.
func (h *History) Break(b Broken) {
	h.mu.Lock()
	h.broken = append(h.broken, b)
	h.mu.Unlock()
	if h.onBroken != nil {
		h.onBroken(b)
	}
}

// Mean begins a message: from now on it may be in the log.
func (h *History) Mean(conversation, from, door string, words string) *Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := &Message{Number: len(h.messages) + 1, Conversation: conversation, From: from, Door: door, called: h.Now()}
	m.Text = tag(m.Number) + words
	if door == "web" || door == "rest" {
		m.CID = fmt.Sprint("prove-", m.Number)
	}
	h.messages = append(h.messages, m)
	return m
}

// Try counts an attempt to send a message, and returns which it is.
func (h *History) Try(m *Message) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	m.attempts++
	return m.attempts
}

// Acked records an acknowledgement. A second one has to say the same.
func (h *History) Acked(m *Message, sent apitype.Sent) {
	h.mu.Lock()
	first := m.sent
	if first == nil {
		m.sent, m.acked = &sent, h.Now()
	}
	h.mu.Unlock()
	if first != nil && (first.Seq != sent.Seq || first.ID != sent.ID) {
		h.Break(Broken{"doubled", m.Conversation, "", fmt.Sprintf("%s was acknowledged as message %s at %d, and then as %s at %d",
			m.CID, first.ID, first.Seq, sent.ID, sent.Seq)})
	}
}

// Refuse records that the server refused a message for good.
func (h *History) Refuse(m *Message, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m.refused = err
}

// Sent returns where a message stands, as its sender was told.
func (h *History) Sent(m *Message) (apitype.Sent, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if m.sent == nil {
		return apitype.Sent{}, false
	}
	return *m.sent, true
}

// Edit records that the text of a message is about to become another; call the
// result with whether that was acknowledged. One edit of a message at a time.
func (h *History) Edit(m *Message, words string) (text string, end func(acknowledged bool)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	text = tag(m.Number) + words
	if m.doubtful == nil {
		m.doubtful = map[string]bool{}
	}
	m.doubtful[text] = true
	return text, func(acknowledged bool) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if acknowledged {
			m.edited = text
			delete(m.doubtful, text)
		}
	}
}

// Recall is Edit for taking a message back.
func (h *History) Recall(m *Message) (end func(acknowledged bool)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m.recalled = max(m.recalled, inDoubt)
	return func(acknowledged bool) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if acknowledged {
			m.recalled = done
		}
	}
}

// React is Edit for a user's reaction to a message.
func (h *History) React(m *Message, user string) (end func(acknowledged bool)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if m.reacted == nil {
		m.reacted = map[string]outcome{}
	}
	m.reacted[user] = max(m.reacted[user], inDoubt)
	return func(acknowledged bool) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if acknowledged {
			m.reacted[user] = done
		}
	}
}

// Looked records a Read that began at called and has just returned.
func (h *History) Looked(conversation, by string, called time.Duration, last int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reads = append(h.reads, Read{conversation, by, called, h.Now(), last})
}

// Positioned records a Position that was asked for at called and has just been told.
func (h *History) Positioned(conversation, user string, called time.Duration, asked, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.positions = append(h.positions, Position{conversation, user, called, h.Now(), asked, seq})
}

// tag begins the text of a message.
func tag(number int) string { return fmt.Sprintf("#%d ", number) }

// numberOf reads the tag of a text. Notes to old clients about a message have
// words before it.
func numberOf(text string) (int, bool) {
	var n int
	_, err := fmt.Sscanf(text, "#%d ", &n)
	return n, err == nil
}
