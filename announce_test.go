package main

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"rsc.io/qr"

	"flamingo/config"
	"flamingo/server"
)

func TestOthersInTheNetworkAreToldWhereTheyReachTheServer(t *testing.T) {
	var machine []netip.Addr
	for _, s := range []string{"192.168.1.7", "10.0.0.2", "203.0.113.9", "fe80::1"} {
		machine = append(machine, netip.MustParseAddr(s))
	}
	for addr, want := range map[string][]string{
		"[::]:8080":        {"http://192.168.1.7:8080", "http://10.0.0.2:8080"},
		"0.0.0.0:80":       {"http://192.168.1.7:80", "http://10.0.0.2:80"},
		"10.0.0.2:8080":    {"http://10.0.0.2:8080"},
		"127.0.0.1:8080":   nil,
		"[::1]:8080":       nil,
		"203.0.113.9:8080": nil, // the page is told anyway, and no phone needs to be near
		"":                 nil, // off
	} {
		if got := networkURLs(addr, machine); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", addr, got, want)
		}
	}
}

// TestQRCodeIsWhatACameraReads reads the half blocks back: light on black is the
// light of the code, with a margin around it.
func TestQRCodeIsWhatACameraReads(t *testing.T) {
	const text = "http://192.168.1.7:8080"
	want, err := qr.Encode(text, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	var dark [][]bool
	for row := range strings.Lines(qrCode(text)) {
		cells, found := strings.CutPrefix(strings.TrimSuffix(row, "\x1b[0m\n"), "  \x1b[97;40m")
		if !found {
			t.Fatalf("row %q does not set its colours", row)
		}
		var upper, lower []bool
		for _, r := range cells {
			upper, lower = append(upper, r == ' ' || r == '▄'), append(lower, r == ' ' || r == '▀')
		}
		dark = append(dark, upper, lower)
	}
	const margin = 2
	for y, row := range dark {
		for x := range row {
			if got := row[x]; got != want.Black(x-margin, y-margin) && y < margin+want.Size+1 {
				t.Fatalf("module %d, %d is dark: %v, want the opposite", x-margin, y-margin, got)
			}
		}
	}
	if len(dark) < want.Size+2*margin || len(dark[0]) < want.Size+2*margin {
		t.Errorf("got %d x %d modules, want %d and a margin", len(dark[0]), len(dark), want.Size)
	}
}

func TestWhoIsNoTerminalGetsNoQRCode(t *testing.T) {
	var out bytes.Buffer
	if err := (announcement{Addrs: server.Addrs{HTTP: "[::]:8080"}}).write(&out, config.Default()); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "http://localhost:8080") || strings.Contains(text, "\x1b") {
		t.Errorf("got %q", text)
	}
}
