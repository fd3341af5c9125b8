package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
)

// S-22: who waits for the lock of the database waits for a bounded time, and
// is told; reading goes on meanwhile, and so does everything afterwards.
func TestS22WaitingForALockIsBounded(t *testing.T) {
	cfg := config.Default()
	cfg.Data, cfg.RequestTimeout, cfg.CheapHashes = t.TempDir(), time.Second, true
	cfg.HTTP, cfg.TCPChat, cfg.TCPFile, cfg.TCPImage = "127.0.0.1:0", config.Off, config.Off, config.Off
	s, err := New(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ran; err != nil {
			t.Errorf("stop: %v", err)
		}
	}()
	register := func(name string) int {
		t.Helper()
		req := httptest.NewRequest(http.MethodPost, "/api/v1/auth/register", strings.NewReader(`{"username":"`+name+`","password":"x"}`))
		req.Header.Set("Content-Type", "application/json")
		res, err := s.app.Test(req, 30_000)
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	held, release, released := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		released <- s.store.InTx(context.Background(), func(chat.Store) error {
			close(held)
			<-release
			return nil
		})
	}()
	<-held
	if got := register("alice"); got != http.StatusServiceUnavailable {
		t.Errorf("a write while the lock is held: %d, want 503", got)
	}
	res, err := s.app.Test(httptest.NewRequest(http.MethodGet, "/healthz", nil), 30_000)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("reading while the lock is held: %v, %v", res, err)
	}
	close(release)
	if err := <-released; err != nil {
		t.Error(err)
	}
	for deadline := time.Now().Add(30 * time.Second); register("bob") != http.StatusCreated; {
		if time.Now().After(deadline) {
			t.Fatal("nobody can register after the lock was let go")
		}
	}
}
