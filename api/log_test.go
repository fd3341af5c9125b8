package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"flamingo/config"
	"flamingo/server/servertest"
)

func fast(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 }

type page struct {
	Messages []servertest.WebMessage `json:"messages"`
	More     bool                    `json:"more"`
}

func TestSendIsDurableAndIdempotent(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	path := "/api/v1/conversations/" + alice.ConversationWith(bob.ID) + "/messages"
	var first, again servertest.Sent
	a := alice.Do(t, http.MethodPost, path, object{"cid": "one", "body": object{"text": "hi"}})
	a.Into(t, &first)
	if a.Status != 201 || first.Seq != 1 || first.Dup {
		t.Errorf("got %d %s, want 201 and seq 1", a.Status, a.Body)
	}
	a = alice.Do(t, http.MethodPost, path, object{"cid": "one", "body": object{"text": "hi"}})
	a.Into(t, &again)
	if a.Status != 200 || !again.Dup || again.Seq != first.Seq || again.MID != first.MID {
		t.Errorf("the second time got %d %s, want 200, dup and the same place", a.Status, a.Body)
	}
	alice.Do(t, http.MethodPost, path, object{"cid": "one", "body": object{"text": "other"}}).Problem(t, 409, "conflict")
	if got := bob.Messages(t, alice.ID, 0); len(got) != 1 || got[0].Text != "hi" || got[0].CID != "one" || got[0].From != alice.ID {
		t.Errorf("bob reads %+v", got)
	}
}

func TestLogIsReadInPages(t *testing.T) {
	srv := servertest.Start(t, fast)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	const messages = 25
	for i := range messages {
		alice.SendChat(t, bob.ID, fmt.Sprint(i+1))
	}
	path := "/api/v1/conversations/" + bob.ConversationWith(alice.ID) + "/messages"
	read := func(query string) (p page) {
		t.Helper()
		bob.Do(t, http.MethodGet, path+query, nil).Into(t, &p)
		return p
	}
	for _, tt := range []struct {
		query       string
		first, last int64
		more        bool
	}{
		{"", 1, 25, false},
		{"?limit=10", 16, 25, true},
		{"?limit=10&before=16", 6, 15, true},
		{"?limit=10&before=6", 1, 5, false},
		{"?limit=10&after=0", 1, 10, true},
		{"?limit=10&after=20", 21, 25, false},
	} {
		p := read(tt.query)
		if len(p.Messages) != int(tt.last-tt.first+1) || p.More != tt.more {
			t.Errorf("%s: got %d messages, more %t; want %d to %d, %t", tt.query, len(p.Messages), p.More, tt.first, tt.last, tt.more)
			continue
		}
		for i, m := range p.Messages {
			if m.Seq != tt.first+int64(i) || m.Text != fmt.Sprint(m.Seq) {
				t.Errorf("%s: message %d is %+v", tt.query, i, m)
			}
		}
	}
	for _, query := range []string{"?after=25", "?before=1"} {
		if p := read(query); len(p.Messages) != 0 || p.More {
			t.Errorf("%s: got %d messages, more %t", query, len(p.Messages), p.More)
		}
	}
}

// S-02: what marks a place in a list is a number or one of our own words.
func TestS02CursorsAreParsed(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	alice.SendChat(t, bob.ID, "x")
	messages := "/api/v1/conversations/" + alice.ConversationWith(bob.ID) + "/messages"
	for _, evil := range []string{"1 OR 1=1", "1;DROP TABLE t_user", "'", "1'--", "0x10", "1e3", "-1", "９", "99999999999999999999", "1 ", "NaN", "1,2", "%00", "9007199254740992"} {
		for _, key := range []string{"before", "after", "limit"} {
			if p := alice.Do(t, http.MethodGet, messages+"?"+key+"="+escape(evil), nil).Problem(t, 400, "invalid"); p.Field != key {
				t.Errorf("%s=%s: got field %q", key, evil, p.Field)
			}
		}
		if p := alice.Do(t, http.MethodGet, "/api/v1/conversations?cursor="+escape(evil), nil).Problem(t, 400, "invalid"); p.Field != "cursor" {
			t.Errorf("cursor=%s: got field %q", evil, p.Field)
		}
		a := alice.Do(t, http.MethodGet, "/api/v1/conversations/"+escape(evil)+"/messages", nil)
		if a.Status/100 != 4 {
			t.Errorf("conversation %s: got %d %s", evil, a.Status, a.Body)
		}
	}
	for _, cursor := range []string{"zzzzzzzzzzzzzzzzzzzzzz.d1-2", "abc", "abc.", ".d1-2", "abc.d1-2 OR 1=1", "abc.d2-1", "abc.g1"} {
		alice.Do(t, http.MethodGet, "/api/v1/conversations?cursor="+escape(cursor), nil).Problem(t, 400, "invalid")
	}
	alice.Do(t, http.MethodGet, messages+"?before=2&after=1", nil).Problem(t, 400, "invalid")
	alice.Do(t, http.MethodGet, messages+"?limit=201", nil).Problem(t, 400, "invalid")
	if got := alice.Messages(t, bob.ID, 0); len(got) != 1 {
		t.Errorf("after all that the log has %d messages, want 1", len(got))
	}
}

func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

func TestConversationsArePagedNewestFirst(t *testing.T) {
	srv := servertest.Start(t, fast)
	alice := srv.RESTClient(t, "alice")
	var want []int64
	for i := range 7 {
		peer := srv.User(t, fmt.Sprint("peer-", i))
		alice.SendChat(t, peer, "x")
		want = append([]int64{peer}, want...)
	}
	var got []int64
	for next := ""; ; {
		var list struct {
			Conversations []struct {
				C    string `json:"c"`
				Kind string `json:"kind"`
				Peer struct {
					ID int64 `json:"id,string"`
				} `json:"peer"`
			} `json:"conversations"`
			Next string `json:"next"`
		}
		alice.Do(t, http.MethodGet, "/api/v1/conversations?limit=3&cursor="+next, nil).Into(t, &list)
		for _, c := range list.Conversations {
			if c.C != alice.ConversationWith(c.Peer.ID) || c.Kind != "direct" {
				t.Errorf("got %+v", c)
			}
			got = append(got, c.Peer.ID)
		}
		if next = list.Next; next == "" {
			break
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got the conversations with %v, want %v", got, want)
	}
}
