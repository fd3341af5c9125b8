package api_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// enableSecondFactor sets up a second factor and returns its secret, the code
// that confirmed it, and the recovery codes.
func enableSecondFactor(t *testing.T, c *servertest.RESTClient) (secret, code string, recovery []string) {
	t.Helper()
	var setup struct{ Secret, URL string }
	c.Do(t, http.MethodPost, "/api/v1/me/second-factor", map[string]string{"password": servertest.Password(c.Name)}).Into(t, &setup)
	code, err := totp.GenerateCode(setup.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var codes struct {
		Codes []string `json:"recovery_codes"`
	}
	c.Do(t, http.MethodPost, "/api/v1/me/second-factor/confirm", map[string]string{"code": code}).Into(t, &codes)
	return setup.Secret, code, codes.Codes
}

func logInWith(t *testing.T, s *servertest.Server, name, password, code string) servertest.Answer {
	t.Helper()
	return s.Stranger().Do(t, http.MethodPost, "/api/v1/auth/login", map[string]string{"username": name, "password": password, "code": code})
}

func TestSecondFactorIsAskedForAtLogIn(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		s := servertest.Start(t, database)
		alice := s.RESTClient(t, "alice")
		password := servertest.Password("alice")

		alice.Do(t, http.MethodPost, "/api/v1/me/second-factor", map[string]string{"password": "wrong"}).Problem(t, http.StatusForbidden, "forbidden")
		alice.Do(t, http.MethodPost, "/api/v1/me/second-factor/confirm", map[string]string{"code": "123456"}).Problem(t, http.StatusNotFound, "not_found")
		secret, used, recovery := enableSecondFactor(t, alice)
		if len(recovery) != 10 {
			t.Errorf("got %d recovery codes, want 10", len(recovery))
		}

		if p := logInWith(t, s, "alice", password, "").Problem(t, http.StatusUnauthorized, "unauthenticated"); p.Reason != "second_factor" {
			t.Errorf("without a code: reason %q, want second_factor", p.Reason)
		}
		if p := logInWith(t, s, "alice", password, used).Problem(t, http.StatusUnauthorized, "unauthenticated"); p.Reason != "second_factor" {
			t.Errorf("with a code that was used: reason %q, want second_factor", p.Reason)
		}
		// Who does not know the password does not learn that there is more.
		if p := logInWith(t, s, "alice", "wrong", "").Problem(t, http.StatusUnauthorized, "unauthenticated"); p.Reason == "second_factor" {
			t.Error("a wrong password is told of the second factor")
		}
		next, err := totp.GenerateCode(secret, time.Now().Add(30*time.Second)) // within the skew, and not used yet
		if err != nil {
			t.Fatal(err)
		}
		if a := logInWith(t, s, "alice", password, next); a.Status != http.StatusOK {
			t.Errorf("with a fresh code: %d %s", a.Status, a.Body)
		}
		if a := logInWith(t, s, "alice", password, recovery[0]); a.Status != http.StatusOK {
			t.Errorf("with a recovery code: %d %s", a.Status, a.Body)
		}
		logInWith(t, s, "alice", password, recovery[0]).Problem(t, http.StatusUnauthorized, "unauthenticated")

		var state struct {
			Enabled       bool
			RecoveryCodes int `json:"recovery_codes"`
		}
		alice.Do(t, http.MethodGet, "/api/v1/me/second-factor", nil).Into(t, &state)
		if !state.Enabled || state.RecoveryCodes != 9 {
			t.Errorf("got %+v, want it enabled with 9 recovery codes left", state)
		}
		if a := alice.Do(t, http.MethodPost, "/api/v1/me/second-factor/remove", map[string]string{"password": password}); a.Status != http.StatusNoContent {
			t.Errorf("remove: %d %s", a.Status, a.Body)
		}
		if a := logInWith(t, s, "alice", password, ""); a.Status != http.StatusOK {
			t.Errorf("after the removal: %d %s", a.Status, a.Body)
		}
	})
}

// S-04: the old protocol cannot ask for a code, and is no way around it.
func TestS04OldClientsNeedAnAppPassword(t *testing.T) {
	s := servertest.Start(t)
	alice := s.RESTClient(t, "alice")
	pc := s.LegacyClient(t, "alice", models.ClassPC)
	enableSecondFactor(t, alice)
	pc.Ended(t) // logged in with the password alone

	logIn := func(password string) string {
		c := s.Connect(t, models.ClassPC)
		defer c.Close()
		c.Request(t, wire.CmdLogin, `{"username":"alice","password":"`+password+`","clienttype":1,"status":1}`)
		return c.Next(t, wire.CmdLogin).Data
	}
	const refused = `{"code": 103, "msg": "incorrect password"}`
	if got := logIn(servertest.Password("alice")); got != refused {
		t.Errorf("with the password: got %s, want %s", got, refused)
	}
	if got := logIn(""); got != refused {
		t.Errorf("with nothing: got %s, want %s", got, refused)
	}
	var app struct{ Password string }
	alice.Do(t, http.MethodPost, "/api/v1/me/app-password", map[string]string{"password": servertest.Password("alice")}).Into(t, &app)
	if len(app.Password) > 15 {
		t.Errorf("app password %q has more characters than the PC client takes", app.Password)
	}
	if got := logIn(app.Password); got == refused {
		t.Error("the app password is refused")
	}
	logInWith(t, s, "alice", app.Password, "").Problem(t, http.StatusUnauthorized, "unauthenticated")
	if a := alice.Do(t, http.MethodDelete, "/api/v1/me/app-password", nil); a.Status != http.StatusNoContent {
		t.Errorf("remove the app password: %d %s", a.Status, a.Body)
	}
	if got := logIn(app.Password); got != refused {
		t.Errorf("with the removed app password: got %s, want %s", got, refused)
	}
}

func TestAPITokenMayDoWhatItsScopesSay(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		s := servertest.Start(t, database)
		alice, bob := s.RESTClient(t, "alice"), s.RESTClient(t, "bob")
		create := func(scopes ...string) (token *servertest.RESTClient, id string) {
			t.Helper()
			var made struct{ ID, Token string }
			alice.Do(t, http.MethodPost, "/api/v1/api-tokens", map[string]any{"name": "robot", "scopes": scopes}).Into(t, &made)
			token = s.Stranger()
			token.ID, token.Access = alice.ID, made.Token
			return token, made.ID
		}
		reader, id := create("read")
		writer, _ := create("messages")

		if a := reader.Do(t, http.MethodGet, "/api/v1/conversations", nil); a.Status != http.StatusOK {
			t.Errorf("read with the scope read: %d %s", a.Status, a.Body)
		}
		send := map[string]any{"cid": "c1", "body": map[string]any{"segments": []any{map[string]any{"text": "hi"}}}}
		path := "/api/v1/conversations/" + alice.ConversationWith(bob.ID) + "/messages"
		if p := reader.Do(t, http.MethodPost, path, send).Problem(t, http.StatusForbidden, "forbidden"); p.Reason != "scope" {
			t.Errorf("send with the scope read: reason %q, want scope", p.Reason)
		}
		if a := writer.Do(t, http.MethodPost, path, send); a.Status != http.StatusCreated {
			t.Errorf("send with the scope messages: %d %s", a.Status, a.Body)
		}
		writer.Do(t, http.MethodGet, "/api/v1/conversations", nil).Problem(t, http.StatusForbidden, "forbidden")
		for _, r := range [][2]string{{http.MethodGet, "/api/v1/api-tokens"}, {http.MethodGet, "/api/v1/sessions"},
			{http.MethodPut, "/api/v1/me/password"}, {http.MethodPost, "/api/v1/me/second-factor"}} {
			reader.Do(t, r[0], r[1], "{}").Problem(t, http.StatusForbidden, "forbidden")
		}

		// A token is no refresh token, and is gone when it is revoked.
		s.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", map[string]string{"refresh_token": reader.Access}).
			Problem(t, http.StatusUnauthorized, "unauthenticated")
		if a := alice.Do(t, http.MethodDelete, "/api/v1/api-tokens/"+id, nil); a.Status != http.StatusNoContent {
			t.Errorf("revoke: %d %s", a.Status, a.Body)
		}
		reader.Do(t, http.MethodGet, "/api/v1/conversations", nil).Problem(t, http.StatusUnauthorized, "unauthenticated")
	})
}

func TestAPITokensAreChecked(t *testing.T) {
	s := servertest.Start(t)
	alice := s.RESTClient(t, "alice")
	for name, body := range map[string]map[string]any{
		"name":       {"name": "", "scopes": []string{"read"}},
		"scopes":     {"name": "x", "scopes": []string{"everything"}},
		"expires_at": {"name": "x", "scopes": []string{"read"}, "expires_at": "2001-01-01T00:00:00Z"},
	} {
		if p := alice.Do(t, http.MethodPost, "/api/v1/api-tokens", body).Problem(t, http.StatusBadRequest, "invalid"); p.Field != name {
			t.Errorf("got field %q, want %q", p.Field, name)
		}
	}
	expires := time.Now().Add(1500 * time.Millisecond)
	var made struct{ Token string }
	alice.Do(t, http.MethodPost, "/api/v1/api-tokens", map[string]any{"name": "short", "scopes": []string{"read"},
		"expires_at": expires.Format(time.RFC3339Nano)}).Into(t, &made)
	var list struct {
		Tokens []struct {
			Name  string
			Token string
		}
	}
	alice.Do(t, http.MethodGet, "/api/v1/api-tokens", nil).Into(t, &list)
	if i := slices.IndexFunc(list.Tokens, func(e struct{ Name, Token string }) bool { return e.Name == "short" && e.Token == "" }); i < 0 {
		t.Errorf("got %+v, want the token without its secret", list.Tokens)
	}
	forged := s.Stranger()
	forged.Access = made.Token[:len(made.Token)-1] + "-"
	forged.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, http.StatusUnauthorized, "unauthenticated")
}

func walkSecondFactor(w *world) {
	c := w.srv.RESTClient(w, "frank")
	password := object{"password": servertest.Password("frank")}
	w.want(c, 200, "GET /me/second-factor")
	w.want(c, 404, "POST /me/second-factor/confirm", object{"code": "123456"})
	w.want(c, 409, "POST /me/recovery-codes", password)
	w.want(c, 409, "POST /me/app-password", password)
	w.want(c, 409, "DELETE /me/app-password")
	for _, request := range []string{"POST /me/second-factor", "POST /me/second-factor/remove", "POST /me/recovery-codes", "POST /me/app-password"} {
		w.want(c, 400, request, object{"password": []string{"x"}})
		w.want(c, 403, request, object{"password": "wrong"})
	}
	w.want(c, 200, "POST /me/second-factor", password)
	w.want(c, 400, "POST /me/second-factor/confirm", object{"code": 123456})
	w.want(c, 401, "POST /me/second-factor/confirm", object{"code": "no code"})
	enableSecondFactor(w.T, c)
	w.want(c, 409, "POST /me/second-factor", password)
	w.want(c, 409, "POST /me/second-factor/confirm", object{"code": "123456"})
	w.want(c, 200, "POST /me/recovery-codes", password)
	w.want(c, 200, "POST /me/app-password", password)
	w.want(c, 200, "GET /me/second-factor")
	w.want(c, 204, "DELETE /me/app-password")
	w.want(c, 204, "POST /me/second-factor/remove", password)
}
