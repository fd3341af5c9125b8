// Package chatport serves the clients of the C++ server of 2017, unchanged, on
// the port for chat that they know.
//
// The port carries framed commands. Each is decoded here, handed to
// package chat, and its outcome encoded in the numbers the old clients know. No
// rule of the messenger lives here: what a web user may not do, an old client
// may not do either. Package wire knows the bytes, package fileport serves
// files and pictures.
//
// The protocol has no acknowledgement and no history, and its clients lose what
// reaches them at the wrong moment. So a push is only a hint here too: a session
// knows, per conversation, how far its client has got, and reads the log from
// there whenever the client is ready for it (see session.go and gate.go).
package chatport

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"flamingo/chat"
	"flamingo/hub"
)

// Timing the old clients depend on (CLIENTS.md sections 1, 3 and 9).
const (
	writeTimeout    = 10 * time.Second      // a socket that takes nothing for so long is lost
	frameTimeout    = 60 * time.Second      // for the rest of a frame that has begun
	kickDelay       = 2 * time.Second       // PC closes by itself, Android never does
	keepAlivePeriod = 60 * time.Second      // of TCP: finds dead peers without a word on the wire
	savePeriod      = time.Second           // of delivery positions
	acceptPause     = 50 * time.Millisecond // after a failed accept, such as for want of descriptors
)

// loginDeadline is how long a log-in may take. Android gives up after 500 ms, of
// which a little is for the way, and it is better to be asked again. Only tests
// change it.
var loginDeadline = 470 * time.Millisecond

// heartbeatPeriod is how often idle Android sessions, which have no timer of
// their own, are asked for a sign of life. Only tests change it.
var heartbeatPeriod = 25 * time.Second

// Config is what the chat port needs.
type Config struct {
	Chat *chat.Service
	Hub  *hub.Hub
	Log  *slog.Logger

	MaxConnections           int           // at once on the chat port; 0 = no limit
	MaxConnectionsPerAddress int           // of these from one address; 0 = no limit
	FrameBeforeLogin         int           // bytes of a frame from somebody who has not logged in
	LoginTimeout             time.Duration // silence after which such a connection is closed
}

// Server serves the chat port.
type Server struct {
	Config
	saver  *saver
	logins chan struct{} // one element per log-in that is being served

	mu    sync.Mutex // guards what follows
	conns map[*conn]struct{}
	peers map[string]int // connections per address
}

// New returns a server that listens nowhere yet.
func New(c Config) *Server {
	return &Server{Config: c, saver: newSaver(c.Chat, c.Log), logins: make(chan struct{}, maxLogins), conns: map[*conn]struct{}{}, peers: map[string]int{}}
}

// Serve accepts connections on l until ctx is done, then closes them all and
// returns when the last one is finished.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var running sync.WaitGroup
	stop := context.AfterFunc(ctx, func() {
		l.Close()
		s.closeAll()
	})
	defer stop()
	running.Go(func() { s.saver.run(ctx) })
	err := s.accept(ctx, l, &running)
	running.Wait()
	s.saver.flush()
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
			c.serve(ctx)
		})
		if ctx.Err() != nil { // closeAll may have missed it
			socket.Close()
		}
	}
}

// enter counts a connection, or refuses it.
func (s *Server) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.MaxConnections > 0 && len(s.conns) >= s.MaxConnections ||
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

func (s *Server) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.socket.Close()
	}
}
