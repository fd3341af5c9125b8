package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// makeFriends makes friends of two people.
func makeFriends(t *testing.T, srv *servertest.Server, a, b int64) {
	t.Helper()
	if err := srv.Chat().RequestFriend(t.Context(), chat.Actor{UserID: a}, b, ""); err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().AnswerFriend(t.Context(), chat.Actor{UserID: b}, a, true); err != nil {
		t.Fatal(err)
	}
}

// legacyLogIn returns the answer to a log-in of an old client.
func legacyLogIn(t *testing.T, srv *servertest.Server, name, password string) string {
	t.Helper()
	c := srv.Connect(t, models.ClassPC)
	defer c.Close()
	c.Request(t, wire.CmdLogin, fmt.Sprintf(`{"username":%q,"password":%q,"clienttype":1,"status":1}`, name, password))
	return c.Next(t, wire.CmdLogin).Data
}

func deleteAccount(t *testing.T, c *servertest.RESTClient) {
	t.Helper()
	if a := c.Do(t, http.MethodDelete, "/api/v1/me", map[string]string{"password": servertest.Password(c.Name)}); a.Status != http.StatusNoContent {
		t.Fatalf("delete account: %d %s", a.Status, a.Body)
	}
}

// TestS05DeletedAccountIsOutOnEveryDoor: sessions end at once, and nobody comes
// in or takes the name again.
func TestS05DeletedAccountIsOutOnEveryDoor(t *testing.T) {
	srv := servertest.Start(t)
	alice, pc, android := srv.WebClient(t, "alice"), srv.LegacyClient(t, "alice", models.ClassPC), srv.LegacyClient(t, "alice", models.ClassAndroid)
	var token struct{ Token string }
	alice.Do(t, http.MethodPost, "/api/v1/api-tokens", map[string]any{"name": "a program", "scopes": []string{"read"}}).Into(t, &token)

	alice.Do(t, http.MethodDelete, "/api/v1/me", map[string]string{"password": "guessed"}).Problem(t, http.StatusForbidden, "forbidden")
	deleteAccount(t, alice.RESTClient)
	alice.Closed(t)
	pc.Ended(t)
	android.Ended(t)
	program := srv.Stranger()
	program.Access = token.Token
	for name, c := range map[string]*servertest.RESTClient{"session": alice.RESTClient, "API token": program} {
		if a := c.Do(t, http.MethodGet, "/api/v1/me", nil); a.Status != http.StatusUnauthorized {
			t.Errorf("the %s: got %d %s, want 401", name, a.Status, a.Body)
		}
	}
	refresh := srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", map[string]string{"refresh_token": alice.Refresh})
	refresh.Problem(t, http.StatusUnauthorized, "unauthenticated")
	_, a := srv.LogIn(t, "alice", servertest.Password("alice"))
	if p := a.Problem(t, http.StatusUnauthorized, "unauthenticated"); p.Reason != "unknown_user" {
		t.Errorf("log-in: reason %q, want unknown_user", p.Reason)
	}
	if got := legacyLogIn(t, srv, "alice", servertest.Password("alice")); !strings.Contains(got, `"code": 102`) {
		t.Errorf("an old client gets %s, want code 102: no such user", got)
	}
	again := srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/register", map[string]string{"username": "alice", "password": "mine now"})
	again.Problem(t, http.StatusConflict, "conflict")
	if err := srv.Chat().AdminSetPassword(t.Context(), "alice", "new"); !chat.IsCode(err, chat.CodeNotFound) {
		t.Errorf("an administrator sets a password: %v, want not found", err)
	}
}

func TestS04DeletionNeedsTheSecondFactor(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	setup, err := srv.Chat().BeginSecondFactor(t.Context(), actorOf(alice), servertest.Password("alice"))
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := srv.Chat().ConfirmSecondFactor(t.Context(), actorOf(alice), codeNow(t, setup.Secret))
	if err != nil {
		t.Fatal(err)
	}
	try := func(code string) servertest.Answer {
		return alice.Do(t, http.MethodDelete, "/api/v1/me", map[string]string{"password": servertest.Password("alice"), "code": code})
	}
	for _, code := range []string{"", "000000", "abcd-efgh"} {
		if p := try(code).Problem(t, http.StatusUnauthorized, "unauthenticated"); p.Reason != "second_factor" {
			t.Errorf("with code %q: reason %q, want second_factor", code, p.Reason)
		}
	}
	if a := try(recovery[0]); a.Status != http.StatusNoContent {
		t.Errorf("with a code: %d %s", a.Status, a.Body)
	}
}

// TestDeletedAccountLeavesWhatOthersHave: groups go on, messages and files stay,
// friends and requests are gone, and everybody is told.
func TestDeletedAccountLeavesWhatOthersHave(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		alice, bob, carl := srv.WebClient(t, "alice"), srv.WebClient(t, "bob"), srv.RESTClient(t, "carl")
		old := srv.LegacyClient(t, "old", models.ClassPC)
		makeFriends(t, srv, alice.ID, bob.ID)
		makeFriends(t, srv, alice.ID, old.ID)
		g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice.RESTClient), "ours", old.ID, bob.ID)
		if err != nil {
			t.Fatal(err)
		}
		admin := models.RoleAdmin
		if _, err := srv.Chat().EditMember(t.Context(), actorOf(alice.RESTClient), g.ID, bob.ID, chat.MemberEdit{Role: &admin}); err != nil {
			t.Fatal(err)
		}
		alone, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice.RESTClient), "alone")
		if err != nil {
			t.Fatal(err)
		}
		for from, to := range map[*servertest.RESTClient]int64{carl: alice.ID, alice.RESTClient: srv.RESTClient(t, "erin").ID} {
			if err := srv.Chat().RequestFriend(t.Context(), actorOf(from), to, "hello"); err != nil {
				t.Fatal(err)
			}
		}
		f := alice.Upload(t, "note.txt", []byte("for bob"))
		alice.RESTClient.SendBody(t, bob.ID, map[string]any{"text": "look", "segments": []any{map[string]any{"file": map[string]any{"file": f.File, "name": f.Name, "size": f.Size}}}})
		alice.SendChat(t, g.ID, "goodbye")
		bob.NextMessage(t)

		deleteAccount(t, alice.RESTClient)
		for {
			if ev := bob.NextEvent(t, "u"); strings.Contains(ev.Raw, `"friend"`) && strings.Contains(ev.Raw, `"deleted"`) {
				break
			}
		}
		for { // the owner is bob now, and alice is out
			if ev := bob.NextEvent(t, "chg"); strings.Contains(ev.Raw, `"left"`) {
				break
			}
		}
		var group struct{ Owner, Role string }
		bob.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/groups/%d", g.ID), nil).Into(t, &group)
		if group.Owner != fmt.Sprint(bob.ID) || group.Role != "owner" {
			t.Errorf("the group is owned by %s, want %d, the admin", group.Owner, bob.ID)
		}
		bob.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/groups/%d", alone.ID), nil).Problem(t, http.StatusNotFound, "not_found")

		var who struct {
			Username, Nickname, Signature string
			Deleted                       bool
		}
		bob.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/users/%d", alice.ID), nil).Into(t, &who)
		if !who.Deleted || who.Nickname != "Deleted account" || who.Username != "alice" {
			t.Errorf("bob sees %+v, want a deleted account", who)
		}
		if list := bob.Messages(t, alice.ID, 0); len(list) != 1 || list[0].From != alice.ID || list[0].Text == "" {
			t.Errorf("bob has %+v, want the message", list)
		}
		if a := bob.Do(t, http.MethodGet, "/api/v1/files/"+f.File, nil); a.Status != http.StatusOK || string(a.Body) != "for bob" {
			t.Errorf("bob gets the file with %d %s", a.Status, a.Body)
		}
		bob.RESTClient.SendBody(t, alice.ID, map[string]string{"text": "are you there?"}).Problem(t, http.StatusForbidden, "forbidden")
		if a := bob.Do(t, http.MethodGet, "/api/v1/users?q=alice", nil); strings.Contains(string(a.Body), "alice") {
			t.Errorf("a search finds %s", a.Body)
		}
		for _, c := range []*servertest.RESTClient{carl, srv.RESTClient(t, "erin")} {
			if a := c.Do(t, http.MethodGet, "/api/v1/friend-requests", nil); strings.Contains(string(a.Body), "alice") {
				t.Errorf("%s still has the request: %s", c.Name, a.Body)
			}
		}
		if m := old.NextChat(t); m.From != alice.ID || !strings.Contains(m.Text, "goodbye") {
			t.Errorf("the old client has %+v, want the message", m)
		}
		for team, friends := range old.FriendList(t) {
			for _, friend := range friends {
				if friend.UserID == alice.ID {
					t.Errorf("the old client still has her in %s", team)
				}
			}
		}
		bob.SendChat(t, g.ID, "she is gone")
		if m := old.NextChat(t); !strings.Contains(m.Text, "she is gone") {
			t.Errorf("the group does not go on: the old client got %+v", m)
		}
	})
}

// codeNow is what an authenticator app shows.
func codeNow(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}
