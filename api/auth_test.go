package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"flamingo/config"
	"flamingo/server/servertest"
)

func TestRegisteringLogsIn(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.Stranger()
	a := c.Do(t, http.MethodPost, "/api/v1/auth/register", object{"username": "alice", "nickname": "Alice", "password": "secret",
		"device": object{"id": "d1", "name": "curl"}})
	if a.Status != http.StatusCreated {
		t.Fatalf("got %d %s, want 201", a.Status, a.Body)
	}
	var s struct {
		TokenType string `json:"token_type"`
		ExpiresIn int    `json:"expires_in"`
		User      struct{ Username, Nickname string }
	}
	a.Into(t, &s)
	if s.TokenType != "Bearer" || s.ExpiresIn != 900 || s.User.Username != "alice" || s.User.Nickname != "Alice" {
		t.Errorf("got %s", a.Body)
	}
	if strings.Contains(string(a.Body), "secret") || strings.Contains(string(a.Body), "argon2") {
		t.Errorf("the answer shows a password: %s", a.Body)
	}
	c.Take(t, a)
	var me struct {
		ID       int64 `json:"id,string"`
		Username string
	}
	c.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &me)
	if me.ID != c.ID || me.Username != "alice" {
		t.Errorf("me is %+v, want alice", me)
	}
}

func TestRegistrationIsRefusedByField(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MinPassword = 4 })
	c := srv.RESTClient(t, "alice")
	for _, tt := range []struct {
		name   string
		body   any
		status int
		code   string
		field  string
	}{
		{"name taken", object{"username": "alice", "nickname": "x", "password": "secret"}, 409, "conflict", "username"},
		{"no name", object{"nickname": "x", "password": "secret"}, 400, "invalid", "username"},
		{"long name", object{"username": strings.Repeat("x", 65), "nickname": "x", "password": "secret"}, 400, "invalid", "username"},
		{"long nickname", object{"username": "bob", "nickname": strings.Repeat("x", 65), "password": "secret"}, 400, "invalid", "nickname"},
		{"line break", object{"username": "bo\nb", "nickname": "x", "password": "secret"}, 400, "invalid", "username"},
		{"short password", object{"username": "bob", "nickname": "x", "password": "abc"}, 400, "invalid", "password"},
		{"object for a name", object{"username": object{"$ne": ""}, "nickname": "x", "password": "secret"}, 400, "invalid", "username"},
		{"number for a password", object{"username": "bob", "nickname": "x", "password": 1234}, 400, "invalid", "password"},
		{"key twice", `{"username":"bob","username":"eve","nickname":"x","password":"secret"}`, 400, "invalid", "username"},
		{"array", `[]`, 400, "invalid", ""},
		{"something behind", `{"username":"bob","nickname":"x","password":"secret"}{}`, 400, "invalid", ""},
		{"no JSON", `username=bob`, 400, "invalid", ""},
		{"nothing", nil, 400, "invalid", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if p := c.Do(t, http.MethodPost, "/api/v1/auth/register", tt.body).Problem(t, tt.status, tt.code); p.Field != tt.field {
				t.Errorf("got field %q (%s), want %q", p.Field, p.Detail, tt.field)
			}
		})
	}
	users, err := srv.Chat().AdminListUsers(t.Context(), 0, 10)
	if err != nil || len(users) != 1 {
		t.Errorf("there are %d users (%v), want alice alone", len(users), err)
	}
}

func TestLogInSaysTheSameForNameAndPassword(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.LoginAttempts = 5 })
	srv.User(t, "alice")
	_, wrong := srv.LogIn(t, "alice", "wrong")
	_, unknown := srv.LogIn(t, "nobody", "wrong")
	a, b := wrong.Problem(t, 401, "unauthenticated"), unknown.Problem(t, 401, "unauthenticated")
	if a.Detail != b.Detail {
		t.Errorf("a wrong password says %q, an unknown name %q", a.Detail, b.Detail)
	}
	if wrong.Header.Get("WWW-Authenticate") == "" {
		t.Error("401 without WWW-Authenticate")
	}
	for range 5 {
		srv.LogIn(t, "alice", "wrong")
	}
	_, limited := srv.LogIn(t, "alice", servertest.Password("alice"))
	if p := limited.Problem(t, 429, "rate_limited"); p.RetryAfterMS <= 0 || limited.Header.Get("Retry-After") == "" {
		t.Errorf("got %s, want a time to try again", limited.Body)
	}
}

func TestRefreshTokensRotate(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	first := c.Refresh
	for range 3 {
		old, session := c.Refresh, c.Session
		c.Take(t, srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", object{"refresh_token": old}))
		if c.Refresh == old || c.Session != session {
			t.Errorf("got the same token, or another session")
		}
		if a := c.Do(t, http.MethodGet, "/api/v1/me", nil); a.Status != 200 {
			t.Errorf("with the new access token got %d", a.Status)
		}
	}
	// The first one is in two hands now: its session ends.
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", object{"refresh_token": first}).Problem(t, 401, "unauthenticated")
	c.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, 401, "unauthenticated")
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", object{"refresh_token": c.Refresh}).Problem(t, 401, "unauthenticated")
	for name, body := range map[string]any{"nothing": object{}, "nonsense": object{"refresh_token": "x"}, "an access token": object{"refresh_token": c.Access},
		"of an unknown session": object{"refresh_token": "01J." + strings.Repeat("A", 43)}} {
		t.Run(name, func(t *testing.T) {
			srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", body).Problem(t, 401, "unauthenticated")
		})
	}
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", object{"refresh_token": object{"$gt": ""}}).Problem(t, 400, "invalid")
}

func TestSessionsAreListedAndRevoked(t *testing.T) {
	srv := servertest.Start(t)
	a, b, eve := srv.RESTClient(t, "alice"), srv.RESTClient(t, "alice"), srv.RESTClient(t, "eve")
	var list struct {
		Sessions []struct {
			ID, Class string
			Current   bool
		} `json:"sessions"`
	}
	a.Do(t, http.MethodGet, "/api/v1/sessions", nil).Into(t, &list)
	if len(list.Sessions) != 2 {
		t.Fatalf("got %d sessions, want 2", len(list.Sessions))
	}
	for _, s := range list.Sessions {
		if s.Current != (s.ID == a.Session) || s.Class != "web" {
			t.Errorf("got %+v", s)
		}
	}
	eve.Do(t, http.MethodDelete, "/api/v1/sessions/"+b.Session, nil).Problem(t, 404, "not_found")
	a.Do(t, http.MethodDelete, "/api/v1/sessions/nothing", nil).Problem(t, 404, "not_found")
	if got := a.Do(t, http.MethodDelete, "/api/v1/sessions/"+b.Session, nil); got.Status != 204 || len(got.Body) != 0 {
		t.Errorf("revoking: got %d %s, want 204", got.Status, got.Body)
	}
	if p := b.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, 401, "unauthenticated"); p.Reason != "revoked" {
		t.Errorf("the revoked session is told %q, want revoked", p.Reason)
	}
	a.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &struct{}{})
}

func TestProfileIsChangedByField(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	var me struct {
		Username, Nickname, Signature string
		Birthday, Gender              int
	}
	c.Do(t, http.MethodPatch, "/api/v1/me", object{"nickname": "Älice 😀", "birthday": 19991231}).Into(t, &me)
	c.Do(t, http.MethodPatch, "/api/v1/me", object{"signature": `<script>"hi"</script>`}).Into(t, &me)
	if me.Username != "alice" || me.Nickname != "Älice 😀" || me.Birthday != 19991231 || me.Signature != `<script>"hi"</script>` {
		t.Errorf("got %+v", me)
	}
	for _, tt := range []struct {
		field string
		value any
	}{
		{"nickname", strings.Repeat("x", 65)}, {"nickname", []string{"x"}}, {"signature", strings.Repeat("x", 257)}, {"birthday", "x"}, {"birthday", 1 << 40},
		{"gender", 1.5}, {"mail", strings.Repeat("x", 257)}, {"phone", strings.Repeat("x", 65)}, {"custom_face", strings.Repeat("x", 33)},
	} {
		if p := c.Do(t, http.MethodPatch, "/api/v1/me", object{tt.field: tt.value}).Problem(t, 400, "invalid"); p.Field != tt.field {
			t.Errorf("%s %.20v: got field %q", tt.field, tt.value, p.Field)
		}
	}
	var after struct{ Nickname string }
	c.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &after)
	if after.Nickname != me.Nickname {
		t.Errorf("after refusals the nickname is %q", after.Nickname)
	}
}

func TestPasswordIsChanged(t *testing.T) {
	srv := servertest.Start(t)
	c, other := srv.RESTClient(t, "alice"), srv.RESTClient(t, "alice")
	p := c.Do(t, http.MethodPut, "/api/v1/me/password", object{"old_password": "wrong", "new_password": "new"})
	if p.Status/100 != 4 {
		t.Errorf("a wrong old password: got %d %s", p.Status, p.Body)
	}
	if a := c.Do(t, http.MethodPut, "/api/v1/me/password", object{"old_password": servertest.Password("alice"), "new_password": "new"}); a.Status != 204 {
		t.Fatalf("got %d %s, want 204", a.Status, a.Body)
	}
	c.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &struct{}{})
	other.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, 401, "unauthenticated")
	if _, a := srv.LogIn(t, "alice", servertest.Password("alice")); a.Status != 401 {
		t.Errorf("the old password: got %d, want 401", a.Status)
	}
	if _, a := srv.LogIn(t, "alice", "new"); a.Status != 200 {
		t.Errorf("the new password: got %d, want 200", a.Status)
	}
}

// One account behind all doors: what one makes or changes, the others know.
func TestAccountIsTheSameForOldClients(t *testing.T) {
	srv := servertest.Start(t)
	old := srv.Connect(t, 1)
	old.Request(t, 1001, `{"username": "bob", "nickname": "Bob", "password": "first"}`)
	old.Next(t, 1001)
	c, a := srv.LogIn(t, "bob", "first")
	if a.Status != 200 {
		t.Fatalf("an account of an old client logs in over REST: %d %s", a.Status, a.Body)
	}
	if a := c.Do(t, http.MethodPut, "/api/v1/me/password", object{"old_password": "first", "new_password": "second"}); a.Status != 204 {
		t.Fatal(a.Status)
	}
	old.LogIn(t, "bob", "second")
	old.Request(t, 1008, `{"oldpassword": "second", "newpassword": "third"}`)
	old.Next(t, 1008)
	if _, a := srv.LogIn(t, "bob", "third"); a.Status != 200 {
		t.Errorf("the password that an old client set: %d %s", a.Status, a.Body)
	}
	for _, name := range []string{"bob", ""} {
		rest := srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/register", object{"username": name, "nickname": "x", "password": "x"})
		old.Request(t, 1001, fmt.Sprintf(`{"username": "%s", "nickname": "x", "password": "x"}`, name))
		if f := old.Next(t, 1001); rest.Status/100 != 4 || strings.Contains(f.Data, `"code": 0`) {
			t.Errorf("%q: REST says %d, the old protocol %s", name, rest.Status, f.Data)
		}
	}
}
