package server_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/server"
)

// A server that is told to stop before its doors have begun to serve stops too.
func TestStopBeforeServing(t *testing.T) {
	for range 20 {
		cfg := config.Default()
		cfg.Data = t.TempDir()
		const anyPort = "127.0.0.1:0"
		cfg.HTTP, cfg.TCPChat, cfg.TCPFile, cfg.TCPImage = anyPort, anyPort, anyPort, anyPort
		s, err := server.New(t.Context(), cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		began := time.Now()
		if err := s.Run(stopped); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > server.StopTimeout/2 {
			t.Fatalf("stopping took %v", took)
		}
	}
}
