package tcpcompat_test

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/replay"
	"flamingo/tcpcompat/wire"
)

// fuzzed are the commands of the chat port, and one that does not exist.
var fuzzed = []wire.Cmd{wire.CmdHeartbeat, wire.CmdRegister, wire.CmdLogin, wire.CmdFriendList, wire.CmdFind, wire.CmdOperateFriend,
	wire.CmdStatus, wire.CmdUpdateProfile, wire.CmdChangePassword, wire.CmdCreateGroup, wire.CmdGroupMembers, wire.CmdChat,
	wire.CmdMultiChat, wire.CmdScreenshot, wire.CmdTeam, wire.CmdMarkName, wire.CmdMoveFriend, 2000}

// fuzzPeer is a connection to a server of the fuzzing process, with a user
// logged in; it connects again when it was closed.
type fuzzPeer struct {
	srv    *servertest.Server
	conn   net.Conn
	frames *wire.FrameReader
	users  int
}

func (p *fuzzPeer) connect() error {
	conn, err := net.Dial("tcp", p.srv.Addrs().TCPChat)
	if err != nil {
		return err
	}
	p.conn, p.frames = conn, wire.NewFrameReader(conn)
	p.users++ // a new user each time: the one before may have changed the password
	name := fmt.Sprint("fuzz-", p.users)
	data := fmt.Sprintf(`{"username": "%s", "nickname": "%[1]s", "password": "x", "clienttype": %d, "status": 1}`, name, 1+p.users%2)
	for _, cmd := range []wire.Cmd{wire.CmdRegister, wire.CmdLogin, wire.CmdFriendList} {
		if err := p.send(wire.NewBody(nil, cmd, 1).String(data).Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func (p *fuzzPeer) send(body []byte) error {
	frame, err := wire.AppendFrame(nil, body)
	if err != nil {
		return nil // more than a client can send
	}
	p.conn.SetDeadline(time.Now().Add(patience))
	_, err = p.conn.Write(frame)
	return err
}

// settle reads until the server has answered a heartbeat, or closed the
// connection, and checks what comes before.
func (p *fuzzPeer) settle(t *testing.T, seq int32) (closed bool) {
	if err := p.send(wire.NewBody(nil, wire.CmdHeartbeat, seq).String("").Bytes()); err != nil {
		return true
	}
	for {
		body, err := p.frames.Next()
		if e, ok := err.(net.Error); ok && e.Timeout() {
			t.Fatal("neither an answer nor an end of the connection")
		}
		if err != nil {
			return true
		}
		r := wire.NewReader(body)
		data := r.Bytes("data")
		if r.Err() != nil {
			t.Fatalf("the server sends %x: %v", body, r.Err())
		}
		if len(data) > 0 && !json.Valid(data) {
			t.Errorf("%s is sent with %q, which is no JSON", r.Cmd, data)
		}
		if r.Cmd == wire.CmdHeartbeat && r.Seq == seq {
			return false
		}
	}
}

// FuzzEveryCommand sends bodies of every command over a connection that is
// logged in: each is answered, passed over or ends the connection, and what the
// server sends is well-formed. Seeds are the requests of the recordings.
func FuzzEveryCommand(f *testing.F) {
	list, err := replay.Load("testdata/vectors")
	if err != nil {
		f.Fatal(err)
	}
	seeds := map[string]bool{}
	var add func(steps []replay.Step)
	add = func(steps []replay.Step) {
		for _, s := range steps {
			add(s.Frames)
			body, err := hex.DecodeString(s.Body)
			if s.Op != "send" || err != nil || len(body) < 14 || seeds[string(body[6:])] {
				continue
			}
			seeds[string(body[6:])] = true
			for i, cmd := range fuzzed {
				if wire.Cmd(binary.BigEndian.Uint32(body[6:])) == cmd {
					f.Add(uint8(i), body[14:])
				}
			}
		}
	}
	for _, transcript := range list {
		add(transcript.Steps)
	}
	for i := range fuzzed {
		f.Add(uint8(i), []byte{})
		f.Add(uint8(i), []byte("\x00\xff\xff\xff\xff\x0f\x00"))
		f.Add(uint8(i), append([]byte{9}, `{"a":[[[`...))
	}
	p := &fuzzPeer{srv: servertest.Start(f, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst, c.LoginAttempts = 1e6, 1e6, 1e6 })}
	var seq int32 = 1000
	f.Fuzz(func(t *testing.T, which uint8, values []byte) {
		if p.conn == nil {
			if err := p.connect(); err != nil {
				t.Fatal(err)
			}
		}
		seq++
		body := make([]byte, 14, 14+len(values))
		binary.BigEndian.PutUint32(body, uint32(14+len(values)))
		binary.BigEndian.PutUint32(body[6:], uint32(fuzzed[int(which)%len(fuzzed)]))
		binary.BigEndian.PutUint32(body[10:], uint32(seq))
		err := p.send(append(body, values...))
		seq++
		if err != nil || p.settle(t, seq) {
			p.conn.Close()
			p.conn = nil
		}
	})
}
