package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"flamingo/api"
	"flamingo/api/apitest"
	"flamingo/chat"
	"flamingo/config"
	"flamingo/server/servertest"
)

// walks are the ways through the API, noun by noun: together they see each
// declared status of each operation. Every exchange is held to openapi.yaml by
// the client itself, so a walk says only what it expects. The statuses in
// provoked need no walk.
var walks = []struct {
	name string
	walk func(*world)
}{
	{"session", walkSessions},
	{"second factor", walkSecondFactor},
	{"API token", walkAPITokens},
	{"user", walkUsers},
	{"people", walkPeople},
	{"group", walkGroups},
	{"message", walkMessages},
	{"conversation", walkConversation},
	{"search", walkSearch},
	{"sync", walkSync},
	{"push", walkPush},
	{"file", walkFiles},
	{"upload", walkUploads},
	{"bot", walkBots},
	{"incoming webhook", walkIncomingWebhooks},
	{"webhook", walkWebhooks},
	{"admin", walkAdmin},
}

// world is a server and people on it.
type world struct {
	*testing.T
	srv              *servertest.Server
	alice, bob, carl *servertest.RESTClient
	nobody           *servertest.RESTClient // has not logged in
	reader, sender   *servertest.RESTClient // carl's programs, with tokens for one scope
}

// with keeps the people and reports to t.
func (w world) with(t *testing.T) *world {
	w.T = t
	return &w
}

// object is a JSON object.
type object = map[string]any

// want sends a request, as in want(w.bob, 201, "POST /teams", object{"name": "work"}),
// whose answer has to have that status. body is none, one, or a string that is sent as it is.
func (w *world) want(c *servertest.RESTClient, status int, request string, body ...any) servertest.Answer {
	w.Helper()
	method, path, _ := strings.Cut(request, " ")
	var b any
	if len(body) > 0 {
		b = body[0]
	}
	a := c.Do(w, method, api.Prefix+path, b)
	if a.Status != status {
		w.Fatalf("%s: got %d %s, want %d", request, a.Status, a.Body, status)
	}
	return a
}

func newWorld(t *testing.T, options ...servertest.Option) *world {
	srv := servertest.Start(t, options...)
	w := &world{T: t, srv: srv, alice: srv.RESTClient(t, "alice"), bob: srv.RESTClient(t, "bob"), carl: srv.RESTClient(t, "carl"),
		nobody: srv.Stranger(), reader: srv.Stranger(), sender: srv.Stranger()}
	w.reader.Access, w.sender.Access = w.apiToken(w.carl, chat.ScopeRead), w.apiToken(w.carl, chat.ScopeMessages)
	return w
}

// apiToken makes a token of c's account.
func (w *world) apiToken(c *servertest.RESTClient, scopes ...chat.Scope) string {
	var made struct{ Token string }
	w.want(c, http.StatusCreated, "POST /api-tokens", object{"name": "a program", "scopes": scopes}).Into(w, &made)
	return made.Token
}

func TestEveryOperationAnswersAsDocumented(t *testing.T) {
	spec := contract(t)
	w := newWorld(t, func(c *config.Config) {
		c.LoginAttempts, c.RequestBurst, c.AddressRequestBurst, c.MaxFileSize = 1000, 100_000, 100_000, walkFileSize
	})
	hurried := newHurried(t)
	late := servertest.Start(t, func(c *config.Config) { c.RequestTimeout = time.Nanosecond }).Stranger()
	for _, o := range spec.Operations() {
		provoke(w, o)
		request := o.Method + " " + samplePath(w, o)
		for hurried.Do(w, o.Method, api.Prefix+samplePath(w, o), nil).Status != http.StatusTooManyRequests { // files have more than the rest
			if w.Failed() {
				w.FailNow()
			}
		}
		w.want(late, http.StatusServiceUnavailable, request)
	}
	for _, s := range walks {
		t.Run(s.name, func(t *testing.T) { s.walk(w.with(t)) })
	}
	if t.Failed() {
		return // what is missing then says nothing
	}
	for _, unseen := range spec.Unseen() {
		if status := unseen[strings.LastIndexByte(unseen, ' ')+1:]; status == "507" {
			continue
		}
		t.Errorf("%s is documented, and nothing here sees it", unseen)
	}
}

// provoke sees the statuses that every operation has for the same reason.
func provoke(w *world, o apitest.Operation) {
	request := o.Method + " " + samplePath(w, o)
	if needs := o.Needs(); needs != "nothing" {
		w.want(w.nobody, http.StatusUnauthorized, request)
		weak := w.reader // may look, and only that
		if needs == "scope "+string(chat.ScopeRead) {
			weak = w.sender
		}
		if o.Method == http.MethodHead {
			w.want(weak, http.StatusForbidden, request)
		} else if p := w.want(weak, http.StatusForbidden, request).Problem(w, 403, "forbidden"); p.Reason != string(chat.ReasonScope) {
			w.Errorf("%s with an API token of another scope: reason %q", request, p.Reason)
		}
	}
	if o.RequestBody != nil && o.RequestBody.Value.Content.Get("application/json") != nil {
		w.want(w.carl, http.StatusRequestEntityTooLarge, request, strings.Repeat(" ", api.MaxBody+1))
	}
	for _, p := range o.Parameters {
		if p.Value.Name == "Idempotency-Key" {
			named := w.carl.With("Idempotency-Key", o.OperationID)
			for i, body := range []string{`{"x":1}`, `{"x":2}`} {
				if a := named.Do(w, o.Method, api.Prefix+samplePath(w, o), body); i == 1 {
					a.Problem(w, http.StatusConflict, "conflict")
				}
			}
		}
	}
}

// newHurried returns somebody who has used up what they and their address may ask for.
func newHurried(t *testing.T) *servertest.RESTClient {
	srv := servertest.Start(t, func(c *config.Config) {
		c.RequestBurst, c.RequestsPerSecond = 1, 0.001
		c.AddressRequestBurst, c.AddressRequestsPerSecond = 1, 0.001
	})
	c := srv.RESTClient(t, "alice") // the one request of the address
	if a := c.Do(t, http.MethodGet, api.Prefix+"/me", nil); a.Status != http.StatusOK {
		t.Fatalf("the one request of the user: %d %s", a.Status, a.Body)
	}
	return c
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// samplePath fills in the examples of the parameters.
func samplePath(t testing.TB, o apitest.Operation) string {
	item := contract(t).Doc.Paths.Value(o.Path)
	return placeholder.ReplaceAllStringFunc(o.Path, func(p string) string {
		name := strings.Trim(p, "{}")
		for _, param := range append(o.Parameters, item.Parameters...) {
			if param.Value.Name == name && param.Value.In == "path" {
				if param.Value.Example == nil {
					t.Errorf("%s %s: parameter %s has no example", o.Method, o.Path, name)
				}
				return fmt.Sprint(param.Value.Example)
			}
		}
		t.Errorf("%s %s: parameter %s is not declared", o.Method, o.Path, name)
		return "1"
	})
}
