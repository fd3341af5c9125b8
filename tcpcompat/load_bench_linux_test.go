package tcpcompat_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/launch"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/store"
	"flamingo/tcpcompat/wire"
)

// The benchmarks here show what the old clients need of the server in the crowd:
// docs/performance.md has the figures. Clients and server share the process but in
// BenchmarkReconnect.

// crowd starts a server in this process with accounts that it has never seen
// logging in.
func crowd(b *testing.B, users int, fresh bool) *servertest.Server {
	b.Helper()
	data := b.TempDir()
	populate(b, data, users, fresh)
	return servertest.Start(b, func(c *config.Config) {
		c.Data = data
		c.MaxConnectionsPerAddress = 0
	})
}

// populate makes accounts that have never logged in in a data directory, each
// with a hash of its own when fresh is set; hashing thousands would take minutes.
func populate(b *testing.B, data string, users int, fresh bool) {
	b.Helper()
	st, err := store.Open(b.Context(), store.Options{Driver: store.SQLite, SQLitePath: filepath.Join(data, "flamingo.db")})
	if err != nil {
		b.Fatal(err)
	}
	hash := chat.HashPassword(crowdPassword)
	err = st.InTx(b.Context(), func(tx chat.Store) error {
		for i := range users {
			if fresh {
				hash = chat.HashPassword(crowdPassword)
			}
			u := models.User{Username: crowdName(i), Nickname: crowdName(i), Password: hash, Birthday: models.DefaultBirthday, RegisteredAt: time.Now()}
			if err := tx.InsertUser(b.Context(), &u); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, st.Close()); err != nil {
		b.Fatal(err)
	}
}

// process starts a server with the crowd as a process of its own, so that what
// its clients have to do does not keep it, or the clocks of these, from their work.
func process(b *testing.B) *launch.Server {
	b.Helper()
	dir := b.TempDir()
	program := filepath.Join(dir, "flamingo")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, "flamingo").CombinedOutput(); err != nil {
		b.Fatalf("build the server: %v: %s", err, out)
	}
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		b.Fatal(err)
	}
	populate(b, data, crowdSize, false)
	srv, err := launch.New(dir, "--max-connections-per-address=100000", "--log-level=warn")
	if err != nil {
		b.Fatal(err)
	}
	srv.Program(program)
	if err := srv.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(srv.Kill)
	return srv
}

const crowdPassword = "secret"

func crowdName(i int) string { return fmt.Sprintf("user-%05d", i) }

// crowdLogin is the frame that logs a user in from a PC, as it does again.
func crowdLogin(b *testing.B, i int) []byte {
	b.Helper()
	data := fmt.Sprintf(`{"username": "%s", "password": "%s", "clienttype": 1, "status": 4}`, crowdName(i), crowdPassword)
	frame, err := wire.AppendFrame(nil, wire.NewBody(nil, wire.CmdLogin, 0).String(data).Bytes())
	if err != nil {
		b.Fatal(err)
	}
	return frame
}

// waited returns for how long the last bytes from the server have been on this
// machine: with thousands of clients in one process, none reads at once.
func waited(conn net.Conn) (ago time.Duration) {
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		return 0
	}
	_ = raw.Control(func(fd uintptr) { // without it the answer counts as late as it was read
		if info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO); err == nil {
			ago = time.Duration(info.Last_data_recv) * time.Millisecond
		}
	})
	return ago
}

// attempt connects, logs in, and returns how long the answer took from the
// sending of the request to its arrival. An error says that the socket was closed instead.
func attempt(addr string, login []byte) (net.Conn, time.Duration, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, 0, err
	}
	sent := time.Now()
	conn.SetDeadline(sent.Add(3 * time.Second)) // when a PC gives up
	if _, err = conn.Write(login); err == nil {
		var body []byte
		if body, err = wire.NewFrameReader(conn).Next(); err == nil && !bytes.Contains(body, []byte(`"code": 0,`)) {
			err = fmt.Errorf("refused: %q", body)
		}
	}
	took := time.Since(sent)
	if err != nil {
		conn.Close()
		return nil, took, err
	}
	took -= waited(conn)
	conn.SetDeadline(time.Time{})
	return conn, took, nil
}

func percentile(list []time.Duration, p int) time.Duration {
	slices.Sort(list)
	return list[(len(list)-1)*p/100]
}

// firstLoginLimit is what is to be seen of the 500 ms that Android waits.
const firstLoginLimit = 400 * time.Millisecond

// BenchmarkFirstLogins lets 20 clients whose passwords have not been verified
// before log in at once.
func BenchmarkFirstLogins(b *testing.B) {
	const together = 20
	srv := crowd(b, together*b.N, true)
	var all []time.Duration
	b.ResetTimer()
	for n := range b.N {
		took := make([]time.Duration, together)
		var clients sync.WaitGroup
		for i := range together {
			login := crowdLogin(b, n*together+i)
			clients.Go(func() {
				conn, d, err := attempt(srv.Addrs().TCPChat, login)
				if err != nil {
					b.Errorf("after %v: %v", d, err)
					return
				}
				conn.Close()
				took[i] = d
			})
		}
		clients.Wait()
		all = append(all, took...)
	}
	b.StopTimer()
	p99 := percentile(all, 99)
	b.ReportMetric(float64(percentile(all, 50).Milliseconds()), "p50-ms")
	b.ReportMetric(float64(p99.Milliseconds()), "p99-ms")
	if p99 > firstLoginLimit {
		b.Errorf("p99 is %v, want %v at most", p99, firstLoginLimit)
	}
}

const (
	crowdSize = 5000
	// A PC tries again every five seconds (CLIENTS.md section 3).
	reconnectInterval = 5 * time.Second
	reconnectLimit    = 30 * time.Second
	answerLimit       = 500 * time.Millisecond
)

// enter logs everybody in, a few at a time, and returns their connections.
func enter(b *testing.B, addr string) []net.Conn {
	b.Helper()
	conns := make([]net.Conn, crowdSize)
	var next atomic.Int64
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= crowdSize {
					return
				}
				login := crowdLogin(b, i)
				for try := 0; conns[i] == nil; try++ {
					conn, _, err := attempt(addr, login)
					if err != nil && try == 100 {
						b.Errorf("user %d: %v", i, err)
						return
					}
					conns[i] = conn
				}
			}
		})
	}
	clients.Wait()
	return conns
}

// BenchmarkReconnect restarts the server gracefully under 5,000 old sessions,
// each of which comes back as a PC does: five seconds after it was closed, and
// again five seconds after a try that failed.
func BenchmarkReconnect(b *testing.B) {
	srv := process(b)
	for b.Loop() {
		addr := srv.Addrs().TCPChat
		conns := enter(b, addr)
		var back, closed, late atomic.Int64
		var slowest atomic.Int64
		var last atomic.Int64
		var clients sync.WaitGroup
		closing := make(chan time.Time, 1)
		for i, conn := range conns {
			login := crowdLogin(b, i)
			clients.Go(func() {
				one := make([]byte, 4<<10)
				for {
					if _, err := conn.Read(one); err != nil {
						break // the server has gone
					}
				}
				select {
				case closing <- time.Now():
				default:
				}
				conn.Close()
				for {
					time.Sleep(reconnectInterval)
					again, took, err := attempt(addr, login)
					if took > answerLimit && err == nil {
						late.Add(1) // a phone would have given up
					}
					for now := slowest.Load(); int64(took) > now && !slowest.CompareAndSwap(now, int64(took)); now = slowest.Load() {
					}
					if err == nil {
						conns[i] = again
						back.Add(1)
						last.Store(time.Now().UnixNano())
						return
					}
					closed.Add(1)
				}
			})
		}
		stopping := time.Now()
		if err := errors.Join(srv.Stop(), srv.Start(b.Context())); err != nil {
			b.Fatal(err)
		}
		b.Logf("the server was up again after %v", time.Since(stopping))
		began := <-closing
		clients.Wait()
		took := time.Unix(0, last.Load()).Sub(began)
		b.Logf("%d tries were closed; all were back after %v", closed.Load(), took)
		b.ReportMetric(took.Seconds(), "s-until-all-are-back")
		b.ReportMetric(float64(closed.Load()), "tries-closed")
		b.ReportMetric(float64(late.Load()), "answers-over-500ms")
		b.ReportMetric(float64(time.Duration(slowest.Load()).Milliseconds()), "slowest-ms")
		if back.Load() != crowdSize || took > reconnectLimit {
			b.Errorf("%d of %d are back after %v, want all within %v", back.Load(), crowdSize, took, reconnectLimit)
		}
		if n := late.Load(); n > 0 {
			b.Errorf("%d log-ins were answered after more than %v", n, answerLimit)
		}
		for _, conn := range conns {
			if conn != nil {
				conn.Close()
			}
		}
	}
}

// idleLimit is the memory of an idle old session: the budget of the architecture,
// and what the client's end takes in the same process.
const idleLimit = 8 << 10

// BenchmarkIdleSessions measures the memory of 5,000 old clients that are logged
// in and silent, both ends of the connections together.
func BenchmarkIdleSessions(b *testing.B) {
	srv := crowd(b, crowdSize, false)
	for b.Loop() {
		debug.FreeOSMemory()
		before := memory()
		conns := enter(b, srv.Addrs().TCPChat)
		waitForIdle(b, srv)
		each := (memory() - before) / crowdSize
		b.ReportMetric(float64(each), "B/session")
		if each > idleLimit {
			b.Errorf("an idle session takes %d bytes, want %d at most", each, idleLimit)
		}
		for _, conn := range conns {
			conn.Close()
		}
	}
}

// waitForIdle waits until the server has written what comes after a log-in.
func waitForIdle(b *testing.B, srv *servertest.Server) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Second) // gates are open after 2.5 s
	defer cancel()
	<-ctx.Done()
	if n := srv.Hub().Count()[models.ClassPC]; n != crowdSize {
		b.Errorf("%d sessions are connected, want %d", n, crowdSize)
	}
	debug.FreeOSMemory()
}
