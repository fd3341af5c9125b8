package ws_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/server/servertest"
)

func fast(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 }

func TestSendIsAnsweredWithThePlaceOfTheMessage(t *testing.T) {
	srv := servertest.Start(t)
	alice, other, bob := srv.WebClient(t, "alice"), srv.WebClient(t, "alice"), srv.WebClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	f := alice.Request(t, "send", map[string]any{"c": c, "cid": "one", "body": map[string]any{"text": "hi"}, "unknown": []int{1}})
	var sent servertest.Sent
	if err := json.Unmarshal(f.D, &sent); err != nil || f.Err != nil {
		t.Fatalf("send is answered %s (%v)", f.Raw, err)
	}
	if sent.Conversation != c || sent.Seq != 1 || sent.MID == "" || sent.Dup || time.Since(sent.TS).Abs() > time.Minute {
		t.Errorf("send is answered %s", f.Raw)
	}
	for who, w := range map[string]*servertest.WebClient{"bob": bob, "the other session of alice": other} {
		m := w.NextMessage(t)
		if m.MID != sent.MID || m.Conversation != c || m.Seq != 1 || m.From != alice.ID || m.CID != "one" || m.Text != "hi" || m.Via != "web" {
			t.Errorf("%s got %+v", who, m)
		}
		if _, err := time.Parse("2006-01-02T15:04:05.000Z", m.TS); err != nil {
			t.Errorf("%s: time %q, want RFC 3339 with milliseconds in UTC", who, m.TS)
		}
	}
	// The session that sent it learns by the answer alone.
	alice.SendChat(t, bob.ID, "second")
	other.SendChat(t, bob.ID, "third")
	if m := alice.NextMessage(t); m.Text != "third" {
		t.Errorf("alice got %+v, want only what her other session sent", m)
	}
}

func TestClientIDIsIdempotent(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.WebClient(t, "alice"), srv.WebClient(t, "bob")
	send := func(c *servertest.WebClient, cid, text string) (servertest.Sent, *servertest.SocketError) {
		t.Helper()
		f := c.Request(t, "send", map[string]any{"c": alice.ConversationWith(bob.ID), "cid": cid, "body": map[string]any{"text": text}})
		var sent servertest.Sent
		if f.Err == nil {
			if err := json.Unmarshal(f.D, &sent); err != nil {
				t.Fatal(err)
			}
		}
		return sent, f.Err
	}
	first, _ := send(alice, "same", "hi")
	again, _ := send(alice, "same", "hi")
	if !again.Dup || again.Seq != first.Seq || again.MID != first.MID || !again.TS.Equal(first.TS) {
		t.Errorf("the second time got %+v, want %+v and dup", again, first)
	}
	elsewhere, _ := send(srv.WebClient(t, "alice"), "same", "hi")
	if !elsewhere.Dup || elsewhere.Seq != first.Seq {
		t.Errorf("from another session got %+v, want %+v and dup", elsewhere, first)
	}
	if _, err := send(alice, "same", "another text"); err == nil || err.Code != "conflict" || err.Field != "cid" {
		t.Errorf("with another body got %+v, want conflict on cid", err)
	}
	if bobs, err := send(bob, "same", "hi"); err != nil || bobs.Dup || bobs.Seq != first.Seq+1 {
		t.Errorf("bob's own message of that id got %+v, %v, want the next seq", bobs, err)
	}
	srv.Restart(t)
	if again, err := send(srv.WebClient(t, "alice"), "same", "hi"); err != nil || !again.Dup || again.Seq != first.Seq {
		t.Errorf("after a restart got %+v, %v, want the first answer and dup", again, err)
	}
	if page := alice.Messages(t, bob.ID, 0); len(page) != 2 {
		t.Errorf("the log has %d messages, want 2", len(page))
	}
}

func TestRefusedRequestsNameTheFieldAndChangeNothing(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob, eve := srv.WebClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "eve")
	c := alice.ConversationWith(bob.ID)
	send := func(rest string) string { return `{"id":"x","op":"send","c":"` + c + `",` + rest + `}` }
	for _, tt := range []struct{ name, line, code, field string }{
		{"unknown op", `{"id":"x","op":"explode"}`, "invalid", "op"},
		{"no op", `{"id":"x"}`, "invalid", "op"},
		{"key twice", send(`"cid":"a","cid":"b","body":{"text":"x"}`), "invalid", "cid"},
		{"conversation of another type", `{"id":"x","op":"send","c":5,"cid":"a","body":{"text":"x"}}`, "invalid", "c"},
		{"no conversation", `{"id":"x","op":"send","cid":"a","body":{"text":"x"}}`, "invalid", "c"},
		{"conversation that is none", `{"id":"x","op":"send","c":"d2-1","cid":"a","body":{"text":"x"}}`, "invalid", "c"},
		{"conversation of others", `{"id":"x","op":"send","c":"` + bob.ConversationWith(eve.ID) + `","cid":"a","body":{"text":"x"}}`, "forbidden", ""},
		{"somebody who does not exist", `{"id":"x","op":"send","c":"` + alice.ConversationWith(9999) + `","cid":"a","body":{"text":"x"}}`, "not_found", ""},
		{"group that does not exist", `{"id":"x","op":"send","c":"g268440000","cid":"a","body":{"text":"x"}}`, "not_found", ""},
		{"no cid", send(`"body":{"text":"x"}`), "invalid", "cid"},
		{"cid of another type", send(`"cid":{"$ne":1},"body":{"text":"x"}`), "invalid", "cid"},
		{"long cid", send(`"cid":"` + strings.Repeat("c", 65) + `","body":{"text":"x"}`), "invalid", "cid"},
		{"no body", send(`"cid":"a"`), "invalid", "body"},
		{"empty body", send(`"cid":"a","body":{}`), "invalid", "body"},
		{"text of another type", send(`"cid":"a","body":{"text":["x"]}`), "invalid", "body.text"},
		{"face out of range", send(`"cid":"a","body":{"segments":[{"face":143}]}`), "invalid", "body.segments[0].face"},
		{"system message", send(`"cid":"a","body":{"segments":[{"system":{"kind":"joined"}}]}`), "invalid", "body.segments[0].system"},
		{"long text", send(`"cid":"a","body":{"text":"` + strings.Repeat("x", 20_001) + `"}`), "too_large", "body.text"},
		{"answer to what is not there", send(`"cid":"a","body":{"text":"x"},"reply_to":99`), "invalid", "reply_to"},
		{"answer of another type", send(`"cid":"a","body":{"text":"x"},"reply_to":"1"`), "invalid", "reply_to"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alice.Write(t, tt.line)
			f := alice.Next(t)
			if f.Re != "x" || f.Err == nil || f.Err.Code != tt.code || f.Err.Message == "" {
				t.Fatalf("got %s, want %s", f.Raw, tt.code)
			}
			if f.Err.Field != tt.field {
				t.Errorf("got field %q, want %q: %s", f.Err.Field, tt.field, f.Raw)
			}
		})
	}
	if page := alice.Messages(t, bob.ID, 0); len(page) != 0 {
		t.Errorf("the log has %d messages, want none", len(page))
	}
	if f := alice.Request(t, "ping", nil); f.Err != nil || string(f.D) != "{}" {
		t.Errorf("after all that ping is answered %s", f.Raw)
	}
}

// A writer may have several requests under way; they keep their order.
func TestRequestsOfOneSocketKeepTheirOrder(t *testing.T) {
	srv := servertest.Start(t, fast)
	alice, bob := srv.WebClient(t, "alice"), srv.WebClient(t, "bob")
	const messages = 300
	var lines []string
	for i := range messages {
		lines = append(lines, fmt.Sprintf(`{"id":"%d","op":"send","c":"%s","cid":"c%d","body":{"text":"%d"}}`, i, alice.ConversationWith(bob.ID), i, i))
	}
	alice.Write(t, strings.Join(lines, "\n")+"\n\n") // empty lines are nothing
	for i := range messages {
		f := alice.Next(t)
		var sent servertest.Sent
		if err := json.Unmarshal(f.D, &sent); err != nil || f.Re != fmt.Sprint(i) || sent.Seq != int64(i+1) {
			t.Fatalf("answer %d is %s, want seq %d", i, f.Raw, i+1)
		}
		if m := bob.NextMessage(t); m.Seq != int64(i+1) || m.Text != fmt.Sprint(i) {
			t.Fatalf("bob got %+v, want message %d", m, i)
		}
	}
}

func TestReadPositionNeverGoesBack(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.WebClient(t, "alice"), srv.WebClient(t, "bob")
	for i := range 3 {
		alice.SendChat(t, bob.ID, fmt.Sprint(i))
	}
	c := bob.ConversationWith(alice.ID)
	for _, step := range []struct{ seq, want int64 }{{2, 2}, {1, 2}, {3, 3}} {
		f := bob.Request(t, "read", map[string]any{"c": c, "seq": step.seq})
		var got struct {
			C   string `json:"c"`
			Seq int64  `json:"seq"`
		}
		if err := json.Unmarshal(f.D, &got); err != nil || got.C != c || got.Seq != step.want {
			t.Errorf("read up to %d is answered %s, want %d", step.seq, f.Raw, step.want)
		}
	}
}

func TestSendingTooFastSaysWhenToTryAgain(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1, 3 })
	alice, bob := srv.WebClient(t, "alice"), srv.RESTClient(t, "bob")
	for range 3 {
		alice.SendChat(t, bob.ID, "x")
	}
	f := alice.Request(t, "send", map[string]any{"c": alice.ConversationWith(bob.ID), "cid": "late", "body": map[string]any{"text": "x"}})
	if f.Err == nil || f.Err.Code != "rate_limited" || f.Err.RetryAfterMS <= 0 || f.Err.RetryAfterMS > 1000 {
		t.Errorf("got %s, want rate_limited with at most a second", f.Raw)
	}
}
