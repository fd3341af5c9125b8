package hub

import (
	"sync"

	"flamingo/chat"
)

// Envelope carries one event to many sessions, which share what is rendered.
type Envelope struct {
	Event chat.Event

	mu    sync.Mutex
	forms []form
}

type form struct {
	key   any
	bytes []byte
}

// NewEnvelope wraps ev.
func NewEnvelope(ev chat.Event) *Envelope { return &Envelope{Event: ev} }

// Render returns the bytes of the event in the form that key stands for, and
// calls render the first time only. A key is a value of a type private to the
// protocol. The result is shared and must not be written to.
func (e *Envelope) Render(key any, render func() []byte) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.forms {
		if f.key == key {
			return f.bytes
		}
	}
	b := render()
	e.forms = append(e.forms, form{key, b})
	return b
}

// size estimates what the event weighs in a queue.
func (e *Envelope) size() int {
	const overhead = 256 // the other fields of a message, in any protocol
	switch ev := e.Event.(type) {
	case chat.MessageSent:
		return overhead + len(ev.Message.Content)
	case chat.ScreenFrame:
		return overhead + len(ev.Header) + len(ev.Data)
	}
	return overhead
}
