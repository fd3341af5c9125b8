// Package legacyclient behaves as the old PC client and the old Android client
// do, faults included: CLIENTS.md sections 2, 3 and 6. It encodes and decodes by
// itself, not with package wire, so that tests, the prover and the load generator
// see what those clients would.
package legacyclient

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// DefaultPatience is how long a client waits for what must come. The longest
// that a server may rightly take is a gate of 2.5 s.
const DefaultPatience = 15 * time.Second

// Client is one of models.ClassPC or models.ClassAndroid.
type Client struct {
	ID    int64 // of the user, after LogIn
	Name  string
	Class models.Class
	Addr  string
	// Dialer makes the connections; nil is the usual one.
	Dialer *net.Dialer
	// Patience is how long Take waits; 0 is DefaultPatience.
	Patience time.Duration
	// OnFrame, if set, is given every frame that it wants (by returning true) as
	// it comes, from one goroutine; others wait for Take.
	OnFrame func(Frame) bool

	frames Inbox[Frame] // of conn

	mu    sync.Mutex // guards what follows
	conn  net.Conn
	seq   int32
	ended chan struct{} // closed when nothing more is read of conn
}

// Frame is a frame the server sent.
type Frame struct {
	Cmd    wire.Cmd
	Seq    int32
	Data   string
	Values []byte // what follows the data
}

// Int32 returns the n-th value of four bytes behind the data.
func (f Frame) Int32(n int) int32 {
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

// New returns a client of a class that is not connected.
func New(addr string, class models.Class) *Client {
	return &Client{Class: class, Addr: addr}
}

// Dial opens the connection, or another one in its place.
func (c *Client) Dial() error {
	dialer := c.Dialer
	if dialer == nil {
		dialer = new(net.Dialer)
	}
	conn, err := dialer.DialContext(context.Background(), "tcp", c.Addr)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	c.mu.Lock()
	c.conn, c.ended = conn, ended
	c.frames.Reset()
	c.mu.Unlock()
	go c.read(conn, ended)
	return nil
}

// Close drops the connection.
func (c *Client) Close() {
	if conn, _ := c.current(); conn != nil {
		conn.Close()
	}
}

func (c *Client) current() (conn net.Conn, ended <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn, c.ended
}

// Abort resets the connection, as the system of a client does that was killed or
// had unread data.
func (c *Client) Abort() {
	conn, _ := c.current()
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}

// Leave ends the connection, by a reset with abort, when everything that has
// arrived was read: the server has to take that for delivered.
func (c *Client) Leave(abort bool) {
	conn, ended := c.current()
	if conn == nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Millisecond))
	<-ended
	if abort {
		c.Abort()
	} else {
		c.Close()
	}
}

// Done is closed when the present connection is over.
func (c *Client) Done() <-chan struct{} {
	_, ended := c.current()
	return ended
}

// read collects frames. Like the Android client it takes a frame that is not
// compressed, or too large for it, for the end of the connection.
func (c *Client) read(conn net.Conn, ended chan struct{}) {
	defer close(ended)
	for {
		f, err := c.readFrame(conn)
		if err == nil && f.Cmd == wire.CmdHeartbeat && c.Class == models.ClassAndroid && f.Seq == 0 {
			c.write(conn, wire.CmdHeartbeat, 0, "", nil)
		}
		wanted := err == nil && c.OnFrame != nil && c.OnFrame(f)
		c.mu.Lock()
		switch {
		case c.conn != conn: // another connection has taken its place
		case err != nil:
			c.frames.End(err)
		case !wanted:
			c.frames.Put(f)
		}
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (c *Client) readFrame(conn net.Conn) (f Frame, err error) {
	var h [25]byte
	if _, err := io.ReadFull(conn, h[:]); err != nil {
		return f, err
	}
	size, packed := binary.LittleEndian.Uint32(h[1:]), binary.LittleEndian.Uint32(h[5:])
	if h[0] != 1 {
		return f, errors.New("the frame is not compressed")
	}
	if c.Class == models.ClassAndroid && size > 65534 {
		return f, fmt.Errorf("a frame of %d bytes is too large for Android", size)
	}
	payload := make([]byte, packed)
	if c.Class == models.ClassAndroid {
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

// Take waits for the first frame that match wants, and removes it. Frames that
// it does not want stay for others.
func (c *Client) Take(match func(Frame) bool) (Frame, error) {
	return c.frames.Take(cmp.Or(c.Patience, DefaultPatience), match)
}

// Next waits for the next frame of a command.
func (c *Client) Next(cmd wire.Cmd) (Frame, error) {
	return c.Take(func(f Frame) bool { return f.Cmd == cmd })
}

// Send sends a command with data and returns its sequence number.
func (c *Client) Send(cmd wire.Cmd, data string, values ...int32) (int32, error) {
	var tail []byte
	for _, v := range values {
		tail = binary.BigEndian.AppendUint32(tail, uint32(v))
	}
	return c.sendTail(cmd, data, tail)
}

// SendWith is Send with strings among the values behind the data.
func (c *Client) SendWith(cmd wire.Cmd, data string, values ...any) (int32, error) {
	var tail []byte
	for _, v := range values {
		switch v := v.(type) {
		case int32:
			tail = binary.BigEndian.AppendUint32(tail, uint32(v))
		case string:
			tail = append(binary.AppendUvarint(tail, uint64(len(v))), v...)
		}
	}
	return c.sendTail(cmd, data, tail)
}

func (c *Client) sendTail(cmd wire.Cmd, data string, tail []byte) (int32, error) {
	c.mu.Lock()
	c.seq++
	seq, conn := c.seq, c.conn
	c.mu.Unlock()
	return seq, c.write(conn, cmd, seq, data, tail)
}

// write encodes as the class does. Android: plain frames, a size whose bytes it
// reverses with signs, an inner length that is 6 short, and in register and
// login a string length that counts UTF-16 units.
func (c *Client) write(conn net.Conn, cmd wire.Cmd, seq int32, data string, tail []byte) error {
	length := len(data)
	android := c.Class == models.ClassAndroid
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
		_, err := conn.Write(append(frame[:], body...))
		return err
	}
	binary.BigEndian.PutUint32(body, uint32(len(body)))
	copy(body[4:6], "\xcc\xcc") // left-over memory
	z := deflated(body)
	frame[0] = 1
	binary.LittleEndian.PutUint32(frame[1:], uint32(len(body)))
	binary.LittleEndian.PutUint32(frame[5:], uint32(len(z)))
	copy(frame[9:], "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd")
	_, err := conn.Write(append(frame[:], z...))
	return err
}

// writers keeps a few that nobody uses: a new one allocates most of a megabyte.
var writers = make(chan *zlib.Writer, 4)

func deflated(body []byte) []byte {
	var z bytes.Buffer
	var w *zlib.Writer
	select {
	case w = <-writers:
		w.Reset(&z)
	default:
		w = zlib.NewWriter(&z)
	}
	w.Write(body)
	w.Close()
	select {
	case writers <- w:
	default:
	}
	return z.Bytes()
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

// tries is how often a client logs in that is sent away by a server that is too
// busy, which hangs up so that it tries again.
const tries = 10

// LogIn sends the log-in of the class and waits for the answer, as long as
// clients of the class do; then it tries again.
func (c *Client) LogIn(name, password string) error {
	err := c.LogInOnce(name, password)
	for try := 0; try < tries && (errors.Is(err, io.EOF) || errors.Is(err, ErrNothing)); try++ {
		c.Close()
		if err = c.Dial(); err == nil {
			err = c.LogInOnce(name, password)
		}
	}
	return err
}

// LogInOnce is LogIn without another try.
func (c *Client) LogInOnce(name, password string) error {
	c.Name = name
	clientType, status := 1, 1
	wait := cmp.Or(c.Patience, DefaultPatience)
	if c.Class == models.ClassAndroid {
		clientType, status, wait = 2, 3, androidPatience
	}
	data := fmt.Sprintf(`{"username": "%s", "password": "%s", "clienttype": %d, "status": %d}`, name, password, clientType, status)
	if _, err := c.Send(wire.CmdLogin, data); err != nil {
		return err
	}
	f, err := c.frames.Take(wait, func(f Frame) bool { return f.Cmd == wire.CmdLogin })
	if err != nil {
		return fmt.Errorf("%s waits for the answer to its log-in: %w", name, err)
	}
	var answer struct {
		Code   int   `json:"code"`
		UserID int64 `json:"userid"`
	}
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil || answer.Code != 0 {
		return fmt.Errorf("%s logs in: %s (%v)", name, f.Data, err)
	}
	c.ID = answer.UserID
	return nil
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
func (c *Client) FriendList() (map[string][]Friend, error) {
	if _, err := c.Send(wire.CmdFriendList, ""); err != nil {
		return nil, err
	}
	f, err := c.Next(wire.CmdFriendList)
	if err != nil {
		return nil, fmt.Errorf("%s waits for the friend list: %w", c.Name, err)
	}
	var answer struct {
		UserInfo []struct {
			TeamName string   `json:"teamname"`
			Members  []Friend `json:"members"`
		} `json:"userinfo"`
	}
	if err := json.Unmarshal([]byte(f.Data), &answer); err != nil {
		return nil, fmt.Errorf("%s reads the friend list: %w", c.Name, err)
	}
	teams := map[string][]Friend{}
	for _, team := range answer.UserInfo {
		teams[team.TeamName] = team.Members
		for _, m := range team.Members {
			if c.Class != models.ClassPC || !models.IsGroupID(m.UserID) {
				continue
			}
			if _, err := c.Send(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, m.UserID)); err != nil {
				return nil, err
			}
			if _, err := c.Next(wire.CmdGroupMembers); err != nil {
				return nil, fmt.Errorf("%s waits for the members of a group: %w", c.Name, err)
			}
		}
	}
	return teams, nil
}

// SendChat sends a text to a user or group. PC escapes quotes and backslashes
// and leaves line breaks raw; Android escapes nothing.
func (c *Client) SendChat(target int64, text string) error {
	clientType := 1
	font := `"font":["Microsoft YaHei",12,0,0,0,0],`
	if c.Class == models.ClassAndroid {
		clientType, font = 2, ""
	} else {
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	}
	_, err := c.Send(wire.CmdChat, fmt.Sprintf(`{"msgType":1,"time":%d,"clientType":%d,%s"content":[{"msgText":"%s"}]}`,
		time.Now().Unix(), clientType, font, text), int32(target))
	return err
}

// NextChat waits for the next chat message.
func (c *Client) NextChat() (Message, error) {
	f, err := c.Next(wire.CmdChat)
	if err != nil {
		return Message{}, err
	}
	return f.Chat()
}

// Chat reads a frame as a chat message.
func (f Frame) Chat() (Message, error) {
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
