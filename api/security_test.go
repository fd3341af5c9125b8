package api_test

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"flamingo/api"
	"flamingo/config"
	"flamingo/server/servertest"
)

// S-01: an object or a list is no string, in whichever field of whichever
// operation, and neither is a query that looks like one.
func TestS01StringFieldsRefuseObjectsAndArrays(t *testing.T) {
	w := newWorld(t, func(c *config.Config) { c.RequestBurst, c.AddressRequestBurst, c.LoginAttempts = 1<<20, 1<<20, 1<<20 })
	fields := 0
	for _, o := range contract(t).Operations() {
		if o.RequestBody == nil || o.RequestBody.Value.Content.Get("application/json") == nil {
			continue
		}
		schema := o.RequestBody.Value.Content.Get("application/json").Schema
		for _, path := range stringFields(schema, 3) {
			for _, odd := range []any{object{"$gt": ""}, []any{"x"}, []any{object{"$ne": nil}}} {
				body := odd
				for i := len(path) - 1; i >= 0; i-- {
					if path[i] == "[]" {
						body = []any{body}
					} else {
						body = object{path[i]: body}
					}
				}
				a := w.alice.Do(t, o.Method, api.Prefix+samplePath(t, o), body)
				a.Problem(t, http.StatusBadRequest, "invalid")
				if t.Failed() {
					t.Fatalf("%s takes %v for %s", o.OperationID, odd, strings.Join(path, "."))
				}
			}
			fields++
		}
	}
	if fields < 50 {
		t.Errorf("only %d string fields were tried", fields)
	}
	// In a query, brackets are part of a name that nothing has.
	w.alice.Do(t, http.MethodGet, "/api/v1/users?username[$ne]=x", nil).Problem(t, http.StatusBadRequest, "invalid")
	w.alice.Do(t, http.MethodGet, "/api/v1/search?q[$gt]=", nil).Problem(t, http.StatusBadRequest, "invalid")
}

// stringFields lists where in a body strings belong; "[]" is an entry of a list.
func stringFields(s *openapi3.SchemaRef, depth int) (paths [][]string) {
	if depth == 0 || s == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(s.Value.Properties)) {
		p := s.Value.Properties[name]
		switch {
		case p.Value.Type.Is("string"):
			paths = append(paths, []string{name})
		case p.Value.Type.Is("array"):
			if p.Value.Items.Value.Type.Is("string") {
				paths = append(paths, []string{name, "[]"})
			}
			for _, deeper := range stringFields(p.Value.Items, depth-1) {
				paths = append(paths, append([]string{name, "[]"}, deeper...))
			}
		default:
			for _, deeper := range stringFields(p, depth-1) {
				paths = append(paths, append([]string{name}, deeper...))
			}
		}
	}
	return paths
}

// S-20: a name is text wherever it comes back: as JSON, which no browser
// renders, escaped in pages, and harmless in headers.
func TestS20NamesAreTextInEveryAnswer(t *testing.T) {
	w := newWorld(t)
	const evil = `"><script>alert(1)</script>`
	w.want(w.alice, 200, "PATCH /me", object{"nickname": evil, "signature": evil})
	w.want(w.alice, 204, "POST /friend-requests", object{"user": fmt.Sprint(w.bob.ID), "greeting": evil})
	w.want(w.bob, 204, fmt.Sprintf("POST /friend-requests/%d/accept", w.alice.ID))
	w.want(w.bob, 204, "POST /teams", object{"name": "<b>team</b>"})
	var g struct{ ID string }
	w.want(w.alice, 201, "POST /groups", object{"name": evil, "users": []string{fmt.Sprint(w.bob.ID)}}).Into(w, &g)
	w.want(w.alice, 200, "PATCH /groups/"+g.ID, object{"notice": evil, "introduction": evil})
	w.want(w.bob, 200, fmt.Sprintf("PATCH /groups/%s/members/%d", g.ID, w.bob.ID), object{"card": evil})
	group := "/conversations/g" + g.ID
	file := w.alice.Upload(w, evil+".html", []byte("<script>alert(1)</script>")).File
	body := object{"segments": []object{{"text": evil}, {"mention": fmt.Sprint(w.bob.ID), "name": evil}, {"file": object{"file": file, "name": evil, "size": 1}}}}
	w.want(w.alice, 201, "POST "+group+"/messages", object{"cid": "1", "body": body})
	for _, path := range []string{"/me", "/friends", "/groups", "/groups/" + g.ID, "/groups/" + g.ID + "/members", "/conversations", group, group + "/messages",
		group + "/changes", fmt.Sprintf("/users/%d", w.alice.ID), "/users?q=alice", "/search?in=groups&q=script"} {
		a := w.want(w.bob, 200, "GET "+path)
		if got := a.Header.Get("Content-Type"); got != "application/json" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is %q, and to be sniffed: %q", path, got, a.Header.Get("X-Content-Type-Options"))
		}
	}
	page := w.want(w.bob, 200, "GET "+group+"/export")
	if strings.Contains(string(page.Body), "<script") || !strings.Contains(string(page.Body), "&lt;script&gt;") {
		t.Errorf("the exported page has a script of a name: %s", page.Body)
	}
	a := w.want(w.bob, 200, "GET /files/"+file+"?name="+url.QueryEscape(evil+"\r\nSet-Cookie: a=b"))
	if got := a.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") || strings.ContainsAny(got, "<\r\n") || a.Header.Get("Set-Cookie") != "" {
		t.Errorf("the name of a file becomes %q", got)
	}
}

// S-22: what a user types is no pattern, and long input costs what it is long.
func TestS22PatternsCostLittle(t *testing.T) {
	w := newWorld(t, func(c *config.Config) { c.RequestTimeout = 5 * time.Second })
	for _, q := range []string{"%", "_", "%%%%%%%%%%%%%%%%%%%%", "[a-z]", "*", `\`, "'", strings.Repeat("a*", 30), strings.Repeat("(a+)+", 12)} {
		var found struct{ Users []struct{ ID string } }
		w.want(w.alice, 200, "GET /users?q="+url.QueryEscape(q)).Into(w, &found)
		if len(found.Users) != 0 {
			t.Errorf("%q finds %d people", q, len(found.Users))
		}
		// A word has letters or digits; a search without one is refused, and none takes long.
		a := w.alice.Do(t, http.MethodGet, "/api/v1/search?q="+url.QueryEscape(q), nil)
		if a.Status != 200 && a.Status != 400 {
			t.Errorf("search for %q: %d %s", q, a.Status, a.Body)
		}
	}
	long := strings.Repeat("(a+)+$ ", 2800) // of the length that a message may have
	var sent struct{ Seq int64 }
	direct := "/conversations/" + w.alice.ConversationWith(w.bob.ID)
	w.want(w.alice, 201, "POST "+direct+"/messages", object{"cid": "1", "body": object{"text": long}}).Into(w, &sent)
	find(t, w.bob, "q="+strings.Repeat("a%20", 24), 1)
}

// S-05: what was logged out works no more, on any door, for anything.
func TestS05LoggedOutTokenIsRefusedAtOnce(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	bob := srv.User(t, "bob")
	if a := c.Do(t, http.MethodPost, "/api/v1/auth/logout", nil); a.Status != 204 {
		t.Fatalf("logout: %d", a.Status)
	}
	for _, r := range []struct {
		method, path string
		body         any
	}{
		{http.MethodGet, "/api/v1/me", nil},
		{http.MethodGet, "/api/v1/sessions", nil},
		{http.MethodGet, "/api/v1/conversations", nil},
		{http.MethodPost, "/api/v1/conversations/" + c.ConversationWith(bob) + "/messages", object{"cid": "x", "body": object{"text": "x"}}},
		{http.MethodPut, "/api/v1/me/password", object{"old_password": servertest.Password("alice"), "new_password": "x"}},
		{http.MethodPost, "/api/v1/auth/logout", nil},
	} {
		c.Do(t, r.method, r.path, r.body).Problem(t, 401, "unauthenticated")
	}
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", object{"refresh_token": c.Refresh}).Problem(t, 401, "unauthenticated")
	socket, _ := srv.Dial(t, nil)
	socket.Write(t, `{"id":"1","op":"hello","token":"`+c.Access+`"}`)
	if _, code := socket.Closed(t); code != 4403 {
		t.Errorf("the socket is closed with %d, want 4403", code)
	}
}

// S-06: identity comes from the credential alone.
func TestS06SenderOfABodyIsIgnored(t *testing.T) {
	srv := servertest.Start(t)
	eve, bob, alice := srv.RESTClient(t, "eve"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "alice")
	var sent servertest.Sent
	eve.Do(t, http.MethodPost, "/api/v1/conversations/"+eve.ConversationWith(bob.ID)+"/messages?user="+fmt.Sprint(alice.ID),
		object{"cid": "x", "body": object{"text": "x"}, "from": fmt.Sprint(alice.ID), "user": fmt.Sprint(alice.ID)}).Into(t, &sent)
	if got := bob.Messages(t, eve.ID, 0); len(got) != 1 || got[0].From != eve.ID {
		t.Errorf("bob reads %+v, want it from eve", got)
	}
	eve.Do(t, http.MethodPatch, "/api/v1/me", object{"id": fmt.Sprint(alice.ID), "username": "alice", "nickname": "mine"}).Into(t, &struct{}{})
	var me struct{ Username, Nickname string }
	alice.Do(t, http.MethodGet, "/api/v1/me", nil).Into(t, &me)
	if me.Nickname == "mine" {
		t.Error("eve changed the profile of alice")
	}
	eve.Do(t, http.MethodGet, "/api/v1/conversations/"+alice.ConversationWith(bob.ID)+"/messages", nil).Problem(t, 403, "forbidden")
}

// S-07: the algorithm is pinned, and nothing is read before the signature holds.
func TestS07TokensAreVerified(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	with := func(token string) servertest.Answer {
		c := srv.Stranger()
		c.Access = token
		return c.Do(t, http.MethodGet, "/api/v1/me", nil)
	}
	good := srv.Token(t, alice, time.Minute, nil, nil)
	if a := with(good); a.Status != 200 {
		t.Fatalf("a token as the server signs them: %d %s", a.Status, a.Body)
	}
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"no algorithm":        srv.Token(t, alice, time.Minute, object{"alg": "none"}, nil),
		"algorithm NONE":      srv.Token(t, alice, time.Minute, object{"alg": "NONE"}, nil),
		"another algorithm":   srv.Token(t, alice, time.Minute, object{"alg": "HS512"}, nil),
		"unknown key id":      srv.Token(t, alice, time.Minute, object{"kid": "00000000"}, nil),
		"another issuer":      srv.Token(t, alice, time.Minute, nil, object{"iss": "somebody"}),
		"another audience":    srv.Token(t, alice, time.Minute, nil, object{"aud": "somebody"}),
		"no expiry":           srv.Token(t, alice, time.Minute, nil, object{"exp": nil}),
		"expired":             srv.Token(t, alice, -time.Minute, nil, nil),
		"session of another":  srv.Token(t, alice, time.Minute, nil, object{"sid": bob.Session}),
		"claims of another":   parts[0] + "." + strings.Split(srv.Token(t, bob, time.Minute, nil, nil), ".")[1] + "." + parts[2],
		"no signature":        parts[0] + "." + parts[1] + ".",
		"the refresh token":   alice.Refresh,
		"nothing of the kind": "x",
	} {
		t.Run(name, func(t *testing.T) { with(token).Problem(t, 401, "unauthenticated") })
	}
	// In no other place than the header.
	c := srv.Stranger()
	c.Do(t, http.MethodGet, "/api/v1/me?access_token="+good+"&token="+good, nil).Problem(t, 401, "unauthenticated")
}

// S-15: a declared length is no memory.
func TestS15DeclaredSizesAllocateNothing(t *testing.T) {
	srv := servertest.Start(t)
	const peers = 50
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range peers {
		conn, err := net.Dial("tcp", srv.HTTPAddr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{")
	}
	srv.Stranger().Do(t, http.MethodGet, "/healthz", nil)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > peers*64<<10 {
		t.Errorf("%d bodies of 1 MB that were only announced take %d KB", peers, grown>>10)
	}
}

// S-16: limits come before parsing, on every route.
func TestS16OversizedAndOddBodiesAreRefused(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	messages := "/api/v1/conversations/" + c.ConversationWith(c.ID) + "/messages"
	for _, r := range []struct{ method, path string }{
		{http.MethodPost, "/api/v1/auth/register"}, {http.MethodPost, "/api/v1/auth/login"}, {http.MethodPost, "/api/v1/auth/refresh"},
		{http.MethodPatch, "/api/v1/me"}, {http.MethodPut, "/api/v1/me/password"}, {http.MethodPost, messages},
	} {
		for name, body := range map[string]string{
			"deep arrays":  `{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`,
			"deep objects": strings.Repeat(`{"a":`, 100_000),
			"not UTF-8":    "{\"username\":\"\xff\xfe\",\"password\":\"\xff\",\"nickname\":\"\xff\",\"cid\":\"\xff\",\"old_password\":\"\xff\",\"refresh_token\":\"\xff\"}",
			"NUL":          "\x00",
		} {
			if a := c.Do(t, r.method, r.path, body); a.Status/100 != 4 {
				t.Errorf("%s %s, %s: got %d %.200s", r.method, r.path, name, a.Status, a.Body)
			}
		}
		if status := post(t, srv, r.method, r.path, c.Access, 20<<20); status != 413 && status != 0 {
			t.Errorf("%s %s, 20 MiB: got %d, want 413 or the end of the connection", r.method, r.path, status)
		}
	}
	// Headers are limited as well.
	conn, err := net.Dial("tcp", srv.HTTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	go fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n", strings.Repeat("x", 1<<20))
	if res, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil && res.StatusCode/100 != 4 {
		t.Errorf("a header of 1 MiB: got %d", res.StatusCode)
	}
}

// post sends a body of so many bytes and returns the status of the answer, 0
// when the server has hung up instead.
func post(t *testing.T, srv *servertest.Server, method, path, token string, size int) int {
	t.Helper()
	conn, err := net.Dial("tcp", srv.HTTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	go func() {
		fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{\"a\":\"", method, path, token, size)
		for chunk := make([]byte, 64<<10); size > 0; size -= len(chunk) {
			if _, err := conn.Write(chunk); err != nil {
				return
			}
		}
	}()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		t.Fatalf("%s %s: neither an answer nor an end", method, path)
	}
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}

// A body in pieces that was read to its end is answered at once: whoever read on
// would wait for another piece.
func TestBodyInPiecesIsAnsweredAtItsEnd(t *testing.T) {
	api.SetDrainTime(t, time.Hour)
	srv := servertest.Start(t)
	conn, err := net.Dial("tcp", srv.HTTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	body := `{"username":"nobody","password":"x"}`
	fmt.Fprintf(conn, "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 401 {
		t.Errorf("got %d, want 401", res.StatusCode)
	}
}

// S-25: what is for one person is kept by nobody on the way.
func TestS25PersonalAnswersAreNotCached(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	for _, a := range []servertest.Answer{
		c.Do(t, http.MethodGet, "/api/v1/me", nil),
		c.Do(t, http.MethodGet, "/api/v1/nothing", nil),
		srv.Stranger().Do(t, http.MethodGet, "/api/v1/me", nil),
		srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/login", object{}),
	} {
		if got := a.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") || !strings.Contains(got, "private") {
			t.Errorf("%d %.60s has Cache-Control %q", a.Status, a.Body, got)
		}
	}
}

// S-30: secrets are made at the first start, different everywhere, and private.
func TestS30NoDefaultSecretSignsTokens(t *testing.T) {
	a, b := servertest.Start(t), servertest.Start(t)
	alice := a.RESTClient(t, "alice")
	b.RESTClient(t, "alice") // the same user id there
	other := b.Stranger()
	other.Access = alice.Access
	other.Do(t, http.MethodGet, "/api/v1/me", nil).Problem(t, 401, "unauthenticated")
	info, err := os.Stat(filepath.Join(a.Config.Data, "token.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %v (%v), want 0600", info.Mode(), err)
	}
}

func TestUnknownRoutesAreProblems(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.RESTClient(t, "alice")
	c.Do(t, http.MethodGet, "/api/v1/nothing", nil).Problem(t, 404, "not_found")
	if a := c.Do(t, http.MethodDelete, "/api/v1/me/password", nil); a.Status != 404 && a.Status != 405 {
		t.Errorf("a method that a route does not have: %d", a.Status)
	}
	for _, r := range []string{"/api/v1/me", "/api/v1/sessions", "/api/v1/conversations", "/api/v1/users?username=x"} {
		srv.Stranger().Do(t, http.MethodGet, r, nil).Problem(t, 401, "unauthenticated")
	}
}
