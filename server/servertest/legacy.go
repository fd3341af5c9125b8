package servertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/tcpcompat/wire"
)

// patience is how long a test client waits for what must come. The longest
// that a server may rightly take is a gate of 2.5 s.
const patience = 15 * time.Second

// LegacyClient is an old PC client (models.ClassPC) or an old Android client
// (models.ClassAndroid) of a test, see package legacyclient.
type LegacyClient struct {
	*legacyclient.Client
}

// What old clients get.
type (
	LegacyFrame = legacyclient.Frame
	Message     = legacyclient.Message
	Friend      = legacyclient.Friend
)

// Connect opens a connection to the chat port.
func (s *Server) Connect(t testing.TB, class models.Class) *LegacyClient {
	t.Helper()
	c := &LegacyClient{legacyclient.New(s.Addrs().TCPChat, class)}
	if err := c.Dial(); err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(c.Close)
	return c
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

// Next waits for the next frame of a command.
func (c *LegacyClient) Next(t testing.TB, cmd wire.Cmd) LegacyFrame {
	t.Helper()
	f, err := c.Client.Next(cmd)
	if err != nil {
		t.Fatalf("%s waits for command %s: %v", c.Name, cmd, err)
	}
	return f
}

// Ended waits until the server has closed the connection.
func (c *LegacyClient) Ended(t testing.TB) {
	t.Helper()
	if _, err := c.Take(func(LegacyFrame) bool { return false }); errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
		return
	} else if errors.Is(err, legacyclient.ErrNothing) {
		t.Fatalf("%s is still connected", c.Name)
	}
}

// Request sends a command with data and returns its sequence number.
func (c *LegacyClient) Request(t testing.TB, cmd wire.Cmd, data string, values ...int32) int32 {
	t.Helper()
	seq, err := c.Send(cmd, data, values...)
	if err != nil {
		t.Fatalf("%s sends command %s: %v", c.Name, cmd, err)
	}
	return seq
}

// RequestWith is Request with strings among the values behind the data.
func (c *LegacyClient) RequestWith(t testing.TB, cmd wire.Cmd, data string, values ...any) {
	t.Helper()
	if _, err := c.SendWith(cmd, data, values...); err != nil {
		t.Fatalf("%s sends command %s: %v", c.Name, cmd, err)
	}
}

// LogIn sends the log-in of the class and waits for the answer.
func (c *LegacyClient) LogIn(t testing.TB, name, password string) {
	t.Helper()
	if err := c.Client.LogIn(name, password); err != nil {
		t.Fatal(err)
	}
}

// FriendList asks for the list and, as a PC does, for the members of every group.
func (c *LegacyClient) FriendList(t testing.TB) map[string][]Friend {
	t.Helper()
	teams, err := c.Client.FriendList()
	if err != nil {
		t.Fatal(err)
	}
	return teams
}

// SendChat sends a text to a user or group.
func (c *LegacyClient) SendChat(t testing.TB, target int64, text string) {
	t.Helper()
	if err := c.TrySendChat(target, text); err != nil {
		t.Fatalf("%s sends: %v", c.Name, err)
	}
}

// TrySendChat is SendChat where the connection may be gone.
func (c *LegacyClient) TrySendChat(target int64, text string) error {
	return c.Client.SendChat(target, text)
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
func (c *LegacyClient) TryNextChat() (Message, error) { return c.Client.NextChat() }

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
