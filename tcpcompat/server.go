package tcpcompat

import (
	"context"
	"log/slog"
	"net"
	"sync"

	"flamingo/chat"
	"flamingo/tcpcompat/accept"
)

// maxConnections bounds the clients of one text port: an operator has a few
// consoles, and a registration takes milliseconds.
const maxConnections = 64

// Config is what the text ports need.
type Config struct {
	Chat *chat.Service
	Log  *slog.Logger

	// MonitorToken is the word that opens what the console knows about users.
	// Empty keeps it shut.
	MonitorToken string
}

// Server serves the text ports.
type Server struct{ Config }

// New returns a server that listens nowhere yet.
func New(c Config) *Server { return &Server{c} }

// serve hands each connection of l to handle and closes it afterwards. When ctx
// is done it closes them all, and returns when the last handle has returned.
func (s *Server) serve(ctx context.Context, l net.Listener, handle func(context.Context, net.Conn)) error {
	var running sync.WaitGroup
	defer running.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.Close() })()

	places := accept.Places{Max: maxConnections}
	return accept.Loop(ctx, l, s.Log, func(conn net.Conn) {
		if !places.Enter("") {
			conn.Close()
			return
		}
		running.Go(func() {
			defer places.Leave("")
			defer conn.Close()
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			handle(ctx, conn)
		})
	})
}
