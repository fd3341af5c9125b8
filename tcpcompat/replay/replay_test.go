package replay

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"flamingo/tcpcompat/wire"
)

const vectors = "../testdata/vectors"

// serve accepts connections until the test ends and hands each to handle.
func serve(t *testing.T, handle func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer c.Close()
				handle(c)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		conns.Wait()
	})
	return l.Addr().String()
}

// lobby is a chat server that nobody can enter: it answers heartbeats and calls
// for a login otherwise. answer makes the data of an answer.
func lobby(answer func(cmd wire.Cmd) string) func(net.Conn) {
	return func(c net.Conn) {
		frames := wire.NewFrameReader(c)
		for {
			body, err := frames.Next()
			if err != nil {
				return
			}
			r := wire.NewReader(body)
			if r.Bytes("data"); r.Err() != nil {
				return
			}
			frame, err := wire.AppendFrame(nil, wire.NewBody(nil, r.Cmd, r.Seq).String(answer(r.Cmd)).Bytes())
			if err != nil {
				return
			}
			if _, err := c.Write(frame); err != nil {
				return
			}
		}
	}
}

func rightAnswer(cmd wire.Cmd) string {
	if cmd == wire.CmdHeartbeat {
		return ""
	}
	return `{"code": 2, "msg": "not login, please login first!"}`
}

// emptyCache is a file server that has nothing.
func emptyCache(c net.Conn) {
	requests := wire.NewFileReader(c)
	for {
		q, err := requests.Next()
		if err != nil || q.Cmd != wire.FileDownload {
			return
		}
		a := wire.FileAnswer{Cmd: wire.FileDownloadAnswer, Seq: q.Seq, Result: wire.FileAbsent, Name: q.Name}
		if _, err := c.Write(wire.AppendFileAnswer(nil, a, nil)); err != nil {
			return
		}
	}
}

func loadNamed(t *testing.T, names ...string) []*Transcript {
	t.Helper()
	all, err := Load(vectors)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*Transcript{}
	for _, tr := range all {
		byName[tr.Name] = tr
	}
	var found []*Transcript
	for _, name := range names {
		if byName[name] == nil {
			t.Fatalf("no transcript %s", name)
		}
		found = append(found, byName[name])
	}
	return found
}

// TestRecordingsOfStrangers plays what the original did with connections that
// never log in against servers made of package wire.
func TestRecordingsOfStrangers(t *testing.T) {
	cfg := Config{Strict: true, Addr: map[string]string{
		"chat": serve(t, lobby(rightAnswer)), "file": serve(t, emptyCache), "img": serve(t, emptyCache),
	}}
	for _, tr := range loadNamed(t,
		"heartbeat_before_login", "error_2_not_logged_in",
		"frame_bad_zlib", "frame_body_too_short", "frame_flag_values", "frame_good_then_bad", "frame_half_then_close",
		"frame_inner_length_ignored", "frame_max_size_waits", "frame_negative_size", "frame_original_size_too_large",
		"frame_original_size_too_small", "frame_oversized", "frame_reserved_checksum_ignored",
		"frame_string_overruns_body", "frame_zero_size",
		"file_bad_package_sizes", "file_download_absent", "file_empty_md5", "file_missing_net_type", "file_short_body",
		"file_unknown_command", "img_download_absent",
	) {
		t.Run(tr.Name, func(t *testing.T) {
			t.Parallel()
			if err := Run(cfg, tr); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDifferencesAreFound(t *testing.T) {
	heartbeat := loadNamed(t, "heartbeat_before_login")[0]
	locked := loadNamed(t, "error_2_not_logged_in")[0]
	plain := wire.NewBody(make([]byte, 25), wire.CmdHeartbeat, 1).String("").Bytes()
	plain[1] = byte(len(plain) - 25)

	for _, c := range []struct {
		name    string
		t       *Transcript
		handle  func(net.Conn)
		problem string
	}{
		{"wrong text", heartbeat, lobby(func(wire.Cmd) string { return "x" }), "want text"},
		{"wrong code", locked, lobby(func(cmd wire.Cmd) string { return `{"code": 3, "msg": ""}` }), "/code: want 2, got 3"},
		{"not JSON", locked, lobby(func(cmd wire.Cmd) string { return `{` }), "invalid JSON"},
		{"plain frame", heartbeat, func(c net.Conn) { c.Write(plain); wait(c) }, "compress flag 0"},
		{"no answer", heartbeat, wait, "nothing arrived"},
		{"closed", heartbeat, func(net.Conn) {}, "connection"},
		{"still open", loadNamed(t, "frame_zero_size")[0], wait, "still open"},
		{"answer to nothing", loadNamed(t, "frame_max_size_waits")[0], func(c net.Conn) {
			frame, _ := wire.AppendFrame(nil, wire.NewBody(nil, wire.CmdKick, 1).String("").Bytes())
			c.Write(frame)
			wait(c)
		}, "want silence, got cmd 1102"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Addr: map[string]string{"chat": serve(t, c.handle)}, Timeout: quietPeriod * 5}
			expectProblem(t, c.name, Run(cfg, c.t), c.problem)
		})
	}
}

// wait keeps a connection open, deaf and mute, until the peer closes it.
func wait(c net.Conn) {
	b := make([]byte, 4096)
	for {
		if _, err := c.Read(b); err != nil {
			return
		}
	}
}

func TestErrorAnswersAreWelcomeUnlessStrict(t *testing.T) {
	seq := int32(1)
	data := "{"
	tr := &Transcript{Steps: []Step{
		{Op: "connect", Who: "A", To: "chat"},
		{Op: "send", Who: "A", Cmd: 1004, Seq: &seq, Fields: []Field{{Type: "string", Text: &data}}},
		{Op: "silence", Who: "A", Cmd: 1004, Ms: 500, OrErrorReply: true},
	}}
	addr := map[string]string{"chat": serve(t, lobby(rightAnswer))}
	if err := Run(Config{Addr: addr}, tr); err != nil {
		t.Errorf("got %v, want an error answer to pass", err)
	}
	expectProblem(t, "strict", Run(Config{Addr: addr, Strict: true}, tr), "want silence")
	tr.Steps[2].Cmd = 1003
	expectProblem(t, "another command", Run(Config{Addr: addr}, tr), "want silence")
}

// A slow server gives its error answer when the silence is over.
func TestErrorAnswerMayComeLate(t *testing.T) {
	find, beat, data := int32(1), int32(2), "{"
	tr := &Transcript{Steps: []Step{
		{Op: "connect", Who: "A", To: "chat"},
		{Op: "send", Who: "A", Cmd: 1004, Seq: &find, Fields: []Field{{Type: "string", Text: &data}}},
		{Op: "silence", Who: "A", Cmd: 1004, Ms: 1, OrErrorReply: true},
		{Op: "send", Who: "A", Cmd: 1000, Seq: &beat, Fields: []Field{{Type: "string", Text: new(string)}}},
		{Op: "recv", Who: "A", Cmd: 1000, Seq: &beat, Fields: []Field{{Type: "string", Text: new(string)}}},
	}}
	addr := map[string]string{"chat": serve(t, func(c net.Conn) {
		frames := wire.NewFrameReader(c)
		var answers []byte
		for range 2 { // it has the next request before it answers the first
			body, err := frames.Next()
			if err != nil {
				return
			}
			r := wire.NewReader(body)
			answers, _ = wire.AppendFrame(answers, wire.NewBody(nil, r.Cmd, r.Seq).String(rightAnswer(r.Cmd)).Bytes())
		}
		c.Write(answers)
	})}
	if err := Run(Config{Addr: addr}, tr); err != nil {
		t.Errorf("got %v, want a late error answer to pass", err)
	}
}

func TestStrictComparesTheText(t *testing.T) {
	locked := loadNamed(t, "error_2_not_logged_in")[0]
	addr := map[string]string{"chat": serve(t, lobby(func(cmd wire.Cmd) string {
		if cmd == wire.CmdHeartbeat {
			return ""
		}
		return `{"msg":"not login, please login first!","code":2}`
	}))}
	if err := Run(Config{Addr: addr}, locked); err != nil {
		t.Errorf("got %v, want another order of keys to pass", err)
	}
	expectProblem(t, "strict", Run(Config{Addr: addr, Strict: true}, locked), "want text")
}

func TestTextPorts(t *testing.T) {
	tr := &Transcript{Setup: Setup{Users: []string{"A"}}, Steps: []Step{
		{Op: "connect", Who: "M", To: "monitor"},
		{Op: "send_text", Who: "M", Text: "su ${A.username}\n", Split: &Split{Sizes: []int{1, 3}}},
		{Op: "recv_text", Who: "M", Text: "su ${A.username}\n"},
		{Op: "send_text", Who: "M", Text: "again"},
		{Op: "recv_text", Who: "M", Text: "again"},
		{Op: "close", Who: "M"},
	}}
	echo := func(c net.Conn) {
		b := make([]byte, 100)
		for {
			n, err := c.Read(b)
			if err != nil {
				return
			}
			c.Write(b[:n])
		}
	}
	if err := Run(Config{Addr: map[string]string{"monitor": serve(t, echo)}}, tr); err != nil {
		t.Error(err)
	}
}

func TestCapturedValuesAreUsed(t *testing.T) {
	seq, login := int32(1), "{}"
	tr := &Transcript{Steps: []Step{
		{Op: "connect", Who: "A", To: "chat"},
		{Op: "send", Who: "A", Cmd: 1002, Seq: &seq, Fields: []Field{{Type: "string", Text: &login}}},
		{Op: "recv", Who: "A", Cmd: 1002, Seq: &seq, Capture: map[string]string{"A.code": "0/code"},
			Fields: []Field{{Type: "string", JSON: map[string]any{"code": "${A.code}", "msg": "${#any}"}}}},
		{Op: "send", Who: "A", Cmd: 1002, Seq: &seq, Fields: []Field{{Type: "int32", Value: "${A.code}"}}},
	}}
	var second []byte
	got := make(chan error, 1)
	addr := serve(t, func(c net.Conn) {
		frames := wire.NewFrameReader(c)
		for i := range 2 {
			body, err := frames.Next()
			if err != nil {
				got <- err
				return
			}
			if i == 1 {
				second = append(second, body...)
				break
			}
			frame, _ := wire.AppendFrame(nil, wire.NewBody(nil, wire.CmdLogin, 1).String(rightAnswer(wire.CmdLogin)).Bytes())
			c.Write(frame)
		}
		got <- nil
		wait(c)
	})
	if err := errors.Join(Run(Config{Addr: map[string]string{"chat": addr}}, tr), <-got); err != nil {
		t.Fatal(err)
	}
	r := wire.NewReader(second)
	if n := r.Int32("code"); n != 2 || r.Err() != nil {
		t.Errorf("got %d, %v, want the captured 2", n, r.Err())
	}
}

func TestLoadReadsAllRecordings(t *testing.T) {
	all, err := Load(vectors)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 170 {
		t.Errorf("got %d transcripts, want them all", len(all))
	}
	for _, tr := range all {
		v := newVariables(tr.Setup)
		for i, s := range tr.Steps {
			if strings.HasPrefix(s.Op, "recv") || s.Op == "silence" || len(s.Capture) > 0 {
				continue
			}
			// Captured ids are not known before a run; everything else must encode.
			if _, err := v.encode("chat", &s); s.Op == "send" && err != nil && !strings.Contains(err.Error(), "unknown variable") {
				t.Errorf("%s step %d: %v", tr.Name, i+1, err)
			}
		}
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("got no error from an empty directory, want one")
	}
	if _, err := parse([]byte(`{"name": "x", "stpes": []}`)); err == nil {
		t.Error("got no error for an unknown key, want one")
	}
}

func TestSkip(t *testing.T) {
	for _, c := range []struct {
		cfg  Config
		t    Transcript
		want string
	}{
		{Config{}, Transcript{}, ""},
		{Config{}, Transcript{Defect: true}, "documents a defect of the original"},
		{Config{Defects: true}, Transcript{Defect: true}, ""},
		{Config{}, Transcript{Needs: []string{"http"}}, "needs the http listener"},
		{Config{Addr: map[string]string{"http": "127.0.0.1:1"}}, Transcript{Needs: []string{"http"}}, ""},
	} {
		if got := c.cfg.Skip(&c.t); got != c.want {
			t.Errorf("%s: got %q, want %q", fmt.Sprintf("%+v", c.cfg), got, c.want)
		}
	}
}
