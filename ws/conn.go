package ws

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fasthttp/websocket"
	"golang.org/x/time/rate"

	"flamingo/chat"
	"flamingo/hub"
)

// conn is one socket. It is the hub.Sink of its session.
type conn struct {
	// static after newConn
	server *Server
	socket *websocket.Conn

	// owned by the read loop
	actor    chat.Actor
	session  *hub.Session // nil until the hello
	requests *rate.Limiter
	refused  int

	// set by the read loop before ready is closed, then owned by Deliver
	contained *contained
	blocked   map[int64]struct{} // whom the user does not hear in groups; shared, never written to

	ready    chan struct{} // closed when the hello is answered: events may be written
	inFlight chan struct{} // one element per send that waits for its commit
	lastSeen atomic.Int64  // when the peer's last frame came: since the start of the server, whatever the clock does
	slow     atomic.Bool   // the session is ended for being slow: nothing more is written
	deadline atomic.Int64  // it is ended for another reason: Unix nanoseconds until which what waits may be written

	mu      sync.Mutex  // guards what follows
	expires time.Time   // of the access token, on a clock that nobody moves
	watch   *time.Timer // looks at silence and expiry
	closing *closing    // why we end the session ourselves
}

func newConn(s *Server, socket *websocket.Conn) *conn {
	return &conn{server: s, socket: socket, ready: make(chan struct{}), inFlight: make(chan struct{}, maxInFlight),
		requests: rate.NewLimiter(requestsPerSecond, requestBurst)}
}

// run reads until the peer or the session ends, and returns when the writer
// has stopped too.
func (c *conn) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	hub.BoundUnsent(c.socket.NetConn())
	c.seen()
	pong := func(string) error { c.seen(); return nil }
	c.socket.SetPongHandler(pong)
	c.socket.SetPingHandler(func(data string) error {
		c.seen()
		err := c.socket.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(closeTimeout))
		if errors.Is(err, websocket.ErrCloseSent) {
			return nil
		}
		return err
	})
	c.socket.SetReadDeadline(time.Now().Add(helloTimeout))
	err := c.readLoop(ctx)
	if c.session == nil {
		c.refuse(err)
		c.linger(err)
		return
	}
	c.session.End(chat.End{Reason: chat.EndLost})
	if c.server.hub.Leave(c.session) {
		c.server.chat.SessionEnded(c.actor)
	}
	<-c.session.Done()
	c.linger(err)
}

// linger takes what a peer that we closed on still sends: a system that closes
// over unread bytes resets the connection, and the peer may never see why.
func (c *conn) linger(err error) {
	if _, ours := errors.AsType[*closing](err); !ours {
		return
	}
	conn := c.socket.NetConn()
	conn.SetReadDeadline(time.Now().Add(closeTimeout))
	io.Copy(io.Discard, io.LimitReader(conn, maxLinger))
}

// readLoop handles what the peer sends. It returns the error that ended it.
func (c *conn) readLoop(ctx context.Context) error {
	for {
		data, err := c.read()
		if err != nil {
			return err
		}
		c.seen()
		for line := range bytes.SplitSeq(data, []byte{'\n'}) {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			if err := apart(func() error { return c.handle(ctx, line) }); err != nil {
				c.fail(err)
				return err
			}
		}
	}
}

// apart runs f on a goroutine of its own and waits for it. What f does with the
// database takes 16 KiB of stack; the goroutine that reads, of which every idle
// session has one, would keep them. A panic of f is one of the caller.
func apart(f func() error) error {
	type outcome struct {
		err      error
		panicked any
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.err = f()
	}()
	o := <-done
	if o.panicked != nil {
		panic(o.panicked)
	}
	return o.err
}

// read returns one text message. Memory follows what has arrived, not what a
// frame declares.
func (c *conn) read() ([]byte, error) {
	kind, r, err := c.socket.NextReader()
	if err != nil {
		if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() && c.session == nil {
			return nil, &closing{code: closeUnauthenticated, reason: "no hello came in time"}
		}
		return nil, err
	}
	if kind != websocket.TextMessage {
		return nil, c.failed(&closing{code: closeProtocol, reason: "frames are text"})
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxFrame+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFrame {
		return nil, c.failed(&closing{code: closeTooLarge, reason: "the frame is too large"})
	}
	return data, nil
}

func (c *conn) failed(why *closing) error {
	c.fail(why)
	return why
}

func (c *conn) seen() { c.lastSeen.Store(int64(time.Since(c.server.started))) }

// good sets how long the access token is good for and looks after it in time.
// How long that is, is counted from now: a clock that jumps ends no socket.
func (c *conn) good(expires time.Time) {
	left := expires.Sub(c.server.chat.Now())
	c.mu.Lock()
	c.expires = time.Now().Add(left)
	c.mu.Unlock()
	c.schedule(min(PingPeriod, left))
}

// handle serves one request. An error ends the connection.
func (c *conn) handle(ctx context.Context, line []byte) error {
	var head struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(line, &head); err != nil || head.ID == "" || len(head.ID) > maxRequestID {
		return &closing{code: closeProtocol, reason: "a request is a JSON object with an id of 1 to 64 bytes"}
	}
	if c.session == nil {
		return c.hello(ctx, head.ID, line)
	}
	if !c.requests.Allow() {
		if c.refused++; c.refused > maxRefused {
			return &closing{code: closeTooMany, reason: "too many requests"}
		}
		c.session.Send(errorFrame(head.ID, &chat.Error{Code: chat.CodeRateLimited, Message: "too many requests", RetryAfter: time.Second}))
		return nil
	}
	reply, err := c.dispatch(ctx, head.ID, line)
	switch {
	case err != nil:
		c.logInternal(err)
		c.session.Send(errorFrame(head.ID, err))
	case reply != nil:
		c.session.Send(replyFrame(head.ID, reply))
	}
	return nil
}

// logInternal records what is our fault; the peer learns only that it happened.
func (c *conn) logInternal(err error) {
	if chat.Describe(err).Code == chat.CodeInternal {
		c.server.log.Error("request failed", "user", c.actor.UserID, "session", c.actor.SessionID, "err", err)
	}
}

// refuse closes a connection that never became a session.
func (c *conn) refuse(err error) {
	if why, ok := errors.AsType[*closing](err); ok {
		c.writeClose(why)
	}
}

// fail ends the session for a reason of this protocol.
func (c *conn) fail(err error) {
	why, ok := errors.AsType[*closing](err)
	if !ok || c.session == nil {
		return
	}
	c.mu.Lock()
	if c.closing == nil {
		c.closing = why
	}
	c.mu.Unlock()
	c.session.End(chat.End{Reason: chat.EndLost})
}

// Deliver writes events and answers, several in one message. The answer to the
// hello goes first, whatever came in between.
func (c *conn) Deliver(items []hub.Item) error {
	<-c.ready
	if c.contained != nil && time.Now().After(c.contained.until) {
		c.contained = nil
	}
	var out []byte
	for _, it := range items {
		frame := it.Frame
		if frame == nil {
			frame = c.render(it.Envelope)
		}
		if frame == nil {
			continue
		}
		if len(out) > 0 && len(out)+1+len(frame) > maxBatch {
			if err := c.write(out); err != nil || c.slow.Load() {
				return err
			}
			out = out[:0]
		}
		if len(out) > 0 {
			out = append(out, '\n')
		}
		out = append(out, frame...)
	}
	if len(out) == 0 {
		return nil
	}
	return c.write(out)
}

func (c *conn) write(data []byte) error {
	deadline := time.Now().Add(WriteTimeout)
	if end := c.deadline.Load(); end != 0 {
		deadline = time.Unix(0, end)
	}
	c.socket.SetWriteDeadline(deadline)
	return c.socket.WriteMessage(websocket.TextMessage, data)
}

// Ending gives what is being written closeTimeout from now. Who is only slow has
// the full time for the one message that is under way, and learns then why
// that was the last.
func (c *conn) Ending(end chat.End) {
	if end.Reason == chat.EndSlow {
		c.slow.Store(true)
		return
	}
	deadline := time.Now().Add(closeTimeout)
	c.deadline.Store(deadline.UnixNano())
	// A write that begins at this moment may have set a later one of its own.
	time.AfterFunc(closeTimeout, func() { c.socket.NetConn().SetWriteDeadline(time.Now()) })
}

// Ended says goodbye and makes the reader return.
func (c *conn) Ended(end chat.End) {
	<-c.ready
	c.mu.Lock()
	why := c.closing
	if c.watch != nil {
		c.watch.Stop()
	}
	c.mu.Unlock()
	if why == nil {
		why = closingFor(end)
	}
	if why == nil { // the connection is gone
		c.socket.SetReadDeadline(time.Now())
		return
	}
	c.writeClose(why)
	c.socket.SetReadDeadline(time.Now().Add(closeTimeout)) // the peer may answer the close
}

// watchOver looks, at every ping period, whether the peer is alive and its
// token good.
func (c *conn) watchOver() {
	if c.session.Ending() {
		return
	}
	now := time.Now()
	c.mu.Lock()
	expires := c.expires
	c.mu.Unlock()
	silent := time.Since(c.server.started) - time.Duration(c.lastSeen.Load())
	switch {
	case !now.Before(expires):
		c.fail(&closing{code: closeUnauthenticated, reason: "the access token has expired", reconnect: true})
		return
	case silent >= silenceLimit:
		c.fail(&closing{code: closeStopping, reason: "no sign of life", reconnect: true})
		return
	case silent >= PingPeriod:
		c.session.Send(pingFrame)
	}
	c.schedule(min(PingPeriod, time.Until(expires)))
}

func (c *conn) schedule(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watch == nil {
		c.watch = time.AfterFunc(d, c.watchOver)
	} else {
		c.watch.Reset(max(d, time.Millisecond))
	}
}
