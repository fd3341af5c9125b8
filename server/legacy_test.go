package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/replay"
)

// textPorts turns on the doors for an operator and his scripts.
func textPorts(c *config.Config) { c.TCPMonitor, c.TCPHTTP = "127.0.0.1:0", "127.0.0.1:0" }

// TestRecordedConversationsOfOperators replays, byte for byte, what the original
// was recorded saying on its console and to scripts.
func TestRecordedConversationsOfOperators(t *testing.T) {
	srv := servertest.Start(t, textPorts)
	list, err := replay.Load("../tcpcompat/testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	a := srv.Addrs()
	cfg := replay.Config{Addr: map[string]string{"chat": a.TCPChat, "monitor": a.TCPMonitor, "http": a.TCPHTTP}, Strict: true}
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

// console asks the monitor console one thing and returns the answer.
func console(t *testing.T, srv *servertest.Server, command string) string {
	t.Helper()
	conn, err := net.Dial("tcp", srv.Addrs().TCPMonitor)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(15 * time.Second))
	fmt.Fprintf(conn, "%s\n", command)
	lines := bufio.NewReader(conn)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("console: %v", err)
		}
		if line[1] != '.' { // behind the help text, which is numbered
			return strings.TrimSpace(line)
		}
	}
}

func TestS30MonitorTokenIsMadeAtTheFirstStart(t *testing.T) {
	srv := servertest.Start(t, textPorts)
	srv.LegacyClient(t, "alice", models.ClassPC)
	file := filepath.Join(srv.Config.Data, "monitor.token")
	made, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Stat(file); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v (%v), want 0600", fi.Mode(), err)
	}
	token := strings.TrimSpace(string(made))
	if len(token) < 20 {
		t.Errorf("the token has %d characters, want one that nobody guesses", len(token))
	}
	if got := console(t, srv, "ul "+token); !strings.Contains(got, "username:alice") {
		t.Errorf("with the token: got %q, want alice", got)
	}
	for _, command := range []string{"ul", "ul 123", "ul " + token + "x", "ul " + token[1:]} {
		if got := console(t, srv, command); strings.Contains(got, "alice") {
			t.Errorf("%s: got %q", command, got)
		}
	}

	// It stays, and an operator may choose another one.
	srv.Restart(t)
	if again, err := os.ReadFile(file); err != nil || string(again) != string(made) {
		t.Errorf("after a restart the token is %q (%v), want %q", again, err, made)
	}
	if err := os.WriteFile(file, []byte("open-sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	srv.Restart(t)
	srv.LegacyClient(t, "alice", models.ClassPC)
	if got := console(t, srv, "ul open-sesame"); !strings.Contains(got, "username:alice") {
		t.Errorf("with a token of one's own: got %q, want alice", got)
	}
}

func TestDoorsOfOperatorsAreOffUnlessAskedFor(t *testing.T) {
	srv := servertest.Start(t)
	if a := srv.Addrs(); a.TCPMonitor != "" || a.TCPHTTP != "" {
		t.Errorf("listening on %q and %q, want neither", a.TCPMonitor, a.TCPHTTP)
	}
	if _, err := os.Stat(filepath.Join(srv.Config.Data, "monitor.token")); err == nil {
		t.Error("there is a token for a console that is off")
	}
	if status, body := registerDo(t, srv, "bob"); status != http.StatusNotFound {
		t.Errorf("/register.do: got %d %q, want it not to exist", status, body)
	}
}

// registerDo asks the main port to make an account.
func registerDo(t *testing.T, srv *servertest.Server, name string) (status int, body string) {
	t.Helper()
	p := fmt.Sprintf(`{"username": "%s", "nickname": "%[1]s", "password": "%s"}`, name, servertest.Password(name))
	return get(t, srv, "/register.do?p="+url.QueryEscape(p))
}

func get(t *testing.T, srv *servertest.Server, path string) (status int, body string) {
	t.Helper()
	res, err := http.Get("http://" + srv.HTTPAddr() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func TestRegisterDoIsOnTheMainPortToo(t *testing.T) {
	srv := servertest.Start(t, textPorts)
	for _, want := range []string{`{"code": 0, "msg": "ok"}`, `{"code": 101, "msg": "registered already"}`} {
		if status, body := registerDo(t, srv, "bob"); status != http.StatusOK || body != want {
			t.Errorf("got %d %s, want 200 %s", status, body, want)
		}
	}
	srv.LegacyClient(t, "bob", models.ClassPC) // logs in with the password given there
	for _, query := range []string{"", "?", "?p=[]", "?p=5", "?a", "?p={}", "?q={}"} {
		if status, body := get(t, srv, "/register.do"+query); status != http.StatusBadRequest || strings.Contains(body, `"code": 0`) {
			t.Errorf("query %q: got %d %s, want 400", query, status, body)
		}
	}
	res, err := http.Post("http://"+srv.HTTPAddr()+"/register.do?p={}", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode == http.StatusOK {
		t.Errorf("POST: got %d, want it refused", res.StatusCode)
	}
}

// A closed registration is closed at this door, too (S-28).
func TestS28RegisterDoKeepsTheRules(t *testing.T) {
	srv := servertest.Start(t, textPorts, func(c *config.Config) { c.Registration = config.RegistrationClosed })
	if status, body := registerDo(t, srv, "bob"); status != http.StatusOK || body != `{"code": 100, "msg": "register failed"}` {
		t.Errorf("got %d %s, want code 100", status, body)
	}
}
