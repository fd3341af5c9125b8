package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"flamingo/tcpcompat/legacyclient"
	"flamingo/ws"
	"flamingo/ws/wstest"
)

// Socket is a connection to the real-time channel. It is written without
// package ws, on another WebSocket library.
type Socket struct {
	t        testing.TB
	conn     *websocket.Conn
	contract *wstest.Contract
	frames   legacyclient.Inbox[Frame]
	paused   chan struct{} // reading begins when it is closed; nil from the start

	mu  sync.Mutex // guards what follows
	ids int
	ops map[string]string // of requests under way, by id
}

// Frame is one object that the server sent.
type Frame struct {
	Re    string          `json:"re"` // of an answer: the id of the request
	Event string          `json:"ev"`
	C     string          `json:"c"`
	Seq   int64           `json:"seq"`
	D     json.RawMessage `json:"d"`
	Err   *SocketError    `json:"err"`
	Raw   string          `json:"-"`

	// of a bye
	Code      int    `json:"code"`
	Reason    string `json:"reason"`
	Reconnect bool   `json:"reconnect"`
	AfterMS   int64  `json:"after_ms"`
}

// SocketError is the refusal of a request.
type SocketError struct {
	Code         string `json:"code"`
	Message      string `json:"message"`
	Field        string `json:"field"`
	Reason       string `json:"reason"`
	RetryAfterMS int64  `json:"retry_after_ms"`
}

// maxServerFrame bounds one message of the server, which joins several frames.
const maxServerFrame = 8 << 20

// Dial opens a socket and says nothing on it. The answer is that to the
// upgrade, also when it was refused; the socket is nil then.
func (s *Server) Dial(t testing.TB, header http.Header) (*Socket, *http.Response) {
	t.Helper()
	return s.dial(t, "/ws", header, nil)
}

// DialPath is Dial with another address than /ws, such as one with a query.
func (s *Server) DialPath(t testing.TB, path string, header http.Header) (*Socket, *http.Response) {
	t.Helper()
	return s.dial(t, path, header, nil)
}

// DialPaused opens a socket, says hello, and reads nothing, not even the answer,
// until Resume.
func (s *Server) DialPaused(t testing.TB, token string) *Socket {
	t.Helper()
	c, _ := s.dial(t, "/ws", nil, make(chan struct{}))
	if c == nil {
		t.Fatal("the upgrade was refused")
	}
	c.Post(t, "hello", map[string]any{"token": token})
	return c
}

// narrow has sockets that take little from somebody who does not read: what
// both systems hold would hide for megabytes that nothing is read.
var narrow = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return conn, conn.(*net.TCPConn).SetReadBuffer(64 << 10)
}}}

// Resume begins to read.
func (c *Socket) Resume() { close(c.paused) }

func (s *Server) dial(t testing.TB, path string, header http.Header, paused chan struct{}) (*Socket, *http.Response) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	client := http.DefaultClient
	if paused != nil {
		client = narrow
	}
	conn, res, err := websocket.Dial(ctx, "ws://"+s.HTTPAddr()+path,
		&websocket.DialOptions{Subprotocols: []string{ws.Subprotocol}, HTTPHeader: header, HTTPClient: client})
	if err != nil {
		if res == nil {
			t.Fatalf("dial: %v", err)
		}
		return nil, res
	}
	conn.SetReadLimit(maxServerFrame)
	contract, err := wstest.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Socket{t: t, conn: conn, contract: contract, ops: map[string]string{}, paused: paused}
	go c.read()
	t.Cleanup(c.Close)
	return c, res
}

// Close drops the connection without a word.
func (c *Socket) Close() { c.conn.CloseNow() }

func (c *Socket) read() {
	if c.paused != nil {
		<-c.paused
	}
	for {
		_, data, err := c.conn.Read(context.Background())
		var frames []Frame
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			if err != nil {
				break
			}
			f := Frame{Raw: string(line)}
			if err = json.Unmarshal(line, &f); err == nil {
				frames = append(frames, f)
				c.check(f)
			}
		}
		c.frames.Put(frames...)
		if err != nil {
			c.frames.End(err)
			return
		}
	}
}

// check holds a frame to the contract.
func (c *Socket) check(f Frame) {
	c.mu.Lock()
	op := c.ops[f.Re]
	delete(c.ops, f.Re)
	c.mu.Unlock()
	if err := c.contract.CheckFrame([]byte(f.Raw), op); err != nil {
		defer func() { _ = recover() }() // the test may be over
		c.t.Errorf("frame %s: %v", f.Raw, err)
	}
}

// take waits for the first frame that match wants, and removes it.
func (c *Socket) take(match func(Frame) bool) (Frame, error) {
	return c.frames.Take(patience, match)
}

// Write sends one text message as it is.
func (c *Socket) Write(t testing.TB, text string) {
	t.Helper()
	if err := c.TryWrite(websocket.MessageText, text); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// TryWrite is Write where the connection may be gone.
func (c *Socket) TryWrite(kind websocket.MessageType, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.conn.Write(ctx, kind, []byte(text))
}

// Writer begins a text message that is sent in pieces.
func (c *Socket) Writer(t testing.TB) (io.WriteCloser, error) {
	t.Helper()
	return c.conn.Writer(t.Context(), websocket.MessageText)
}

// Request sends an op with its fields and returns the answer.
func (c *Socket) Request(t testing.TB, op string, fields map[string]any) Frame {
	t.Helper()
	id := c.Post(t, op, fields)
	f, err := c.take(func(f Frame) bool { return f.Re == id })
	if err != nil {
		t.Fatalf("no answer to %s: %v", op, err)
	}
	return f
}

// Post sends an op and returns the id of the request.
func (c *Socket) Post(t testing.TB, op string, fields map[string]any) string {
	t.Helper()
	c.mu.Lock()
	c.ids++
	id := fmt.Sprint("r", c.ids)
	c.ops[id] = op
	c.mu.Unlock()
	req := map[string]any{"id": id, "op": op}
	for k, v := range fields {
		req[k] = v
	}
	data, err := json.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	c.Write(t, string(data))
	return id
}

// Next waits for the next frame, whatever it is.
func (c *Socket) Next(t testing.TB) Frame {
	t.Helper()
	f, err := c.take(func(Frame) bool { return true })
	if err != nil {
		t.Fatalf("no frame came: %v", err)
	}
	return f
}

// NextEvent waits for the next event of a kind and passes over others.
func (c *Socket) NextEvent(t testing.TB, event string) Frame {
	t.Helper()
	f, err := c.take(func(f Frame) bool { return f.Event == event })
	if err != nil {
		t.Fatalf("no event %s came: %v", event, err)
	}
	return f
}

// Closed waits until the server has closed the socket, and returns the bye
// before it and the code of the closing frame.
func (c *Socket) Closed(t testing.TB) (bye Frame, code int) {
	t.Helper()
	return c.ClosedWithin(t, patience)
}

// ClosedWithin is Closed for an end that takes its time.
func (c *Socket) ClosedWithin(t testing.TB, d time.Duration) (bye Frame, code int) {
	t.Helper()
	bye, err := c.frames.Take(d, func(f Frame) bool { return f.Event == "bye" })
	if err == nil {
		_, err = c.take(func(Frame) bool { return false })
	}
	if errors.Is(err, legacyclient.ErrNothing) {
		t.Fatal("the socket is still open")
	}
	return bye, int(websocket.CloseStatus(err))
}

// WebClient is a browser: a REST client with a socket.
type WebClient struct {
	*RESTClient
	*Socket
	Hello json.RawMessage // the d of the answer to hello
}

// WebClient registers the user name unless it exists, logs in and opens a socket.
func (s *Server) WebClient(t testing.TB, name string) *WebClient {
	t.Helper()
	return s.Connected(t, s.RESTClient(t, name))
}

// Connected opens a socket for somebody who has logged in.
func (s *Server) Connected(t testing.TB, r *RESTClient) *WebClient {
	t.Helper()
	c := &WebClient{RESTClient: r}
	c.Socket, _ = s.Dial(t, nil)
	if c.Socket == nil {
		t.Fatal("the upgrade was refused")
	}
	f := c.Request(t, "hello", map[string]any{"token": r.Access, "device": map[string]string{"id": r.Session, "name": "test"}})
	if f.Err != nil {
		t.Fatalf("hello is answered %s", f.Raw)
	}
	c.Hello = f.D
	return c
}

// SendChat sends a text to a user or group over the socket.
func (c *WebClient) SendChat(t testing.TB, target int64, text string) Sent {
	t.Helper()
	return c.SendBody(t, target, map[string]any{"body": map[string]string{"text": text}})
}

// SendBody sends a message with the fields of a send request; cid is added.
func (c *WebClient) SendBody(t testing.TB, target int64, fields map[string]any) Sent {
	t.Helper()
	all := map[string]any{"c": c.ConversationWith(target), "cid": c.nextCID()}
	for k, v := range fields {
		all[k] = v
	}
	f := c.Request(t, "send", all)
	var sent Sent
	if f.Err != nil || json.Unmarshal(f.D, &sent) != nil {
		t.Fatalf("send is answered %s", f.Raw)
	}
	return sent
}

// NextMessage waits for the next message that the socket announces.
func (c *WebClient) NextMessage(t testing.TB) WebMessage {
	t.Helper()
	f := c.NextEvent(t, "msg")
	var m WebMessage
	if err := json.Unmarshal(f.D, &m); err != nil {
		t.Fatalf("message %s: %v", f.Raw, err)
	}
	if m.Conversation != f.C || m.Seq != f.Seq {
		t.Errorf("event %s says another place than its message", f.Raw)
	}
	return m
}
