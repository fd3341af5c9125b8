package hub

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"flamingo/chat"
	"flamingo/models"
)

// Hub is the set of sessions connected to this node.
type Hub struct {
	mu       sync.RWMutex // for map work only
	sessions map[string]*Session
	users    map[int64][]*Session // in order of connection
	groups   map[int64]map[*Session]struct{}
	stopping bool

	listeners map[string]map[*Session]struct{} // by the session that asks; in users and groups too
	watchers  map[int64]map[*Session]struct{}  // by the user whose presence they watch
}

var _ chat.Notifier = (*Hub)(nil)

// New returns an empty hub.
func New() *Hub {
	return &Hub{sessions: map[string]*Session{}, users: map[int64][]*Session{},
		groups: map[int64]map[*Session]struct{}{}, listeners: map[string]map[*Session]struct{}{},
		watchers: map[int64]map[*Session]struct{}{}}
}

// Join enters s, which hears of everything that concerns its user from now on.
// A session of the same device, or of the same legacy class, is ended with
// EndReplaced. Read what the session missed after Join, never before, and call
// Subscribe with the user's groups. False when the hub is stopping.
func (h *Hub) Join(s *Session, clientSeq int32) bool {
	h.mu.Lock()
	if h.stopping {
		h.mu.Unlock()
		return false
	}
	var replaced []*Session
	for _, old := range h.users[s.User] {
		if old.listens {
			continue
		}
		if old.ID == s.ID || old.Class.Legacy() && old.Class == s.Class ||
			s.DeviceID != "" && old.Class == s.Class && old.DeviceID == s.DeviceID {
			replaced = append(replaced, old)
		}
	}
	for _, old := range replaced {
		h.removeLocked(old)
	}
	s.joining = map[int64]bool{}
	h.sessions[s.ID] = s
	h.users[s.User] = append(h.users[s.User], s)
	h.mu.Unlock()

	for _, old := range replaced {
		old.End(chat.End{Reason: chat.EndReplaced, ClientSeq: clientSeq})
	}
	return true
}

// Subscribe adds s to the audience of groups, a list read after Join. Groups
// entered or left in the meantime are known better here.
func (h *Hub) Subscribe(s *Session, groups []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	joining := s.joining
	s.joining = nil
	if h.sessions[s.ID] != s {
		return
	}
	for _, g := range groups {
		if member, known := joining[g]; !known || member {
			h.subscribeLocked(s, g)
		}
	}
}

func (h *Hub) subscribeLocked(s *Session, group int64) {
	set := h.groups[group]
	if set == nil {
		set = map[*Session]struct{}{}
		h.groups[group] = set
	}
	if _, ok := set[s]; !ok {
		set[s] = struct{}{}
		s.groups = append(s.groups, group)
	}
}

func (h *Hub) unsubscribeLocked(s *Session, group int64) {
	delete(h.groups[group], s)
	if len(h.groups[group]) == 0 {
		delete(h.groups, group)
	}
}

// Leave removes s and reports whether it was still in the hub. It hears of
// nothing more.
func (h *Hub) Leave(s *Session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.removeLocked(s)
}

func (h *Hub) removeLocked(s *Session) bool {
	if h.sessions[s.ID] != s {
		return false
	}
	delete(h.sessions, s.ID)
	h.dropLocked(s)
	return true
}

// dropLocked takes s out of every audience.
func (h *Hub) dropLocked(s *Session) {
	rest := slices.DeleteFunc(h.users[s.User], func(o *Session) bool { return o == s })
	if len(rest) == 0 {
		delete(h.users, s.User)
	} else {
		h.users[s.User] = rest
	}
	for _, g := range s.groups {
		h.unsubscribeLocked(s, g)
	}
	s.groups = nil
	h.unwatchLocked(s)
}

// Notify offers ev to every session of the audience.
func (h *Hub) Notify(to chat.Audience, ev chat.Event) {
	var sessions []*Session
	h.mu.RLock()
	for _, u := range to.Users {
		sessions = append(sessions, h.users[u]...)
	}
	if set := h.groups[to.Group]; len(set) > 0 {
		sessions = slices.Grow(sessions, len(set))
		for s := range set {
			sessions = append(sessions, s)
		}
	}
	for s := range h.watchers[to.Watching] {
		if !slices.Contains(to.Except, s.User) {
			sessions = append(sessions, s)
		}
	}
	h.mu.RUnlock()
	if len(sessions) == 0 {
		return
	}
	e := NewEnvelope(ev)
	for _, s := range sessions {
		s.Deliver(e)
	}
}

// Devices returns the connected sessions of a user in order of connection.
func (h *Hub) Devices(user int64) []chat.Device {
	h.mu.RLock()
	defer h.mu.RUnlock()
	list := h.users[user]
	if len(list) == 0 {
		return nil
	}
	devices := make([]chat.Device, 0, len(list))
	for _, s := range list {
		if !s.listens {
			devices = append(devices, chat.Device{SessionID: s.ID, Class: s.Class, Status: s.status, Legacy: s.legacy, Visible: s.visible})
		}
	}
	return devices
}

// SetStatus sets what a session shows of itself and reports whether that changed.
func (h *Hub) SetStatus(session string, status chat.Status, legacy int32) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.sessions[session]
	if s == nil || s.status == status && s.legacy == legacy {
		return false
	}
	s.status, s.legacy = status, legacy
	return true
}

// SetVisible sets whether somebody looks at what a session shows.
func (h *Hub) SetVisible(session string, visible bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.sessions[session]; s != nil {
		s.visible = visible
	}
}

// End ends these sessions.
func (h *Hub) End(end chat.End, ids ...string) {
	var list []*Session
	h.mu.Lock()
	for _, id := range ids {
		if s := h.sessions[id]; s != nil {
			list = append(list, s)
		}
		for s := range h.listeners[id] {
			list = append(list, s)
		}
	}
	h.mu.Unlock()
	for _, s := range list {
		s.End(end)
	}
}

// JoinGroup adds the sessions of user to the audience of group.
func (h *Hub) JoinGroup(group, user int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.users[user] {
		if s.joining != nil {
			s.joining[group] = true
		}
		h.subscribeLocked(s, group)
	}
}

// LeaveGroup removes the sessions of user from the audience of group.
func (h *Hub) LeaveGroup(group, user int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.users[user] {
		if s.joining != nil {
			s.joining[group] = false
		}
		h.unsubscribeLocked(s, group)
		s.groups = slices.DeleteFunc(s.groups, func(g int64) bool { return g == group })
	}
}

// Watch makes session hear of the presence of these users, and of no others
// that it watched before.
func (h *Hub) Watch(session string, users []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.sessions[session]
	if s == nil {
		return
	}
	h.unwatchLocked(s)
	for _, u := range users {
		set := h.watchers[u]
		if set == nil {
			set = map[*Session]struct{}{}
			h.watchers[u] = set
		}
		set[s] = struct{}{}
	}
	s.watched = users
}

func (h *Hub) unwatchLocked(s *Session) {
	for _, u := range s.watched {
		delete(h.watchers[u], s)
		if len(h.watchers[u]) == 0 {
			delete(h.watchers, u)
		}
	}
	s.watched = nil
}

// Count returns the number of connected sessions by class.
func (h *Hub) Count() map[models.Class]int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	n := map[models.Class]int{}
	for _, s := range h.sessions {
		n[s.Class]++
	}
	return n
}

// Connections counts what is connected, by class and door.
func (h *Hub) Connections() []chat.Connections {
	var list []chat.Connections
	for class, n := range h.Count() {
		door := chat.DoorSocket
		if class.Legacy() {
			door = chat.DoorLegacy
		}
		list = append(list, chat.Connections{Class: class, Door: door, N: n})
	}
	h.mu.RLock()
	waiting := 0
	for _, set := range h.listeners {
		waiting += len(set)
	}
	h.mu.RUnlock()
	if waiting > 0 {
		list = append(list, chat.Connections{Class: models.ClassAPI, Door: chat.DoorSync, N: waiting})
	}
	slices.SortFunc(list, func(a, b chat.Connections) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Door, b.Door))
	})
	return list
}

// Stop lets nobody in any more, ends all sessions with EndStopping and waits
// until their sinks have let go of their sockets, or ctx is done.
func (h *Hub) Stop(ctx context.Context) error {
	h.mu.Lock()
	h.stopping = true
	list := make([]*Session, 0, len(h.sessions))
	for _, s := range h.sessions {
		list = append(list, s)
	}
	for _, set := range h.listeners {
		for s := range set {
			list = append(list, s)
		}
	}
	h.mu.Unlock()
	for _, s := range list {
		s.End(chat.End{Reason: chat.EndStopping})
	}
	for _, s := range list {
		select {
		case <-s.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
