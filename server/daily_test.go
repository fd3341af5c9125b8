package server_test

import (
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

// heard is a message as it reached somebody.
type heard struct {
	from, target int64
	text         string
}

// party is a person at one kind of client.
type party interface {
	id() int64
	say(t *testing.T, target int64, text string)
	hear(t *testing.T) heard // the next message that they have not seen
	request(t *testing.T, other int64)
	accept(t *testing.T, from int64)
	settled(t *testing.T) // their request was answered, or their group joined
	friends(t *testing.T) []string
	createGroup(t *testing.T, name string) int64
	join(t *testing.T, group int64)
	quit(t *testing.T, group int64)
	leave(t *testing.T)
	back(t *testing.T)
}

// oldParty sits at an old client.
type oldParty struct {
	*servertest.LegacyClient
	srv   *servertest.Server
	class models.Class
	seen  map[string]bool // texts
	again bool            // what came just before they left may come twice
}

func (p *oldParty) id() int64 { return p.ID }

func (p *oldParty) say(t *testing.T, target int64, text string) { p.SendChat(t, target, text) }

func (p *oldParty) hear(t *testing.T) heard {
	t.Helper()
	for {
		m := p.NextChat(t)
		text := strings.ReplaceAll(m.Text, "\r", "\n") // which is how a PC breaks lines
		if !p.seen[text] {
			p.seen[text] = true
			return heard{m.From, m.Target, text}
		}
		if !p.again {
			t.Errorf("%s got %q twice", p.Name, text)
		}
	}
}

func (p *oldParty) request(t *testing.T, other int64) {
	t.Helper()
	p.Operate(t, other, 1, 0)
	p.Request(t, wire.CmdHeartbeat, "") // answered when the request is made
	p.Next(t, wire.CmdHeartbeat)
}

func (p *oldParty) accept(t *testing.T, from int64) {
	t.Helper()
	f := p.Next(t, wire.CmdOperateFriend)
	if want := fmt.Sprintf(`{"userid":%d, "type":2, `, from); !strings.HasPrefix(f.Data, want) {
		t.Errorf("%s got %s, want a request", p.Name, f.Data)
	}
	p.Operate(t, from, 3, 1)
	p.settled(t)
}

func (p *oldParty) settled(t *testing.T) {
	t.Helper()
	if f := p.Next(t, wire.CmdOperateFriend); !strings.Contains(f.Data, `"type": 3`) {
		t.Errorf("%s got %s, want an answer", p.Name, f.Data)
	}
}

func (p *oldParty) friends(t *testing.T) (names []string) {
	t.Helper()
	for _, f := range p.FriendList(t)["My Friends"] {
		names = append(names, f.Nickname)
	}
	return names
}

func (p *oldParty) createGroup(t *testing.T, name string) int64 { return p.CreateGroup(t, name) }

func (p *oldParty) join(t *testing.T, group int64) {
	t.Helper()
	p.Operate(t, group, 1, 0)
	p.settled(t)
	p.FriendList(t)
}

func (p *oldParty) quit(t *testing.T, group int64) {
	t.Helper()
	p.Operate(t, group, 4, 0)
	// What was pushed shortly before a connection ended may come again after it.
	for {
		if f := p.Next(t, wire.CmdOperateFriend); strings.Contains(f.Data, `"type":5`) {
			return
		}
	}
}

func (p *oldParty) leave(*testing.T) { p.Close() }

func (p *oldParty) back(t *testing.T) {
	t.Helper()
	name := p.Name
	p.LegacyClient, p.again = p.srv.Connect(t, p.class), true
	p.LogIn(t, name, servertest.Password(name))
	p.FriendList(t)
}

// webParty sits at a browser.
type webParty struct {
	*servertest.WebClient
	srv    *servertest.Server
	missed []heard
	seqs   map[string]int64 // how far they have read, by conversation
}

func (p *webParty) id() int64 { return p.ID }

// actor is them behind the doors, where REST has no route yet.
func (p *webParty) actor() chat.Actor {
	return chat.Actor{UserID: p.ID, SessionID: p.Session, Class: models.ClassWeb}
}

func (p *webParty) say(t *testing.T, target int64, text string) {
	t.Helper()
	sent := p.SendChat(t, target, text)
	p.catchUp(t, sent.Conversation, sent.Seq-1)
	p.seqs[sent.Conversation] = max(p.seqs[sent.Conversation], sent.Seq)
}

// hear applies the rule of gaps: what is known is dropped, and what lies between
// is asked for.
func (p *webParty) hear(t *testing.T) heard {
	t.Helper()
	for len(p.missed) == 0 {
		m := p.NextMessage(t)
		p.catchUp(t, m.Conversation, m.Seq)
	}
	m := p.missed[0]
	p.missed = p.missed[1:]
	return m
}

// catchUp reads a conversation up to a seq.
func (p *webParty) catchUp(t *testing.T, conversation string, seq int64) {
	t.Helper()
	if p.seqs[conversation] >= seq {
		return
	}
	var page struct {
		Messages []servertest.WebMessage `json:"messages"`
	}
	p.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/conversations/%s/messages?after=%d&limit=200", conversation, p.seqs[conversation]), nil).Into(t, &page)
	for _, m := range page.Messages {
		if m.Seq != p.seqs[conversation]+1 && p.seqs[conversation] != 0 {
			t.Errorf("%s reads seq %d of %s after %d", p.Name, m.Seq, conversation, p.seqs[conversation])
		}
		p.seqs[conversation] = m.Seq
		if m.From != p.ID {
			p.missed = append(p.missed, p.heard(t, m))
		}
	}
}

func (p *webParty) heard(t *testing.T, m servertest.WebMessage) heard {
	t.Helper()
	id, err := models.ParseConversationID(m.Conversation)
	if err != nil {
		t.Fatal(err)
	}
	target := p.ID
	if id.IsGroup() {
		target = id.Group()
	}
	return heard{m.From, target, strings.ReplaceAll(m.Text, "\r", "\n")}
}

func (p *webParty) request(t *testing.T, other int64) {
	t.Helper()
	if err := p.srv.Chat().RequestFriend(t.Context(), p.actor(), other, ""); err != nil {
		t.Fatal(err)
	}
}

func (p *webParty) accept(t *testing.T, from int64) {
	t.Helper()
	if err := p.srv.Chat().AnswerFriend(t.Context(), p.actor(), from, true); err != nil {
		t.Fatal(err)
	}
}

func (p *webParty) settled(*testing.T) {}

func (p *webParty) friends(t *testing.T) (names []string) {
	t.Helper()
	teams, err := p.srv.Chat().FriendList(t.Context(), p.actor())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range teams[0].Friends {
		if f.Group != nil {
			names = append(names, f.Group.Name)
		} else {
			names = append(names, f.User.Nickname)
		}
	}
	return names
}

func (p *webParty) createGroup(t *testing.T, name string) int64 {
	t.Helper()
	g, err := p.srv.Chat().CreateGroup(t.Context(), p.actor(), name)
	if err != nil {
		t.Fatal(err)
	}
	return g.ID
}

func (p *webParty) join(t *testing.T, group int64) {
	t.Helper()
	if err := p.srv.Chat().JoinGroup(t.Context(), p.actor(), group); err != nil {
		t.Fatal(err)
	}
}

func (p *webParty) quit(t *testing.T, group int64) {
	t.Helper()
	if err := p.srv.Chat().LeaveGroup(t.Context(), p.actor(), group); err != nil {
		t.Fatal(err)
	}
}

func (p *webParty) leave(*testing.T) { p.Close() }

// back opens a socket and asks every conversation for what followed.
func (p *webParty) back(t *testing.T) {
	t.Helper()
	p.WebClient = p.srv.Connected(t, p.RESTClient)
	var list struct {
		Conversations []struct {
			C   string `json:"c"`
			Seq int64  `json:"seq"`
		} `json:"conversations"`
	}
	p.Do(t, http.MethodGet, "/api/v1/conversations?limit=200", nil).Into(t, &list)
	for _, c := range list.Conversations {
		p.catchUp(t, c.C, c.Seq)
	}
}

func newParty(t *testing.T, srv *servertest.Server, name string, class models.Class) party {
	t.Helper()
	if class == models.ClassWeb {
		return &webParty{WebClient: srv.WebClient(t, name), srv: srv, seqs: map[string]int64{}}
	}
	return &oldParty{LegacyClient: srv.LegacyClient(t, name, class), srv: srv, class: class, seen: map[string]bool{}}
}

// TestDailyLife is what two people and a group do, for each pair of clients.
func TestDailyLife(t *testing.T) {
	classes := []models.Class{models.ClassPC, models.ClassAndroid, models.ClassWeb}
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		for _, a := range classes {
			for _, b := range classes {
				t.Run(fmt.Sprintf("%s and %s", a, b), func(t *testing.T) {
					t.Parallel()
					name := func(s string) string { return fmt.Sprintf("%s-%s-%s", s, a, b) }
					alice, bob := newParty(t, srv, name("alice"), a), newParty(t, srv, name("bob"), b)
					dailyLife(t, alice, bob, name)
				})
			}
		}
	})
}

func dailyLife(t *testing.T, alice, bob party, name func(string) string) {
	alice.request(t, bob.id())
	bob.accept(t, alice.id())
	alice.settled(t)
	if got := alice.friends(t); !slices.Equal(got, []string{name("bob")}) {
		t.Errorf("alice has friends %q, want bob", got)
	}
	if got := bob.friends(t); !slices.Equal(got, []string{name("alice")}) {
		t.Errorf("bob has friends %q, want alice", got)
	}

	want := func(p party, from party, target int64, text string) {
		t.Helper()
		if got, want := p.hear(t), (heard{from.id(), target, text}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	for _, text := range []string{"hello", `she said "hi" \o/`, "第一行\n第二行", "😀 grüße", strings.Repeat("好", 1500)} {
		alice.say(t, bob.id(), text)
		want(bob, alice, bob.id(), text)
		bob.say(t, alice.id(), "re: "+text)
		want(alice, bob, alice.id(), "re: "+text)
	}

	group := alice.createGroup(t, "our group")
	bob.join(t, group)
	alice.say(t, group, "welcome")
	want(bob, alice, group, "welcome")
	bob.say(t, group, "thank you")
	want(alice, bob, group, "thank you")

	// Each is away for a while.
	absence := func(here, away party, who string) {
		t.Helper()
		away.leave(t)
		const messages = 20
		var direct []string
		for i := range messages {
			direct = append(direct, fmt.Sprintf("while %s was out %d", who, i))
			here.say(t, away.id(), direct[i])
		}
		inGroup := "in the group while " + who + " was out"
		here.say(t, group, inGroup)
		away.back(t)
		var got []string
		for range messages + 1 {
			switch m := away.hear(t); m.target {
			case group:
				if m.text != inGroup {
					t.Errorf("%s got %q in the group, want %q", who, m.text, inGroup)
				}
			default:
				got = append(got, m.text)
			}
		}
		if !slices.Equal(got, direct) {
			t.Errorf("after coming back %s got %q, want all in order", who, got)
		}
	}
	absence(alice, bob, "bob")
	absence(bob, alice, "alice")

	bob.quit(t, group)
	alice.say(t, group, "to myself")
	alice.say(t, bob.id(), "are you still there?")
	want(bob, alice, bob.id(), "are you still there?") // and nothing of the group
}
