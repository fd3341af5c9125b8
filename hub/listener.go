package hub

import (
	"flamingo/chat"
	"flamingo/models"
)

// listener is a session that only wants to know that there is something new:
// a client that asks REST and waits for an answer. Others do not see it.
type listener struct {
	wake chan struct{} // has one element when there is something new, closed at the end
}

func (l *listener) Deliver(items []Item) error {
	for _, it := range items {
		switch it.Event.(type) {
		case chat.MessageSent, chat.ConversationChanged, chat.UserEvent:
			select {
			case l.wake <- struct{}{}:
			default:
			}
		}
	}
	return nil
}

func (l *listener) Ending(chat.End) {}

func (l *listener) Ended(chat.End) { close(l.wake) }

// Listen returns a channel that has an element when there is something new for
// a user who is in these groups. It is closed when session is ended. The caller
// must call stop.
func (h *Hub) Listen(session string, user int64, groups []int64) (wake <-chan struct{}, stop func()) {
	l := &listener{wake: make(chan struct{}, 1)}
	s := NewSession(session, user, models.ClassUnknown, "", l)
	s.listens = true
	h.mu.Lock()
	if h.stopping {
		h.mu.Unlock()
		close(l.wake)
		return l.wake, func() {}
	}
	h.users[user] = append(h.users[user], s)
	if h.listeners[session] == nil {
		h.listeners[session] = map[*Session]struct{}{}
	}
	h.listeners[session][s] = struct{}{}
	for _, g := range groups {
		h.subscribeLocked(s, g)
	}
	h.mu.Unlock()
	return l.wake, func() {
		h.mu.Lock()
		h.removeListenerLocked(s)
		h.mu.Unlock()
		s.End(chat.End{Reason: chat.EndLost})
	}
}

func (h *Hub) removeListenerLocked(s *Session) {
	delete(h.listeners[s.ID], s)
	if len(h.listeners[s.ID]) == 0 {
		delete(h.listeners, s.ID)
	}
	h.dropLocked(s)
}
