package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// The journeys of a message from every door to every other, on both databases.

func TestOldClientToBrowser(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		bob := srv.WebClient(t, "bob")
		for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
			alice := srv.LegacyClient(t, "alice-"+class.String(), class)
			alice.SendChat(t, bob.ID, "hello from "+class.String())
			m := bob.NextMessage(t)
			if m.Text != "hello from "+class.String() || m.From != alice.ID || m.Seq != 1 || m.Via != class.String() {
				t.Errorf("bob got %+v", m)
			}
			if page := bob.Messages(t, alice.ID, 0); len(page) != 1 || page[0].MID != m.MID {
				t.Errorf("the log has %+v, want the message that was announced", page)
			}
		}
	})
}

func TestBrowserToOldClient(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		alice := srv.WebClient(t, "alice")
		for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
			bob := srv.LegacyClient(t, "bob-"+class.String(), class)
			if sent := alice.SendChat(t, bob.ID, "hello, "+class.String()); sent.Seq != 1 || sent.Dup {
				t.Errorf("sent as %+v, want seq 1", sent)
			}
			if m := bob.NextChat(t); m.Text != "hello, "+class.String() || m.From != alice.ID || m.Target != bob.ID {
				t.Errorf("bob got %+v", m)
			}
		}
	})
}

func TestRESTToBoth(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		alice, bob := srv.RESTClient(t, "alice"), srv.WebClient(t, "bob")
		pc, phone := srv.LegacyClient(t, "bob", models.ClassPC), srv.LegacyClient(t, "bob", models.ClassAndroid)
		for i := range 3 {
			text := fmt.Sprint("message ", i)
			sent := alice.SendChat(t, bob.ID, text)
			if m := bob.NextMessage(t); m.Text != text || m.Seq != sent.Seq || m.MID != sent.MID {
				t.Errorf("the browser got %+v, want %q at %d", m, text, sent.Seq)
			}
			for _, c := range []*servertest.LegacyClient{pc, phone} {
				if m := c.NextChat(t); m.Text != text || m.From != alice.ID {
					t.Errorf("an old client got %+v, want %q", m, text)
				}
			}
		}
	})
}

func TestGroupWithAllThree(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		pc, phone := srv.LegacyClient(t, "pc", models.ClassPC), srv.LegacyClient(t, "phone", models.ClassAndroid)
		web, rest := srv.WebClient(t, "web"), srv.RESTClient(t, "rest")
		group := pc.CreateGroup(t, "all of us")
		phone.Operate(t, group, 1, 0)
		phone.Next(t, wire.CmdOperateFriend)
		for _, c := range []*servertest.RESTClient{web.RESTClient, rest} {
			if err := srv.Chat().JoinGroup(t.Context(), chat.Actor{UserID: c.ID, SessionID: c.Session, Class: models.ClassWeb}, group); err != nil {
				t.Fatal(err)
			}
		}
		pc.FriendList(t) // with the members: a PC shows nothing of those it does not know

		senders := []struct {
			name string
			id   int64
			send func(text string)
		}{
			{"pc", pc.ID, func(text string) { pc.SendChat(t, group, text) }},
			{"phone", phone.ID, func(text string) { phone.SendChat(t, group, text) }},
			{"web", web.ID, func(text string) { web.SendChat(t, group, text) }},
			{"rest", rest.ID, func(text string) { rest.SendChat(t, group, text) }},
		}
		for i, s := range senders {
			text := "from " + s.name
			s.send(text)
			for name, c := range map[string]*servertest.LegacyClient{"pc": pc, "phone": phone} {
				if name == s.name {
					continue
				}
				if m := c.NextChat(t); m.Text != text || m.From != s.id || m.Target != group {
					t.Errorf("%s got %+v, want %q", name, m, text)
				}
			}
			if s.name != "web" {
				if m := web.NextMessage(t); m.Text != text || m.From != s.id || m.Seq != int64(i+1) {
					t.Errorf("web got %+v, want %q at %d", m, text, i+1)
				}
			}
		}
		page := rest.Messages(t, group, 0)
		if len(page) != len(senders) {
			t.Fatalf("the log has %d messages, want %d", len(page), len(senders))
		}
		for i, m := range page {
			if m.From != senders[i].id || m.Seq != int64(i+1) {
				t.Errorf("message %d is %+v", i, m)
			}
		}
	})
}

// Who is away finds everything, in order, whoever sent it by whichever door.
func TestOfflineForEach(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database, func(c *config.Config) { c.MessageBurst = 1000 })
		// Old clients that were never here begin at the read position, which is 0.
		bob := srv.User(t, "bob")
		senders := []interface {
			SendChat(t testing.TB, target int64, text string) servertest.Sent
		}{srv.WebClient(t, "web"), srv.RESTClient(t, "rest")}
		old := srv.LegacyClient(t, "old", models.ClassPC)
		const each = 40 // together more than one page of the log
		want := map[string]bool{}
		for i := range each {
			for n, s := range senders {
				text := fmt.Sprint(n, " sends ", i)
				want[text] = true
				s.SendChat(t, bob, text)
			}
			text := fmt.Sprint("old sends ", i)
			want[text] = true
			old.SendChat(t, bob, text)
		}
		old.Request(t, wire.CmdHeartbeat, "")
		old.Next(t, wire.CmdHeartbeat)

		check := func(who string, next func() (from int64, text string)) {
			t.Helper()
			got, last := map[string]bool{}, map[int64]int{}
			for range len(want) {
				from, text := next()
				if !want[text] || got[text] {
					t.Fatalf("%s got %q, unknown or a second time", who, text)
				}
				got[text] = true
				var n int
				fmt.Sscan(text[strings.LastIndex(text, " ")+1:], &n)
				if n < last[from] {
					t.Errorf("%s got %q after %d", who, text, last[from])
				}
				last[from] = n
			}
		}
		for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
			c := srv.LegacyClient(t, "bob", class)
			check(class.String(), func() (int64, string) { m := c.NextChat(t); return m.From, m.Text })
		}
		browser := srv.WebClient(t, "bob")
		var list struct {
			Conversations []struct {
				C      string `json:"c"`
				Unread int64  `json:"unread"`
				Peer   struct {
					ID int64 `json:"id,string"`
				} `json:"peer"`
			} `json:"conversations"`
		}
		browser.Do(t, "GET", "/api/v1/conversations", nil).Into(t, &list)
		if len(list.Conversations) != 3 {
			t.Fatalf("bob has %d conversations, want 3", len(list.Conversations))
		}
		var all []servertest.WebMessage
		for _, c := range list.Conversations {
			if c.Unread != each {
				t.Errorf("%s has %d unread, want %d", c.C, c.Unread, each)
			}
			all = append(all, browser.Messages(t, c.Peer.ID, 0)...)
		}
		check("browser", func() (int64, string) {
			if len(all) == 0 {
				t.Fatal("the browser misses messages")
			}
			m := all[0]
			all = all[1:]
			return m.From, m.Text
		})
	})
}

// A PC of the same user shows what the user wrote in a browser; a phone would
// file a direct message under itself, and shows those in groups.
func TestOwnMessagesOfABrowserReachOldDevices(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.WebClient(t, "alice"), srv.User(t, "bob")
	pc, phone := srv.LegacyClient(t, "alice", models.ClassPC), srv.LegacyClient(t, "alice", models.ClassAndroid)
	group := phone.CreateGroup(t, "g")
	pc.FriendList(t)
	alice.SendChat(t, bob, "direct")
	alice.SendChat(t, group, "in the group")
	got := map[string]int64{}
	for range 2 {
		m := pc.NextChat(t)
		if got[m.Text] = m.Target; m.From != alice.ID {
			t.Errorf("the PC got %+v, want it from alice", m)
		}
	}
	if got["direct"] != bob || got["in the group"] != group {
		t.Errorf("the PC got %v, want both", got)
	}
	if got := phone.NextChat(t); got.Text != "in the group" || got.Target != group {
		t.Errorf("the phone got %+v, want only the message in the group", got)
	}
}

// What a browser can say and old clients cannot show is readable there.
func TestRichMessagesOfABrowserAreReadableForOldClients(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.WebClient(t, "alice")
	bob := srv.User(t, "bob")
	type m = map[string]any
	type rich struct {
		fields      m
		pc, android string // part of what each is sent
	}
	bodies := []rich{
		{m{"body": m{"text": "grüße 😀"}}, `{"msgText":"gr\u00fc\u00dfe \ud83d\ude00"}`, `{"msgText":"gr\u00fc\u00dfe \ud83d\ude00"}`},
		{m{"body": m{"segments": []m{{"text": "hi "}, {"mention": fmt.Sprint(bob), "name": "Bob"}, {"face": 23}}}},
			`{"msgText":"hi @Bob"},{"faceID":23}`, `{"msgText":"hi @Bob"},{"faceID":23}`},
		{m{"body": m{"text": "yes"}, "reply_to": 1}, "> alice: gr\\u00fc\\u00dfe", "> alice: gr\\u00fc\\u00dfe"},
		{m{"body": m{"segments": []m{{"card": m{"kind": "link", "url": "https://example.org", "name": "Example"}}}}}, "[link] Example https://example.org", "[link] Example"},
		{m{"body": m{"segments": []m{{"nudge": true}}}}, `{"shake":1}`, "[shake]"},
	}
	for _, b := range bodies {
		alice.SendBody(t, bob, b.fields)
	}
	c := alice.ConversationWith(bob)
	alice.Do(t, http.MethodPost, "/api/v1/forwards", m{"from": c, "seqs": []int{1}, "to": []string{c}, "merged": true, "cid": "f"})
	bodies = append(bodies, rich{nil, `[forwarded]\ralice: gr\u00fc\u00dfe`, `[forwarded]\nalice: gr\u00fc\u00dfe`})
	pc, phone := srv.LegacyClient(t, "bob", models.ClassPC), srv.LegacyClient(t, "bob", models.ClassAndroid)
	for _, b := range bodies {
		if got := pc.NextChat(t); !strings.Contains(got.Data, b.pc) {
			t.Errorf("a PC got %s, want %s in it", got.Data, b.pc)
		}
		if got := phone.NextChat(t); !strings.Contains(got.Data, b.android) {
			t.Errorf("Android got %s, want %s in it", got.Data, b.android)
		}
	}
}
