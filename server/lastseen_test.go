package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/server/servertest"
)

// seenBy returns what somebody reads of when another one was there, at every
// place that says it. They have to say the same.
func seenBy(t *testing.T, viewer *servertest.RESTClient, id int64) string {
	t.Helper()
	type presence struct {
		User     string `json:"user"`
		Status   string `json:"status"`
		LastSeen string `json:"last_seen"`
	}
	var contact struct {
		LastSeen string `json:"last_seen"`
	}
	viewer.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/users/%d", id), nil).Into(t, &contact)
	var list struct{ Presence []presence }
	viewer.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/presence?users=%d", id), nil).Into(t, &list)
	if list.Presence[0].LastSeen != contact.LastSeen {
		t.Errorf("%s reads %q of the user and %q of their presence", viewer.Name, contact.LastSeen, list.Presence[0].LastSeen)
	}
	var friends struct {
		Teams []struct{ Friends []struct{ Presence presence } }
	}
	viewer.Do(t, http.MethodGet, "/api/v1/friends", nil).Into(t, &friends)
	for _, team := range friends.Teams {
		for _, f := range team.Friends {
			if f.Presence.User == fmt.Sprint(id) && f.Presence.LastSeen != contact.LastSeen {
				t.Errorf("%s reads %q of the user and %q of the friend", viewer.Name, contact.LastSeen, f.Presence.LastSeen)
			}
		}
	}
	return contact.LastSeen
}

// offline waits until nobody sees the user any more.
func offline(t *testing.T, watcher *servertest.WebClient, id int64) string {
	t.Helper()
	for {
		f := watcher.NextEvent(t, "presence")
		var p struct {
			User     string `json:"user"`
			Status   string `json:"status"`
			LastSeen string `json:"last_seen"`
		}
		if err := json.Unmarshal([]byte(f.Raw), &p); err != nil {
			t.Fatal(err)
		}
		if p.User == fmt.Sprint(id) && p.Status == "offline" {
			return p.LastSeen
		}
	}
}

func TestLastSeenIsForThoseWhoMayKnow(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		alice, bob, carl := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "carl")
		do(t, alice, http.MethodPost, "/friend-requests", map[string]any{"user": fmt.Sprint(bob.ID)})
		do(t, bob, http.MethodPost, fmt.Sprintf("/friend-requests/%d/accept", alice.ID), nil)
		watcher := srv.Connected(t, bob)
		set := func(c *servertest.RESTClient, who string) {
			t.Helper()
			do(t, c, http.MethodPatch, "/me/settings", map[string]any{"last_seen": who})
		}
		want := func(when string, friend, stranger bool) {
			t.Helper()
			if got := seenBy(t, bob, alice.ID); (got != "") != friend {
				t.Errorf("%s: a friend reads %q, want something: %v", when, got, friend)
			}
			if got := seenBy(t, carl, alice.ID); (got != "") != stranger {
				t.Errorf("%s: a stranger reads %q, want something: %v", when, got, stranger)
			}
		}
		want("before alice was ever there", false, false)
		here := srv.Connected(t, alice)
		watcher.NextEvent(t, "presence")
		want("while alice is there", false, false)
		began := time.Now().Add(-time.Second)
		here.Close()
		told := offline(t, watcher, alice.ID)
		at, err := time.Parse(time.RFC3339, told)
		if err != nil || at.Before(began) || at.After(time.Now().Add(time.Second)) {
			t.Errorf("a friend is told %q, want now", told)
		}
		want("as by default", true, false)
		if got := seenBy(t, bob, alice.ID); got != told {
			t.Errorf("a friend reads %q, and was told %q", got, told)
		}

		set(alice, "everyone")
		want("for everyone, of strangers who hide it from strangers", true, false)
		set(carl, "everyone")
		want("for everyone", true, true)
		set(alice, "nobody")
		want("for nobody", false, false)
		set(alice, "everyone")
		set(bob, "nobody")
		set(carl, "nobody")
		want("of those who hide theirs", false, false)
		set(bob, "friends")
		set(carl, "everyone")
		do(t, alice, http.MethodPut, fmt.Sprintf("/blocks/%d", bob.ID), nil)
		want("with the friend blocked", false, true)
		do(t, alice, http.MethodDelete, fmt.Sprintf("/blocks/%d", bob.ID), nil)

		hidden, _ := srv.Dial(t, nil) // invisible from the first moment to the last
		hidden.Request(t, "hello", map[string]any{"token": alice.Access, "device": map[string]string{"id": "d"}, "status": "invisible"})
		hidden.Request(t, "ping", nil)
		hidden.Close()
		srv.Restart(t) // every session has ended
		want("after a restart", true, true)
		if got := seenBy(t, bob, alice.ID); got != told {
			t.Errorf("after an invisible session a friend reads %q, want %q as before", got, told)
		}
	})
}

func TestOldClientsAreToldNothingOfLastSeen(t *testing.T) {
	srv := servertest.Start(t)
	old := srv.LegacyClient(t, "alice", models.ClassPC)
	bob := srv.RESTClient(t, "bob")
	old.Operate(t, bob.ID, 1, 0)
	watcher := srv.Connected(t, bob)
	for seen := false; !seen; {
		var list struct {
			Incoming []struct{ User struct{ ID string } }
		}
		bob.Do(t, http.MethodGet, "/api/v1/friend-requests", nil).Into(t, &list)
		seen = len(list.Incoming) == 1
	}
	do(t, bob, http.MethodPost, fmt.Sprintf("/friend-requests/%d/accept", old.ID), nil)
	watcher.Close()
	for deadline := time.Now().Add(10 * time.Second); seenBy(t, srv.RESTClient(t, "bob"), old.ID) != ""; {
		if time.Now().After(deadline) {
			t.Fatal("an old client that is connected is shown as gone")
		}
	}
	for team, friends := range old.FriendList(t) {
		for _, f := range friends {
			if text := fmt.Sprintf("%+v", f); strings.Contains(strings.ToLower(text), "seen") {
				t.Errorf("team %s says %s", team, text)
			}
		}
	}
	old.Close()
	watcher = srv.Connected(t, bob)
	var at string
	for deadline := time.Now().Add(10 * time.Second); at == "" && time.Now().Before(deadline); {
		at = seenBy(t, bob, old.ID)
	}
	if at == "" {
		t.Error("nothing is known of when the old client was there")
	}
}
