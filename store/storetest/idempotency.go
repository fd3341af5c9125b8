package storetest

import (
	"bytes"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testIdempotencyKeys(t *testing.T, s *suite) {
	u, other := s.user(t), s.user(t)
	began := now()
	key := func(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }
	insert := func(user int64, n byte, at time.Time) error {
		return s.store.InsertIdempotencyKey(t.Context(), &models.IdempotencyKey{UserID: user, Key: key(n), Request: key(9), CreatedAt: at})
	}
	if err := insert(u.ID, 1, began); err != nil {
		t.Fatal(err)
	}
	if err := insert(u.ID, 1, began); !chat.IsCode(err, chat.CodeConflict) {
		t.Errorf("a second use: %v, want a conflict", err)
	}
	if err := insert(other.ID, 1, began); err != nil {
		t.Errorf("the same key of another user: %v", err)
	}
	if k, err := s.store.IdempotencyKey(t.Context(), u.ID, key(1)); err != nil || k.Answer != nil || !bytes.Equal(k.Request, key(9)) || !k.CreatedAt.Equal(began) {
		t.Errorf("got %+v, %v", k, err)
	}
	if err := s.store.AnswerIdempotencyKey(t.Context(), u.ID, key(1), []byte("answer")); err != nil {
		t.Error(err)
	}
	if k, err := s.store.IdempotencyKey(t.Context(), u.ID, key(1)); err != nil || string(k.Answer) != "answer" {
		t.Errorf("got %+v, %v", k, err)
	}
	if err := s.store.DeleteIdempotencyKey(t.Context(), other.ID, key(1)); err != nil {
		t.Error(err)
	}
	if _, err := s.store.IdempotencyKey(t.Context(), other.ID, key(1)); !chat.IsCode(err, chat.CodeNotFound) {
		t.Errorf("after it was deleted: %v, want not found", err)
	}
	for n := range byte(5) {
		if err := insert(u.ID, 2+n, began.Add(time.Duration(n+1)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	left := func() (n int) {
		for i := range byte(10) {
			if _, err := s.store.IdempotencyKey(t.Context(), u.ID, key(i)); err == nil {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		before time.Time
		keep   int
		want   int
	}{{began, 10, 5}, {began, 3, 3}, {began.Add(time.Hour), 3, 0}} {
		if err := s.store.TrimIdempotencyKeys(t.Context(), u.ID, step.before, step.keep); err != nil {
			t.Error(err)
		}
		if got := left(); got != step.want {
			t.Errorf("%d keys are left, want %d", got, step.want)
		}
	}
}
