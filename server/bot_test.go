package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
)

// bot is a program with an account.
type bot struct {
	*servertest.RESTClient
}

func newBot(t *testing.T, srv *servertest.Server, owner *servertest.RESTClient, name string) bot {
	t.Helper()
	var made struct {
		User struct {
			ID  int64 `json:"id,string"`
			Bot bool
		}
		Token string
	}
	owner.Do(t, http.MethodPost, "/api/v1/bots", map[string]string{"username": name, "nickname": name}).Into(t, &made)
	if !made.User.Bot {
		t.Errorf("%s is not marked as a bot", name)
	}
	c := srv.Stranger()
	c.ID, c.Name, c.Access, c.Session = made.User.ID, name, made.Token, "session of "+name
	return bot{c}
}

// TestS13BotsComeInByTheirTokenAlone.
func TestS13BotsComeInByTheirTokenAlone(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	b := newBot(t, srv, alice, "robot")
	for _, password := range []string{"", "robot", servertest.Password("alice"), b.Access} {
		if _, a := srv.LogIn(t, "robot", password); a.Status != http.StatusUnauthorized {
			t.Errorf("log-in with %q: got %d %s, want 401", password, a.Status, a.Body)
		}
		if got := legacyLogIn(t, srv, "robot", password); strings.Contains(got, `"code": 0`) {
			t.Errorf("an old client logs in with %q: %s", password, got)
		}
	}
	if err := srv.Chat().AdminSetPassword(t.Context(), "robot", "secret"); !chat.IsCode(err, chat.CodeConflict) {
		t.Errorf("an administrator gives it a password: %v, want a conflict", err)
	}
	for _, request := range []string{"POST /api-tokens", "POST /bots", "DELETE /me", "PUT /me/password"} {
		method, path, _ := strings.Cut(request, " ")
		b.Do(t, method, "/api/v1"+path, map[string]any{}).Problem(t, http.StatusForbidden, "forbidden")
	}

	web := srv.Connected(t, b.RESTClient)
	var renewed struct{ Token string }
	alice.Do(t, http.MethodPost, fmt.Sprintf("/api/v1/bots/%d/token", b.ID), nil).Into(t, &renewed)
	web.Closed(t)
	b.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, http.StatusUnauthorized, "unauthenticated")
	b.Access = renewed.Token
	if a := b.Do(t, http.MethodGet, "/api/v1/me", nil); a.Status != http.StatusOK || !strings.Contains(string(a.Body), `"bot":true`) {
		t.Errorf("with the new token: %d %s", a.Status, a.Body)
	}
	if err := srv.Chat().AdminSetDisabled(t.Context(), "alice", true); err != nil {
		t.Fatal(err)
	}
	b.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, http.StatusUnauthorized, "unauthenticated")
}

// TestBotTalksWithEveryKindOfClient, and begins nothing by itself.
func TestBotTalksWithEveryKindOfClient(t *testing.T) {
	srv := servertest.Start(t)
	alice, stranger := srv.RESTClient(t, "alice"), srv.WebClient(t, "stranger")
	b := newBot(t, srv, alice, "robot")
	web := srv.Connected(t, b.RESTClient)
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		old := srv.LegacyClient(t, "alice", class)
		if friends := old.FriendList(t)["My Friends"]; len(friends) != 1 || friends[0].UserID != b.ID || friends[0].Nickname != "robot" {
			t.Errorf("the %s has friends %+v, want the bot", class, friends)
		}
		old.SendChat(t, b.ID, "weather?")
		for { // its own answers come by, too
			if m := web.NextMessage(t); m.From == alice.ID {
				if m.Text != "weather?" {
					t.Errorf("the bot got %+v", m)
				}
				break
			}
		}
		b.SendChat(t, alice.ID, "rain")
		for {
			if m := old.NextChat(t); m.From == b.ID {
				if !strings.Contains(m.Text, "rain") {
					t.Errorf("the %s got %+v", class, m)
				}
				break
			}
		}
		old.Close()
	}
	b.SendBody(t, stranger.ID, map[string]string{"text": "buy this"}).Problem(t, http.StatusForbidden, "forbidden")
	stranger.SendChat(t, b.ID, "weather?")
	for web.NextMessage(t).From != stranger.ID {
	}
	if sent := b.SendChat(t, stranger.ID, "sun"); sent.Seq != 2 {
		t.Errorf("the answer is at %d, want 2", sent.Seq)
	}
	b.Do(t, http.MethodPost, "/api/v1/friend-requests", map[string]string{"user": fmt.Sprint(stranger.ID)}).Problem(t, http.StatusForbidden, "forbidden")
}

// TestBotsOwnNothing: no group falls to one, in whatever way.
func TestBotsOwnNothing(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	b := newBot(t, srv, alice, "robot")
	b.Do(t, http.MethodPost, "/api/v1/groups", map[string]string{"name": "mine"}).Problem(t, http.StatusForbidden, "forbidden")
	var group struct{ ID string }
	alice.Do(t, http.MethodPost, "/api/v1/groups", map[string]any{"name": "ours", "users": []string{fmt.Sprint(b.ID)}}).Into(t, &group)
	at := "/api/v1/groups/" + group.ID
	if a := b.Do(t, http.MethodGet, at+"/members", nil); a.Status != http.StatusOK || strings.Count(string(a.Body), `"bot":true`) != 1 {
		t.Errorf("the bot sees members %d %s, want itself marked", a.Status, a.Body)
	}
	alice.Do(t, http.MethodPost, at+"/transfer", map[string]string{"user": fmt.Sprint(b.ID)}).Problem(t, http.StatusBadRequest, "invalid")
	other := srv.RESTClient(t, "other")
	open, err := srv.Chat().CreateGroup(t.Context(), actorOf(other), "open")
	if err != nil {
		t.Fatal(err)
	}
	b.Do(t, http.MethodPost, fmt.Sprintf("/api/v1/groups/%d/join", open.ID), map[string]string{}).Problem(t, http.StatusForbidden, "forbidden")
	if a := alice.Do(t, http.MethodPost, at+"/leave", nil); a.Status != http.StatusNoContent {
		t.Fatalf("leave: %d %s", a.Status, a.Body)
	}
	b.Do(t, http.MethodGet, at, nil).Problem(t, http.StatusNotFound, "not_found") // with the last person it ended

	if a := alice.Do(t, http.MethodDelete, fmt.Sprintf("/api/v1/bots/%d", b.ID), nil); a.Status != http.StatusNoContent {
		t.Fatalf("delete: %d %s", a.Status, a.Body)
	}
	b.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, http.StatusUnauthorized, "unauthenticated")
	if a := alice.Do(t, http.MethodGet, "/api/v1/friends", nil); strings.Contains(string(a.Body), "robot") {
		t.Errorf("still a friend: %s", a.Body)
	}
}

// TestIncomingWebhookReachesEveryClient: in a group, as a bot of its own.
func TestIncomingWebhookReachesEveryClient(t *testing.T) {
	srv := servertest.Start(t)
	alice, web := srv.RESTClient(t, "alice"), srv.WebClient(t, "web")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "builds")
	if err != nil {
		t.Fatal(err)
	}
	pc, android := srv.LegacyClient(t, "pc", models.ClassPC), srv.LegacyClient(t, "android", models.ClassAndroid)
	for _, id := range []int64{web.ID, pc.ID, android.ID} {
		if err := srv.Chat().JoinGroup(t.Context(), chat.Actor{UserID: id}, g.ID); err != nil {
			t.Fatal(err)
		}
	}
	hooks := "/api/v1/conversations/" + models.GroupConversation(g.ID).String() + "/incoming-webhooks"
	web.Do(t, http.MethodPost, hooks, map[string]string{"name": "mine"}).Problem(t, http.StatusForbidden, "forbidden")
	var made struct {
		ID, Token, Path string
		Bot             struct {
			ID       int64 `json:"id,string"`
			Nickname string
			Bot      bool
		}
	}
	alice.Do(t, http.MethodPost, hooks, map[string]string{"name": "Build server"}).Into(t, &made)
	if !made.Bot.Bot || made.Bot.Nickname != "Build server" {
		t.Errorf("the webhook posts as %+v", made.Bot)
	}
	program := srv.Stranger()
	var sent servertest.Sent
	program.Do(t, http.MethodPost, made.Path, map[string]string{"text": "build 42 failed", "name": "CI"}).Into(t, &sent)
	const want = "CI: build 42 failed"
	if m := web.NextMessage(t); m.From != made.Bot.ID || m.Text != want || m.Via != "api" {
		t.Errorf("the browser got %+v", m)
	}
	for class, old := range map[string]*servertest.LegacyClient{"PC": pc, "Android": android} {
		if m := old.NextChat(t); m.From != made.Bot.ID || m.Target != g.ID || !strings.Contains(m.Text, want) {
			t.Errorf("the %s got %+v", class, m)
		}
	}
	_, secret, _ := strings.Cut(made.Token, ".")
	files, err := filepath.Glob(filepath.Join(srv.Config.Data, "*.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("database files: %v, %v", files, err)
	}
	for _, f := range files { // S-01: only its hash is stored
		if data, err := os.ReadFile(f); err != nil || bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s holds the token (%v)", filepath.Base(f), err)
		}
	}
	if err := srv.Chat().AdminSetDisabled(t.Context(), "alice", true); err != nil {
		t.Fatal(err)
	}
	program.Do(t, http.MethodPost, made.Path, map[string]string{"text": "x"}).Problem(t, http.StatusForbidden, "forbidden") // S-13
	if err := srv.Chat().AdminSetDisabled(t.Context(), "alice", false); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		if a := program.Do(t, http.MethodPost, made.Path, map[string]string{"text": "again"}); a.Status == http.StatusTooManyRequests {
			if i < 20 {
				t.Errorf("limited after %d posts", i)
			}
			return
		}
	}
	t.Error("a webhook posts as fast as it likes")
}

// TestIncomingWebhookOfADirectConversation is one with a bot of one's own.
func TestIncomingWebhookOfADirectConversation(t *testing.T) {
	srv := servertest.Start(t)
	alice, other := srv.RESTClient(t, "alice"), srv.RESTClient(t, "other")
	b := newBot(t, srv, alice, "robot")
	pc := srv.LegacyClient(t, "alice", models.ClassPC)
	make := func(c *servertest.RESTClient, a, b int64) servertest.Answer {
		return c.Do(t, http.MethodPost, "/api/v1/conversations/"+models.DirectConversation(a, b).String()+"/incoming-webhooks", map[string]string{"name": "mail"})
	}
	make(alice, alice.ID, other.ID).Problem(t, http.StatusForbidden, "forbidden") // it would speak for one of them
	make(other, alice.ID, b.ID).Problem(t, http.StatusForbidden, "forbidden")
	make(other, other.ID, b.ID).Problem(t, http.StatusForbidden, "forbidden")
	var made struct{ ID, Path string }
	make(alice, alice.ID, b.ID).Into(t, &made)
	if a := srv.Stranger().Do(t, http.MethodPost, made.Path, map[string]string{"text": "you have mail"}); a.Status != http.StatusCreated {
		t.Fatalf("post: %d %s", a.Status, a.Body)
	}
	if m := pc.NextChat(t); m.From != b.ID || !strings.Contains(m.Text, "you have mail") {
		t.Errorf("the PC got %+v", m)
	}
	at := "/api/v1/conversations/" + models.DirectConversation(alice.ID, b.ID).String() + "/incoming-webhooks/" + made.ID
	if a := alice.Do(t, http.MethodDelete, at, nil); a.Status != http.StatusNoContent {
		t.Fatalf("delete: %d %s", a.Status, a.Body)
	}
	srv.Stranger().Do(t, http.MethodPost, made.Path, map[string]string{"text": "more"}).Problem(t, http.StatusNotFound, "not_found")
	if a := b.Do(t, http.MethodGet, "/api/v1/me", nil); a.Status != http.StatusOK {
		t.Errorf("the bot went with the webhook: %d", a.Status)
	}
}
