package tcpcompat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// patience is how long a test waits for what must come. A gate is open after 2.5 s.
const patience = 15 * time.Second

// peer is a bare connection to the chat port, for what no client would send.
type peer struct {
	t      testing.TB
	conn   net.Conn
	frames *wire.FrameReader
	id     int64 // of the user, after logIn
}

// frame is what the server sent: data, and a reader of what follows it.
type frame struct {
	wire.Reader
	data string
}

func dial(t testing.TB, srv *servertest.Server) *peer {
	t.Helper()
	conn, err := net.Dial("tcp", srv.Addrs().TCPChat)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	return &peer{t: t, conn: conn, frames: wire.NewFrameReader(conn)}
}

// logIn registers name unless it exists, logs in and fetches the friend list.
func logIn(t testing.TB, srv *servertest.Server, name string, class models.Class) *peer {
	t.Helper()
	p := dial(t, srv)
	p.register(name)
	p.logIn(name, class)
	p.ask(wire.CmdFriendList, "")
	return p
}

func (p *peer) register(name string) {
	p.t.Helper()
	p.ask(wire.CmdRegister, fmt.Sprintf(`{"username": "%s", "nickname": "%[1]s", "password": "%s"}`, name, servertest.Password(name)))
}

func loginData(name, password string, class models.Class) string {
	return fmt.Sprintf(`{"username": "%s", "password": "%s", "clienttype": %d, "status": 1}`, name, password, class)
}

func (p *peer) logIn(name string, class models.Class) {
	p.t.Helper()
	p.logInWith(name, servertest.Password(name), class)
}

func (p *peer) logInWith(name, password string, class models.Class) {
	p.t.Helper()
	f := p.ask(wire.CmdLogin, loginData(name, password, class))
	var answer struct {
		Code   int
		UserID int64
	}
	if err := json.Unmarshal([]byte(f.data), &answer); err != nil || answer.Code != 0 {
		p.t.Fatalf("%s logs in: got %s (%v), want code 0", name, f.data, err)
	}
	p.id = answer.UserID
}

// befriend makes friends of two peers.
func (p *peer) befriend(other *peer) {
	p.t.Helper()
	p.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, other.id))
	other.next(wire.CmdOperateFriend)
	other.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, p.id))
	other.next(wire.CmdOperateFriend)
	p.next(wire.CmdOperateFriend)
}

// send writes a body as one frame.
func (p *peer) send(b wire.Body) {
	p.t.Helper()
	framed, err := wire.AppendFrame(nil, b.Bytes())
	if err != nil {
		p.t.Fatalf("frame: %v", err)
	}
	p.conn.SetWriteDeadline(time.Now().Add(patience))
	if _, err := p.conn.Write(framed); err != nil {
		p.t.Fatalf("send: %v", err)
	}
}

const requestSeq = 77

func (p *peer) request(cmd wire.Cmd, data string) {
	p.t.Helper()
	p.send(wire.NewBody(nil, cmd, requestSeq).String(data))
}

// ask sends a request and returns the next frame with its command.
func (p *peer) ask(cmd wire.Cmd, data string) frame {
	p.t.Helper()
	p.request(cmd, data)
	return p.next(cmd)
}

// chat sends a text.
func (p *peer) chat(target int64, text string) {
	p.t.Helper()
	p.send(wire.NewBody(nil, wire.CmdChat, requestSeq).String(`{"msgType":1,"time":1,"clientType":1,"content":[{"msgText":"` + text + `"}]}`).Int32(int32(target)))
}

// any returns the next frame.
func (p *peer) any() (frame, error) {
	p.conn.SetReadDeadline(time.Now().Add(patience))
	body, err := p.frames.Next()
	if err != nil {
		return frame{}, err
	}
	f := frame{Reader: wire.NewReader(body)}
	f.data = f.String("data")
	return f, f.Err()
}

// next passes over frames until one of cmd comes.
func (p *peer) next(cmd wire.Cmd) frame {
	p.t.Helper()
	for {
		f, err := p.any()
		if err != nil {
			p.t.Fatalf("wait for %s: %v", cmd, err)
		}
		if f.Cmd == cmd {
			return f
		}
	}
}

// nextRequest is next for what people ask a client. It passes over what says once
// more that somebody became a friend: what a client was sent in the moment in which
// it vanished may come twice.
func (p *peer) nextRequest() frame {
	p.t.Helper()
	for {
		if f := p.next(wire.CmdOperateFriend); !strings.Contains(f.data, `"type": 3`) {
			return f
		}
	}
}

// alive checks that the connection is served, and that nothing of the commands
// in unwanted was sent before: heartbeats are answered in order.
func (p *peer) alive(unwanted ...wire.Cmd) {
	p.t.Helper()
	p.request(wire.CmdHeartbeat, "")
	for {
		f, err := p.any()
		if err != nil {
			p.t.Fatalf("connection is not served any more: %v", err)
		}
		if f.Cmd == wire.CmdHeartbeat {
			return
		}
		for _, cmd := range unwanted {
			if f.Cmd == cmd {
				p.t.Fatalf("got %s %s, want nothing of it", cmd, f.data)
			}
		}
	}
}

// closed waits until the server has closed the connection.
func (p *peer) closed() {
	p.t.Helper()
	for {
		if _, err := p.any(); err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !isReset(err) {
				p.t.Fatalf("got %v, want the connection closed", err)
			}
			return
		}
	}
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// wantCode checks the code of an answer.
func wantCode(t testing.TB, f frame, code wire.Code) {
	t.Helper()
	if want := fmt.Sprintf(`"code": %d,`, code); !strings.Contains(f.data, want) {
		t.Errorf("%s is answered %s, want code %d", f.Cmd, f.data, code)
	}
}
