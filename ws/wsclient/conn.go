// Package wsclient is the reference client of the real-time protocol
// flamingo.v1 (docs/realtime.md): a connection, and on top of it a client that
// follows its conversations through cuts, restarts and slow reading. Tests, the
// load generator and the prover use it; it is short enough to read, and to be
// written again in another language.
package wsclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/coder/websocket"

	"flamingo/api/apitype"
)

// Subprotocol is the version of the protocol that this client speaks.
const Subprotocol = "flamingo.v1"

// maxMessage bounds one message of the server, which joins several frames.
const maxMessage = 16 << 20

// Options are what a connection says of itself in its hello.
type Options struct {
	Token  string // access token
	Device apitype.Device
	Status string          // what to show to others: online when empty
	Resume *apitype.Resume // positions to resume from; nil asks for no difference
	// OnEvent is called for every event in the order of arrival, from one
	// goroutine, beginning after the answer to the hello; a bye may come instead of
	// that. It may make no request.
	OnEvent func(Event)
	// OnMessage, if set, is given every message of the socket after the answer to
	// the hello as it came, several frames in one. What it takes, by returning
	// true, is decoded no further.
	OnMessage func([]byte) bool
	// HTTP makes the connection; nil is http.DefaultClient.
	HTTP *http.Client
}

// Event is a frame that answers nothing. Which fields are set depends on Event.
type Event struct {
	Event        string          `json:"ev"`
	Conversation string          `json:"c"`
	Seq          int64           `json:"seq"`
	Rev          int64           `json:"rev"`
	U            int64           `json:"u"`
	Kind         string          `json:"kind"`
	User         string          `json:"user"`
	By           string          `json:"by"`
	TS           apitype.Time    `json:"ts"`
	Status       string          `json:"status"`
	Devices      []string        `json:"devices"`
	D            json.RawMessage `json:"d"`

	// of a bye
	Code      int    `json:"code"`
	Reason    string `json:"reason"`
	Reconnect bool   `json:"reconnect"`
	AfterMS   int64  `json:"after_ms"`
}

// Error is a request that was refused.
type Error struct {
	Code         string `json:"code"`
	Message      string `json:"message"`
	Reason       string `json:"reason"`
	Field        string `json:"field"`
	RetryAfterMS int64  `json:"retry_after_ms"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Closed is how the server ended a connection.
type Closed struct {
	Code      int
	Reason    string
	Reconnect bool
	AfterMS   int64
}

func (c *Closed) Error() string { return fmt.Sprintf("closed with %d: %s", c.Code, c.Reason) }

// Conn is one connection that has said hello.
type Conn struct {
	Hello  apitype.Hello
	socket *websocket.Conn
	handle func(Event)
	done   chan struct{}

	mu      sync.Mutex // guards what follows
	lastID  int
	waiting map[string]chan<- reply
	bye     *Closed
	err     error // why it is over; set before done is closed
}

type reply struct {
	Re  string          `json:"re"`
	D   json.RawMessage `json:"d"`
	Err *Error          `json:"err"`
}

// Dial connects to the url of a server's /ws and says hello. Refused, it
// returns a *Closed.
func Dial(ctx context.Context, url string, o Options) (*Conn, error) {
	socket, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{Subprotocols: []string{Subprotocol}, HTTPClient: o.HTTP})
	if err != nil {
		return nil, err
	}
	socket.SetReadLimit(maxMessage)
	c := &Conn{socket: socket, handle: o.OnEvent, done: make(chan struct{}), waiting: map[string]chan<- reply{}}
	hold := make(chan struct{}) // events wait until Dial has read the answer
	go c.read(hold, o.OnMessage)
	hello := map[string]any{"token": o.Token, "device": o.Device}
	if o.Status != "" {
		hello["status"] = o.Status
	}
	if o.Resume != nil {
		hello["resume"] = o.Resume
	}
	err = c.Do(ctx, "hello", hello, &c.Hello)
	close(hold)
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// read hands out what arrives until the connection is over.
func (c *Conn) read(hold <-chan struct{}, taken func([]byte) bool) {
	defer close(c.done)
	for greeted := false; ; greeted = true {
		_, data, err := c.socket.Read(context.Background())
		if err != nil {
			c.end(err)
			return
		}
		if greeted && taken != nil && taken(data) {
			continue
		}
		for line := range bytes.SplitSeq(data, []byte{'\n'}) {
			var head struct {
				Re string `json:"re"`
				Ev string `json:"ev"`
			}
			if err := json.Unmarshal(line, &head); err != nil {
				c.end(fmt.Errorf("a frame is not JSON: %w", err))
				return
			}
			switch head.Ev {
			case "":
				err = c.answer(line)
			case "ping":
				err = c.write(map[string]string{"id": "ping", "op": "ping"})
			case "bye": // it may come in the place of the answer to the hello
				err = c.event(line)
			default:
				<-hold
				err = c.event(line)
			}
			if err != nil {
				c.end(err)
				return
			}
		}
	}
}

func (c *Conn) answer(line []byte) error {
	var r reply
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	c.mu.Lock()
	waiting := c.waiting[r.Re]
	delete(c.waiting, r.Re)
	c.mu.Unlock()
	if waiting != nil {
		waiting <- r
	}
	return nil
}

func (c *Conn) event(line []byte) error {
	var ev Event
	if err := json.Unmarshal(line, &ev); err != nil {
		return err
	}
	if ev.Event == "bye" {
		c.mu.Lock()
		c.bye = &Closed{ev.Code, ev.Reason, ev.Reconnect, ev.AfterMS}
		c.mu.Unlock()
	}
	if c.handle != nil {
		c.handle(ev)
	}
	return nil
}

func (c *Conn) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if code := int(websocket.CloseStatus(err)); c.bye == nil && code >= 0 {
		c.bye = &Closed{Code: code, Reason: "no bye came", Reconnect: code < 4400}
	}
	if c.err = err; c.bye != nil {
		c.err = c.bye
	}
	for _, w := range c.waiting {
		close(w)
	}
	clear(c.waiting)
	c.socket.CloseNow()
}

func (c *Conn) write(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.socket.Write(context.Background(), websocket.MessageText, data)
}

// Do makes a request and decodes the d of its answer into d, which may be nil.
// A refusal is an *Error. Any other error leaves open whether the server has
// done it: that is what cid is for. Any number of requests may be under way.
func (c *Conn) Do(ctx context.Context, op string, fields map[string]any, d any) error {
	answered := make(chan reply, 1)
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return c.err
	}
	c.lastID++
	id := strconv.Itoa(c.lastID)
	c.waiting[id] = answered
	c.mu.Unlock()
	if err := c.post(id, op, fields); err != nil {
		return err
	}
	select {
	case r, ok := <-answered:
		switch {
		case !ok:
			return c.Err()
		case r.Err != nil:
			return r.Err
		case d == nil:
			return nil
		}
		return json.Unmarshal(r.D, d)
	case <-ctx.Done():
		c.mu.Lock()
		delete(c.waiting, id)
		c.mu.Unlock()
		return ctx.Err()
	}
}

func (c *Conn) post(id, op string, fields map[string]any) error {
	request := map[string]any{"id": id, "op": op}
	for k, v := range fields {
		request[k] = v
	}
	return c.write(request)
}

// Send sends a message and returns when it is durable. body is the body of the
// protocol: {"text": …} or {"segments": […]}.
func (c *Conn) Send(ctx context.Context, conversation, cid string, body any) (sent apitype.Sent, err error) {
	err = c.Do(ctx, "send", map[string]any{"c": conversation, "cid": cid, "body": body}, &sent)
	return sent, err
}

// Typing says that the user is writing: text, voice or stop. It has no answer.
func (c *Conn) Typing(conversation, kind string) error {
	return c.post("typing", "typing", map[string]any{"c": conversation, "kind": kind})
}

// Close drops the connection without a word.
func (c *Conn) Close() {
	c.socket.CloseNow()
	<-c.done
}

// Done is closed when the connection is over; Err then says why: a *Closed if
// the server ended it.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err returns why the connection is over, nil while it lives.
func (c *Conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Text is the body of a plain message.
func Text(s string) map[string]string { return map[string]string{"text": s} }

// refused reports whether the server has decided against a request for good.
func refused(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code != "rate_limited" && e.Code != "unavailable" && e.Code != "internal"
}
