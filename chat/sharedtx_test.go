package chat_test

import (
	"context"
	"errors"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func TestChangeThatFailsLeavesThoseBesideItAlone(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.user(t, "alice"), w.user(t, "bob"), w.user(t, "carol")
	open := func(a chat.Actor, id string, err error) func(context.Context, chat.Store) error {
		return func(ctx context.Context, tx chat.Store) error {
			return errors.Join(tx.InsertSession(ctx, &models.Session{ID: id, UserID: a.UserID, Class: models.ClassWeb, Name: id}), err)
		}
	}
	failure := errors.New("not this one")
	errs := w.ShareTx(open(alice, "first", nil), open(bob, "second", failure), open(carol, "third", nil))
	if errs[0] != nil || !errors.Is(errs[1], failure) || errs[2] != nil {
		t.Errorf("got %v, want the second alone to fail", errs)
	}
	for i, a := range []chat.Actor{alice, bob, carol} {
		want := []int{1, 0, 1}[i]
		list, err := w.Sessions(t.Context(), a)
		n := 0
		for _, s := range list {
			if s.Name == "first" || s.Name == "second" || s.Name == "third" {
				n++
			}
		}
		if err != nil || n != want {
			t.Errorf("user %d has %d of the sessions, %v, want %d", a.UserID, n, err, want)
		}
	}
}
