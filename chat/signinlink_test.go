package chat_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/chat"
)

// link makes a sign-in link that has to come about.
func (w *world) link(t *testing.T, user int64) string {
	t.Helper()
	token, err := w.SignInLink(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestSignInLinkIsGoodOnceAndForATime(t *testing.T) {
	clock := newClock()
	w := newWorld(t, clock.use)
	alice := w.user(t, "alice")

	token := w.link(t, alice.UserID)
	var in atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if l, err := w.LogInByLink(t.Context(), chat.LinkParams{Token: token}); err == nil && l.User.ID == alice.UserID {
				in.Add(1)
			} else if !chat.IsCode(err, chat.CodeUnauthenticated) {
				t.Errorf("got %v, want unauthenticated", err)
			}
		})
	}
	wait.Wait()
	if in.Load() != 1 {
		t.Errorf("%d of 8 came in by one link", in.Load())
	}

	refused := func(why, token string) {
		t.Helper()
		if _, err := w.LogInByLink(t.Context(), chat.LinkParams{Token: token}); !chat.IsCode(err, chat.CodeUnauthenticated) {
			t.Errorf("%s: got %v, want unauthenticated", why, err)
		}
	}
	refused("no token", "")
	late := w.link(t, alice.UserID)
	clock.advance(chat.SignInLinkLife - time.Second)
	if _, err := w.LogInByLink(t.Context(), chat.LinkParams{Token: w.link(t, alice.UserID)}); err != nil {
		t.Error(err)
	}
	clock.advance(time.Second)
	refused("too old", late)

	before := w.link(t, alice.UserID)
	if err := w.AdminSetPassword(t.Context(), "alice", "a new one"); err != nil {
		t.Fatal(err)
	}
	refused("made before the password was changed", before)
}

func TestSignInLinksAreBounded(t *testing.T) {
	clock := newClock()
	w := newWorld(t, clock.use)
	alice := w.user(t, "alice")
	for range 1000 {
		w.link(t, alice.UserID)
	}
	if _, err := w.SignInLink(t.Context(), alice.UserID); !chat.IsCode(err, chat.CodeUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
	clock.advance(chat.SignInLinkLife)
	w.link(t, alice.UserID)
}
