package replay

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"flamingo/tcpcompat/wire"
)

// dialTimeout is generous: the server is on the same machine.
const dialTimeout = 5 * time.Second

// errTimeout means that the connection is open and nothing has come.
var errTimeout = errors.New("nothing arrived in time")

// errBadFrame is wrapped when the connection ended because of what the server sent
// rather than because it closed.
var errBadFrame = errors.New("bad frame")

// conn is a connection that collects what the server sends.
type conn struct {
	who, port string
	net       net.Conn
	reader    sync.WaitGroup
	changed   chan struct{} // has an element after each change of what follows
	late      []wire.Cmd    // whose error answers are still welcome: of a slow server they come after the silence

	mu     sync.Mutex
	frames [][]byte // bodies, of the binary ports
	text   []byte   // of http and monitor
	err    error    // why nothing more will come
}

func dial(addr, who, port string) (*conn, error) {
	n, err := net.DialTimeout("tcp", addr, dialTimeout)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", port, err)
	}
	c := &conn{who: who, port: port, net: n, changed: make(chan struct{}, 1)}
	c.reader.Go(c.collect)
	return c, nil
}

// isText tells the line-based ports from the binary ones.
func (c *conn) isText() bool { return c.port == "http" || c.port == "monitor" }

// collect reads until the connection ends.
func (c *conn) collect() {
	r := bufio.NewReader(c.net)
	for {
		var err error
		if c.isText() {
			err = c.collectText(r)
		} else {
			err = c.collectFrame(r)
		}
		if err != nil {
			c.update(func() { c.err = err })
			return
		}
	}
}

func (c *conn) collectText(r io.Reader) error {
	piece := make([]byte, 4096)
	n, err := r.Read(piece)
	c.update(func() { c.text = append(c.text, piece[:n]...) })
	return err
}

func (c *conn) collectFrame(r io.Reader) error {
	read := readFile
	if c.port == "chat" {
		read = readChat
	}
	body, err := read(r)
	if err != nil {
		if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
			return err // the connection went away
		}
		return fmt.Errorf("%w: %w", errBadFrame, err)
	}
	c.update(func() { c.frames = append(c.frames, body) })
	return nil
}

// update changes the collected state and wakes who waits for it.
func (c *conn) update(change func()) {
	c.mu.Lock()
	change()
	c.mu.Unlock()
	select {
	case c.changed <- struct{}{}:
	default:
	}
}

// await calls look, under the lock, until it returns true or d is over.
func (c *conn) await(d time.Duration, look func() bool) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		c.mu.Lock()
		done := look()
		c.mu.Unlock()
		if done {
			return true
		}
		select {
		case <-c.changed:
		case <-timer.C:
			return false
		}
	}
}

// next returns the next frame. Without one it is errTimeout after d, or the reason
// why the connection ended.
func (c *conn) next(d time.Duration) (body []byte, err error) {
	found := c.await(d, func() bool {
		if len(c.frames) > 0 {
			body, c.frames = c.frames[0], c.frames[1:]
			return true
		}
		err = c.err
		return err != nil
	})
	if !found {
		return nil, errTimeout
	}
	if err != nil {
		return nil, fmt.Errorf("connection ended: %w", err)
	}
	return body, nil
}

// expectText waits until what came since the last call matches.
func (c *conn) expectText(d time.Duration, match func(string) error) error {
	var mismatch error
	c.await(d, func() bool {
		if mismatch = match(string(c.text)); mismatch == nil {
			c.text = nil
			return true
		}
		return c.err != nil
	})
	return mismatch
}

// write sends b, cut as split says, which may be nil.
func (c *conn) write(b []byte, split *Split) error {
	if split == nil || len(split.Sizes) == 0 {
		_, err := c.net.Write(b)
		return err
	}
	for i := 0; len(b) > 0; i++ {
		n := min(len(b), split.Sizes[min(i, len(split.Sizes)-1)])
		if _, err := c.net.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
		time.Sleep(time.Duration(split.DelayMs) * time.Millisecond)
	}
	return nil
}

// close ends the connection and waits for its reader.
func (c *conn) close() error {
	err := c.net.Close()
	c.reader.Wait()
	return err
}
