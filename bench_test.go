package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"flamingo/bench"
)

// TestEveryBenchmarkRuns lets every scenario run for a second through each of
// its doors; the figures are of no interest.
func TestEveryBenchmarkRuns(t *testing.T) {
	for args, figure := range map[string]string{
		"start":                                       "start to served page",
		"pairs --sessions=3 --window=4":               "delivered",
		"pairs --sessions=3 --rate=100":               "delivered",
		"pairs --sessions=3 --door=rest":              "sent",
		"pairs --sessions=3 --door=old":               "delivered",
		"fanout --sessions=20 --messages=5":           "delivered",
		"fanout --sessions=5 --messages=5 --slow=2":   "members that do not read",
		"fanout --sessions=5 --messages=5 --door=old": "delivered",
		"idle --sessions=20":                          "memory of a session",
		"idle --sessions=20 --door=old":               "memory of a session",
		"login --sessions=3":                          "log-in again",
		"login --sessions=3 --door=old":               "log-in again",
		"reconnect --sessions=20":                     "stop to all resumed",
		"missed --messages=120":                       "",
	} {
		t.Run(args, func(t *testing.T) {
			cmd := command(t, append([]string{"bench", "--json", "--duration=1s"}, strings.Fields(args)...)...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			var report bench.Report
			if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
				t.Fatalf("%v: %s", err, stdout.String())
			}
			if value, ok := report.Figure(figure); figure != "" && (!ok || value <= 0) {
				t.Errorf("got %s = %v, want more than 0", figure, value)
			}
			for _, l := range report.Latencies {
				if l.Count == 0 || l.P50 <= 0 || l.Max < l.P99 || l.P99 < l.P50 {
					t.Errorf("got %+v, want times in order", l)
				}
			}
			if figure == "" && len(report.Latencies) != 1 {
				t.Errorf("got %d distributions, want 1", len(report.Latencies))
			}
		})
	}
}

// TestBenchmarkOfARunningServer loads a server that somebody else started.
func TestBenchmarkOfARunningServer(t *testing.T) {
	s := start(t, command(t, append(anyPorts, "--print-addrs")...))
	a := s.addrs(t)
	for _, args := range []string{"pairs --sessions=2", "fanout --sessions=3 --messages=3"} {
		cmd := command(t, append([]string{"bench", "--duration=1s", "--at=" + a.HTTP, "--at-chat=" + a.TCPChat}, strings.Fields(args)...)...)
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "delivered") {
			t.Errorf("%s: %v, %s", args, err, out)
		}
	}
	s.terminate(t)
}
