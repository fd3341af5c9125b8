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
	"log/slog"
	"net"
	"sync"
	"time"

	"flamingo/chat"
	"flamingo/hub"
	"flamingo/tcpcompat/accept"
)

// Timing the old clients depend on (CLIENTS.md sections 1, 3 and 9).
const (
	writeTimeout    = 10 * time.Second // a socket that takes nothing for so long is lost
	frameTimeout    = 60 * time.Second // for the rest of a frame that has begun
	kickDelay       = 2 * time.Second  // PC closes by itself, Android never does
	keepAlivePeriod = 60 * time.Second // of TCP: finds dead peers without a word on the wire
	savePeriod      = time.Second      // of delivery positions
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

	places accept.Places

	mu    sync.Mutex // guards what follows
	conns map[*conn]struct{}
}

// New returns a server that listens nowhere yet.
func New(c Config) *Server {
	return &Server{Config: c, saver: newSaver(c.Chat, c.Log), logins: make(chan struct{}, maxLogins),
		places: accept.Places{Max: c.MaxConnections, MaxPerAddress: c.MaxConnectionsPerAddress}, conns: map[*conn]struct{}{}}
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
	err := accept.Loop(ctx, l, s.Log, func(socket net.Conn) { s.take(ctx, socket, &running) })
	running.Wait()
	s.saver.flush()
	return err
}

// take serves a connection, or refuses it.
func (s *Server) take(ctx context.Context, socket net.Conn, running *sync.WaitGroup) {
	c := newConn(s, socket)
	if !s.places.Enter(c.address) {
		socket.Close()
		return
	}
	s.mu.Lock()
	s.conns[c] = struct{}{}
	s.mu.Unlock()
	running.Go(func() {
		defer s.leave(c)
		c.serve(ctx)
	})
	if ctx.Err() != nil { // closeAll may have missed it
		socket.Close()
	}
}

func (s *Server) leave(c *conn) {
	s.places.Leave(c.address)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

func (s *Server) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.socket.Close()
	}
}
