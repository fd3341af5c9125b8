package server_test

import (
	"encoding/json"
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

// administrator makes an account that administers the server.
func administrator(t *testing.T, srv *servertest.Server, name string) *servertest.RESTClient {
	t.Helper()
	c := srv.RESTClient(t, name)
	if err := srv.Chat().AdminSetAdmin(t.Context(), name, true); err != nil {
		t.Fatal(err)
	}
	return c
}

// asks sends a request below /admin and wants a status.
func asks(t *testing.T, c *servertest.RESTClient, status int, request string, body any) servertest.Answer {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	a := c.Do(t, method, "/api/v1/admin"+path, body)
	if a.Status != status {
		t.Fatalf("%s: got %d %s, want %d", request, a.Status, a.Body, status)
	}
	return a
}

// acts reads the log of administrators, oldest first.
func acts(t *testing.T, c *servertest.RESTClient) (list []string) {
	t.Helper()
	var log struct {
		Acts []struct {
			Act, Detail string
			By, User    *struct{ Username string }
		}
	}
	asks(t, c, 200, "GET /audit?limit=200", nil).Into(t, &log)
	for _, e := range log.Acts {
		by, user := "machine", ""
		if e.By != nil {
			by = e.By.Username
		}
		if e.User != nil {
			user = " " + e.User.Username
		}
		list = append([]string{by + " " + e.Act + user}, list...)
	}
	return list
}

// TestS28OnlyAdministratorsAdminister: what the table says of others holds for
// the programs of an administrator, and for one who is none any more.
func TestS28OnlyAdministratorsAdminister(t *testing.T) {
	srv := servertest.Start(t)
	root, second := administrator(t, srv, "root"), administrator(t, srv, "second")
	victim := srv.RESTClient(t, "victim")
	user := fmt.Sprint("/users/", victim.ID)

	for _, scopes := range [][]chat.Scope{{chat.ScopeRead}, {chat.ScopeRead, chat.ScopeMessages, chat.ScopeManage}} {
		_, token, err := srv.Chat().CreateAPIToken(t.Context(), actorOf(root), chat.APITokenParams{Name: fmt.Sprint(scopes), Scopes: scopes})
		if err != nil {
			t.Fatal(err)
		}
		program := srv.Stranger()
		program.Access = token
		for _, request := range []string{"GET /users", "GET /audit", "POST " + user + "/password", "DELETE " + user + "/sessions"} {
			if p := asks(t, program, 403, request, nil).Problem(t, 403, "forbidden"); p.Reason != string(chat.ReasonScope) {
				t.Errorf("%s with an API token: reason %q", request, p.Reason)
			}
		}
	}
	before := acts(t, root)
	asks(t, root, 200, fmt.Sprint("PATCH /users/", second.ID), map[string]any{"admin": false})
	asks(t, second, 403, "GET /users", nil) // with the session from before
	asks(t, second, 403, "PATCH "+user, map[string]any{"disabled": true})
	asks(t, second, 403, fmt.Sprint("PATCH /users/", second.ID), map[string]any{"admin": true})
	// A group goes only with its line in the log.
	group, err := srv.Chat().CreateGroup(t.Context(), actorOf(victim), "choir")
	if err != nil {
		t.Fatal(err)
	}
	asks(t, second, 403, fmt.Sprint("DELETE /groups/", group.ID), nil)
	asks(t, root, 409, fmt.Sprint("PATCH /users/", root.ID), map[string]any{"admin": false})
	asks(t, root, 409, fmt.Sprint("PATCH /users/", root.ID), map[string]any{"disabled": true})
	if got, want := strings.Join(acts(t, root), "\n"), strings.Join(append(before, "root admin.take second"), "\n"); got != want {
		t.Errorf("got acts\n%s\nwant\n%s", got, want)
	}
	if err := srv.Chat().AdminSetAdmin(t.Context(), "root", false); !chat.IsCode(err, chat.CodeConflict) {
		t.Errorf("the last administrator goes at the machine: %v, want a conflict", err)
	}
}

// TestS03AdministratorEndsSessionsOnEveryDoor: within a second, and who was
// disabled does not come back.
func TestS03AdministratorEndsSessionsOnEveryDoor(t *testing.T) {
	srv := servertest.Start(t)
	root := administrator(t, srv, "root")
	for name, end := range map[string]func(user string){
		"disable":  func(user string) { asks(t, root, 200, "PATCH "+user, map[string]any{"disabled": true}) },
		"password": func(user string) { asks(t, root, 200, "POST "+user+"/password", nil) },
		"sessions": func(user string) { asks(t, root, 204, "DELETE "+user+"/sessions", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			web, old := srv.WebClient(t, name), srv.LegacyClient(t, name, models.ClassPC)
			_, token, err := srv.Chat().CreateAPIToken(t.Context(), actorOf(web.RESTClient), chat.APITokenParams{Name: "x", Scopes: []chat.Scope{chat.ScopeRead}})
			if err != nil {
				t.Fatal(err)
			}
			program := srv.Stranger()
			program.Access = token
			began := time.Now()
			end(fmt.Sprint("/users/", web.ID))
			if _, code := web.Socket.Closed(t); code != 4403 {
				t.Errorf("the socket was closed with %d, want 4403", code)
			}
			old.Next(t, wire.CmdKick)
			if took := time.Since(began); took > time.Second {
				t.Errorf("the doors closed after %v", took)
			}
			for what, c := range map[string]*servertest.RESTClient{"access token": web.RESTClient, "API token": program} {
				if a := c.Do(t, http.MethodGet, "/api/v1/me", nil); a.Status != 401 {
					t.Errorf("%s: got %d, want 401", what, a.Status)
				}
			}
			if a := srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", map[string]string{"refresh_token": web.Refresh}); a.Status != 401 {
				t.Errorf("refresh: got %d, want 401", a.Status)
			}
			_, a := srv.LogIn(t, name, servertest.Password(name))
			if want := map[string]int{"disable": 403, "password": 401, "sessions": 200}[name]; a.Status != want {
				t.Errorf("log-in: got %d, want %d", a.Status, want)
			}
		})
	}
}

func TestPasswordOfAnAdministratorIsShownOnce(t *testing.T) {
	srv := servertest.Start(t)
	root, bob := administrator(t, srv, "root"), srv.RESTClient(t, "bob")
	rules := srv.Chat()
	setup, err := rules.BeginSecondFactor(t.Context(), actorOf(bob), servertest.Password("bob"))
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(setup.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.ConfirmSecondFactor(t.Context(), actorOf(bob), code); err != nil {
		t.Fatal(err)
	}
	forOld, err := rules.RenewAppPassword(t.Context(), actorOf(bob), servertest.Password("bob"))
	if err != nil {
		t.Fatal(err)
	}
	user := fmt.Sprint("/users/", bob.ID)
	var made struct{ Password string }
	asks(t, root, 200, "POST "+user+"/password", nil).Into(t, &made)
	if len(made.Password) != 15 {
		t.Errorf("got %q, want 15 characters", made.Password)
	}
	_, a := srv.LogIn(t, "bob", made.Password)
	a.Problem(t, 401, "unauthenticated") // the second factor is still asked for
	if _, err := rules.LogIn(t.Context(), chat.LoginParams{Username: "bob", Password: forOld, Class: models.ClassPC}); !chat.IsCode(err, chat.CodeUnauthenticated) {
		t.Errorf("an old client logs in with the app password from before: %v", err)
	}
	var account struct {
		SecondFactor bool `json:"second_factor"`
	}
	asks(t, root, 200, "GET "+user, nil).Into(t, &account)
	if !account.SecondFactor {
		t.Error("the second factor is not shown")
	}
	asks(t, root, 204, "DELETE "+user+"/second-factor", nil)
	if _, a := srv.LogIn(t, "bob", made.Password); a.Status != 200 {
		t.Errorf("log-in with the new password: %d %s", a.Status, a.Body)
	}
	log := string(asks(t, root, 200, "GET /audit", nil).Body)
	if strings.Contains(log, made.Password) {
		t.Error("the log has the password")
	}
	if got, want := strings.Join(acts(t, root), ", "), "machine admin.give root, root user.password bob, root user.second_factor bob"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestS01SetupLinkIsGoodOnce: the token is of this start, for one account, and
// nobody learns from it whether a password is right.
func TestS01SetupLinkIsGoodOnce(t *testing.T) {
	srv := servertest.Start(t)
	srv.RESTClient(t, "alice")
	first, err := srv.Chat().BeginSetup(t.Context())
	if err != nil || len(first) < 26 {
		t.Fatalf("got token %q, %v", first, err)
	}
	srv.Restart(t)
	token, err := srv.Chat().BeginSetup(t.Context())
	if err != nil || token == first {
		t.Fatalf("the next start has token %q, %v, want another", token, err)
	}
	setup := func(status int, token any, username, password string) servertest.Answer {
		t.Helper()
		return asks(t, srv.Stranger(), status, "POST /setup", map[string]any{"token": token, "username": username, "password": password})
	}
	setup(403, first, "alice", servertest.Password("alice"))
	setup(403, "", "alice", "guessed")
	setup(400, map[string]any{"$ne": ""}, "alice", servertest.Password("alice"))
	setup(401, token, "alice", "guessed")
	root := srv.Stranger()
	root.Take(t, setup(200, token, "alice", servertest.Password("alice")))
	var me struct{ Admin bool }
	root.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &me)
	if !me.Admin {
		t.Error("alice is no administrator")
	}
	setup(403, token, "eve", "x")
	if again, err := srv.Chat().BeginSetup(t.Context()); err != nil || again != "" {
		t.Errorf("with an administrator there is a token %q, %v", again, err)
	}
	if got := strings.Join(acts(t, root), ", "); got != "machine setup alice" {
		t.Errorf("got acts %s", got)
	}
}

func TestAdministratorEndsAGroupAndItsMembersKnow(t *testing.T) {
	srv := servertest.Start(t)
	root := administrator(t, srv, "root")
	owner, member := srv.WebClient(t, "owner"), srv.RESTClient(t, "member")
	group, err := srv.Chat().CreateGroup(t.Context(), actorOf(owner.RESTClient), "choir")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().JoinGroup(t.Context(), actorOf(member), group.ID); err != nil {
		t.Fatal(err)
	}
	var list struct {
		Groups []struct {
			ID      string
			Members int
			Owner   struct{ Username string }
		}
	}
	asks(t, root, 200, "GET /groups?q=Choir", nil).Into(t, &list)
	if len(list.Groups) != 1 || list.Groups[0].Members != 2 || list.Groups[0].Owner.Username != "owner" {
		t.Errorf("got %+v", list)
	}
	asks(t, root, 204, "DELETE /groups/"+list.Groups[0].ID, nil)
	for _, c := range []*servertest.RESTClient{owner.RESTClient, member} {
		var groups struct{ Groups []json.RawMessage }
		c.Do(t, http.MethodGet, "/api/v1/groups", nil).Into(t, &groups)
		if len(groups.Groups) != 0 {
			t.Errorf("%s still has %s", c.Name, groups.Groups)
		}
	}
}

func TestFiguresOfTheServer(t *testing.T) {
	srv := servertest.Start(t)
	root := administrator(t, srv, "root")
	web, old := srv.WebClient(t, "web"), srv.LegacyClient(t, "old", models.ClassAndroid)
	web.SendChat(t, old.ID, "hello")
	old.NextChat(t)
	web.Upload(t, "a.png", pngOf(t, 4, 4))
	var stats struct {
		Connections []struct {
			Class, Door string
			N           int
		}
		Messages []int
	}
	a := asks(t, root, 200, "GET /stats", nil)
	a.Into(t, &stats)
	if got := fmt.Sprint(stats.Connections); got != "[{android legacy 1} {web socket 1}]" {
		t.Errorf("got connections %s", got)
	}
	sum := 0
	for _, n := range stats.Messages {
		sum += n
	}
	if sum != 1 || !strings.Contains(string(a.Body), "stored_within_ms_p99") {
		t.Errorf("after one message: %s", a.Body)
	}
	var storage struct {
		Database, Users, Messages int64
		Files                     []struct {
			Kind        string
			Count, Size int64
		}
	}
	asks(t, root, 200, "GET /storage", nil).Into(t, &storage)
	if storage.Users != 3 || storage.Messages != 1 || storage.Database == 0 || storage.Files[0].Count != 1 || storage.Files[0].Size == 0 {
		t.Errorf("got %+v", storage)
	}
	settings := string(asks(t, root, 200, "GET /settings", nil).Body)
	if !strings.Contains(settings, `"name":"registration","value":"open"`) {
		t.Errorf("got settings %s", settings)
	}
}
