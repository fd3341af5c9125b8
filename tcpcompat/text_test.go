package tcpcompat_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat"
	"flamingo/tcpcompat/replay"
	"flamingo/tcpcompat/wire"
)

// token opens the console of the tests.
const token = "123"

// textPorts serves the console and http registration of srv until the test ends.
func textPorts(t *testing.T, srv *servertest.Server, token string) (monitor, http string) {
	t.Helper()
	s := tcpcompat.New(tcpcompat.Config{Chat: srv.Chat(), Log: slog.New(slog.DiscardHandler), MonitorToken: token})
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	open := func(serve func(context.Context, net.Listener) error) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		running.Go(func() {
			if err := serve(ctx, l); err != nil {
				t.Errorf("serve: %v", err)
			}
		})
		return l.Addr().String()
	}
	return open(s.ServeMonitor), open(s.ServeHTTPRegister)
}

// TestRecordedTextConversations replays what the original was recorded saying
// on its console and its http port.
func TestRecordedTextConversations(t *testing.T) {
	srv := servertest.Start(t)
	monitor, http := textPorts(t, srv, token)
	list, err := replay.Load("testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	cfg := replay.Config{Addr: map[string]string{"chat": srv.Addrs().TCPChat, "monitor": monitor, "http": http}, Strict: true}
	played := 0
	for _, transcript := range list {
		if transcript.Area != "http" && transcript.Area != "monitor" || cfg.Skip(transcript) != "" {
			continue
		}
		played++
		if err := replay.Run(cfg, transcript); err != nil {
			t.Errorf("%s: %v", transcript.Name, err)
		}
	}
	if played != 3 {
		t.Errorf("%d conversations were played, want 3", played)
	}
}

// console is a connection to the monitor console.
type console struct {
	net.Conn
	lines *bufio.Reader
}

func openConsole(t *testing.T, addr string) *console {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	c := &console{conn, bufio.NewReader(conn)}
	for range 5 { // the help text
		c.line(t)
	}
	return c
}

func (c *console) line(t *testing.T) string {
	t.Helper()
	line, err := c.lines.ReadString('\n')
	if err != nil {
		t.Fatalf("read from the console: %v", err)
	}
	return strings.TrimSuffix(line, "\n")
}

func (c *console) ask(t *testing.T, command string) string {
	t.Helper()
	fmt.Fprintf(c, "%s\n", command)
	return c.line(t)
}

func TestConsoleShowsUsersToTheTokenOnly(t *testing.T) {
	srv := servertest.Start(t)
	monitor, _ := textPorts(t, srv, token)
	shut, _ := textPorts(t, srv, "")
	id := srv.User(t, "alice")

	c := openConsole(t, monitor)
	if got := c.ask(t, "ul "+token); got != "No user online." {
		t.Errorf("with nobody connected: got %q", got)
	}
	p := logIn(t, srv, "alice", models.ClassPC)
	got := c.ask(t, "ul "+token)
	if want := fmt.Sprintf(",userid:%d,username:alice,clienttype:1,status:1.", id); !strings.HasPrefix(got, "sessionid:") || !strings.HasSuffix(got, want) {
		t.Errorf("with alice connected: got %q, want it to end in %q", got, want)
	}
	p.send(wire.NewBody(nil, wire.CmdUpdateProfile, 9).String(`{"nickname": "Al \"x\"", "facetype": 7, "customface": "", "gender": 1, "birthday": 19891208, "signature": "s", "address": "a", "phonenumber": "1", "mail": "m"}`))
	p.next(wire.CmdUpdateProfile)
	got = c.ask(t, fmt.Sprintf("su %d %s", id, token))
	if want := `"nickname":"Al \"x\"",`; !strings.Contains(got, want) || strings.Contains(got, "argon2") || strings.Contains(got, servertest.Password("alice")) {
		t.Errorf("profile of alice: got %q, want %s in it and no password", got, want)
	}

	for _, command := range []string{"ul", fmt.Sprintf("su %d", id)} {
		if got := c.ask(t, command); strings.Contains(got, "alice") {
			t.Errorf("%s without a token: got %q", command, got)
		}
	}
	for _, command := range []string{"ul wrong", fmt.Sprintf("su %d wrong", id)} {
		c := openConsole(t, monitor)
		if got := c.ask(t, command); strings.Contains(got, "alice") {
			t.Errorf("%s: got %q", command, got)
		}
		if _, err := c.lines.ReadByte(); err != io.EOF {
			t.Errorf("after %s the console is open (%v), want it closed", command, err)
		}
	}
	if got := openConsole(t, shut).ask(t, "ul "); strings.Contains(got, "alice") {
		t.Errorf("without a token in the settings: got %q", got)
	}
}

func TestConsoleSurvivesWhatTheOriginalMisread(t *testing.T) {
	srv := servertest.Start(t)
	monitor, _ := textPorts(t, srv, token)
	c := openConsole(t, monitor)
	if got := c.ask(t, "elpb\r"); got != "OK." {
		t.Errorf("a line with CR LF: got %q, want OK.", got)
	}
	if got := c.ask(t, "what\nelpb"); got != "cmd not support" {
		t.Errorf("first of two lines: got %q", got)
	}
	if got := c.line(t); got != "OK." {
		t.Errorf("second of two lines: got %q", got)
	}
	fmt.Fprint(c, strings.Repeat("x", 1<<20))
	if _, err := io.Copy(io.Discard, c.lines); err != nil && !isReset(err) {
		t.Errorf("an endless line: %v, want the console closed", err)
	}
}

// register sends one http request and returns all of the answer.
func register(t *testing.T, addr, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprint(conn, request)
	answer, err := io.ReadAll(conn)
	if err != nil && !isReset(err) {
		t.Fatalf("read answer to %.60q: %v", request, err)
	}
	return string(answer)
}

func TestRegistrationOverHTTP(t *testing.T) {
	srv := servertest.Start(t)
	_, http := textPorts(t, srv, "")
	account := func(name string) string {
		return `{"username": "` + name + `", "nickname": "n,ick", "password": "` + servertest.Password(name) + `"}`
	}
	get := func(p string) string { return "GET /register.do?p=" + p + " HTTP/1.1\r\nHost: x\r\n\r\n" }
	for _, c := range []struct{ name, request, want string }{
		{"as the original decodes", get(strings.NewReplacer(`"`, "%22", " ", "+").Replace(account("alice"))), `{"code": 0, "msg": "ok"}`},
		{"as libraries escape", get(url.QueryEscape(account("bob"))), `{"code": 0, "msg": "ok"}`},
		{"name taken", get(url.QueryEscape(account("bob"))), `{"code": 101, "msg": "registered already"}`},
		{"name too long", get(url.QueryEscape(account(strings.Repeat("x", 65)))), `{"code": 100, "msg": "register failed"}`},
		// What ended the original's process (section 13), and what is no request.
		{"array", get("[]"), ""},
		{"number", get("5"), ""},
		{"deep array", get(strings.Repeat("[", 1900)), ""},
		{"short query", "GET /x?a HTTP/1.1\r\n\r\n", ""},
		{"bad escape", get("%zz%"), ""},
		{"missing key", get("{%22username%22:%22carol%22}"), ""},
		{"null", get(`{%22username%22:%22c%22,%22nickname%22:%22c%22,%22password%22:null}`), ""},
		{"other path", "GET /login.do?p={} HTTP/1.1\r\n\r\n", ""},
		{"nothing", "\r\n\r\n", ""},
		{"too large", "GET /register.do?p=" + strings.Repeat("x", 5000) + " HTTP/1.1\r\n\r\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := ""
			if c.want != "" {
				want = fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length:%d\r\n\r\n%s", len(c.want), c.want)
			}
			if got := register(t, http, c.request); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	for _, name := range []string{"alice", "bob"} {
		logIn(t, srv, name, models.ClassPC)
	}
}

func FuzzRegisterDo(f *testing.F) {
	s := tcpcompat.New(tcpcompat.Config{Chat: servertest.Start(f).Chat(), Log: slog.New(slog.DiscardHandler)})
	for _, query := range []string{"p=[]", "a", "", "p=%", "p={%22username%22:%22%22,%22nickname%22:%22%22,%22password%22:%22%22}", "p=%7B%2C%"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if body, ok := s.RegisterDo(t.Context(), query); ok && !strings.HasPrefix(body, `{"code": `) {
			t.Errorf("%q is answered %q", query, body)
		}
	})
}
