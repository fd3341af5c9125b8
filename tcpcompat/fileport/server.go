// Package fileport serves the two ports on which the clients of the C++ server
// of 2017 exchange files and pictures (WIRE.md section 9, CLIENTS.md section 7).
//
// A connection carries requests to store or fetch the next piece of a file, each
// answered before the next. The clients repeat offsets that mean nothing, so the
// position is kept here, per connection. There is no login: whoever can connect
// may store within the limits, and fetch what they know the md5 of.
//
// The bytes are in package blob, which verifies, names and protects them. Package
// wire knows the encoding. What is here is who may go on for how long, and in what
// steps.
package fileport

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"flamingo/blob"
)

// Config is what a port needs.
type Config struct {
	// Area is where uploads go. Downloads find what is in the other one, too.
	Area *blob.Area

	// UpgradeDir is the directory of the update channel, whose files are served
	// by their plain names (CLIENTS.md section 10). It need not exist. Empty on
	// the port for pictures, where no client looks for them.
	UpgradeDir string

	Log *slog.Logger

	MaxConnections           int // at once on this port; 0 = no limit
	MaxConnectionsPerAddress int // of these from one address; 0 = no limit
}

// Server serves one of the two ports.
type Server struct {
	Config
	slow slowLines

	mu       sync.Mutex // guards what follows, and conn.busy
	conns    map[*conn]struct{}
	peers    map[string]int // connections per address
	stopping bool
}

// New returns a server that listens nowhere yet.
func New(c Config) *Server {
	return &Server{Config: c, conns: map[*conn]struct{}{}, peers: map[string]int{}}
}

// Serve accepts connections on l until ctx is done, and returns when the last one
// is finished. Transfers that are under way by then get stopGrace to come to
// their end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var running sync.WaitGroup
	var last *time.Timer
	drained := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(drained)
		l.Close()
		s.closeIdle()
		last = time.AfterFunc(stopGrace, s.closeAll)
	})
	err := s.accept(ctx, l, &running)
	if err != nil { // the port is broken: nothing to wait for
		s.closeIdle()
		s.closeAll()
	}
	running.Wait()
	if !stop() {
		<-drained
		last.Stop()
	}
	return err
}

func (s *Server) accept(ctx context.Context, l net.Listener, running *sync.WaitGroup) error {
	for {
		socket, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				socket.Close()
			}
			return nil
		}
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			s.Log.Warn("connection not accepted", "err", err)
			select {
			case <-time.After(acceptPause):
			case <-ctx.Done():
			}
			continue
		}
		c := newConn(s, socket)
		if !s.enter(c) {
			socket.Close()
			continue
		}
		running.Go(func() {
			defer s.leave(c)
			c.serve()
		})
	}
}

// enter counts a connection, or refuses it.
func (s *Server) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping || s.MaxConnections > 0 && len(s.conns) >= s.MaxConnections ||
		s.MaxConnectionsPerAddress > 0 && s.peers[c.address] >= s.MaxConnectionsPerAddress {
		return false
	}
	s.conns[c] = struct{}{}
	s.peers[c.address]++
	return true
}

func (s *Server) leave(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if s.peers[c.address]--; s.peers[c.address] <= 0 {
		delete(s.peers, c.address)
	}
}

// setBusy says whether c is in the middle of something. False is returned to one
// that is not, and has to end because the server stops.
func (s *Server) setBusy(c *conn, busy bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.busy = busy
	return busy || !s.stopping
}

// closeIdle lets nobody begin anything any more.
func (s *Server) closeIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
	for c := range s.conns {
		if !c.busy {
			c.socket.Close()
		}
	}
}

func (s *Server) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.socket.Close()
	}
}
