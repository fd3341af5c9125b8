package storetest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func (s *suite) session(t *testing.T, user int64, class models.Class, at time.Time) *models.Session {
	t.Helper()
	sess := &models.Session{ID: name("01SESSION"), UserID: user, Class: class, DeviceID: "device", Name: "Firefox on Linux",
		CreatedAt: at, LastSeenAt: at}
	must(t, s.store.InsertSession(t.Context(), sess))
	return sess
}

func testSessions(t *testing.T, s *suite) {
	ctx := t.Context()
	u, at := s.user(t).ID, now()
	first := s.session(t, u, models.ClassWeb, at)
	second := s.session(t, u, models.ClassPC, at.Add(time.Second))
	s.session(t, s.user(t).ID, models.ClassWeb, at)
	equal(t, "session", ok(s.store.Session(ctx, first.ID))(t), first)
	equal(t, "sessions, newest first", ok(s.store.Sessions(ctx, u))(t), []models.Session{*second, *first})
	wantCode(t, "the same id", s.store.InsertSession(ctx, first), chat.CodeConflict)
	for _, id := range []string{"nothing", first.ID + " ", first.ID + "\xff", "é", ""} {
		_, err := s.store.Session(ctx, id)
		wantCode(t, "session "+id, err, chat.CodeNotFound)
	}

	first.LastSeenAt = at.Add(time.Hour)
	must(t, s.store.TouchSessions(ctx, first.LastSeenAt, first.ID, "nothing"))
	must(t, s.store.TouchSessions(ctx, first.LastSeenAt))
	equal(t, "touched session", ok(s.store.Session(ctx, first.ID))(t), first)
	equal(t, "other session", ok(s.store.Session(ctx, second.ID))(t), second)
}

func testRotateRefresh(t *testing.T, s *suite) {
	ctx := t.Context()
	sess := s.session(t, s.user(t).ID, models.ClassWeb, now())
	one, two := []byte{0, 1, 0xff, '\''}, []byte("two")
	at := now().Add(time.Minute)
	rotate := func(what string, old, new []byte, want bool) {
		t.Helper()
		equal(t, what, ok(s.store.RotateRefresh(ctx, sess.ID, old, new, at))(t), want)
	}
	rotate("a hash that is not in force", two, one, false)
	rotate("the first", nil, one, true)
	rotate("the first again", nil, two, false)
	equal(t, "last seen", ok(s.store.Session(ctx, sess.ID))(t).LastSeenAt, at)

	var used sync.WaitGroup
	results := make([]bool, 8)
	for i := range results {
		used.Go(func() {
			var err error
			if results[i], err = s.store.RotateRefresh(ctx, sess.ID, one, []byte{'n', byte(i)}, at); err != nil {
				t.Errorf("rotate: %v", err)
			}
		})
	}
	used.Wait()
	equal(t, "successes with one hash", len(slices.DeleteFunc(results, func(ok bool) bool { return !ok })), 1)

	hash := ok(s.store.Session(ctx, sess.ID))(t).RefreshHash
	must(t, s.store.RevokeSessions(ctx, at, sess.ID))
	rotate("of a revoked session", hash, two, false)
	equal(t, "of no session", ok(s.store.RotateRefresh(ctx, "nothing", nil, one, at))(t), false)
}

func testRevoke(t *testing.T, s *suite) {
	ctx := t.Context()
	u, at := s.user(t).ID, now().Add(time.Hour) // later than what other cases revoke
	a, b, c := s.session(t, u, models.ClassWeb, at), s.session(t, u, models.ClassWeb, at), s.session(t, u, models.ClassWeb, at)
	must(t, s.store.RevokeSessions(ctx, at, a.ID))
	must(t, s.store.RevokeSessions(ctx, at.Add(time.Second), a.ID, b.ID))
	must(t, s.store.RevokeSessions(ctx, at))
	equal(t, "sessions left", ok(s.store.Sessions(ctx, u))(t), []models.Session{*c})
	if got := ok(s.store.Session(ctx, a.ID))(t).RevokedAt; got == nil || !got.Equal(at) {
		t.Errorf("revoked at %v, want the first time, %v", got, at)
	}
	equal(t, "revoked at or after the first", ok(s.store.RevokedSince(ctx, at))(t), []string{a.ID, b.ID})
	equal(t, "revoked after the first", ok(s.store.RevokedSince(ctx, at.Add(time.Millisecond)))(t), []string{b.ID})
	equal(t, "revoked later", ok(s.store.RevokedSince(ctx, at.Add(time.Minute)))(t), nil)
}
