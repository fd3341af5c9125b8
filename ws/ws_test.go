package ws_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/ws"
	"flamingo/ws/wsclient"
)

// The tests here hold what docs/realtime.md promises to whoever writes a client.

func TestHelloSaysWhoAndHowMuch(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.WebClient(t, "alice")
	var hello struct {
		User    string `json:"user"`
		Session string `json:"session"`
		Epoch   string `json:"epoch"`
		Ping    int    `json:"ping"`
		Limits  struct {
			Frame int `json:"frame"`
			Text  int `json:"text"`
		} `json:"limits"`
	}
	if err := json.Unmarshal(c.Hello, &hello); err != nil {
		t.Fatal(err)
	}
	if hello.User != fmt.Sprint(c.ID) || hello.Session != c.Session || hello.Epoch != srv.Chat().Epoch() ||
		hello.Ping != int(ws.PingPeriod.Seconds()) || hello.Limits.Frame != 65536 || hello.Limits.Text != 20000 {
		t.Errorf("hello is answered %s", c.Hello)
	}
	if f := c.Request(t, "hello", map[string]any{"token": c.Access}); f.Err == nil || f.Err.Code != "invalid" || f.Err.Field != "op" {
		t.Errorf("a second hello is answered %s, want invalid and op", f.Raw)
	}
}

func TestSubprotocolIsNegotiated(t *testing.T) {
	srv := servertest.Start(t)
	_, res := srv.Dial(t, nil)
	if got := res.Header.Get("Sec-WebSocket-Protocol"); got != "flamingo.v1" {
		t.Errorf("the subprotocol is %q, want flamingo.v1", got)
	}
}

// wantClosed checks how the server closes a socket.
func wantClosed(t *testing.T, c *servertest.Socket, code int, reconnect bool) servertest.Frame {
	t.Helper()
	bye, got := c.Closed(t)
	if got != code || bye.Code != code || bye.Reconnect != reconnect || bye.Reason == "" {
		t.Errorf("closed with %d after %s; want %d, reconnect %t", got, bye.Raw, code, reconnect)
	}
	return bye
}

func TestWhoSaysNoHelloIsClosedWith4401(t *testing.T) {
	t.Parallel()
	srv := servertest.Start(t)
	began := time.Now()
	c, _ := srv.Dial(t, nil)
	wantClosed(t, c, 4401, false)
	if took := time.Since(began); took < 9*time.Second {
		t.Errorf("closed after %v, want 10 s", took)
	}
}

// Who answers no ping is gone, and another who does is not.
func TestSilentSocketIsClosedWith4000(t *testing.T) {
	t.Parallel()
	srv := servertest.Start(t)
	silent, alive := srv.WebClient(t, "silent"), srv.Follow(t, srv.RESTClient(t, "alive"))
	began := time.Now()
	bye, code := silent.ClosedWithin(t, 4*ws.PingPeriod)
	if took := time.Since(began); code != 4000 || !bye.Reconnect || took < 2*ws.PingPeriod {
		t.Errorf("after %v closed with %d after %s, want 4000 and reconnect after two pings", took, code, bye.Raw)
	}
	if err := alive.Wait(t.Context(), func(st wsclient.State) bool { return st.Conn != nil }); err != nil {
		t.Errorf("the other one is not connected any more: %v", err)
	}
}

func TestBadCredentialsCloseWith4401Or4403(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	gone := srv.RESTClient(t, "alice")
	gone.Do(t, http.MethodPost, "/api/v1/auth/logout", nil)
	for _, tt := range []struct {
		name, line string
		code       int
	}{
		{"no token", `{"id":"1","op":"hello"}`, 4401},
		{"bad token", `{"id":"1","op":"hello","token":"nonsense"}`, 4401},
		{"expired token", `{"id":"1","op":"hello","token":"` + srv.Token(t, alice, -time.Minute, nil, nil) + `"}`, 4401},
		{"something else first", `{"id":"1","op":"ping"}`, 4401},
		{"session that was logged out", `{"id":"1","op":"hello","token":"` + gone.Access + `"}`, 4403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := srv.Dial(t, nil)
			c.Write(t, tt.line)
			wantClosed(t, c, tt.code, false)
		})
	}
}

func TestProtocolErrorsCloseWith4400(t *testing.T) {
	srv := servertest.Start(t)
	for _, tt := range []struct {
		name, text string
		kind       websocket.MessageType
	}{
		{"no JSON", "hello", websocket.MessageText},
		{"array", `[{"id":"1","op":"ping"}]`, websocket.MessageText},
		{"no id", `{"op":"ping"}`, websocket.MessageText},
		{"id of another type", `{"id":1,"op":"ping"}`, websocket.MessageText},
		{"long id", `{"id":"` + strings.Repeat("1", 65) + `","op":"ping"}`, websocket.MessageText},
		{"binary", `{"id":"1","op":"ping"}`, websocket.MessageBinary},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := srv.WebClient(t, "alice")
			if err := c.TryWrite(tt.kind, tt.text); err != nil {
				t.Fatal(err)
			}
			wantClosed(t, c.Socket, 4400, false)
		})
	}
}

func TestLargestFrameAndOneByteMore(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.WebClient(t, "alice")
	const head, tail = `{"id":"1","op":"ping","pad":"`, `"}`
	pad := strings.Repeat("x", ws.MaxFrame-len(head)-len(tail))
	c.Write(t, head+pad+tail)
	if f := c.Next(t); f.Re != "1" || f.Err != nil {
		t.Errorf("the largest frame is answered %s", f.Raw)
	}
	c.TryWrite(websocket.MessageText, head+pad+"x"+tail)
	wantClosed(t, c.Socket, 4413, false)
}

func TestSameDeviceAgainClosesWith4409(t *testing.T) {
	srv := servertest.Start(t)
	first := srv.WebClient(t, "alice")
	other := srv.WebClient(t, "alice") // another session
	second := srv.Connected(t, first.RESTClient)
	wantClosed(t, first.Socket, 4409, false)
	for _, c := range []*servertest.WebClient{second, other} {
		if f := c.Request(t, "ping", nil); f.Err != nil {
			t.Errorf("ping is answered %s", f.Raw)
		}
	}
}

func TestTooManyRequestsAreRefusedThenClosedWith4429(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.WebClient(t, "alice")
	var lines strings.Builder
	for i := range 500 {
		fmt.Fprintf(&lines, "{\"id\":\"%d\",\"op\":\"ping\"}\n", i)
	}
	for range 8 {
		if err := c.TryWrite(websocket.MessageText, lines.String()); err != nil {
			break // it has been closed
		}
	}
	refused := 0
	for {
		f := c.Next(t)
		if f.Event == "bye" {
			if f.Code != 4429 {
				t.Errorf("got %s, want 4429", f.Raw)
			}
			break
		}
		if f.Err != nil {
			refused++
			if f.Err.Code != "rate_limited" || f.Err.RetryAfterMS <= 0 {
				t.Fatalf("refused with %s, want rate_limited and a time", f.Raw)
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused before the end")
	}
}

// Who does not read is ended with 4408 when the queue is full, and nobody waits.
func TestSlowReaderIsClosedWith4408(t *testing.T) {
	srv := servertest.Start(t, fast)
	slow, alice := srv.RESTClient(t, "slow"), srv.RESTClient(t, "alice")
	c := srv.DialPaused(t, slow.Access)
	began := time.Now()
	last := overflow(t, srv, alice, models.DirectConversation(alice.ID, slow.ID))
	c.Resume()
	wantSlow(t, c, began)
	// Nothing is lost: the log has it.
	if page := slow.Messages(t, alice.ID, last-1); len(page) != 1 || page[0].Seq != last {
		t.Errorf("the log ends with %d messages, want the last one", len(page))
	}
}

func TestStopSaysByeWith4000(t *testing.T) {
	srv := servertest.Start(t)
	c := srv.WebClient(t, "alice")
	srv.Stop(t)
	if bye := wantClosed(t, c.Socket, 4000, true); bye.AfterMS <= 0 {
		t.Errorf("got %s, want a time after which to come back", bye.Raw)
	}
}

// The access token of a socket has to be renewed in time.
func TestSocketEndsWithItsTokenUnlessRefreshed(t *testing.T) {
	srv := servertest.Start(t)
	lets, renews := srv.RESTClient(t, "alice"), srv.RESTClient(t, "alice")
	lets.Access, renews.Access = srv.Token(t, lets, 2*time.Second, nil, nil), srv.Token(t, renews, 2*time.Second, nil, nil)
	a, b := srv.Connected(t, lets), srv.Connected(t, renews)
	other := srv.RESTClient(t, "alice")
	if f := b.Request(t, "refresh", map[string]any{"token": other.Access}); f.Err == nil || f.Err.Field != "token" {
		t.Errorf("the token of another session is answered %s", f.Raw)
	}
	if f := b.Request(t, "refresh", map[string]any{"token": srv.Token(t, renews, time.Hour, nil, nil)}); f.Err != nil {
		t.Errorf("refresh is answered %s", f.Raw)
	}
	wantClosed(t, a.Socket, 4401, true)
	if f := b.Request(t, "ping", nil); f.Err != nil {
		t.Errorf("after a refresh ping is answered %s", f.Raw)
	}
}
