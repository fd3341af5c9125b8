package tcpcompat_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// rawFrame is a header that declares what it likes, and a payload.
func rawFrame(flag byte, original, compressed int, payload []byte) []byte {
	b := make([]byte, 25, 25+len(payload))
	b[0] = flag
	binary.LittleEndian.PutUint32(b[1:], uint32(original))
	binary.LittleEndian.PutUint32(b[5:], uint32(compressed))
	return append(b, payload...)
}

func deflated(t *testing.T, body []byte) []byte {
	t.Helper()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return z.Bytes()
}

// write sends what a hostile peer sends; the server may have hung up already.
func (p *peer) write(b []byte) {
	p.t.Helper()
	p.conn.SetWriteDeadline(time.Now().Add(patience))
	if _, err := p.conn.Write(b); err != nil && !isReset(err) {
		p.t.Fatalf("write: %v", err)
	}
}

// memory returns the bytes of heap and stacks in use after a collection.
func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// S-15, S-16: what is declared is not allocated, and strangers get little room.
func TestS15DeclaredSizesAllocateNothing(t *testing.T) {
	srv := servertest.Start(t)
	before := memory()
	const peers = 100
	for range peers {
		p := dial(t, srv)
		p.write(rawFrame(0, wire.MaxBody, 0, []byte{0, 0})) // and then nothing
	}
	dial(t, srv).alive() // the frames above were read before this one
	if grown := memory() - before; grown > peers*32<<10 {
		t.Errorf("%d frames of 10 MiB that were only announced take %d KB", peers, grown>>10)
	}
}

func TestS16FramesBeforeALoginAreSmall(t *testing.T) {
	srv := servertest.Start(t)
	bomb := deflated(t, make([]byte, wire.MaxBody))
	for _, c := range []struct {
		name  string
		frame []byte
	}{
		{"10 MiB plain", rawFrame(0, wire.MaxBody, 0, make([]byte, 1<<20))},
		{"10 MiB packed", rawFrame(1, wire.MaxBody, wire.MaxBody, make([]byte, 1<<20))},
		{"a bomb that says so", rawFrame(1, wire.MaxBody, len(bomb), bomb)},
		{"a bomb that lies", rawFrame(1, 1000, len(bomb), bomb)},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, srv)
			p.write(c.frame)
			p.closed()
		})
	}
	dial(t, srv).alive()
}

// A client that has logged in may send 10 MiB, and a bomb of that size is no
// more than that.
func TestZlibBombAfterALoginEndsItsConnection(t *testing.T) {
	srv := servertest.Start(t)
	bomb := deflated(t, make([]byte, 5*wire.MaxBody))
	p := logIn(t, srv, "alice", models.ClassPC)
	before := memory()
	p.write(rawFrame(1, wire.MaxBody, len(bomb), bomb))
	p.closed()
	if grown := memory() - before; grown > 2*wire.MaxBody {
		t.Errorf("a bomb of five times what is allowed leaves %d MiB", grown>>20)
	}
	dial(t, srv).alive()
}

// Connections that stop in the middle of a header cost little each, and others
// are served beside them.
func TestHalfOpenConnectionsAreBounded(t *testing.T) {
	peers := 10_000
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if room := int(limit.Cur)/2 - 500; peers > room { // both ends are ours
		peers = room
		t.Logf("only %d descriptors: %d connections", limit.Cur, peers)
	}
	srv := servertest.Start(t, func(c *config.Config) { c.MaxConnectionsPerAddress = 0 })
	before := memory()
	for range peers {
		conn, err := net.Dial("tcp", srv.Addrs().TCPChat)
		if err != nil {
			t.Fatalf("connect: %v", err)
		}
		defer conn.Close()
		if _, err := conn.Write([]byte{1, 0, 0}); err != nil && !isReset(err) {
			t.Fatal(err)
		}
	}
	if each := (memory() - before) / int64(peers); each > 16<<10 {
		t.Errorf("a half-open connection takes %d bytes, both ends together", each)
	}
	dial(t, srv).alive()
}

func TestSilentStrangersAreDisconnected(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.LoginTimeout = 200 * time.Millisecond })
	dial(t, srv).closed()
	dial(t, srv).alive()
}

func TestConnectionsOfAnAddressAreLimited(t *testing.T) {
	const most = 5
	srv := servertest.Start(t, func(c *config.Config) { c.MaxConnectionsPerAddress = most })
	var peers []*peer
	for range most {
		p := dial(t, srv)
		p.alive()
		peers = append(peers, p)
	}
	dial(t, srv).closed()
	peers[0].conn.Close()
	for deadline := time.Now().Add(patience); ; { // the place becomes free when the server notices
		p := dial(t, srv)
		p.request(wire.CmdHeartbeat, "")
		if _, err := p.any(); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no place became free")
		}
	}
}

// A receiver that reads nothing is ended, and costs the server only its queue:
// the original grew by all that was sent to it.
func TestReaderThatNeverReadsIsEnded(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 })
	mute, alice := logIn(t, srv, "mute", models.ClassPC), logIn(t, srv, "alice", models.ClassPC)
	alice.befriend(mute)
	mute.conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	before := memory()
	text := strings.Repeat("x", 1<<10)
	picture := wire.NewBody(nil, wire.CmdScreenshot, 1).String("").String("header").String(noise(1 << 20)).Int32(int32(mute.id))
	for range 40 { // 40 MiB that are kept nowhere
		alice.send(picture)
		alice.chat(mute.id, text)
	}
	alice.nextStatus(t, `"type": 2`)
	if grown := memory() - before; grown > 16<<20 {
		t.Errorf("the server grew by %d MiB", grown>>20)
	}
	again := logIn(t, srv, "mute", models.ClassPC) // and what was stored is there
	for range 40 {
		again.next(wire.CmdChat)
	}
}

// noise is text that does not compress.
func noise(n int) string {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return string(b)
}

// S-13: a disabled account is out, and stays out.
func TestS13DisabledAccountIsRefused(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	if err := srv.Chat().AdminSetDisabled(t.Context(), "alice", true); err != nil {
		t.Fatal(err)
	}
	p.next(wire.CmdKick)
	wantCode(t, p.ask(wire.CmdFriendList, ""), wire.CodeNotLoggedIn)
	f := dial(t, srv).ask(wire.CmdLogin, loginData("alice", servertest.Password("alice"), models.ClassPC))
	if strings.Contains(f.data, `"code": 0`) {
		t.Errorf("a disabled account logs in: %s", f.data)
	}
}

// S-28: the rate of messages is the same behind every door. An old client
// cannot be told, so it is read no faster.
func TestS28MessageRateHoldsForOldClients(t *testing.T) {
	const burst, rate, messages = 5, 20, 15
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = rate, burst })
	p := logIn(t, srv, "alice", models.ClassPC)
	began := time.Now()
	for i := range messages {
		p.chat(p.id, fmt.Sprint("message ", i))
	}
	for i := range messages {
		if f := p.next(wire.CmdChat); !strings.Contains(f.data, fmt.Sprintf(`"message %d"`, i)) {
			t.Errorf("got %s, want message %d", f.data, i)
		}
	}
	const least = time.Second * (messages - burst) / rate
	if took := time.Since(began); took < least {
		t.Errorf("%d messages passed within %v, want %v at least", messages, took, least)
	}
}
