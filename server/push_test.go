package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/push"
	"flamingo/server/servertest"
)

// pushWorld is a server with somebody who is told and somebody who writes.
type pushWorld struct {
	srv        *servertest.Server
	alice, bob *servertest.RESTClient
	browser    *servertest.Browser // of bob
}

func newPushWorld(t *testing.T, options ...servertest.Option) *pushWorld {
	srv := servertest.Start(t, append(options, servertest.AllowLoopback)...)
	w := &pushWorld{srv: srv, alice: srv.RESTClient(t, "alice"), bob: srv.RESTClient(t, "bob"), browser: servertest.NewBrowser(t)}
	w.browser.Subscribe(t, w.bob)
	return w
}

func do(t *testing.T, c *servertest.RESTClient, method, path string, body any) {
	t.Helper()
	if a := c.Do(t, method, "/api/v1"+path, body); a.Status/100 != 2 {
		t.Fatalf("%s %s is answered %d %s", method, path, a.Status, a.Body)
	}
}

func TestAbsentUserIsNotified(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		w := newPushWorld(t, database)
		sent := w.alice.SendChat(t, w.bob.ID, "are you there?")
		got := w.browser.Next(t)
		if got.User != fmt.Sprint(w.bob.ID) || got.C != sent.Conversation || got.Seq != 1 || got.From != fmt.Sprint(w.alice.ID) ||
			got.Title != "alice" || got.Text != "are you there?" || got.Count != 1 || got.Urgency != "high" || got.TTL != "259200" {
			t.Errorf("got %+v", got)
		}
		var key struct{ Key string }
		w.bob.Do(t, http.MethodGet, "/api/v1/push/key", nil).Into(t, &key)
		if got.ServerKey != key.Key {
			t.Errorf("the notification is signed by %s, the server's key is %s", got.ServerKey, key.Key)
		}
	})
}

func TestS30PushKeyIsMadeAtTheFirstStartAndKept(t *testing.T) {
	w := newPushWorld(t)
	info, err := os.Stat(filepath.Join(w.srv.Config.Data, "push.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key is %v, %v; want a file of mode 0600", info, err)
	}
	var before, after struct{ Key string }
	w.bob.Do(t, http.MethodGet, "/api/v1/push/key", nil).Into(t, &before)
	w.srv.Restart(t)
	w.bob.Do(t, http.MethodGet, "/api/v1/push/key", nil).Into(t, &after)
	if before != after {
		t.Errorf("after a restart the key is %s, before it was %s", after.Key, before.Key)
	}
	w.alice.SendChat(t, w.bob.ID, "after the restart")
	if got := w.browser.Next(t); got.Text != "after the restart" {
		t.Errorf("got %+v", got)
	}
}

// pushGroup makes a group of alice's with these members, and returns its number.
func (w *pushWorld) group(t *testing.T, name string, members ...*servertest.RESTClient) (id int64) {
	t.Helper()
	var made struct {
		ID int64 `json:"id,string"`
	}
	w.alice.Do(t, http.MethodPost, "/api/v1/groups", map[string]any{"name": name}).Into(t, &made)
	for _, m := range members {
		do(t, m, http.MethodPost, fmt.Sprintf("/groups/%d/join", made.ID), map[string]any{})
	}
	return made.ID
}

// What somebody muted, blocked, wrote themselves or read already is not told,
// and nothing of a group that they left (S-09). Somebody else in each group is
// told, so that it is known when bob would have been.
func TestS09NotificationsKeepSilent(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	carl, dora := w.srv.RESTClient(t, "carl"), w.srv.RESTClient(t, "dora")
	watcher := servertest.NewBrowser(t)
	watcher.Subscribe(t, dora)
	cases := []struct {
		name string
		act  func(group int64, path string)
	}{
		{"muted", func(group int64, path string) {
			do(t, w.bob, http.MethodPatch, path, map[string]any{"mute": "silent"})
			w.alice.SendChat(t, group, "not to be told")
		}},
		{"blocked", func(group int64, _ string) {
			do(t, w.bob, http.MethodPut, fmt.Sprintf("/blocks/%d", carl.ID), nil)
			carl.SendChat(t, group, "not to be told")
		}},
		{"own", func(group int64, _ string) { w.bob.SendChat(t, group, "not to be told") }},
		{"read", func(group int64, path string) {
			sent := w.alice.SendChat(t, group, "not to be told")
			do(t, w.bob, http.MethodPut, path+"/read", map[string]any{"seq": sent.Seq})
		}},
		{"left", func(group int64, _ string) {
			w.alice.SendChat(t, group, "not to be told")
			do(t, w.bob, http.MethodPost, fmt.Sprintf("/groups/%d/leave", group), nil)
		}},
		{"recalled", func(group int64, path string) {
			sent := w.alice.SendChat(t, group, "not to be told")
			w.alice.SendChat(t, group, "to be told")
			do(t, w.alice, http.MethodPost, fmt.Sprintf("%s/messages/%d/recall", path, sent.Seq), nil)
		}},
	}
	var groups []int64
	for _, c := range cases {
		group := w.group(t, c.name, w.bob, carl, dora)
		groups = append(groups, group)
		w.alice.SendChat(t, group, "first") // the next ones are told five seconds later
	}
	for range cases {
		w.browser.Next(t)
		watcher.Next(t)
	}
	for i, c := range cases {
		c.act(groups[i], "/conversations/"+w.bob.ConversationWith(groups[i]))
	}
	for range cases {
		if got := watcher.Next(t); got.Count != 1 {
			t.Errorf("%s: told of %d messages, want 1", got.Title, got.Count)
		}
	}
	if got := w.browser.Next(t); got.Title != "recalled" || got.Text != "alice: to be told" || got.Count != 1 {
		t.Errorf("got %s, want what was not recalled", got.Raw)
	}
	w.alice.SendChat(t, w.bob.ID, "the last") // what was told before comes before it
	if got := w.browser.Next(t); got.Text != "the last" {
		t.Errorf("got %s, which should not have been told", got.Raw)
	}
}

func TestNobodyIsNotifiedWhoLooks(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	dora := w.srv.RESTClient(t, "dora")
	watcher := servertest.NewBrowser(t)
	watcher.Subscribe(t, dora)
	group := w.group(t, "Choir", w.bob, dora)
	screen := w.srv.Connected(t, w.bob)
	screen.Request(t, "visible", map[string]any{"visible": true})
	w.alice.SendChat(t, group, "while bob looks")
	watcher.Next(t)
	screen.Request(t, "status", map[string]any{"status": "away"})
	w.alice.SendChat(t, w.bob.ID, "while bob is away")
	if got := w.browser.Next(t); got.Text != "while bob is away" {
		t.Errorf("got %s", got.Raw)
	}
	screen.Request(t, "status", map[string]any{"status": "busy"})
	w.alice.SendChat(t, group, "while bob looks again")
	watcher.Next(t)
	screen.Request(t, "visible", map[string]any{"visible": false})
	dora.SendChat(t, w.bob.ID, "in the background")
	if got := w.browser.Next(t); got.Text != "in the background" {
		t.Errorf("got %s", got.Raw)
	}
	if f := screen.Request(t, "visible", map[string]any{}); f.Err == nil || f.Err.Field != "visible" {
		t.Errorf("visible without saying so is answered %s", f.Raw)
	}
	screen.Close()
	seen, _ := w.srv.Dial(t, nil)
	seen.Request(t, "hello", map[string]any{"token": w.bob.Access, "device": map[string]string{"id": "d"}, "visible": true})
	w.alice.SendChat(t, group, "while bob looks once more")
	watcher.Next(t)
	w.browser.Nothing(t)
}

func TestNotificationSaysWhatTheUserWants(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	number := w.group(t, "Choir", w.bob)
	topics := map[string]bool{}
	for _, test := range []struct {
		content    string
		target     int64
		title, say string
	}{
		{"full", number, "Choir", "alice: hello"},
		{"name", w.bob.ID, "alice", ""},
		{"none", number, "", ""},
	} {
		do(t, w.bob, http.MethodPatch, "/me/settings", map[string]any{"push_content": test.content})
		w.alice.SendChat(t, test.target, "hello")
		got := w.browser.Next(t)
		if got.Title != test.title || got.Text != test.say || test.content == "none" && (got.C != "" || got.From != "" || got.Seq != 0) {
			t.Errorf("%s: got %s", test.content, got.Raw)
		}
		topics[got.Topic] = true
	}
	if len(topics) != 3 {
		t.Errorf("three things to be told of have the topics %v", topics)
	}
	do(t, w.bob, http.MethodPatch, "/me/settings", map[string]any{"push_content": "full"})
	w.alice.Do(t, http.MethodPost, "/api/v1/conversations/"+w.alice.ConversationWith(w.bob.ID)+"/messages",
		map[string]any{"cid": "vanishes", "body": map[string]string{"text": "secret"}, "ttl_ms": 60_000})
	if got := w.browser.Next(t); got.Text != "" || got.Title != "alice" || len(got.TTL) > 2 {
		t.Errorf("of a message that is to vanish: got %s for %s s", got.Raw, got.TTL)
	}
}

func TestMessagesOfAConversationAreToldTogether(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	for i := range 20 {
		w.alice.SendChat(t, w.bob.ID, fmt.Sprint("message ", i+1))
	}
	first := w.browser.Next(t)
	if first.Count < 1 || first.Seq > 20 {
		t.Fatalf("got %+v", first)
	}
	for told := first.Count; told < 20; {
		next := w.browser.Next(t)
		if told += next.Count; next.Topic != first.Topic {
			t.Errorf("topics %s and %s of one conversation", first.Topic, next.Topic)
		}
	}
	w.browser.Nothing(t)
}

func TestSubscriptionsEndWithTheirSession(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	phone := w.srv.RESTClient(t, "bob")
	second := servertest.NewBrowser(t)
	second.Subscribe(t, phone)
	w.alice.SendChat(t, w.bob.ID, "to both")
	w.browser.Next(t)
	second.Next(t)
	do(t, w.bob, http.MethodDelete, "/sessions/"+phone.Session, nil)
	w.alice.SendChat(t, w.bob.ID, "to one")
	w.browser.Next(t)
	second.Nothing(t)

	do(t, w.bob, http.MethodDelete, "/push/subscription", nil)
	third := servertest.NewBrowser(t)
	third.Subscribe(t, w.bob)
	w.alice.SendChat(t, w.bob.ID, "to another")
	third.Next(t)
	w.browser.Nothing(t)
}

func TestPushServiceDecides(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		answers []servertest.PushAnswer
		kept    bool
	}{
		{"gone", []servertest.PushAnswer{{Status: http.StatusGone}}, false},
		{"not found", []servertest.PushAnswer{{Status: http.StatusNotFound}}, false},
		{"busy", []servertest.PushAnswer{{Status: http.StatusTooManyRequests, RetryAfter: "1"}}, true},
		{"broken", []servertest.PushAnswer{{Status: http.StatusBadGateway, RetryAfter: "1"}, {Status: http.StatusServiceUnavailable, RetryAfter: "1"}}, true},
		{"too large", []servertest.PushAnswer{{Status: http.StatusRequestEntityTooLarge}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newPushWorld(t)
			eve := w.srv.RESTClient(t, "eve")
			w.browser.Answer(test.answers...)
			w.alice.SendChat(t, w.bob.ID, "first")
			again := 0
			for range test.answers {
				if got := w.browser.Next(t); got.Text != "first" {
					t.Errorf("got %s", got.Raw)
				}
				again++
			}
			if test.answers[0].RetryAfter != "" {
				if got := w.browser.Next(t); got.Text != "first" {
					t.Errorf("after %d refusals got %s", again, got.Raw)
				}
			}
			other := servertest.NewBrowser(t)
			other.Subscribe(t, eve)
			w.alice.SendChat(t, w.group(t, "Choir", w.bob, eve), "second")
			other.Next(t)
			if test.kept {
				if got := w.browser.Next(t); got.Text != "alice: second" {
					t.Errorf("got %s", got.Raw)
				}
			}
			w.browser.Nothing(t)
		})
	}
}

func TestS14PushReachesNoPrivateAddress(t *testing.T) {
	t.Parallel()
	srv := servertest.Start(t, func(c *config.Config) { c.OutboundAllow = []string{"127.0.0.2"} })
	w := &pushWorld{srv: srv, alice: srv.RESTClient(t, "alice"), bob: srv.RESTClient(t, "bob")}
	bob, dora := w.bob, srv.RESTClient(t, "dora")
	reached := make(chan string, 10)
	inside := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached <- r.URL.Path }))
	defer inside.Close()
	browser, watcher := servertest.NewBrowser(t), servertest.NewBrowserAt(t, "127.0.0.2")
	browser.Subscribe(t, bob)
	watcher.Subscribe(t, dora)
	do(t, bob, http.MethodPut, "/push/gateway", map[string]any{"url": strings.Replace(inside.URL, "127.0.0.1", "localhost", 1) + "/gateway"})
	for _, bad := range []string{"file:///etc/passwd", "https://user:word@example.org/", "gopher://127.0.0.1/", "/relative"} {
		if a := bob.Do(t, http.MethodPut, "/api/v1/push/gateway", map[string]any{"url": bad}); a.Problem(t, 400, "invalid").Field != "url" {
			t.Errorf("%s is answered %s", bad, a.Body)
		}
	}
	group := w.group(t, "Choir", bob, dora)
	for range 2 { // when dora was told the second time, the first attempt to tell bob is over
		w.alice.SendChat(t, group, "hello")
		watcher.Next(t)
	}
	browser.Nothing(t)
	select {
	case path := <-reached:
		t.Errorf("%s was reached", path)
	default:
	}
}

func TestGatewayGetsSignedNotifications(t *testing.T) {
	t.Parallel()
	w := newPushWorld(t)
	type delivery struct {
		header http.Header
		body   []byte
	}
	got := make(chan delivery, 10)
	var status atomic.Int32
	status.Store(http.StatusOK)
	gateway := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		rw.WriteHeader(int(status.Load()))
		got <- delivery{r.Header, body}
	}))
	defer gateway.Close()
	var made struct{ URL, Secret string }
	w.bob.Do(t, http.MethodPut, "/api/v1/push/gateway", map[string]any{"url": gateway.URL}).Into(t, &made)
	if len(made.Secret) < 32 {
		t.Errorf("the secret is %q", made.Secret)
	}
	w.alice.SendChat(t, w.bob.ID, "hello")
	d := <-got
	if want := "v1=" + push.Sign(made.Secret, d.header.Get("Flamingo-Timestamp"), d.body); d.header.Get("Flamingo-Signature") != want {
		t.Errorf("signed %s, want %s", d.header.Get("Flamingo-Signature"), want)
	}
	var n servertest.Pushed
	if err := json.Unmarshal(d.body, &n); err != nil || n.Title != "alice" || n.Text != "hello" {
		t.Errorf("got %s, %v", d.body, err)
	}
	w.browser.Next(t) // both are told
	if a := w.bob.Do(t, http.MethodGet, "/api/v1/push/gateway", nil); strings.Contains(string(a.Body), made.Secret) {
		t.Errorf("the secret is shown again: %s", a.Body)
	}
	status.Store(http.StatusGone)
	eve := w.srv.RESTClient(t, "eve")
	eve.SendChat(t, w.bob.ID, "the last")
	<-got
	w.browser.Next(t)
	for deadline := time.Now().Add(10 * time.Second); ; {
		if w.bob.Do(t, http.MethodGet, "/api/v1/push/gateway", nil).Status == http.StatusNotFound {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the gateway is not forgotten")
		}
	}
}
