package wsclient

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"flamingo/api/apitype"
)

// State of the user beside the logs of conversations, kept up to date by
// events: what an event says is taken from it, what it only names is read.

// Friend is an entry in the list of friends.
type Friend struct {
	Profile      apitype.Profile
	Team, Remark string
}

// Kept is what the user keeps about a conversation.
type Kept struct {
	Pinned, Archived bool
	Mute, Draft      string
	Read             int64
}

// Session is a device or an API token of the user's.
type Session struct{ Class, Name string }

// People is everything around a user.
type People struct {
	Me                 apitype.User
	Settings           any
	Teams              []string
	Friends            map[string]Friend
	Incoming, Outgoing map[string]string // greetings, by user
	Blocks             map[string]bool
	Groups             map[string]apitype.Group
	Members            map[string]map[string]apitype.Member // by group and user, without profiles
	Waiting            map[string]map[string]string         // greetings of those who ask to join, by group and user, for admins
	Sessions           map[string]Session
	Kept               map[string]Kept // by conversation; those that are as at first may be missing
}

// Mirror holds People by events.
type Mirror struct {
	Get func(ctx context.Context, path string, v any) error // reads from REST, such as /me

	mu    sync.Mutex
	state People
}

// State returns a copy to compare.
func (m *Mirror) State() People {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.state
	s.Teams = slices.Clone(s.Teams)
	s.Friends, s.Incoming, s.Outgoing = maps.Clone(s.Friends), maps.Clone(s.Incoming), maps.Clone(s.Outgoing)
	s.Blocks, s.Groups, s.Sessions, s.Kept = maps.Clone(s.Blocks), maps.Clone(s.Groups), maps.Clone(s.Sessions), maps.Clone(s.Kept)
	s.Members, s.Waiting = maps.Clone(s.Members), maps.Clone(s.Waiting)
	for g := range s.Members {
		s.Members[g] = maps.Clone(s.Members[g])
	}
	for g := range s.Waiting {
		s.Waiting[g] = maps.Clone(s.Waiting[g])
	}
	maps.DeleteFunc(s.Kept, func(_ string, k Kept) bool { return k == untouched })
	maps.DeleteFunc(s.Waiting, func(_ string, w map[string]string) bool { return len(w) == 0 })
	return s
}

var untouched = Kept{Mute: "none"}

// Load reads all of it.
func (m *Mirror) Load(ctx context.Context) error {
	s := People{Friends: map[string]Friend{}, Incoming: map[string]string{}, Outgoing: map[string]string{}, Blocks: map[string]bool{},
		Groups: map[string]apitype.Group{}, Members: map[string]map[string]apitype.Member{}, Waiting: map[string]map[string]string{},
		Sessions: map[string]Session{}, Kept: map[string]Kept{}}
	var friends apitype.FriendList
	var requests apitype.FriendRequestList
	var blocks apitype.BlockList
	var groups apitype.GroupList
	var sessions apitype.SessionList
	var conversations struct {
		Conversations []apitype.Conversation `json:"conversations"`
	}
	for _, r := range []struct {
		path string
		into any
	}{{"/me", &s.Me}, {"/me/settings", &s.Settings}, {"/friends", &friends}, {"/friend-requests", &requests}, {"/blocks?limit=200", &blocks},
		{"/groups?limit=200", &groups}, {"/sessions", &sessions}, {"/conversations?limit=200", &conversations}} {
		if err := m.Get(ctx, r.path, r.into); err != nil {
			return err
		}
	}
	for _, t := range friends.Teams {
		s.Teams = append(s.Teams, t.Name)
		for _, f := range t.Friends {
			s.Friends[f.User.ID] = Friend{f.User, t.Name, f.Remark}
		}
	}
	for _, r := range requests.Incoming {
		s.Incoming[r.User.ID] = r.Greeting
	}
	for _, r := range requests.Outgoing {
		s.Outgoing[r.User.ID] = r.Greeting
	}
	for _, b := range blocks.Blocks {
		s.Blocks[b.User.ID] = true
	}
	for _, d := range sessions.Sessions {
		s.Sessions[d.ID] = Session{d.Class, d.Name}
	}
	for _, c := range conversations.Conversations {
		s.Kept[c.ID] = Kept{c.Pinned, c.Archived, c.Mute, c.Draft, c.Read}
	}
	for _, g := range groups.Groups {
		if err := m.readGroup(ctx, &s, g.ID); err != nil {
			return err
		}
	}
	m.mu.Lock()
	m.state = s
	m.mu.Unlock()
	return nil
}

// readGroup reads a group with its members and, for admins, who asks to join.
func (m *Mirror) readGroup(ctx context.Context, s *People, id string) error {
	var g apitype.Group
	var members apitype.MemberList
	if err := m.Get(ctx, "/groups/"+id, &g); err != nil {
		return err
	}
	if err := m.Get(ctx, "/groups/"+id+"/members?limit=200", &members); err != nil {
		return err
	}
	s.Groups[id], s.Members[id] = g, map[string]apitype.Member{}
	for _, mem := range members.Members {
		s.Members[id][mem.User.ID] = withoutProfile(mem)
	}
	if g.Role == "member" {
		delete(s.Waiting, id)
		return nil
	}
	return m.readWaiting(ctx, s, id)
}

func (m *Mirror) readWaiting(ctx context.Context, s *People, group string) error {
	var list struct {
		Requests []struct {
			User     apitype.Profile `json:"user"`
			Greeting string          `json:"greeting"`
		} `json:"requests"`
	}
	if err := m.Get(ctx, "/groups/"+group+"/requests?limit=200", &list); err != nil {
		return err
	}
	s.Waiting[group] = map[string]string{}
	for _, r := range list.Requests {
		s.Waiting[group][r.User.ID] = r.Greeting
	}
	return nil
}

// withoutProfile keeps who it is: profiles are read when they are shown.
func withoutProfile(m apitype.Member) apitype.Member {
	m.User = apitype.Profile{ID: m.User.ID}
	return m
}

// Apply takes in an event. An error means that something could not be read.
func (m *Mirror) Apply(ctx context.Context, ev Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &m.state
	switch ev.Event {
	case "u":
		var d apitype.UserEventData
		if !decode(ev.D, &d) {
			return fmt.Errorf("event %d cannot be read", ev.U)
		}
		return m.applyUser(ctx, s, ev.Kind, d)
	case "chg":
		return m.applyChange(ctx, s, ev)
	case "profile":
		f, ok := s.Friends[ev.User]
		if !ok {
			return nil
		}
		if err := m.Get(ctx, "/users/"+ev.User, &f.Profile); err != nil {
			return err
		}
		s.Friends[ev.User] = f
	}
	return nil
}

func (m *Mirror) applyUser(ctx context.Context, s *People, kind string, d apitype.UserEventData) error {
	switch kind {
	case "profile":
		return m.Get(ctx, "/me", &s.Me)
	case "settings":
		s.Settings = d.Settings
	case "session":
		if d.Action == "started" {
			s.Sessions[d.Session] = Session{d.Class, d.Name}
		} else {
			delete(s.Sessions, d.Session)
		}
	case "block":
		if d.Action == "blocked" {
			s.Blocks[d.Subject] = true
		} else {
			delete(s.Blocks, d.Subject)
		}
	case "team":
		s.Teams = d.Teams
		for id, f := range s.Friends {
			if d.Name != "" && f.Team == d.Name {
				f.Team = d.Team
				s.Friends[id] = f
			}
		}
	case "request":
		m.applyRequest(s, d)
	case "friend":
		return m.applyFriend(ctx, s, d)
	case "group":
		return m.applyGroup(ctx, s, d)
	case "read":
		k := s.kept(d.Conversation)
		k.Read = max(k.Read, d.Seq)
		s.Kept[d.Conversation] = k
	case "conversation":
		if fields, ok := d.Settings.(map[string]any); ok {
			k := s.kept(d.Conversation)
			k.Pinned, _ = fields["pinned"].(bool)
			k.Archived, _ = fields["archived"].(bool)
			k.Mute, _ = fields["mute"].(string)
			k.Draft, _ = fields["draft"].(string)
			s.Kept[d.Conversation] = k
		}
	}
	return nil
}

func (s *People) kept(c string) Kept {
	if k, ok := s.Kept[c]; ok {
		return k
	}
	return untouched
}

func (m *Mirror) applyRequest(s *People, d apitype.UserEventData) {
	list := s.Incoming
	if d.By == s.Me.ID {
		list = s.Outgoing
	}
	if d.Action == "requested" {
		list[d.Subject] = d.Greeting
	} else {
		delete(list, d.Subject)
	}
}

func (m *Mirror) applyFriend(ctx context.Context, s *People, d apitype.UserEventData) error {
	delete(s.Incoming, d.Subject)
	delete(s.Outgoing, d.Subject)
	switch d.Action {
	case "accepted":
		var c apitype.Contact
		if err := m.Get(ctx, "/users/"+d.Subject, &c); err != nil {
			return err
		}
		if c.Friend != nil { // or no more, as a later event will say
			s.Friends[d.Subject] = Friend{c.Profile, c.Friend.Team, c.Friend.Remark}
		}
	case "deleted":
		delete(s.Friends, d.Subject)
	case "changed":
		f := s.Friends[d.Subject]
		f.Team = d.Team
		if d.Remark != nil {
			f.Remark = *d.Remark
		}
		s.Friends[d.Subject] = f
	}
	return nil
}

func (m *Mirror) applyGroup(ctx context.Context, s *People, d apitype.UserEventData) error {
	switch d.Action {
	case "created", "joined":
		return m.readGroup(ctx, s, d.Subject)
	case "left", "removed", "dissolved":
		delete(s.Groups, d.Subject)
		delete(s.Members, d.Subject)
		delete(s.Waiting, d.Subject)
		delete(s.Kept, "g"+d.Subject)
	case "requested", "refused":
		if g, mine := s.Groups[d.Subject]; mine && g.Role != "member" {
			return m.readWaiting(ctx, s, d.Subject)
		}
	}
	return nil
}

func (m *Mirror) applyChange(ctx context.Context, s *People, ev Event) error {
	if ev.Conversation == "" || ev.Conversation[0] != 'g' {
		return nil
	}
	id := ev.Conversation[1:]
	g, known := s.Groups[id]
	if !known {
		return nil // it is read when the event of joining it comes
	}
	switch ev.Kind {
	case "members":
		var d struct {
			User    string          `json:"user"`
			Member  *apitype.Member `json:"member"`
			Members int             `json:"members"`
		}
		if !decode(ev.D, &d) {
			return fmt.Errorf("change %d of %s cannot be read", ev.Rev, ev.Conversation)
		}
		g.Members = d.Members
		delete(s.Waiting[id], d.User) // who asked is in
		if d.Member == nil {
			delete(s.Members[id], d.User)
		} else {
			d.Member.User.ID = d.User
			s.Members[id][d.User] = withoutProfile(*d.Member)
			if d.User == s.Me.ID {
				before := g.Role
				g.Role, g.Card = d.Member.Role, d.Member.Card
				if s.Groups[id] = g; g.Role != before {
					return m.readGroup(ctx, s, id) // admins see more
				}
			}
			if d.Member.Role == "owner" {
				g.Owner = d.User
			}
		}
	case "settings":
		var d struct {
			Group *apitype.Group `json:"group"`
		}
		if !decode(ev.D, &d) || d.Group == nil {
			return nil // dissolved: the user's own log says so too
		}
		role, card, members := g.Role, g.Card, g.Members
		g = *d.Group
		g.Role, g.Card = role, card
		if g.Members == 0 {
			g.Members = members
		}
	}
	s.Groups[id] = g
	return nil
}
