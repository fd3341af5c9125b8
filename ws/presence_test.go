package ws_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
)

type presence struct {
	Event   string   `json:"ev"`
	User    string   `json:"user"`
	Status  string   `json:"status"`
	Devices []string `json:"devices"`
}

func nextPresence(t *testing.T, c *servertest.WebClient) (p presence) {
	t.Helper()
	if err := json.Unmarshal([]byte(c.NextEvent(t, "presence").Raw), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func actorOf(c *servertest.RESTClient) chat.Actor {
	return chat.Actor{UserID: c.ID, SessionID: c.Session, Class: models.ClassWeb}
}

func befriend(t *testing.T, srv *servertest.Server, a, b *servertest.RESTClient) {
	t.Helper()
	if err := srv.Chat().RequestFriend(t.Context(), actorOf(a), b.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().AnswerFriend(t.Context(), actorOf(b), a.ID, true); err != nil {
		t.Fatal(err)
	}
}

func TestFriendsSeeEachOtherComeChangeAndGo(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	befriend(t, srv, alice, bob)
	a := srv.Connected(t, alice)
	b := srv.Connected(t, bob)
	want := func(status string, devices int) {
		t.Helper()
		if p := nextPresence(t, a); p.User != fmt.Sprint(bob.ID) || p.Status != status || len(p.Devices) != devices {
			t.Errorf("alice sees %+v, want %s on %d devices", p, status, devices)
		}
	}
	want("online", 1)
	if f := b.Request(t, "status", map[string]any{"status": "busy"}); f.Err != nil {
		t.Fatalf("status is answered %s", f.Raw)
	}
	want("busy", 1)
	b.Close()
	want("offline", 0)
}

// Whoever is invisible from the hello on says nothing by coming, writing or going.
func TestInvisibleIsInvisible(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	befriend(t, srv, alice, bob)
	a := srv.Connected(t, alice)
	s, _ := srv.Dial(t, nil)
	if f := s.Request(t, "hello", map[string]any{"token": bob.Access, "status": "invisible"}); f.Err != nil {
		t.Fatalf("hello is answered %s", f.Raw)
	}
	c := alice.ConversationWith(bob.ID)
	s.Post(t, "typing", map[string]any{"c": c, "kind": "text"})
	s.Request(t, "send", map[string]any{"c": c, "cid": "1", "body": map[string]string{"text": "hi"}})
	for f := a.Next(t); f.Event != "msg"; f = a.Next(t) {
		if f.Event == "presence" || f.Event == "typing" {
			t.Errorf("alice is told %s", f.Raw)
		}
	}
	if f := a.Request(t, "watch", map[string]any{"users": []string{fmt.Sprint(bob.ID)}}); f.Err != nil {
		t.Errorf("watch is answered %s", f.Raw)
	} else {
		var d struct{ Presence []presence }
		if err := json.Unmarshal(f.D, &d); err != nil || len(d.Presence) != 1 || d.Presence[0].Status != "offline" {
			t.Errorf("watch is answered %s, want bob offline", f.Raw)
		}
	}
}

func TestTypingIsToldToTheOthersAndNeverStored(t *testing.T) {
	srv := servertest.Start(t)
	a, b := srv.WebClient(t, "alice"), srv.WebClient(t, "bob")
	c := a.ConversationWith(b.ID)
	a.Post(t, "typing", map[string]any{"c": c, "kind": "voice"})
	if f := b.NextEvent(t, "typing"); f.C != c {
		t.Errorf("bob is told %s", f.Raw)
	}
	if f := a.Request(t, "sync", map[string]any{"c": c, "after": 0}); f.Err != nil {
		t.Errorf("sync is answered %s", f.Raw)
	}
	if res := b.Do(t, http.MethodGet, "/api/v1/conversations", nil); res.Status != http.StatusOK {
		t.Errorf("the list is answered %d", res.Status)
	}
}

func TestWatchShowsOnlyWhoMayBeSeen(t *testing.T) {
	srv := servertest.Start(t)
	alice, member, stranger := srv.RESTClient(t, "alice"), srv.RESTClient(t, "member"), srv.RESTClient(t, "stranger")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "group")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().JoinGroup(t.Context(), actorOf(member), g.ID); err != nil {
		t.Fatal(err)
	}
	a := srv.Connected(t, alice)
	srv.Connected(t, stranger)
	f := a.Request(t, "watch", map[string]any{"users": []string{fmt.Sprint(member.ID), fmt.Sprint(stranger.ID)}})
	var d struct{ Presence []presence }
	if err := json.Unmarshal(f.D, &d); err != nil || len(d.Presence) != 1 || d.Presence[0].User != fmt.Sprint(member.ID) {
		t.Fatalf("watch is answered %s, want the member of the group alone", f.Raw)
	}
	srv.Connected(t, member)
	if p := nextPresence(t, a); p.User != fmt.Sprint(member.ID) || p.Status != "online" {
		t.Errorf("alice is told %+v", p)
	}
}

// TestWatchHidesWhoDoesNotWantToBeSeen: who blocked the watcher, before or
// after, and members of a group whom nobody is to find.
func TestWatchHidesWhoDoesNotWantToBeSeen(t *testing.T) {
	srv := servertest.Start(t)
	alice, blocker, later, hidden, last := srv.RESTClient(t, "alice"), srv.RESTClient(t, "blocker"), srv.RESTClient(t, "later"),
		srv.RESTClient(t, "hidden"), srv.RESTClient(t, "last")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "group")
	if err != nil {
		t.Fatal(err)
	}
	var users []string
	for _, u := range []*servertest.RESTClient{blocker, later, hidden, last} {
		if err := srv.Chat().JoinGroup(t.Context(), actorOf(u), g.ID); err != nil {
			t.Fatal(err)
		}
		users = append(users, fmt.Sprint(u.ID))
	}
	no := false
	if _, err := srv.Chat().UpdateSettings(t.Context(), actorOf(hidden),
		chat.SettingsChange{DiscoverByAccount: &no, DiscoverByNickname: &no, DiscoverByNumber: &no}); err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().Block(t.Context(), actorOf(blocker), alice.ID); err != nil {
		t.Fatal(err)
	}
	a := srv.Connected(t, alice)
	f := a.Request(t, "watch", map[string]any{"users": users})
	var d struct{ Presence []presence }
	if err := json.Unmarshal(f.D, &d); err != nil || len(d.Presence) != 2 || d.Presence[0].User != users[1] || d.Presence[1].User != users[3] {
		t.Fatalf("watch is answered %s, want users %s and %s", f.Raw, users[1], users[3])
	}
	if err := srv.Chat().Block(t.Context(), actorOf(later), alice.ID); err != nil {
		t.Fatal(err)
	}
	for _, u := range []*servertest.RESTClient{blocker, later, hidden, last} {
		srv.Connected(t, u)
	}
	if p := nextPresence(t, a); p.User != users[3] {
		t.Errorf("alice is told %+v, want user %s alone", p, users[3])
	}
}
