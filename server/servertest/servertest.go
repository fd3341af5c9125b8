// Package servertest starts the real server for tests, on loopback ports of
// the system's choice and a fresh database, with clients of every kind.
package servertest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/server"
	"flamingo/store/mariadbtest"
	"flamingo/store/sqlitetest"
)

// Server is a running server of a test.
type Server struct {
	*server.Server
	Config config.Config

	// static after Start
	log   io.Writer
	level slog.Level

	mu   sync.Mutex
	stop context.CancelFunc
	done chan error
}

// Option changes the settings of a server before it starts.
type Option func(*config.Config)

// Start runs a server on SQLite in a directory of the test, until the test ends.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	return start(t, &Server{log: testWriter{t}, level: slog.LevelWarn}, options)
}

// StartLogging is Start with a log of everything that the server ever says.
func StartLogging(t testing.TB, log io.Writer, options ...Option) *Server {
	t.Helper()
	return start(t, &Server{log: log, level: slog.LevelDebug}, options)
}

func start(t testing.TB, s *Server, options []Option) *Server {
	t.Helper()
	cfg := config.Default()
	cfg.Data = t.TempDir()
	const anyPort = "127.0.0.1:0"
	cfg.HTTP, cfg.TCPChat, cfg.TCPFile, cfg.TCPImage = anyPort, anyPort, anyPort, anyPort
	_, bench := t.(*testing.B)
	cfg.CheapHashes = !bench // what is measured is what users have
	// A test asks for more in a moment than people in a minute. One that is about
	// limits sets its own.
	cfg.RequestBurst, cfg.AddressRequestBurst = 1e6, 1e6
	for _, o := range options {
		o(&cfg)
	}
	s.Config = cfg
	if db, err := config.ParseDatabase(cfg.Database, cfg.Data); err == nil && db.Driver == config.SQLite {
		sqlitetest.Make(t, db.Path)
	}
	s.run(t)
	t.Cleanup(func() { s.Stop(t) })
	return s
}

// run starts the server with its present settings.
func (s *Server) run(t testing.TB) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: s.level}))
	srv, err := server.New(context.Background(), s.Config, log)
	if err != nil {
		t.Fatalf("start server: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Server, s.stop, s.done = srv, stop, make(chan error, 1)
	done := s.done
	go func() { done <- srv.Run(ctx) }()
}

// Stop stops the server gracefully and checks that it does so cleanly.
// Stopping one that is stopped does nothing.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	stop, done := s.stop, s.done
	s.stop = nil
	s.mu.Unlock()
	if stop == nil {
		return
	}
	stop()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, net.ErrClosed) {
			t.Errorf("server stopped with: %v", err)
		}
	case <-time.After(server.StopTimeout + 5*time.Second):
		t.Error("server did not stop in time")
	}
}

// Restart stops the server and starts it again on the same data and the same
// addresses.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	addrs := s.Addrs()
	s.Stop(t)
	s.Config.HTTP, s.Config.TCPChat, s.Config.TCPFile, s.Config.TCPImage = addrs.HTTP, addrs.TCPChat, addrs.TCPFile, addrs.TCPImage
	s.run(t)
}

// HTTPAddr returns host and port of the HTTP listener.
func (s *Server) HTTPAddr() string { return s.Addrs().HTTP }

// User registers an account behind the doors and returns its id. Name and
// password of a test user are the same.
func (s *Server) User(t testing.TB, name string) int64 {
	t.Helper()
	u, err := s.Chat().Register(context.Background(), chat.RegisterParams{Username: name, Nickname: name, Password: Password(name)})
	if err != nil {
		t.Fatalf("register %s: %v", name, err)
	}
	return u.ID
}

// Password is the password of the test user name.
func Password(name string) string { return "pw-" + name }

// EachDatabase runs test once on SQLite and once on MariaDB, both beside other
// tests: it ends after the function that calls it. Where MariaDB is
// not installed, mariadbtest says so, or fails when it is required.
func EachDatabase(t *testing.T, test func(t *testing.T, database Option)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, func(*config.Config) {})
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		url := mariadbtest.URL(t)
		if url == "" {
			return
		}
		test(t, func(c *config.Config) { c.Database = url })
	})
}

// testWriter sends the server's log to the test's.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Helper()
	defer func() { _ = recover() }() // a log line after the end of the test is of no use to anybody
	w.t.Log(string(b))
	return len(b), nil
}
