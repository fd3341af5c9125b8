package chatport

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"flamingo/chat"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// conn is one connection to the chat port. It has one goroutine, which reads
// and serves commands; pushes are written by the goroutine of the session's
// queue while there is something to push. mu keeps the two apart, so that an
// answer always precedes what its command causes.
type conn struct {
	// static after newConn
	server  *Server
	socket  net.Conn
	address string // without port
	frames  *wire.FrameReader
	began   time.Time // when the frame that is being served came; of the reading goroutine

	mu       sync.Mutex // guards what follows, and every write to socket
	session  *session   // nil when nobody is logged in
	out      *session   // was thrown out of the connection
	lastSeq  int32      // of the request before, or being served
	kick     *time.Timer
	heart    *time.Timer
	lastRead time.Time
}

func newConn(s *Server, socket net.Conn) *conn {
	c := &conn{server: s, socket: socket, frames: wire.NewFrameReader(socket)}
	c.address, _, _ = net.SplitHostPort(socket.RemoteAddr().String())
	if tcp, ok := socket.(*net.TCPConn); ok {
		tcp.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: keepAlivePeriod, Interval: keepAlivePeriod / 4, Count: 4})
	}
	hub.BoundUnsent(socket)
	if s.FrameBeforeLogin > 0 {
		c.frames.MaxBody = s.FrameBeforeLogin
	}
	c.frames.Began = func() {
		c.began = time.Now()
		socket.SetReadDeadline(c.began.Add(frameTimeout))
	}
	return c
}

// serve reads commands until the peer leaves, misbehaves or is thrown out.
func (c *conn) serve(ctx context.Context) {
	defer c.socket.Close()
	clean := false
	for {
		c.setIdleDeadline()
		body, err := c.frames.Next()
		if err != nil {
			clean = errors.Is(err, io.EOF)
			break
		}
		if err := c.handle(ctx, body); err != nil {
			break
		}
	}
	c.mu.Lock()
	s := c.session
	c.session = nil
	if c.out != nil {
		c.server.saver.end(c.out, clean)
	}
	stopTimer(c.kick)
	stopTimer(c.heart)
	c.mu.Unlock()
	if s != nil {
		s.leave(clean)
	}
}

// setIdleDeadline bounds the silence of somebody who has not logged in. Those
// who have may be silent for ever: their clients are (WIRE.md section 5).
func (c *conn) setIdleDeadline() {
	c.mu.Lock()
	loggedIn := c.session != nil
	c.mu.Unlock()
	deadline := time.Time{}
	if !loggedIn && c.server.LoginTimeout > 0 {
		deadline = time.Now().Add(c.server.LoginTimeout)
	}
	c.socket.SetReadDeadline(deadline)
}

// handle serves one command. An error closes the connection.
func (c *conn) handle(ctx context.Context, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := wire.NewReader(body)
	if r.Err() == nil {
		c.lastSeq = r.Seq
	}
	c.lastRead = time.Now()
	if h := openCommand(r.Cmd); h != nil {
		return h(c, ctx, &r)
	}
	if c.session == nil {
		r.Bytes("data")
		if err := r.Err(); err != nil {
			return err
		}
		return c.answer(&r, codeText(wire.CodeNotLoggedIn, "not login, please login first!"))
	}
	h, ok := commands[r.Cmd]
	if !ok {
		return errUnknownCommand
	}
	return h(c.session, ctx, &r)
}

var errUnknownCommand = errors.New("unknown command")

// handler serves a command of somebody who is logged in.
type handler func(s *session, ctx context.Context, r *wire.Reader) error

// commands by number.
var commands = map[wire.Cmd]handler{
	wire.CmdFriendList:     (*session).handleFriendList,
	wire.CmdFind:           (*session).handleFind,
	wire.CmdOperateFriend:  (*session).handleOperateFriend,
	wire.CmdStatus:         (*session).handleStatus,
	wire.CmdUpdateProfile:  (*session).handleUpdateProfile,
	wire.CmdChangePassword: (*session).handleChangePassword,
	wire.CmdCreateGroup:    (*session).handleCreateGroup,
	wire.CmdGroupMembers:   (*session).handleGroupMembers,
	wire.CmdChat:           (*session).handleChat,
	wire.CmdMultiChat:      (*session).handleMultiChat,
	wire.CmdScreenshot:     (*session).handleScreenshot,
	wire.CmdTeam:           (*session).handleTeam,
	wire.CmdMarkName:       (*session).handleMarkName,
	wire.CmdMoveFriend:     (*session).handleMoveFriend,
}

// openCommand returns the handler of a command that needs no login, or nil.
func openCommand(cmd wire.Cmd) func(c *conn, ctx context.Context, r *wire.Reader) error {
	switch cmd {
	case wire.CmdHeartbeat:
		return (*conn).handleHeartbeat
	case wire.CmdRegister:
		return (*conn).handleRegister
	case wire.CmdLogin:
		return (*conn).handleLogin
	}
	return nil
}

func (c *conn) handleHeartbeat(_ context.Context, r *wire.Reader) error {
	r.Bytes("data")
	if err := r.Err(); err != nil {
		return err
	}
	return c.answer(r, nil)
}

// answer sends data under the command and number of a request. Holding mu.
func (c *conn) answer(r *wire.Reader, data []byte) error {
	return c.writeBody(wire.NewBody(nil, r.Cmd, r.Seq).Data(data).Bytes())
}

// writeBody compresses a body and writes the frame at once: Android takes a
// header and what one read gives it of the body. Holding mu.
func (c *conn) writeBody(body []byte) error {
	frame, err := wire.AppendFrame(nil, body)
	if err != nil {
		return err
	}
	return c.writeFrame(frame)
}

func (c *conn) writeFrame(frame []byte) error {
	c.socket.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := c.socket.Write(frame)
	return err
}

// kicked tells a client that its account is used elsewhere, and closes the
// connection in a while. Holding mu.
func (c *conn) kicked(seq int32) {
	if err := c.writeBody(wire.NewBody(nil, wire.CmdKick, seq).Data(nil).Bytes()); err != nil {
		c.socket.Close()
		return
	}
	c.kick = time.AfterFunc(kickDelay, func() { c.socket.Close() })
}

func stopTimer(t *time.Timer) {
	if t != nil {
		t.Stop()
	}
}

// open makes the connection the session of a login. It answers the login
// first: until then mu keeps every push away. Holding mu.
func (c *conn) open(ctx context.Context, l *chat.Login, class models.Class, status int32, r *wire.Reader) error {
	if old := c.session; old != nil { // logged in again on the same connection: no kick
		c.session = nil
		go old.leave(true) // its queue may be waiting for mu
	}
	stopTimer(c.kick)
	s := newSession(c, l, class)
	s.hub = hub.NewSession(l.Session.ID, l.User.ID, class, "", s)
	s.hub.SetInitialStatus(statusOf(status), status)
	if !c.server.Hub.Join(s.hub, r.Seq) {
		return errors.New("the server stops")
	}
	c.session = s
	c.frames.MaxBody = wire.MaxBody
	if err := c.answer(r, loginAnswer(l.User, s.limits())); err != nil {
		return err
	}
	groups, err := c.server.Chat.SessionStarted(ctx, s.actor)
	if err != nil {
		return err
	}
	c.server.Hub.Subscribe(s.hub, groups)
	if class == models.ClassAndroid {
		c.lastRead = time.Now()
		c.heart = time.AfterFunc(heartbeatPeriod, s.heartbeat)
	}
	return s.start(ctx)
}
