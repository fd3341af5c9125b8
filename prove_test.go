package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"flamingo/prove"
	"flamingo/store/mariadbtest"
)

// TestShortProof attacks a server for ten seconds: "make prove" does so for ten
// minutes.
func TestShortProof(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { proveShortly(t, "") })
	t.Run("mysql", func(t *testing.T) {
		if url := mariadbtest.URL(t); url != "" {
			proveShortly(t, url)
		}
	})
}

func proveShortly(t *testing.T, database string) {
	cmd := command(t, "prove", "--duration=10s", "--seed=7", "--json", "--database="+database)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var report prove.Report
	if json.Unmarshal(stdout.Bytes(), &report) != nil {
		t.Fatalf("no report, %v: %s%s", err, stdout.String(), stderr.String())
	}
	var text strings.Builder
	if e := report.Text(&text); e != nil {
		t.Error(e)
	}
	t.Logf("%s", text.String())
	if err != nil || len(report.Broken) > 0 {
		t.Errorf("got %v, %d promises broken: %s", err, len(report.Broken), stderr.String())
	}
	acknowledged, connections := 0, 0
	for _, l := range report.Conversations {
		acknowledged += l.Acknowledged
	}
	for _, c := range report.Clients {
		connections += c.Connections
	}
	if report.Kills+report.Restarts == 0 || acknowledged == 0 || connections < len(report.Clients) {
		t.Errorf("%d kills and %d stops, %d messages, %d connections: this was no attack", report.Kills, report.Restarts, acknowledged, connections)
	}
}

func TestProveRefusesADatabaseThatExists(t *testing.T) {
	url := mariadbtest.URL(t)
	if url == "" {
		return
	}
	add := command(t, "user", "add", "somebody", "--database="+url)
	add.Stdin = strings.NewReader("secret\n")
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wantRefusal(t, command(t, "prove", "--duration=1s", "--database="+url), "exists; name a database that does not")
}
