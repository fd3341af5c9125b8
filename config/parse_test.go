package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// grammar is a command line with the settings and one subcommand of its own.
type grammar struct {
	Settings
	Serve struct{} `cmd:"" default:"withargs"`
	User  struct {
		DryRun bool
	} `cmd:""`
}

func parse(args, environ []string) (Config, error) {
	var g grammar
	_, err := Parse(&g, &g.Settings, args, environ)
	return g.Config, err
}

func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "flamingo.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNothingSaidIsTheDefault(t *testing.T) {
	got, err := parse(nil, []string{"PATH=/bin", "FLAMINGO_TEST_REQUIRE=mysql", "FLAMINGO_HTTP="})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Default(), got); diff != "" {
		t.Errorf("settings differ from Default (-want +got):\n%s", diff)
	}
	if err := got.Validate(); err != nil {
		t.Errorf("the defaults are invalid: %v", err)
	}
	if got.TCPChat != ":20000" || got.TCPMonitor != Off || got.FrameBeforeLogin != 64<<10 || got.LoginTimeout != time.Minute {
		t.Errorf("defaults are not those of the tags: %+v", got)
	}
}

func TestFlagWinsOverEnvironmentOverFile(t *testing.T) {
	file := settingsFile(t, "# of the office\n\nFLAMINGO_HTTP = :1\r\nFLAMINGO_TCP_CHAT=:1\nFLAMINGO_TCP_FILE=:1\n"+
		"FLAMINGO_MAX_FILE_SIZE=20MiB\nFLAMINGO_DATABASE=mysql://a:p=#1@h/d\n")
	environ := []string{"FLAMINGO_CONFIG=" + file, "FLAMINGO_HTTP=:2", "FLAMINGO_TCP_CHAT=:2", "FLAMINGO_PRINT_ADDRS=true",
		"FLAMINGO_ORIGINS=https://a.example,http://b.example:8080"}
	got, err := parse([]string{"--http", ":3", "serve", "--login-timeout", "90s"}, environ)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.HTTP, want.TCPChat, want.TCPFile = ":3", ":2", ":1"
	want.MaxFileSize, want.Database, want.PrintAddrs = 20<<20, "mysql://a:p=#1@h/d", true
	want.Origins, want.LoginTimeout = []string{"https://a.example", "http://b.example:8080"}, 90*time.Second
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings differ (-want +got):\n%s", diff)
	}
	if got, err = parse([]string{"--config", settingsFile(t, "FLAMINGO_HTTP=:4"), "--origins", "https://c.example"}, environ[3:]); err != nil {
		t.Fatal(err)
	}
	if got.HTTP != ":4" || cmp.Diff(got.Origins, []string{"https://c.example"}) != "" {
		t.Errorf("got http %s and origins %q, want :4 of the file and those of the flag alone", got.HTTP, got.Origins)
	}
}

func TestWrongSettingIsNamed(t *testing.T) {
	tests := []struct {
		name, file    string
		args, environ []string
		want          string
	}{
		{name: "unknown flag", args: []string{"--htp", ":1"}, want: `unknown flag --htp`},
		{name: "unknown command", args: []string{"srve"}, want: `srve`},
		{name: "unknown variable", environ: []string{"FLAMINGO_HTPP=:1"}, want: "unknown setting FLAMINGO_HTPP in the environment"},
		{name: "flag of a subcommand as variable", args: []string{"user"}, environ: []string{"FLAMINGO_DRY_RUN=1"}, want: "FLAMINGO_DRY_RUN"},
		{name: "unknown key", file: "\nFLAMINGO_HTPP=:1", want: `line 2: unknown setting "FLAMINGO_HTPP"`},
		{name: "file in a file", file: "FLAMINGO_CONFIG=x", want: `unknown setting "FLAMINGO_CONFIG"`},
		{name: "line without value", file: "http :1", want: "line 1: expected FLAMINGO_NAME=value"},
		{name: "twice", file: "FLAMINGO_HTTP=:1\nFLAMINGO_HTTP=:2", want: "line 2: FLAMINGO_HTTP is set twice"},
		{name: "missing file", args: []string{"--config", "/nowhere/x"}, want: "settings file /nowhere/x: no such file"},
		{name: "number", args: []string{"--max-connections", "many"}, want: "--max-connections: "},
		{name: "number of the environment", environ: []string{"FLAMINGO_MAX_CONNECTIONS=many"}, want: "FLAMINGO_MAX_CONNECTIONS: "},
		{name: "number of the file", file: "FLAMINGO_MAX_CONNECTIONS=0", want: "FLAMINGO_MAX_CONNECTIONS in "},
		{name: "too few", args: []string{"--max-connections=0"}, want: "--max-connections: expected at least 1 but got 0"},
		{name: "not a number", args: []string{"--messages-per-second=NaN"}, want: "--messages-per-second: expected at least 0.1"},
		{name: "size", args: []string{"--max-file-size", "2 gigs"}, want: "--max-file-size: expected a size"},
		{name: "no such choice", environ: []string{"FLAMINGO_REGISTRATION=maybe"}, want: "FLAMINGO_REGISTRATION: must be one of"},
		{name: "address", args: []string{"--tcp-chat", "20000"}, want: `--tcp-chat: expected host:port, :port or off but got "20000"`},
		{name: "port", args: []string{"--http", ":65536"}, want: "--http: expected host:port"},
		{name: "origin", args: []string{"--origins", "https://a.example/"}, want: "--origins: expected https://host"},
		{name: "timeout", args: []string{"--login-timeout", "0s"}, want: "--login-timeout: expected at least 1s"},
		{name: "data", args: []string{"--data="}, want: "--data: expected a directory"},
		{name: "cluster", environ: []string{"FLAMINGO_NATS=nats://h"}, want: "FLAMINGO_NATS: not available in this version"},
		{name: "database", environ: []string{"FLAMINGO_DATABASE=postgres://h"}, want: `FLAMINGO_DATABASE: unknown kind of database: expected mysql://`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.file != "" {
				tt.args = append(tt.args, "--config", settingsFile(t, tt.file))
			}
			_, err := parse(tt.args, tt.environ)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got error %q, want one line with %q", err, tt.want)
			}
		})
	}
}

func TestPortsForTheOperatorStayOnLoopback(t *testing.T) {
	got, err := parse([]string{"--tcp-monitor", ":8888", "--tcp-http", "0.0.0.0:12345", "--tcp-chat", ":1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.TCPMonitor != "127.0.0.1:8888" || got.TCPHTTP != "0.0.0.0:12345" || got.TCPChat != ":1" {
		t.Errorf("got monitor %s, http %s, chat %s; want loopback for the monitor alone", got.TCPMonitor, got.TCPHTTP, got.TCPChat)
	}
}
