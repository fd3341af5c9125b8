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
	"log/slog"
	"net"
	"sync"
	"time"

	"flamingo/blob"
	"flamingo/tcpcompat/accept"
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
	slow   slowLines
	places accept.Places

	mu       sync.Mutex // guards what follows, and conn.busy
	conns    map[*conn]struct{}
	stopping bool
}

// New returns a server that listens nowhere yet.
func New(c Config) *Server {
	return &Server{Config: c, places: accept.Places{Max: c.MaxConnections, MaxPerAddress: c.MaxConnectionsPerAddress}, conns: map[*conn]struct{}{}}
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
	err := accept.Loop(ctx, l, s.Log, func(socket net.Conn) { s.take(socket, &running) })
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

// take serves a connection, or refuses it.
func (s *Server) take(socket net.Conn, running *sync.WaitGroup) {
	c := newConn(s, socket)
	if !s.enter(c) {
		socket.Close()
		return
	}
	running.Go(func() {
		defer s.leave(c)
		c.serve()
	})
}

// enter counts a connection. False is for one that is refused.
func (s *Server) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping || !s.places.Enter(c.address) {
		return false
	}
	s.conns[c] = struct{}{}
	return true
}

func (s *Server) leave(c *conn) {
	s.places.Leave(c.address)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
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
