package webhook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// call is a delivery as it came.
type call struct {
	header http.Header
	body   []byte

	ID, Webhook, Event string
	Data               json.RawMessage
}

// receiver takes what webhooks send.
type receiver struct {
	*httptest.Server
	calls  chan call
	status atomic.Int32 // that it answers
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{calls: make(chan call, 1000)}
	r.status.Store(http.StatusNoContent)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		c := call{header: req.Header.Clone(), body: body}
		if err := json.Unmarshal(body, &c); err != nil {
			t.Errorf("a call says %s: %v", body, err)
		}
		w.WriteHeader(int(r.status.Load()))
		r.calls <- c
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) next(t *testing.T) call {
	t.Helper()
	select {
	case c := <-r.calls:
		return c
	case <-time.After(patience):
		t.Fatal("the webhook was not called")
		panic("unreachable")
	}
}

// nextOf passes over calls about other events.
func (r *receiver) nextOf(t *testing.T, event string) call {
	t.Helper()
	for {
		if c := r.next(t); c.Event == event {
			return c
		}
	}
}

func allowLoopback(c *config.Config) { c.OutboundAllow = []string{"127.0.0.0/8"} }

// hook is a webhook of somebody.
type hook struct{ ID, Secret string }

func newHook(t *testing.T, c *servertest.RESTClient, url string, events ...string) hook {
	t.Helper()
	var h hook
	c.Do(t, http.MethodPost, "/api/v1/webhooks", map[string]any{"url": url, "events": events}).Into(t, &h)
	return h
}

// state is what the owner sees of a webhook.
type state struct {
	Enabled        bool
	LastStatus     int    `json:"last_status"`
	LastError      string `json:"last_error"`
	DisabledReason string `json:"disabled_reason"`
}

func (h hook) state(t *testing.T, c *servertest.RESTClient) (s state) {
	t.Helper()
	c.Do(t, http.MethodGet, "/api/v1/webhooks/"+h.ID, nil).Into(t, &s)
	return s
}

// until asks until done says so: what came of a call is written behind its answer.
func (h hook) until(t *testing.T, c *servertest.RESTClient, what string, done func(state) bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		s := h.state(t, c)
		if done(s) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the webhook is never %s: %+v", what, s)
		}
	}
}

func allEvents() (names []string) {
	for _, e := range chat.WebhookEvents() {
		names = append(names, string(e))
	}
	return names
}

// TestWebhookIsToldOfEverything: of each kind of event, signed, in the form
// that sockets and REST have it in.
func TestWebhookIsToldOfEverything(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database, allowLoopback)
		r := newReceiver(t)
		alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
		bob.SendChat(t, alice.ID, "before it was made")
		h := newHook(t, alice, r.URL, allEvents()...)

		sent := bob.SendChat(t, alice.ID, "hello")
		c := r.next(t)
		req := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(c.body))
		req.Header = c.header
		if _, err := verify(h.Secret, req); err != nil {
			t.Errorf("the signature: %v", err)
		}
		req = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(c.body)+" "))
		req.Header = c.header
		if _, err := verify(h.Secret, req); err == nil {
			t.Error("the signature holds for another body")
		}
		var m servertest.WebMessage
		if err := json.Unmarshal(c.Data, &m); err != nil || c.Event != "message" || c.Webhook != h.ID || c.ID == "" || c.ID != c.header.Get("webhook-id") {
			t.Errorf("got %s (%v)", c.body, err)
		}
		if m.Text != "hello" || m.Seq != sent.Seq || m.From != bob.ID {
			t.Errorf("got message %+v", m)
		}

		at := fmt.Sprintf("/api/v1/conversations/%s/messages/%d", sent.Conversation, sent.Seq)
		for _, step := range []struct {
			event, method, path string
			body                any
			want                string
		}{
			{"edit", http.MethodPatch, at, map[string]any{"body": map[string]string{"text": "hello there"}}, "hello there"},
			{"react", http.MethodPut, at + "/reactions/%F0%9F%91%8D", nil, "👍"},
			{"pin", http.MethodPut, at + "/pin", nil, `"pinned":true`},
			{"recall", http.MethodPost, at + "/recall", map[string]any{}, `"kind":"recall"`},
			{"request", http.MethodPost, "/api/v1/friend-requests", map[string]string{"user": fmt.Sprint(alice.ID), "greeting": "hi"}, `"action":"requested"`},
			{"group", http.MethodPost, "/api/v1/groups", nil, `"action":"joined"`},
		} {
			if step.event == "group" {
				alice.Do(t, http.MethodPost, fmt.Sprintf("/api/v1/friend-requests/%d/accept", bob.ID), nil)
				if c := r.nextOf(t, "friend"); !strings.Contains(string(c.body), `"action":"accepted"`) {
					t.Errorf("friend: got %s", c.body)
				}
				step.body = map[string]any{"name": "ours", "users": []string{fmt.Sprint(alice.ID)}}
			}
			if a := bob.Do(t, step.method, step.path, step.body); a.Status/100 != 2 {
				t.Fatalf("%s: %d %s", step.event, a.Status, a.Body)
			}
			if c := r.nextOf(t, step.event); !strings.Contains(string(c.Data), step.want) {
				t.Errorf("%s: got %s, want %s in it", step.event, c.body, step.want)
			}
		}
		h.until(t, alice, "successful", func(s state) bool { return s.LastStatus == http.StatusNoContent && s.LastError == "" })
	})
}

// TestS09LeaverIsToldNothing: nor anybody who never was in the group.
func TestS09LeaverIsToldNothing(t *testing.T) {
	srv := servertest.Start(t, allowLoopback)
	r := newReceiver(t)
	alice, bob, stranger := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "stranger")
	g, err := srv.Chat().CreateGroup(t.Context(), chat.Actor{UserID: alice.ID}, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().JoinGroup(t.Context(), chat.Actor{UserID: bob.ID}, g.ID); err != nil {
		t.Fatal(err)
	}
	newHook(t, stranger, r.URL, allEvents()...)
	bobs := newHook(t, bob, r.URL, allEvents()...)
	// What waits when they leave is not sent either.
	r.status.Store(http.StatusServiceUnavailable)
	alice.SendChat(t, g.ID, "for members")
	if c := r.nextOf(t, "message"); c.Webhook != bobs.ID {
		t.Errorf("the webhook of the stranger was called: %s", c.body)
	}
	if err := srv.Chat().LeaveGroup(t.Context(), chat.Actor{UserID: bob.ID}, g.ID); err != nil {
		t.Fatal(err)
	}
	r.status.Store(http.StatusNoContent)
	alice.SendChat(t, g.ID, "without bob")
	alice.SendChat(t, bob.ID, "to bob")
	for {
		c := r.next(t)
		if strings.Contains(string(c.body), "without bob") || strings.Contains(string(c.body), "for members") {
			t.Errorf("bob has left, and is told %s", c.body)
		}
		if strings.Contains(string(c.body), "to bob") {
			break
		}
	}
}

// TestDeliveriesSurviveAReceiverAndAServerThatStop: each comes with the id it
// had, until it is taken.
func TestDeliveriesSurviveAReceiverAndAServerThatStop(t *testing.T) {
	srv := servertest.Start(t, allowLoopback)
	r := newReceiver(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	h := newHook(t, alice, r.URL, "message")
	r.status.Store(http.StatusInternalServerError)
	bob.SendChat(t, alice.ID, "hello")
	first := r.next(t)
	if again := r.next(t); again.ID != first.ID { // a moment later
		t.Errorf("the same delivery has the ids %s and %s", first.ID, again.ID)
	}
	h.until(t, alice, "failing", func(s state) bool { return s.LastStatus == 500 && s.LastError == "the receiver answered 500" })
	srv.Stop(t)
	r.status.Store(http.StatusNoContent)
	srv.Restart(t)
	if c := r.next(t); c.ID != first.ID {
		t.Errorf("after the restart came %s, want %s", c.body, first.body)
	}
	alice, bob = srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	h.until(t, alice, "successful", func(s state) bool { return s.LastStatus == http.StatusNoContent })
	bob.SendChat(t, alice.ID, "and more")
	if c := r.next(t); !strings.Contains(string(c.body), "and more") {
		t.Errorf("got %s, want what was sent after the restart", c.body)
	}
}

// TestS14WebhooksReachNoPrivateNetwork unless the operator says so, whatever
// name or number they are given.
func TestS14WebhooksReachNoPrivateNetwork(t *testing.T) {
	srv := servertest.Start(t)
	r := newReceiver(t)
	alice := srv.RESTClient(t, "alice")
	for _, url := range []string{r.URL, strings.Replace(r.URL, "127.0.0.1", "localhost", 1), strings.Replace(r.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		h := newHook(t, alice, url, "message")
		if a := alice.Do(t, http.MethodPost, "/api/v1/webhooks/"+h.ID+"/ping", nil); a.Status != http.StatusAccepted {
			t.Fatalf("ping: %d %s", a.Status, a.Body)
		}
		h.until(t, alice, "refused", func(s state) bool { return s.LastError == "the address is not public, or not encrypted" })
	}
	if n := len(r.calls); n != 0 {
		t.Errorf("the receiver was called %d times", n)
	}
}

// TestS14RedirectsAndLongAnswersDoNotCount: the first is a failure, the second
// is not read.
func TestS14RedirectsAndLongAnswersDoNotCount(t *testing.T) {
	srv := servertest.Start(t, allowLoopback)
	var inside atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/inside", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/inside", func(http.ResponseWriter, *http.Request) { inside.Add(1) })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for { // until the server hangs up
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	r := httptest.NewServer(mux)
	defer r.Close()
	alice := srv.RESTClient(t, "alice")
	for path, want := range map[string]int{"/away": http.StatusTemporaryRedirect, "/endless": http.StatusOK} {
		h := newHook(t, alice, r.URL+path, "message")
		alice.Do(t, http.MethodPost, "/api/v1/webhooks/"+h.ID+"/ping", nil)
		h.until(t, alice, "answered", func(s state) bool { return s.LastStatus == want })
	}
	if inside.Load() != 0 {
		t.Error("a redirect was followed")
	}
}

// TestBotAnswersByWebhook: a program without a socket, which does not hear itself.
func TestBotAnswersByWebhook(t *testing.T) {
	srv := servertest.Start(t, allowLoopback)
	r := newReceiver(t)
	alice, pc := srv.RESTClient(t, "alice"), srv.LegacyClient(t, "pc", models.ClassPC)
	var made struct {
		User struct {
			ID int64 `json:"id,string"`
		}
		Token string
	}
	alice.Do(t, http.MethodPost, "/api/v1/bots", map[string]string{"username": "robot"}).Into(t, &made)
	bot := srv.Stranger()
	bot.ID, bot.Access, bot.Session = made.User.ID, made.Token, "robot"
	newHook(t, bot, r.URL, "message")
	pc.SendChat(t, bot.ID, "weather?")
	for i, question := range []string{"weather?", "and tomorrow?"} {
		c := r.next(t)
		if !strings.Contains(string(c.body), question) {
			t.Errorf("got %s, want the question of the PC", c.body)
		}
		bot.SendChat(t, pc.ID, "rain")
		if m := pc.NextChat(t); m.From != bot.ID || !strings.Contains(m.Text, "rain") {
			t.Errorf("the PC got %+v", m)
		}
		if i == 0 {
			pc.SendChat(t, bot.ID, "and tomorrow?")
		}
	}
}

// TestGoneReceiverIsLeftAlone: 410 disables a webhook, and what waited can be
// sent again when it is enabled.
func TestGoneReceiverIsLeftAlone(t *testing.T) {
	srv := servertest.Start(t, allowLoopback)
	r := newReceiver(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	h := newHook(t, alice, r.URL, "message")
	r.status.Store(http.StatusGone)
	bob.SendChat(t, alice.ID, "hello")
	first := r.next(t)
	h.until(t, alice, "disabled", func(s state) bool { return !s.Enabled && strings.Contains(s.DisabledReason, "410") })
	bob.SendChat(t, alice.ID, "unheard")

	at := "/api/v1/webhooks/" + h.ID
	var list struct{ Deliveries []struct{ ID, State string } }
	alice.Do(t, http.MethodGet, at+"/deliveries", nil).Into(t, &list)
	if len(list.Deliveries) != 1 || list.Deliveries[0].ID != first.ID || list.Deliveries[0].State != "dead" {
		t.Fatalf("dead are %+v, want %s", list.Deliveries, first.ID)
	}
	redeliver := func() servertest.Answer {
		return alice.Do(t, http.MethodPost, at+"/deliveries/"+first.ID+"/redeliver", nil)
	}
	redeliver().Problem(t, http.StatusConflict, "conflict")
	r.status.Store(http.StatusNoContent)
	if a := alice.Do(t, http.MethodPatch, at, map[string]bool{"enabled": true}); a.Status != http.StatusOK {
		t.Fatalf("enable: %d %s", a.Status, a.Body)
	}
	if a := redeliver(); a.Status != http.StatusAccepted {
		t.Fatalf("redeliver: %d %s", a.Status, a.Body)
	}
	if c := r.next(t); c.ID != first.ID || !strings.Contains(string(c.body), "hello") {
		t.Errorf("got %s, want what was dead", c.body)
	}
}
