package config

import "testing"

func TestSizeIsReadAndWritten(t *testing.T) {
	for text, want := range map[string]Bytes{"0": 0, "1000": 1000, "64KiB": 64 << 10, "20MiB": 20 << 20, "2GiB": 2 << 30, "1TiB": 1 << 40} {
		var got Bytes
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %d, %v, written as %s; want %d", text, got, err, got, want)
		}
	}
	for _, text := range []string{"", "-1", "KiB", "1.5GiB", "64kb", "9000000TiB", "9223372036854775808"} {
		var got Bytes
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q: got %d, want an error", text, got)
		}
	}
}
