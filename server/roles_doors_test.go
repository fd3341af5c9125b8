package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// socketRule is the same operation over the socket. Its cells are those of
// REST, the tokens' aside: saying hello needs the scope read.
type socketRule struct {
	op     string
	fields func(*stage, *person) object
	tokens string // reader, sender, manager; x: not even hello
}

// sendOver sends a message over the socket.
func sendOver(on area) *socketRule {
	return &socketRule{op: "send", tokens: "sxx", fields: func(s *stage, p *person) object {
		f := say(s, p).(object)
		f["c"] = s.conversation(on, p)
		return f
	}}
}

// TestS28RolesOverTheSocket tries the cells of operations that sockets have.
func TestS28RolesOverTheSocket(t *testing.T) {
	s := newStage(t)
	for i := range rules {
		if r := &rules[i]; r.socket != nil {
			t.Run(r.name(), func(t *testing.T) {
				s.TB = t
				s.prepare(r)
				for _, role := range roles {
					want := r.cellOf(role)
					switch i := slices.Index([]string{"reader", "sender", "manager"}, role); {
					case i >= 0:
						want = r.socket.tokens[i]
					case want == 'u':
						want = 'x'
					}
					if got := s.overSocket(r, s.who[role]); got != want {
						t.Errorf("%s: got %q, want %q", role, got, want)
					}
				}
			})
		}
	}
}

// overSocket performs an operation and returns the letter of what came of it.
func (s *stage) overSocket(r *rule, p *person) byte {
	s.Helper()
	c, res := s.srv.Dial(s, http.Header{})
	if c == nil {
		s.Fatalf("the upgrade was answered %d", res.StatusCode)
	}
	defer c.Close()
	c.Post(s, "hello", object{"token": p.Access, "device": object{"id": p.role, "name": "test"}})
	if f := c.Next(s); f.Event == "bye" {
		if _, code := c.Closed(s); code != 4401 && code != 4403 {
			s.Errorf("%s: hello is refused with %d", p.role, code)
		}
		return 'x'
	}
	f := c.Request(s, r.socket.op, r.socket.fields(s, p))
	switch {
	case f.Err == nil:
		return 'y'
	case f.Err.Reason == string(chat.ReasonScope):
		return 's'
	}
	return letters[f.Err.Code]
}

// oldRule is the same operation as an old client does it. Its commands are
// mostly not answered: what came of it shows in a state that changes, or not.
type oldRule struct {
	do    func(*stage, *servertest.LegacyClient)
	state func(*stage, *person) any
	idle  string // the role that may and for which nothing changes
}

// TestS28RolesOverTheOldProtocol tries the cells of operations that old clients
// have. There are no tokens for them, and a device is one like any other.
func TestS28RolesOverTheOldProtocol(t *testing.T) {
	s := newStage(t)
	for i := range rules {
		r := &rules[i]
		if r.old == nil {
			continue
		}
		t.Run(r.name(), func(t *testing.T) {
			s.TB = t
			s.prepare(r)
			for _, role := range roles {
				switch role {
				case "reader", "sender", "manager", "device":
					continue
				}
				if s.asOld(r, s.who[role]) && r.on != account {
					s.prepare(r)
				}
			}
		})
	}
}

// asOld reports whether it changed something.
func (s *stage) asOld(r *rule, p *person) bool {
	s.Helper()
	want := r.cellOf(p.role)
	c := s.srv.Connect(s, models.ClassPC)
	defer c.Close()
	if want == 'y' && r.before != nil {
		r.before(s, p)
	}
	s.seen = false
	before := r.old.state(s, p)
	if want == 'u' {
		if p.role != "nobody" {
			s.wantNoLogIn(c, p.role)
		}
		r.old.do(s, c)
		s.wantNotLoggedIn(c)
	} else {
		c.LogIn(s, p.role, servertest.Password(p.role))
		r.old.do(s, c)
		c.FriendList(s) // is answered after what was asked before
		s.flush()
	}
	after := r.old.state(s, p)
	if changed := before != after; changed != (want == 'y' && p.role != r.old.idle) {
		s.Errorf("%s: %v before, %v after, want %q", p.role, before, after, want)
	}
	return want == 'y'
}

// flush waits until everything that was sent is stored: messages are committed
// in the order they were submitted in.
func (s *stage) flush() {
	s.Helper()
	s.say(s.helper, models.DirectConversation(s.helper.UserID, s.helper.UserID), `{"text":"last"}`)
}

// wantNoLogIn tries to log in, with the right password.
func (s *stage) wantNoLogIn(c *servertest.LegacyClient, name string) {
	s.Helper()
	c.Request(s, wire.CmdLogin, fmt.Sprintf(`{"username": %q, "password": %q, "clienttype": 1, "status": 1}`, name, servertest.Password(name)))
	var answer struct{ Code int }
	f := c.Next(s, wire.CmdLogin)
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil || answer.Code == 0 {
		s.Errorf("%s logs in: %s", name, f.Data)
	}
}

// wantNotLoggedIn waits until somebody is told that they have to log in.
func (s *stage) wantNotLoggedIn(c *servertest.LegacyClient) {
	s.Helper()
	c.Request(s, wire.CmdFriendList, "")
	if f := c.Next(s, wire.CmdFriendList); !strings.Contains(f.Data, `"code": 2`) {
		s.Errorf("without a log-in the friend list is answered %s", f.Data)
	}
}

// oldState is a state of somebody who has an account.
func oldState(state func(s *stage, p *person, a chat.Actor) (any, error)) func(*stage, *person) any {
	return func(s *stage, p *person) any {
		s.Helper()
		if p.ID == 0 {
			return nil
		}
		v, err := state(s, p, actorOf(p.RESTClient))
		s.ok(err)
		return v
	}
}

var (
	oldUpdateMe = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			s.request++
			c.Request(s, wire.CmdUpdateProfile, fmt.Sprintf(`{"nickname": "x", "facetype": 1, "customface": "", "gender": 0, "birthday": 19900101,`+
				` "signature": "number %d", "address": "", "phonenumber": "", "mail": ""}`, s.request))
		},
		state: oldState(func(s *stage, _ *person, a chat.Actor) (any, error) {
			u, err := s.srv.Chat().Me(s.Context(), a)
			return u.Signature, err
		}),
	}
	oldMarkName = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			c.RequestWith(s, wire.CmdMarkName, "", int32(s.target.ID), "Tess")
		},
		state: withTarget,
	}
	oldDeleteFriend = &oldRule{
		do:    func(s *stage, c *servertest.LegacyClient) { c.Operate(s, s.target.ID, 4, 0) },
		state: withTarget,
	}
	oldRequestFriend = &oldRule{
		do:    func(s *stage, c *servertest.LegacyClient) { c.Operate(s, s.target.ID, 1, 0) },
		state: withTarget,
	}
	oldAddTeam = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			s.request++
			c.RequestWith(s, wire.CmdTeam, "", int32(0), fmt.Sprint("team ", s.request), "")
		},
		state: oldState(func(s *stage, _ *person, a chat.Actor) (any, error) {
			teams, err := s.srv.Chat().FriendList(s.Context(), a)
			return len(teams), err
		}),
	}
	oldCreateGroup = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			c.Request(s, wire.CmdCreateGroup, `{"groupname": "new", "type": 0}`)
		},
		state: oldState(func(s *stage, _ *person, a chat.Actor) (any, error) {
			groups, _, err := s.srv.Chat().Groups(s.Context(), a, 0, 200)
			return len(groups), err
		}),
	}
	oldJoin = &oldRule{
		do:    func(s *stage, c *servertest.LegacyClient) { c.Operate(s, s.group, 1, 0) },
		state: isMember,
	}
	oldLeave = &oldRule{
		do:    func(s *stage, c *servertest.LegacyClient) { c.Operate(s, s.group, 4, 0) },
		state: isMember,
	}
	oldMembers = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			c.Request(s, wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, s.group))
			s.seen = strings.Contains(c.Next(s, wire.CmdGroupMembers).Data, `"username"`)
		},
		state: func(s *stage, _ *person) any { return s.seen },
	}
	oldMassToGroup = &oldRule{
		do: func(s *stage, c *servertest.LegacyClient) {
			c.RequestWith(s, wire.CmdMultiChat, `{"msgType":1,"time":1,"clientType":1,"font":["Arial",12,0,0,0,0],"content":[{"msgText":"hi"}]}`,
				fmt.Sprintf(`{"targets":[%d]}`, s.group))
		},
		state: sentTo(inGroup),
	}
)

func oldAnswerFriend(accept bool) *oldRule {
	r := &oldRule{state: withTarget}
	if accept {
		r.idle = "friend" // already
	}
	r.do = func(s *stage, c *servertest.LegacyClient) {
		yes := 0
		if accept {
			yes = 1
		}
		c.Operate(s, s.target.ID, 3, yes)
	}
	return r
}

// withTarget is how somebody stands to the target.
var withTarget = oldState(func(s *stage, p *person, a chat.Actor) (any, error) {
	c, err := s.srv.Chat().Contact(s.Context(), a, s.target.ID)
	if err != nil {
		return nil, err
	}
	in, out, err := s.srv.Chat().FriendRequests(s.Context(), actorOf(s.target))
	waits := func(r chat.FriendRequest) bool { return r.FromID == p.ID || r.ToID == p.ID }
	return fmt.Sprint("friend ", c.Friend, ", called ", c.Remark, ", requests ", slices.ContainsFunc(in, waits), slices.ContainsFunc(out, waits)), err
})

var isMember = oldState(func(s *stage, p *person, a chat.Actor) (any, error) {
	groups, _, err := s.srv.Chat().Groups(s.Context(), a, 0, 200)
	return slices.ContainsFunc(groups, func(g chat.GroupView) bool { return g.ID == s.group }), err
})

// sentTo counts what somebody wrote to the group or the target.
func sentTo(on area) func(*stage, *person) any {
	return oldState(func(s *stage, p *person, _ chat.Actor) (any, error) {
		reader, c := s.actor("owner"), models.GroupConversation(s.group)
		if on == people {
			reader, c = actorOf(s.target), models.DirectConversation(s.target.ID, p.ID)
		}
		page, err := s.srv.Chat().MessagesAfter(s.Context(), reader, c, 0, 200)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, m := range page.Messages {
			if m.SenderID == p.ID {
				n++
			}
		}
		return n, nil
	})
}

func oldSend(on area) *oldRule {
	return &oldRule{state: sentTo(on), do: func(s *stage, c *servertest.LegacyClient) {
		if on == people {
			c.SendChat(s, s.target.ID, "hi")
		} else {
			c.SendChat(s, s.group, "hi")
		}
	}}
}
