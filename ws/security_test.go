package ws_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
)

// within is how soon a revoked session has to be out.
const within = time.Second

func TestS03RevocationClosesSockets(t *testing.T) {
	srv := servertest.Start(t)
	for _, tt := range []struct {
		name   string
		revoke func(t *testing.T, victim, other *servertest.RESTClient)
	}{
		{"logs out", func(t *testing.T, victim, _ *servertest.RESTClient) {
			victim.Do(t, http.MethodPost, "/api/v1/auth/logout", nil)
		}},
		{"another session revokes it", func(t *testing.T, victim, other *servertest.RESTClient) {
			other.Do(t, http.MethodDelete, "/api/v1/sessions/"+victim.Session, nil)
		}},
		{"new password", func(t *testing.T, victim, other *servertest.RESTClient) {
			name := victim.Name
			if a := other.Do(t, http.MethodPut, "/api/v1/me/password", map[string]string{"old_password": servertest.Password(name), "new_password": "another"}); a.Status != http.StatusNoContent {
				t.Fatalf("change of password: %d %s", a.Status, a.Body)
			}
		}},
		{"account disabled", func(t *testing.T, victim, _ *servertest.RESTClient) {
			if err := srv.Chat().AdminSetDisabled(t.Context(), victim.Name, true); err != nil {
				t.Fatal(err)
			}
		}},
		{"refresh token used twice", func(t *testing.T, victim, _ *servertest.RESTClient) {
			refresh := func(token string) servertest.Answer {
				return srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/refresh", map[string]string{"refresh_token": token})
			}
			stolen := victim.Refresh
			victim.Take(t, refresh(stolen))
			victim.Take(t, refresh(victim.Refresh)) // its successor is in use: nobody has lost an answer
			refresh(stolen)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := "victim-" + strings.ReplaceAll(tt.name, " ", "-")
			other, victim := srv.RESTClient(t, name), srv.WebClient(t, name)
			began := time.Now()
			tt.revoke(t, victim.RESTClient, other)
			wantClosed(t, victim.Socket, 4403, false)
			if took := time.Since(began); took > within {
				t.Errorf("the socket was closed after %v, want %v at most", took, within)
			}
			c, _ := srv.Dial(t, nil)
			c.Write(t, `{"id":"1","op":"hello","token":"`+victim.Access+`"}`)
			wantClosed(t, c, 4403, false)
		})
	}
}

// Identity comes from the token alone.
func TestS06SenderOfABodyIsIgnored(t *testing.T) {
	srv := servertest.Start(t)
	eve, bob, alice := srv.WebClient(t, "eve"), srv.WebClient(t, "bob"), srv.RESTClient(t, "alice")
	eve.SendBody(t, bob.ID, map[string]any{"body": map[string]any{"text": "it is me", "from": fmt.Sprint(alice.ID)},
		"from": fmt.Sprint(alice.ID), "user": fmt.Sprint(alice.ID), "sender": alice.ID})
	if m := bob.NextMessage(t); m.From != eve.ID {
		t.Errorf("bob got %+v, want it from eve", m)
	}
	for _, f := range []servertest.Frame{
		eve.Request(t, "send", map[string]any{"c": alice.ConversationWith(bob.ID), "cid": "x", "body": map[string]any{"text": "x"}}),
		eve.Request(t, "read", map[string]any{"c": alice.ConversationWith(bob.ID), "seq": 1}),
	} {
		if f.Err == nil || f.Err.Code != "forbidden" {
			t.Errorf("in the conversation of others eve is answered %s, want forbidden", f.Raw)
		}
	}
	if page := alice.Messages(t, bob.ID, 0); len(page) != 0 {
		t.Errorf("alice and bob have %d messages, want none", len(page))
	}
}

func TestS07TokensAreVerified(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	bob := srv.RESTClient(t, "bob")
	hello := func(t *testing.T, token string) *servertest.Socket {
		c, _ := srv.Dial(t, nil)
		c.Write(t, `{"id":"1","op":"hello","token":"`+token+`"}`)
		return c
	}
	if f := hello(t, srv.Token(t, alice, time.Minute, nil, nil)).Next(t); f.Re != "1" || f.Err != nil {
		t.Fatalf("a token as the server signs them is answered %s", f.Raw)
	}
	for name, token := range badTokens(t, srv, alice, bob) {
		t.Run(name, func(t *testing.T) {
			c := hello(t, token)
			if bye, code := c.Closed(t); code != 4401 && code != 4403 {
				t.Errorf("closed with %d after %s, want 4401", code, bye.Raw)
			}
		})
	}
}

// badTokens are all but right.
func badTokens(t *testing.T, srv *servertest.Server, alice, bob *servertest.RESTClient) map[string]string {
	type m = map[string]any
	good := srv.Token(t, alice, time.Minute, nil, nil)
	parts := strings.Split(good, ".")
	forged := strings.Split(srv.Token(t, bob, time.Minute, nil, nil), ".")
	return map[string]string{
		"no algorithm":        srv.Token(t, alice, time.Minute, m{"alg": "none"}, nil),
		"another algorithm":   srv.Token(t, alice, time.Minute, m{"alg": "HS512"}, nil),
		"no key id":           srv.Token(t, alice, time.Minute, m{"kid": nil}, nil),
		"unknown key id":      srv.Token(t, alice, time.Minute, m{"kid": "00000000"}, nil),
		"another issuer":      srv.Token(t, alice, time.Minute, nil, m{"iss": "somebody"}),
		"another audience":    srv.Token(t, alice, time.Minute, nil, m{"aud": "somebody"}),
		"no expiry":           srv.Token(t, alice, time.Minute, nil, m{"exp": nil}),
		"expired":             srv.Token(t, alice, -time.Minute, nil, nil),
		"user of another":     srv.Token(t, alice, time.Minute, nil, m{"sub": fmt.Sprint(bob.ID)}),
		"no session":          srv.Token(t, alice, time.Minute, nil, m{"sid": nil}),
		"unknown session":     srv.Token(t, alice, time.Minute, nil, m{"sid": "01J00000000000000000000000"}),
		"user that is none":   srv.Token(t, alice, time.Minute, nil, m{"sub": "1 OR 1=1"}),
		"claims of another":   parts[0] + "." + forged[1] + "." + parts[2],
		"no signature":        parts[0] + "." + parts[1] + ".",
		"the refresh token":   alice.Refresh,
		"nothing of the kind": "a.b.c",
	}
}

// A declared length is no memory: frames of fasthttp's library are read as they come.
func TestS15DeclaredSizesAllocateNothing(t *testing.T) {
	srv := servertest.Start(t)
	const peers = 50
	var conns []net.Conn
	open := func() net.Conn {
		conn, err := net.Dial("tcp", srv.HTTPAddr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: flamingo.v1\r\n\r\n", srv.HTTPAddr())
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || res.StatusCode != http.StatusSwitchingProtocols {
			t.Fatalf("upgrade: %v, %v", res, err)
		}
		return conn
	}
	for range peers {
		conns = append(conns, open())
	}
	before := memory()
	for _, conn := range conns {
		// Text, masked, 1 TiB to come; and then a few bytes of it.
		conn.Write([]byte{0x81, 0x80 | 127, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4, '{', '"'})
	}
	alice := srv.WebClient(t, "alice") // the server works, and has read the frames above by now
	alice.Request(t, "ping", nil)
	if grown := memory() - before; grown > peers*64<<10 {
		t.Errorf("%d frames of 1 TiB that were only announced take %d KB", peers, grown>>10)
	}
	for _, conn := range conns { // and who goes on is stopped at the limit
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		conn.Write(make([]byte, 80<<10))
		if _, err := io.Copy(io.Discard, conn); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Fatalf("after 80 KB of it: %v, want the socket closed", err)
		}
	}
}

func chatActor(c *servertest.RESTClient) chat.Actor {
	return chat.Actor{UserID: c.ID, SessionID: c.Session, Class: models.ClassWeb}
}

func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

func TestS16OddFramesAreRefusedBeforeParsing(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.WebClient(t, "alice"), srv.RESTClient(t, "bob")
	deep := strings.Repeat(`{"forward":[`, 1000)
	for _, tt := range []struct{ name, line string }{
		{"deep arrays", `{"id":"x","op":"ping","pad":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`},
		{"deep body", `{"id":"x","op":"send","c":"` + alice.ConversationWith(bob.ID) + `","cid":"a","body":` + deep + strings.Repeat("]}", 1000) + `}`},
		{"many keys", `{"id":"x","op":"send","c":"` + alice.ConversationWith(bob.ID) + `","cid":"a","body":{` + strings.Repeat(`"a":1,`, 9000) + `"b":1}}`},
		{"many segments", `{"id":"x","op":"send","c":"` + alice.ConversationWith(bob.ID) + `","cid":"a","body":{"segments":[` + strings.Repeat(`{"text":"a"},`, 4000) + `{"text":"b"}]}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alice.Write(t, tt.line)
			if f := alice.Next(t); f.Re != "x" || f.Err == nil || f.Err.Code != "invalid" && f.Err.Code != "too_large" {
				t.Errorf("got %.200s, want a refusal", f.Raw)
			}
		})
	}
	// In pieces that are small each, a message is as large as it is.
	c := srv.WebClient(t, "alice")
	w, err := c.Writer(t)
	if err != nil {
		t.Fatal(err)
	}
	for range 40 {
		if _, err := io.WriteString(w, strings.Repeat("x", 4<<10)); err != nil {
			break
		}
	}
	w.Close()
	wantClosed(t, c.Socket, 4413, false)
}

func TestS27OriginsOfOthersAreRefused(t *testing.T) {
	const friend = "https://chat.example.org"
	srv := servertest.Start(t, func(c *config.Config) { c.Origins = []string{friend} })
	own := "http://" + srv.HTTPAddr()
	for _, tt := range []struct {
		origin string
		ok     bool
	}{
		{"", true}, // a program that is no browser
		{own, true},
		{friend, true},
		{"https://evil.example.org", false},
		{"http://chat.example.org", false},
		{friend + ".evil.org", false},
		{"null", false},
		{own + ".evil.org", false},
		{"http://evil.org#" + srv.HTTPAddr(), false},
		{"http://" + srv.HTTPAddr() + "@evil.org", false},
		{"file://", false},
	} {
		header := http.Header{}
		if tt.origin != "" {
			header.Set("Origin", tt.origin)
		}
		c, res := srv.Dial(t, header)
		if (c != nil) != tt.ok || !tt.ok && res.StatusCode != http.StatusForbidden {
			t.Errorf("origin %q: got %s, want it allowed %t", tt.origin, res.Status, tt.ok)
		}
	}
}

// A token in the address would end up in logs of proxies: it is worth nothing there.
func TestS27TokenInTheAddressIsIgnored(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	header := http.Header{"Authorization": {"Bearer " + alice.Access}, "Cookie": {"token=" + alice.Access}}
	c, _ := srv.DialPath(t, "/ws?token="+alice.Access, header)
	if err := c.TryWrite(websocket.MessageText, `{"id":"1","op":"ping"}`); err != nil {
		t.Fatal(err)
	}
	wantClosed(t, c, 4401, false)
}

// The socket refuses what REST refuses, in the same words.
func TestS28SocketHasTheRulesOfREST(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 0.001, 3 })
	alice, eve, bob := srv.WebClient(t, "alice"), srv.WebClient(t, "eve"), srv.RESTClient(t, "bob")
	group, err := srv.Chat().CreateGroup(t.Context(), chatActor(alice.RESTClient), "ours")
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]any{"text": "x"}
	for _, tt := range []struct {
		name, c, cid string
		body         any
	}{
		{"conversation of others", alice.ConversationWith(bob.ID), "a", text},
		{"group of others", eve.ConversationWith(group.ID), "a", text},
		{"nobody", eve.ConversationWith(4711), "a", text},
		{"body that says nothing", eve.ConversationWith(bob.ID), "a", map[string]any{}},
		{"no cid", eve.ConversationWith(bob.ID), "", text},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := eve.Request(t, "send", map[string]any{"c": tt.c, "cid": tt.cid, "body": tt.body})
			a := eve.Do(t, http.MethodPost, "/api/v1/conversations/"+tt.c+"/messages", map[string]any{"cid": tt.cid, "body": tt.body})
			if f.Err == nil {
				t.Fatalf("got %s, want a refusal", f.Raw)
			}
			if p := a.Problem(t, a.Status, f.Err.Code); a.Status/100 != 4 || p.Field != f.Err.Field || p.Detail != f.Err.Message {
				t.Errorf("the socket says %s, REST says %s", f.Raw, a.Body)
			}
		})
	}
	// The limit of a user is one for all their doors.
	eve.SendChat(t, bob.ID, "1")
	eve.RESTClient.SendChat(t, bob.ID, "2")
	eve.SendChat(t, bob.ID, "3")
	a := eve.Do(t, http.MethodPost, "/api/v1/conversations/"+eve.ConversationWith(bob.ID)+"/messages", map[string]any{"cid": "4", "body": text})
	if p := a.Problem(t, http.StatusTooManyRequests, "rate_limited"); p.RetryAfterMS <= 0 || a.Header.Get("Retry-After") == "" {
		t.Errorf("the fourth is answered %s, want a time to try again", a.Body)
	}
}
