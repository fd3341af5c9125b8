package wsclient_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"flamingo/server/servertest"
	"flamingo/ws/wsclient"
)

// texts returns what a log says, by seq from 1.
func texts(st wsclient.State, c string) (list []string) {
	l := st.Logs[c]
	if l == nil {
		return nil
	}
	for seq := range l.Seq {
		list = append(list, l.Messages[seq+1].Content().Text)
	}
	return list
}

func has(c string, n int) func(wsclient.State) bool {
	return func(st wsclient.State) bool { return len(texts(st, c)) == n }
}

func TestFollowerGetsWhatItMissed(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	a, b := srv.Follow(t, alice), srv.Follow(t, bob)
	var want []string
	say := func(n int) {
		for range n {
			want = append(want, fmt.Sprint("message ", len(want)+1))
			a.SendText(t, c, fmt.Sprint(len(want)), want[len(want)-1])
		}
	}
	check := func(when string) {
		t.Helper()
		for name, f := range map[string]*servertest.Follower{"sender": a, "receiver": b} {
			f.Until(t, when, has(c, len(want)))
			f.Until(t, when, func(st wsclient.State) bool {
				for i, text := range texts(st, c) {
					if text != want[i] {
						t.Errorf("%s, %s: message %d is %q, want %q", when, name, i+1, text, want[i])
					}
				}
				return true
			})
		}
	}
	say(3)
	check("while connected")
	b.Stop()
	say(10)
	b.Start(t)
	check("after a short cut")
	b.Stop()
	say(70)
	b.Start(t)
	check("after a gap")
	fresh := srv.Follow(t, bob)
	fresh.Until(t, "loaded from nothing", has(c, len(want)))
	if res := bob.Do(t, http.MethodGet, "/api/v1/conversations", nil); res.Status != http.StatusOK {
		t.Errorf("the list is answered %d", res.Status)
	}
}

// A refused hello is answered with a bye, and then the connection is closed.
func TestRefusedHelloIsAnError(t *testing.T) {
	srv := servertest.Start(t)
	_, err := wsclient.Dial(t.Context(), "ws://"+srv.HTTPAddr()+"/ws", wsclient.Options{Token: "no token"})
	if closed, ok := errors.AsType[*wsclient.Closed](err); !ok || closed.Code != 4401 {
		t.Errorf("got %v, want to be closed with 4401", err)
	}
}

// Of a conversation without news, a difference has what was read in the user's
// own log only.
func TestFollowerLearnsWhatWasReadElsewhere(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	a, b := srv.Follow(t, alice), srv.Follow(t, bob)
	a.SendText(t, c, "1", "hello")
	b.Until(t, "while connected", has(c, 1))
	b.Stop()
	if res := bob.Do(t, http.MethodPut, "/api/v1/conversations/"+c+"/read", map[string]any{"seq": 1}); res.Status != http.StatusOK {
		t.Fatalf("reading is answered %d", res.Status)
	}
	b.Start(t)
	b.Until(t, "after a cut", func(st wsclient.State) bool { return st.Logs[c].Head.Read == 1 })
}
