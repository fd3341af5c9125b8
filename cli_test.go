package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"flamingo/server"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "flamingo-cli-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "flamingo")
		build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is shipped, see Makefile
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// testTimeout is far more than any of the programs takes.
const testTimeout = 60 * time.Second

// anyPorts are flags for listeners of the system's choice.
var anyPorts = []string{"--http=127.0.0.1:0", "--tcp-chat=127.0.0.1:0", "--tcp-file=127.0.0.1:0", "--tcp-image=127.0.0.1:0"}

// command prepares the program as a user of a machine without settings runs it.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), testTimeout)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = t.TempDir()
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "FLAMINGO_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// wantRefusal runs a command that has to fail: exit code 1, nothing on stdout
// and on stderr one line that has want in it. It returns this line.
func wantRefusal(t *testing.T, cmd *exec.Cmd, want string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("got exit code %d, want 1", code)
	}
	line, found := strings.CutSuffix(stderr.String(), "\n")
	if !found || strings.Contains(line, "\n") || !strings.HasPrefix(line, "flamingo: ") || !strings.Contains(line, want) {
		t.Errorf("got stderr %q, want one line from flamingo with %q", stderr.String(), want)
	}
	if stdout.Len() > 0 {
		t.Errorf("got stdout %q, want none", stdout.String())
	}
	return line
}

// instance is a running server.
type instance struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr *bytes.Buffer // to be read when the process has ended
}

func start(t *testing.T, cmd *exec.Cmd) *instance {
	t.Helper()
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &instance{cmd, bufio.NewReader(pipe), new(bytes.Buffer)}
	cmd.Stderr = s.stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
		if t.Failed() {
			t.Logf("stderr of %s:\n%s", strings.Join(cmd.Args[1:], " "), s.stderr)
		}
	})
	return s
}

// addrs reads the line of --print-addrs.
func (s *instance) addrs(t *testing.T) (a server.Addrs) {
	t.Helper()
	line, err := s.stdout.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &a)
	}
	if err != nil {
		t.Fatalf("first line of stdout is %q: %v", line, err)
	}
	return a
}

// terminate sends SIGTERM and checks for a clean end within the promised time.
func (s *instance) terminate(t *testing.T) {
	t.Helper()
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, s.stdout) // until the process closes it
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("SIGTERM: got %v, want exit code 0", err)
	}
	if took := time.Since(began); took > server.StopTimeout {
		t.Errorf("stopping took %v, want at most %v", took, server.StopTimeout)
	}
}

func TestServerPrintsItsAddressesAndStopsOnSIGTERM(t *testing.T) {
	cmd := command(t, append(anyPorts, "--print-addrs", "--tcp-monitor=:0", "--tcp-http=off")...)
	s := start(t, cmd)
	a := s.addrs(t)
	for name, addr := range map[string]string{"http": a.HTTP, "tcp_chat": a.TCPChat, "tcp_file": a.TCPFile, "tcp_image": a.TCPImage, "tcp_monitor": a.TCPMonitor} {
		if !strings.HasPrefix(addr, "127.0.0.1:") || strings.HasSuffix(addr, ":0") {
			t.Errorf("%s: got address %q, want a port on loopback", name, addr)
			continue
		}
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Errorf("%s does not listen: %v", name, err)
			continue
		}
		defer c.Close() // open while the server stops
	}
	if a.TCPHTTP != "" {
		t.Errorf("got tcp_http %q, want none: it is off", a.TCPHTTP)
	}
	answer, err := http.Get("http://" + a.HTTP + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		t.Errorf("page: got status %d and %q, want 200 and HTML", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "data", "flamingo.db")); err != nil {
		t.Errorf("no database in ./data: %v", err)
	}
	s.terminate(t)
}

// TestStartSaysWhereToGo starts the server on its own directory and reads what
// a person reads.
func TestStartSaysWhereToGo(t *testing.T) {
	cmd := command(t, append(anyPorts, "serve")...)
	s := start(t, cmd)
	var text strings.Builder
	for !strings.Contains(text.String(), "nobody does yet") {
		line, err := s.stdout.ReadString('\n')
		if err != nil {
			t.Fatalf("stdout ends after %q: %v", text.String(), err)
		}
		text.WriteString(line)
	}
	for _, want := range []string{"http://127.0.0.1:", "chat 127.0.0.1:", filepath.Join(cmd.Dir, "data"), "SQLite", "/admin#setup="} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("start message lacks %q:\n%s", want, text.String())
		}
	}
	s.terminate(t)
}

// TestDemoLinksSignTwoTabsIn is the first minute: a start with --demo, two
// links, two people who talk. A second start makes nobody twice.
func TestDemoLinksSignTwoTabsIn(t *testing.T) {
	args := append([]string{"serve", "--demo", "--print-addrs", "--data=" + t.TempDir()}, anyPorts...)
	var first []string
	for range 2 {
		s := start(t, command(t, args...))
		line, err := s.stdout.ReadBytes('\n')
		var says struct {
			HTTP string
			Demo []struct{ Nickname, URL string }
		}
		if err == nil {
			err = json.Unmarshal(line, &says)
		}
		if err != nil || len(says.Demo) != 2 {
			t.Fatalf("first line of stdout is %q: %v", line, err)
		}
		var ids, tokens []string
		for _, d := range says.Demo {
			page, token, _ := strings.Cut(d.URL, "/#/sign-in/")
			if page != "http://"+says.HTTP || len(token) < 26 {
				t.Errorf("got link %q, want the token behind the # of the page", d.URL)
			}
			post := func() (status int, session struct {
				AccessToken string `json:"access_token"`
				User        struct{ ID, Nickname string }
			}) {
				answer, err := http.Post(page+"/api/v1/auth/link", "application/json", strings.NewReader(`{"token": "`+token+`"}`))
				if err != nil {
					t.Fatal(err)
				}
				defer answer.Body.Close()
				if err := json.NewDecoder(answer.Body).Decode(&session); err != nil {
					t.Fatal(err)
				}
				return answer.StatusCode, session
			}
			status, session := post()
			if status != http.StatusOK || session.User.Nickname != d.Nickname {
				t.Fatalf("the link of %s is answered %d with %+v", d.Nickname, status, session)
			}
			if status, _ := post(); status != http.StatusUnauthorized {
				t.Errorf("the link of %s used twice is answered %d, want 401", d.Nickname, status)
			}
			ids, tokens = append(ids, session.User.ID), append(tokens, session.AccessToken)
		}
		if first == nil {
			first = ids
		} else if !slices.Equal(ids, first) {
			t.Errorf("a second start has people %q, want those of the first, %q", ids, first)
		}
		direct := says.HTTP + "/api/v1/conversations/d" + ids[0] + "-" + ids[1] + "/messages"
		ask := func(method, token, body string, status int) string {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), method, "http://"+direct, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Content-Type", "application/json")
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != status {
				t.Fatalf("%s %s: got %d %s, %v; want %d", method, direct, answer.StatusCode, text, err, status)
			}
			return string(text)
		}
		ask(http.MethodPost, tokens[0], `{"cid": "`+tokens[0][len(tokens[0])-20:]+`", "body": {"text": "hello from the first tab"}}`, http.StatusCreated)
		if page := ask(http.MethodGet, tokens[1], "", http.StatusOK); !strings.Contains(page, "hello from the first tab") {
			t.Errorf("the second tab reads %s", page)
		}
		s.terminate(t)
		for _, token := range says.Demo {
			if _, secret, _ := strings.Cut(token.URL, "/#/sign-in/"); strings.Contains(s.stderr.String(), secret) {
				t.Error("the log has the token of a link")
			}
		}
	}
}

func TestDemoNeedsThePageAndItsNames(t *testing.T) {
	wantRefusal(t, command(t, append(anyPorts[1:], "--demo", "--http=off")...), "--demo")
	dir := t.TempDir()
	output(t, dir, "a password\n", "user", "add", "demo-ben")
	taken := command(t, append(anyPorts, "--demo", "--log-level=error")...)
	taken.Dir = dir
	wantRefusal(t, taken, "demo-ben is taken")
}

func TestPortInUseIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().String()
	for _, flag := range []string{"--http=", "--tcp-chat=", "--tcp-file=", "--tcp-image=", "--tcp-monitor=", "--tcp-http="} {
		t.Run(strings.Trim(flag, "-="), func(t *testing.T) {
			wantRefusal(t, command(t, append(anyPorts, flag+taken)...), taken)
		})
	}
}

func TestUnusableDirectoryIsSaid(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{
		"a file": file,
		// Not even root can make a directory there.
		"unreadable": "/proc/flamingo",
	} {
		t.Run(name, func(t *testing.T) {
			wantRefusal(t, command(t, append(anyPorts, "--data="+dir)...), dir)
			wantRefusal(t, command(t, "migrate", "--data="+dir), dir)
			wantRefusal(t, command(t, "user", "list", "--data="+dir), dir)
		})
	}
}

func TestBadDatabaseIsSaidWithoutThePassword(t *testing.T) {
	for _, tt := range []struct{ url, want string }{
		{"postgres://u:s3cret@127.0.0.1/d", "FLAMINGO_DATABASE: unknown kind of database"},
		{"mysql://u:s3cret@127.0.0.1:1/d", "127.0.0.1:1"}, // nobody listens there
	} {
		for _, args := range [][]string{anyPorts, {"migrate", "--dry-run"}, {"user", "list"}} {
			cmd := command(t, args...)
			cmd.Env = append(cmd.Env, "FLAMINGO_DATABASE="+tt.url)
			if line := wantRefusal(t, cmd, tt.want); strings.Contains(line, "s3cret") {
				t.Errorf("the password is printed: %s", line)
			}
		}
	}
}

func TestUnknownSettingIsSaid(t *testing.T) {
	wantRefusal(t, command(t, "--htpp=:1"), "unknown flag --htpp")
	wantRefusal(t, command(t, "server"), "server")
	cmd := command(t, "version")
	cmd.Env = append(cmd.Env, "FLAMINGO_HTPP=:1")
	wantRefusal(t, cmd, "unknown setting FLAMINGO_HTPP")
	wantRefusal(t, command(t, "--nats=nats://127.0.0.1"), "--nats: not available in this version")
	wantRefusal(t, command(t, "upgrade", "publish", "a.zip"), "--version")
}

func TestVersionIsPrinted(t *testing.T) {
	out, err := command(t, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "flamingo ") || strings.Count(string(out), "\n") != 1 {
		t.Errorf("got %q, %v; want one line", out, err)
	}
}

// output runs a subcommand with a line on standard input.
func output(t *testing.T, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := command(t, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
	out, err := cmd.Output()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		t.Fatalf("%s: %v: %s", strings.Join(args, " "), err, e.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAccountsAreManagedFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	// The name tries to turn the line of whoever lists it around.
	const reverse = "\u202e"
	output(t, dir, "correct horse\n", "user", "add", "alice", "--nickname", "Al"+reverse+"ice")
	output(t, dir, "battery staple", "user", "add", "bob")
	output(t, dir, "another one\r\n", "user", "passwd", "bob")
	output(t, dir, "", "user", "disable", "alice")
	list := output(t, dir, "", "user", "list")
	lines := strings.Split(strings.TrimSpace(list), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], "alice") || !strings.Contains(lines[1], "disabled") ||
		!strings.Contains(lines[2], "bob") || !strings.Contains(lines[2], "active") || strings.Contains(list, reverse) {
		t.Errorf("got list\n%q", list)
	}
	output(t, dir, "", "user", "enable", "alice")
	if list = output(t, dir, "", "user", "list"); strings.Contains(list, "disabled") {
		t.Errorf("alice is still disabled:\n%s", list)
	}
	output(t, dir, "", "user", "admin", "alice")
	if list = output(t, dir, "", "user", "list"); !strings.Contains(list, "administrator") {
		t.Errorf("alice is an administrator, and the list says\n%s", list)
	}
	output(t, dir, "", "user", "admin", "bob")
	output(t, dir, "", "user", "admin", "alice", "--remove")

	for _, tt := range []struct {
		stdin, want string
		args        []string
	}{
		{"x y z 1 2 3\n", "username is taken", []string{"user", "add", "alice"}},
		{"", "last administrator", []string{"user", "admin", "bob", "--remove"}},
		{"x y z 1 2 3\n", "no such user", []string{"user", "passwd", "carol"}},
		{"", "no such user", []string{"user", "disable", "carol"}},
		{"", "no password on standard input", []string{"user", "add", "carol"}},
		{"", "unexpected argument", []string{"user", "add", "carol", "hunter2"}},
	} {
		cmd := command(t, tt.args...)
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(tt.stdin)
		wantRefusal(t, cmd, tt.want)
	}
}

func TestMigrateSaysWhatItWouldDo(t *testing.T) {
	dir := t.TempDir()
	if plan := output(t, dir, "", "migrate", "--dry-run"); plan == "" {
		t.Error("a dry run on no database says nothing")
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "flamingo.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made a database: %v", err)
	}
	output(t, dir, "", "migrate")
	if got := output(t, dir, "", "migrate"); !strings.Contains(got, "up to date") {
		t.Errorf("a second run says %q, want that the database is up to date", got)
	}
}

func TestUpdatesArePublishedFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("Flamingo.exe"); err != nil {
		t.Fatal(err)
	}
	z.Close()
	if err := os.WriteFile(filepath.Join(dir, "Flamingo.zip"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := output(t, dir, "", "upgrade", "publish", "Flamingo.zip", "--version", "1.2.1003"); !strings.Contains(got, "1.2.1003") || strings.Count(got, "\n") != 1 {
		t.Errorf("got %q, want a line with the version", got)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "data", "upgrade", "update.version"))
	if err != nil || !strings.Contains(string(manifest), "<version>1.2.1003</version>\r\n<1>Flamingo|Flamingo|1003</1>\r\n") {
		t.Errorf("got manifest %q, %v", manifest, err)
	}
	again := command(t, "upgrade", "publish", "Flamingo.zip", "--version", "1.2.1003")
	again.Dir = dir
	wantRefusal(t, again, "not above the published one")
}
