package servertest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// patience is how long a test client waits for what must come. The longest
// that a server may rightly take is a gate of 2.5 s.
const patience = 15 * time.Second

// LegacyClient behaves as the old PC client (models.ClassPC) or the old Android
// client (models.ClassAndroid) does, faults included: CLIENTS.md sections 2, 3
// and 6. It encodes and decodes by itself, not with package wire.
type LegacyClient struct {
	ID    int64 // of the user, after LogIn
	Name  string
	class models.Class
	addr  string

	mu     sync.Mutex
	conn   net.Conn
	cond   *sync.Cond
	frames []LegacyFrame
	err    error
	seq    int32
}

// LegacyFrame is a frame the server sent.
type LegacyFrame struct {
	Cmd    wire.Cmd
	Seq    int32
	Data   string
	Values []byte // what follows the data
}

// Int32 returns the n-th value of four bytes behind the data.
func (f LegacyFrame) Int32(n int) int32 {
	if len(f.Values) < 4*n+4 {
		return 0
	}
	return int32(binary.BigEndian.Uint32(f.Values[4*n:]))
}

// Message is the part of a chat body that a person sees.
type Message struct {
	From, Target int64
	Text         string
	Data         string // the whole of it
	Seq          int32
}

// Connect opens a connection to the chat port.
func (s *Server) Connect(t testing.TB, class models.Class) *LegacyClient {
	t.Helper()
	c, err := dialLegacy(s.Addrs().TCPChat, class)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(c.Close)
	return c
}

func dialLegacy(addr string, class models.Class) (*LegacyClient, error) {
	c := &LegacyClient{class: class, addr: addr}
	c.cond = sync.NewCond(&c.mu)
	return c, c.dial()
}

// dial opens the connection, or another one in its place.
func (c *LegacyClient) dial() error {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.conn, c.frames, c.err = conn, nil, nil
	c.mu.Unlock()
	go c.read(conn)
	return nil
}

// LegacyClient registers the user name unless it exists, logs in and asks for
// the friend list, as the old clients do.
func (s *Server) LegacyClient(t testing.TB, name string, class models.Class) *LegacyClient {
	t.Helper()
	c := s.Connect(t, class)
	c.Request(t, wire.CmdRegister, `{"username": "`+name+`", "nickname": "`+name+`", "password": "`+Password(name)+`"}`)
	c.Next(t, wire.CmdRegister)
	c.LogIn(t, name, Password(name))
	c.FriendList(t)
	return c
}

// Close drops the connection.
func (c *LegacyClient) Close() { c.conn.Close() }

// Abort resets the connection, as the system of a client does that was killed or
// had unread data.
func (c *LegacyClient) Abort() {
	if tcp, ok := c.conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.conn.Close()
}

// read collects frames. Like the Android client it takes a frame that is not
// compressed, or too large for it, for the end of the connection.
func (c *LegacyClient) read(conn net.Conn) {
	for {
		f, err := c.readFrame(conn)
		c.mu.Lock()
		if err != nil {
			c.err = err
		} else {
			c.frames = append(c.frames, f)
		}
		c.cond.Broadcast()
		c.mu.Unlock()
		if err != nil {
			return
		}
		if f.Cmd == wire.CmdHeartbeat && c.class == models.ClassAndroid && f.Seq == 0 {
			c.write(wire.CmdHeartbeat, 0, "", nil)
		}
	}
}

func (c *LegacyClient) readFrame(conn net.Conn) (f LegacyFrame, err error) {
	var h [25]byte
	if _, err := io.ReadFull(conn, h[:]); err != nil {
		return f, err
	}
	size, packed := binary.LittleEndian.Uint32(h[1:]), binary.LittleEndian.Uint32(h[5:])
	if h[0] != 1 {
		return f, errors.New("the frame is not compressed")
	}
	if c.class == models.ClassAndroid && size > 65534 {
		return f, fmt.Errorf("a frame of %d bytes is too large for Android", size)
	}
	payload := make([]byte, packed)
	if c.class == models.ClassAndroid {
		// It calls read once, and takes what is short for a broken connection.
		if n, err := conn.Read(payload); err != nil || n < len(payload) {
			return f, fmt.Errorf("of a body of %d bytes %d came with the header: %w", len(payload), n, err)
		}
	} else if _, err := io.ReadFull(conn, payload); err != nil {
		return f, err
	}
	z, err := zlib.NewReader(bytes.NewReader(payload))
	if err != nil {
		return f, err
	}
	body, err := io.ReadAll(z)
	if err != nil || len(body) != int(size) || len(body) < 15 {
		return f, fmt.Errorf("a body of %d bytes, announced %d: %w", len(body), size, err)
	}
	f.Cmd = wire.Cmd(binary.BigEndian.Uint32(body[6:]))
	f.Seq = int32(binary.BigEndian.Uint32(body[10:]))
	n, k := binary.Uvarint(body[14:])
	if k <= 0 || uint64(len(body)-14-k) < n {
		return f, errors.New("the string is longer than the body")
	}
	f.Data = string(body[14+k : 14+k+int(n)])
	f.Values = body[14+k+int(n):]
	return f, nil
}

// take waits for the first frame that match wants, and removes it. Frames that
// it does not want stay for others.
func (c *LegacyClient) take(match func(LegacyFrame) bool) (LegacyFrame, error) {
	return c.takeWithin(patience, match)
}

func (c *LegacyClient) takeWithin(d time.Duration, match func(LegacyFrame) bool) (LegacyFrame, error) {
	timeout := time.AfterFunc(d, c.cond.Broadcast)
	defer timeout.Stop()
	deadline := time.Now().Add(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		for i, f := range c.frames {
			if match(f) {
				c.frames = append(c.frames[:i:i], c.frames[i+1:]...)
				return f, nil
			}
		}
		if c.err != nil {
			return LegacyFrame{}, c.err
		}
		if !time.Now().Before(deadline) {
			return LegacyFrame{}, errNothing
		}
		c.cond.Wait()
	}
}

// Next waits for the next frame of a command.
func (c *LegacyClient) Next(t testing.TB, cmd wire.Cmd) LegacyFrame {
	t.Helper()
	f, err := c.take(func(f LegacyFrame) bool { return f.Cmd == cmd })
	if err != nil {
		t.Fatalf("%s waits for command %s: %v", c.Name, cmd, err)
	}
	return f
}

// Ended waits until the server has closed the connection.
func (c *LegacyClient) Ended(t testing.TB) {
	t.Helper()
	if _, err := c.take(func(LegacyFrame) bool { return false }); errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
		return
	} else if errors.Is(err, errNothing) {
		t.Fatalf("%s is still connected", c.Name)
	}
}

// Request sends a command with data and returns its sequence number.
func (c *LegacyClient) Request(t testing.TB, cmd wire.Cmd, data string, values ...int32) int32 {
	t.Helper()
	seq, err := c.send(cmd, data, values...)
	if err != nil {
		t.Fatalf("%s sends command %s: %v", c.Name, cmd, err)
	}
	return seq
}

// RequestWith is Request with strings among the values behind the data.
func (c *LegacyClient) RequestWith(t testing.TB, cmd wire.Cmd, data string, values ...any) {
	t.Helper()
	var tail []byte
	for _, v := range values {
		switch v := v.(type) {
		case int32:
			tail = binary.BigEndian.AppendUint32(tail, uint32(v))
		case string:
			tail = append(binary.AppendUvarint(tail, uint64(len(v))), v...)
		}
	}
	c.mu.Lock()
	c.seq++
	seq := c.seq
	c.mu.Unlock()
	if err := c.write(cmd, seq, data, tail); err != nil {
		t.Fatalf("%s sends command %s: %v", c.Name, cmd, err)
	}
}

func (c *LegacyClient) send(cmd wire.Cmd, data string, values ...int32) (int32, error) {
	c.mu.Lock()
	c.seq++
	seq := c.seq
	c.mu.Unlock()
	var tail []byte
	for _, v := range values {
		tail = binary.BigEndian.AppendUint32(tail, uint32(v))
	}
	return seq, c.write(cmd, seq, data, tail)
}

// write encodes as the class does. Android: plain frames, a size whose bytes it
// reverses with signs, an inner length that is 6 short, and in register and
// login a string length that counts UTF-16 units.
func (c *LegacyClient) write(cmd wire.Cmd, seq int32, data string, tail []byte) error {
	length := len(data)
	android := c.class == models.ClassAndroid
	if android && (cmd == wire.CmdRegister || cmd == wire.CmdLogin) {
		length = len(utf16.Encode([]rune(data)))
	}
	body := make([]byte, 6)
	body = binary.BigEndian.AppendUint32(body, uint32(cmd))
	body = binary.BigEndian.AppendUint32(body, uint32(seq))
	body = binary.AppendUvarint(body, uint64(length))
	body = append(append(body, data...), tail...)

	var frame [25]byte
	if android {
		binary.BigEndian.PutUint32(body, uint32(len(body)-6))
		binary.LittleEndian.PutUint32(frame[1:], androidSize(len(body)))
		_, err := c.conn.Write(append(frame[:], body...))
		return err
	}
	binary.BigEndian.PutUint32(body, uint32(len(body)))
	copy(body[4:6], "\xcc\xcc") // left-over memory
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(body)
	w.Close()
	frame[0] = 1
	binary.LittleEndian.PutUint32(frame[1:], uint32(len(body)))
	binary.LittleEndian.PutUint32(frame[5:], uint32(z.Len()))
	copy(frame[9:], "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd")
	_, err := c.conn.Write(append(frame[:], z.Bytes()...))
	return err
}

// androidSize is the little-endian size that the Android client announces for
// a body of n bytes below 65,536: a byte of 128 and more is negative there.
func androidSize(n int) uint32 {
	low, high := int32(int8(n)), int32(int8(n>>8))
	reversed := low<<24 + high<<16
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(reversed))
	return binary.LittleEndian.Uint32(b[:])
}

// androidPatience is the time-out of the socket of the Android client, after
// which it gives the connection up (CLIENTS.md, section 3).
const androidPatience = 500 * time.Millisecond

// LogIn sends the log-in of the class and waits for the answer, as long as
// clients of the class do; then it tries again.
func (c *LegacyClient) LogIn(t testing.TB, name, password string) {
	t.Helper()
	c.Name = name
	clientType, status := 1, 1
	if c.class == models.ClassAndroid {
		clientType, status = 2, 3
	}
	data := fmt.Sprintf(`{"username": "%s", "password": "%s", "clienttype": %d, "status": %d}`, name, password, clientType, status)
	wait := patience
	if c.class == models.ClassAndroid {
		wait = androidPatience
	}
	answered := func(f LegacyFrame) bool { return f.Cmd == wire.CmdLogin }
	c.Request(t, wire.CmdLogin, data)
	f, err := c.takeWithin(wait, answered)
	// A server that is too busy hangs up, so that we try again.
	for try := 0; try < 10 && (errors.Is(err, io.EOF) || errors.Is(err, errNothing)); try++ {
		c.conn.Close()
		if err = c.dial(); err == nil {
			c.Request(t, wire.CmdLogin, data)
			f, err = c.takeWithin(wait, answered)
		}
	}
	if err != nil {
		t.Fatalf("%s waits for the answer to its log-in: %v", name, err)
	}
	var answer struct {
		Code   int   `json:"code"`
		UserID int64 `json:"userid"`
	}
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil || answer.Code != 0 {
		t.Fatalf("%s logs in: %s (%v)", name, f.Data, err)
	}
	c.ID = answer.UserID
}

// Friend is an entry of a friend list.
type Friend struct {
	UserID     int64  `json:"userid"`
	Username   string `json:"username"`
	Nickname   string `json:"nickname"`
	MarkName   string `json:"markname"`
	Status     int    `json:"status"`
	ClientType int    `json:"clienttype"`
	Signature  string `json:"signature"`
}

// FriendList asks for the list and, as a PC does, for the members of every group.
func (c *LegacyClient) FriendList(t testing.TB) map[string][]Friend {
	t.Helper()
	c.Request(t, wire.CmdFriendList, "")
	var answer struct {
		UserInfo []struct {
			TeamName string   `json:"teamname"`
			Members  []Friend `json:"members"`
		} `json:"userinfo"`
	}
	f := c.Next(t, wire.CmdFriendList)
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil {
		t.Fatalf("%s reads the friend list: %v", c.Name, err)
	}
	teams := map[string][]Friend{}
	for _, team := range answer.UserInfo {
		teams[team.TeamName] = team.Members
		for _, m := range team.Members {
			if c.class == models.ClassPC && models.IsGroupID(m.UserID) {
				c.Request(t, wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, m.UserID))
				c.Next(t, wire.CmdGroupMembers)
			}
		}
	}
	return teams
}

// SendChat sends a text to a user or group. PC escapes quotes and backslashes
// and leaves line breaks raw; Android escapes nothing.
func (c *LegacyClient) SendChat(t testing.TB, target int64, text string) {
	t.Helper()
	if err := c.TrySendChat(target, text); err != nil {
		t.Fatalf("%s sends: %v", c.Name, err)
	}
}

// TrySendChat is SendChat where the connection may be gone.
func (c *LegacyClient) TrySendChat(target int64, text string) error {
	clientType := 1
	font := `"font":["Microsoft YaHei",12,0,0,0,0],`
	if c.class == models.ClassAndroid {
		clientType, font = 2, ""
	} else {
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	}
	_, err := c.send(wire.CmdChat, fmt.Sprintf(`{"msgType":1,"time":%d,"clientType":%d,%s"content":[{"msgText":"%s"}]}`,
		time.Now().Unix(), clientType, font, text), int32(target))
	return err
}

// NextChat waits for the next chat message.
func (c *LegacyClient) NextChat(t testing.TB) Message {
	t.Helper()
	m, err := c.TryNextChat()
	if err != nil {
		t.Fatalf("%s waits for a message: %v", c.Name, err)
	}
	return m
}

// TryNextChat is NextChat where the connection may be gone.
func (c *LegacyClient) TryNextChat() (Message, error) {
	f, err := c.take(func(f LegacyFrame) bool { return f.Cmd == wire.CmdChat })
	if err != nil {
		return Message{}, err
	}
	var body struct {
		Content []map[string]json.RawMessage `json:"content"`
	}
	if err := json.Unmarshal([]byte(f.Data), &body); err != nil {
		return Message{}, fmt.Errorf("%s: %w", f.Data, err)
	}
	m := Message{From: int64(f.Int32(0)), Target: int64(f.Int32(1)), Data: f.Data, Seq: f.Seq}
	for _, item := range body.Content {
		var s string
		if json.Unmarshal(item["msgText"], &s) == nil {
			m.Text += s
		}
	}
	return m, nil
}

// CreateGroup makes a group and returns its number.
func (c *LegacyClient) CreateGroup(t testing.TB, name string) int64 {
	t.Helper()
	c.Request(t, wire.CmdCreateGroup, `{"groupname": "`+name+`", "type": 0}`)
	var answer struct {
		GroupID int64 `json:"groupid"`
	}
	f := c.Next(t, wire.CmdCreateGroup)
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil || answer.GroupID == 0 {
		t.Fatalf("%s creates a group: %s", c.Name, f.Data)
	}
	c.Next(t, wire.CmdOperateFriend)
	return answer.GroupID
}

// Operate sends a 1005: type 1 asks a user to be a friend or joins a group, 3
// answers a request, 4 deletes or leaves.
func (c *LegacyClient) Operate(t testing.TB, target int64, kind, accept int) {
	t.Helper()
	c.Request(t, wire.CmdOperateFriend, fmt.Sprintf(`{"id":0,"userid": %d,"type": %d,"accept":%d}`, target, kind, accept))
}

// Befriend makes friends of two clients that are connected.
func (c *LegacyClient) Befriend(t testing.TB, other *LegacyClient) {
	t.Helper()
	c.Operate(t, other.ID, 1, 0)
	other.Next(t, wire.CmdOperateFriend)
	other.Operate(t, c.ID, 3, 1)
	other.Next(t, wire.CmdOperateFriend)
	c.Next(t, wire.CmdOperateFriend)
}
