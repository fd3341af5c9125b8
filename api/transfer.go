package api

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/chat"
)

// Limits of requests and answers that carry a file. Other requests have one
// time for all of it; a transfer takes as long as bytes move.
const (
	transferIdle = time.Minute // between two pieces; a phone in a tunnel

	// A body that nobody wanted is read on for a while, so that the client gets
	// to see the answer and the connection can be used again.
	maxDrain = 4 << 20
)

// drainTime bounds that while. Only tests change it.
var drainTime = 2 * time.Second

var errStopping = &chat.Error{Code: chat.CodeUnavailable, Message: "the server is stopping", RetryAfter: time.Second}

// transfers are the connections that carry a file, to be ended at a stop: none
// loses anything that cannot be asked for again.
type transfers struct {
	mu       sync.Mutex // for map work only
	stopping bool
	running  map[transfer]struct{}
}

type transfer interface{ interrupt() }

func (t *transfers) add(x transfer) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopping {
		return errStopping
	}
	if t.running == nil {
		t.running = map[transfer]struct{}{}
	}
	t.running[x] = struct{}{}
	return nil
}

func (t *transfers) remove(x transfer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.running, x)
}

// Stop interrupts uploads and downloads, and refuses new ones.
func (a *API) Stop() {
	t := &a.transfers
	t.mu.Lock()
	t.stopping = true
	running := make([]transfer, 0, len(t.running))
	for x := range t.running {
		running = append(running, x)
	}
	t.mu.Unlock()
	for _, x := range running {
		x.interrupt()
	}
}

// past is a deadline that wakes whoever reads or writes.
var past = time.Unix(1, 0)

// requestBody is a body that is read as it comes. Closing it wakes a reader.
type requestBody struct {
	stream io.Reader
	conn   net.Conn
	left   int64 // of what the request declares

	mu     sync.Mutex // orders deadlines; held for setting one
	closed bool
}

var errInterrupted = errors.New("the upload was interrupted")

// body returns the body of a request, whose length has to be declared. done
// ends its use.
func (a *API) body(c *fiber.Ctx) (b *requestBody, done func(), err error) {
	b = &requestBody{stream: c.Context().RequestBodyStream(), conn: c.Context().Conn(), left: int64(c.Request().Header.ContentLength())}
	if b.left < 0 {
		return nil, nil, chat.Invalid(fiber.HeaderContentLength, "is missing")
	}
	if err := a.transfers.add(b); err != nil {
		return nil, nil, err
	}
	return b, func() { a.transfers.remove(b) }, nil
}

// Read waits for the next piece, for as long as there may be one.
func (b *requestBody) Read(p []byte) (int, error) {
	if b.left == 0 || b.stream == nil {
		return 0, io.EOF
	}
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return 0, errInterrupted
	}
	err := b.conn.SetReadDeadline(time.Now().Add(transferIdle))
	b.mu.Unlock()
	if err != nil {
		return 0, err
	}
	n, err := b.stream.Read(p)
	b.left -= int64(n)
	return n, err
}

// Close ends reading. It may come from another goroutine.
func (b *requestBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return b.conn.SetReadDeadline(past)
}

// Len is what is still to come.
func (b *requestBody) Len() int64 { return b.left }

func (b *requestBody) interrupt() { b.Close() }

// wholeBody is set among the locals of a request whose body was read to its end.
const wholeBody = "whole body"

// Drain keeps a request whose body was not read to its end from being taken for
// the next one: what is left is read, or the connection closed.
func Drain(c *fiber.Ctx) error {
	err := c.Next()
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return err
	}
	if c.Request().Header.ContentLength() < 0 { // in pieces
		c.Context().SetConnectionClose()
		if c.Locals(wholeBody) != nil { // whoever reads on waits for another piece
			return err
		}
	}
	conn := c.Context().Conn()
	if derr := conn.SetReadDeadline(time.Now().Add(drainTime)); derr != nil {
		return err
	}
	if n, derr := io.CopyN(io.Discard, stream, maxDrain); derr != io.EOF || n == maxDrain {
		c.Context().SetConnectionClose()
	}
	return err
}

// download is an answer that is a file.
type download struct {
	io.Reader
	blob io.Closer
	conn net.Conn
	set  *transfers

	mu     sync.Mutex // orders deadlines; held for setting one
	closed bool
}

// Read gives the writer of the answer as much time for each piece.
func (d *download) Read(p []byte) (int, error) {
	d.mu.Lock()
	closed := d.closed
	if !closed {
		d.conn.SetWriteDeadline(time.Now().Add(transferIdle))
	}
	d.mu.Unlock()
	if closed {
		return 0, errInterrupted
	}
	return d.Reader.Read(p)
}

// Close is called when the answer is written, or given up.
func (d *download) Close() error {
	d.set.remove(d)
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.conn.SetWriteDeadline(time.Time{})
	}
	return d.blob.Close()
}

func (d *download) interrupt() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	d.conn.SetWriteDeadline(past)
}
