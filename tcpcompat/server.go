package tcpcompat

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"flamingo/chat"
)

const (
	// maxConnections bounds the clients of one text port: an operator has a few
	// consoles, and a registration takes milliseconds.
	maxConnections = 64

	// acceptPause follows a failed accept, such as for want of descriptors.
	acceptPause = 50 * time.Millisecond
)

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

	places := make(chan struct{}, maxConnections)
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default:
			s.Log.Warn("connection not accepted", "err", err)
			select {
			case <-time.After(acceptPause):
			case <-ctx.Done():
			}
			continue
		}
		select {
		case places <- struct{}{}:
		default:
			conn.Close()
			continue
		}
		running.Go(func() {
			defer func() { <-places }()
			defer conn.Close()
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			handle(ctx, conn)
		})
	}
}
