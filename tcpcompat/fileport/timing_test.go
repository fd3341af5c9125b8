package fileport_test

import (
	"bytes"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"flamingo/tcpcompat/wire"
)

// The times of limits.go, as the outside sees them.
const (
	idleTimeout   = 60 * time.Second
	fieldsTimeout = 15 * time.Second
	chunkGrace    = 15 * time.Second
	transferGrace = 2 * time.Minute
	minRate       = 16 << 10
	stopGrace     = 3 * time.Second
)

// bubble runs a test against a port in a time of its own.
func bubble(t *testing.T, test func(t *testing.T, p *port)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p, end := openPort(t)
		test(t, p)
		end()
	})
}

func write(t *testing.T, c net.Conn, b []byte) {
	t.Helper()
	if _, err := c.Write(b); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// readAnswer reads one answer.
func readAnswer(t *testing.T, c net.Conn) []byte {
	t.Helper()
	var head [8]byte
	if _, err := io.ReadFull(c, head[:]); err != nil {
		t.Fatalf("read answer: %v", err)
	}
	body := make([]byte, int(head[0])|int(head[1])<<8|int(head[2])<<16)
	if _, err := io.ReadFull(c, body); err != nil {
		t.Fatalf("read answer: %v", err)
	}
	return body
}

// closedAfter wants c to be closed by the server after d, and not before.
func closedAfter(t *testing.T, c net.Conn, d time.Duration) {
	t.Helper()
	start := time.Now()
	n, err := c.Read(make([]byte, 1))
	if took := time.Since(start); n != 0 || !ended(err) || took != d {
		t.Errorf("got %d bytes and %v after %v, want the connection closed after %v", n, err, took, d)
	}
}

func TestSilenceIsBounded(t *testing.T) {
	name := nameOf("x")
	for _, tt := range []struct {
		name string
		sent []byte
		want time.Duration
	}{
		{"before the first request", nil, idleTimeout},
		{"in a header", make([]byte, 1), fieldsTimeout},
		{"in the fields", downloadRequest(name, 0)[:30], fieldsTimeout},
		{"in a chunk", uploadRequest(name, 0, 1<<19, make([]byte, 1<<19))[:1000], chunkGrace + (1<<19)/minRate*time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, p *port) {
				c := p.dial(t)
				if tt.sent != nil {
					write(t, c, tt.sent)
				}
				closedAfter(t, c, tt.want)
			})
		})
	}
	t.Run("between two requests", func(t *testing.T) {
		bubble(t, func(t *testing.T, p *port) {
			c := p.dial(t)
			time.Sleep(idleTimeout - 1)
			write(t, c, downloadRequest(name, 0))
			readAnswer(t, c)
			closedAfter(t, c, idleTimeout)
		})
	})
}

// TestTrickledChunkIsBounded sends a byte every second: something always comes,
// but not enough.
func TestTrickledChunkIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T, p *port) {
		c := p.dial(t)
		const size = 1 << 16
		r := uploadRequest(nameOf("x"), 0, size, make([]byte, size))
		start := time.Now()
		write(t, c, r[:1000])
		sent := 0
		for _, err := c.Write(r[1000:1001]); err == nil; _, err = c.Write(r[1001:1002]) {
			sent++
			time.Sleep(time.Second)
		}
		if took, want := time.Since(start), chunkGrace+size/minRate*time.Second; took < want || took > want+time.Second {
			t.Errorf("closed after %v and %d bytes, want after %v", took, sent, want)
		}
	})
}

// TestWholeTransferIsBounded sends chunks without hurry: each comes in time, but
// all of them together do not.
func TestWholeTransferIsBounded(t *testing.T) {
	const size, chunk = 1 << 20, 1000
	want := transferGrace + size/minRate*time.Second
	pace := func(t *testing.T, step func(i int) bool) {
		t.Helper()
		start := time.Now()
		steps := 0
		for step(steps) {
			steps++
			time.Sleep(idleTimeout - time.Second)
		}
		// The connection ended while the peer was asleep.
		if took := time.Since(start); steps < 2 || took < want || took > want+idleTimeout {
			t.Errorf("ended within %v and %d steps, want after %v", took, steps, want)
		}
	}
	t.Run("upload", func(t *testing.T) {
		bubble(t, func(t *testing.T, p *port) {
			c := p.dial(t)
			pace(t, func(i int) bool {
				if _, err := c.Write(uploadRequest(nameOf("x"), i*chunk, size, make([]byte, chunk))); err != nil {
					return false
				}
				readAnswer(t, c)
				return true
			})
			synctest.Wait()
			if left := p.partial(t); len(left) > 0 {
				t.Errorf("the upload left %v behind", left)
			}
		})
	})
	t.Run("download", func(t *testing.T) {
		bubble(t, func(t *testing.T, p *port) {
			name := p.store(t, make([]byte, size))
			c := p.dial(t)
			pace(t, func(int) bool {
				if _, err := c.Write(downloadRequest(name, wire.NetCellular)); err != nil {
					return false
				}
				readAnswer(t, c)
				return true
			})
		})
	})
}

// store uploads content and returns its name.
func (p *port) store(t *testing.T, content []byte) string {
	t.Helper()
	name := nameOf(string(content))
	c := p.dial(t)
	defer c.Close()
	write(t, c, uploadRequest(name, 0, len(content), content))
	readAnswer(t, c)
	return name
}

// TestPeerThatDoesNotReadIsBounded asks for a chunk and takes only some of it.
func TestPeerThatDoesNotReadIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T, p *port) {
		name := p.store(t, make([]byte, 1<<19))
		c := p.dial(t)
		write(t, c, downloadRequest(name, wire.NetBroadband))
		if _, err := io.ReadFull(c, make([]byte, 100_000)); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		time.Sleep(chunkGrace + (1<<19)/minRate*time.Second)
		synctest.Wait()
		rest, err := io.ReadAll(c)
		if len(rest) > 1<<16 || err != nil || time.Since(start) > time.Minute {
			t.Errorf("got %d more bytes, %v, want the chunk broken off", len(rest), err)
		}
	})
}

// TestSlowLineGetsSmallChunks is a PC whose line is too slow for 512 KiB in its 3
// seconds. It gives up, as it must; its next try succeeds.
func TestSlowLineGetsSmallChunks(t *testing.T) {
	bubble(t, func(t *testing.T, p *port) {
		content := bytes.Repeat([]byte("0123456789abcdef"), 1<<15)
		name := p.store(t, content)
		first := func() int {
			c := p.dial(t)
			defer func() {
				c.Close()
				synctest.Wait()
			}()
			write(t, c, downloadRequest(name, wire.NetBroadband))
			return len(readAnswer(t, c)) >> 10
		}
		if got := first(); got != 512 {
			t.Errorf("got a first chunk of %d KiB, want 512", got)
		}
		if got := first(); got != 512 {
			t.Errorf("after a quick end: got %d KiB, want 512", got)
		}
		slow := p.dial(t)
		write(t, slow, downloadRequest(name, wire.NetBroadband))
		if _, err := io.ReadFull(slow, make([]byte, 200_000)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		slow.Close()
		synctest.Wait()
		if got := first(); got != 64 {
			t.Errorf("after giving up: got %d KiB, want 64", got)
		}
		time.Sleep(time.Hour)
		if got := first(); got != 512 {
			t.Errorf("an hour later: got %d KiB, want 512", got)
		}
	})
}

// TestStopIsBounded stops while transfers are in every state.
func TestStopIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T, p *port) {
		name := p.store(t, make([]byte, 1<<20))
		idle, fields, chunk, between, download := p.dial(t), p.dial(t), p.dial(t), p.dial(t), p.dial(t)
		write(t, fields, downloadRequest(name, 0)[:30])
		write(t, chunk, uploadRequest(nameOf("x"), 0, 1000, make([]byte, 1000))[:500])
		write(t, between, uploadRequest(nameOf("y"), 0, 1000, make([]byte, 500)))
		readAnswer(t, between)
		write(t, download, downloadRequest(name, 0)) // and takes nothing of it
		synctest.Wait()

		start := time.Now()
		p.stop()
		closedAfter(t, idle, 0)
		<-p.served
		if took := time.Since(start); took != stopGrace {
			t.Errorf("stopped after %v, want %v", took, stopGrace)
		}
		for _, c := range []net.Conn{fields, chunk, between} {
			closedAfter(t, c, 0)
		}
		if left := p.partial(t); len(left) > 0 {
			t.Errorf("uploads left %v behind", left)
		}
	})
}
