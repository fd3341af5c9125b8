package storetest

import (
	"bytes"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func testSecondFactor(t *testing.T, s *suite) {
	u := s.user(t)
	if _, err := s.store.SecondFactor(t.Context(), u.ID); !chat.IsCode(err, chat.CodeNotFound) {
		t.Errorf("before anything was set up: %v, want not found", err)
	}
	at := now()
	want := models.SecondFactor{UserID: u.ID, Secret: "GEZDGNBV", ConfirmedAt: &at, Counter: 7}
	for range 2 { // the second replaces the first
		if err := s.store.SaveSecondFactor(t.Context(), &want); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		counter int64
		want    bool
	}{{7, false}, {8, true}, {8, false}, {6, false}} {
		if ok, err := s.store.UseSecondFactor(t.Context(), u.ID, step.counter); err != nil || ok != step.want {
			t.Errorf("use counter %d: got %v, %v, want %v", step.counter, ok, err, step.want)
		}
	}
	if err := s.store.SetAppPassword(t.Context(), u.ID, "hash"); err != nil {
		t.Error(err)
	}
	if got, err := s.store.SecondFactor(t.Context(), u.ID); err != nil || got.AppPassword != "hash" || got.Counter != 8 {
		t.Errorf("got %+v, %v", got, err)
	}

	a, b, c := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32), bytes.Repeat([]byte{3}, 32)
	for _, codes := range [][][]byte{{a, b}, {b, c}} {
		if err := s.store.ReplaceRecoveryCodes(t.Context(), u.ID, codes); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		hash []byte
		want bool
	}{{a, false}, {b, true}, {b, false}} {
		if ok, err := s.store.UseRecoveryCode(t.Context(), u.ID, step.hash); err != nil || ok != step.want {
			t.Errorf("use code %d: got %v, %v, want %v", step.hash[0], ok, err, step.want)
		}
	}
	if n, err := s.store.CountRecoveryCodes(t.Context(), u.ID); n != 1 || err != nil {
		t.Errorf("got %d codes left, %v, want 1", n, err)
	}
	if err := s.store.DeleteSecondFactor(t.Context(), u.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := s.store.CountRecoveryCodes(t.Context(), u.ID); n != 0 || err != nil {
		t.Errorf("got %d codes after the deletion, %v, want none", n, err)
	}
}
