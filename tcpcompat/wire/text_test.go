package wire

import "testing"

func TestFitUTF8(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		bytes, units int
		want         string
	}{
		{"fits", "alice", 31, 15, "alice"},
		{"fits exactly", "alice", 5, 5, "alice"},
		{"bytes", "alice", 4, NoLimit, "alic"},
		{"units", "alice", NoLimit, 3, "ali"},
		{"no limits", "王小明", NoLimit, NoLimit, "王小明"},
		{"within a character", "王小明", 8, NoLimit, "王小"},
		{"at a character", "王小明", 6, NoLimit, "王小"},
		{"units of Chinese", "王小明", NoLimit, 2, "王小"},
		{"surrogates count twice", "a😀b", NoLimit, 2, "a"},
		{"surrogates fit", "a😀b", NoLimit, 3, "a😀"},
		{"nothing fits", "王", 2, NoLimit, ""},
		{"no room", "alice", 0, NoLimit, ""},
		{"less than no room", "alice", -3, -3, ""},
		{"empty", "", 0, 0, ""},
		{"invalid bytes", "\xff\xfe\xfd", 2, NoLimit, "\xff\xfe"},
	} {
		if got := FitUTF8(c.text, c.bytes, c.units); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCmdNames(t *testing.T) {
	for cmd, want := range map[Cmd]string{CmdLogin: "1002 login", CmdChat: "1100 chat", 2000: "2000"} {
		if got := cmd.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
