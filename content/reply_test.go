package content

import (
	"strings"
	"testing"
)

func TestReplyShowsWhatItAnswers(t *testing.T) {
	long := strings.Repeat("好", 100)
	for _, tt := range []struct {
		name      string
		quoted, b Body
		want      string
	}{
		{"text", NewText("lunch?"), NewText("yes"), "> Bob: lunch?\nyes"},
		{"lines", NewText("a\nb\n\n c"), NewText("yes"), "> Bob: a b c\nyes"},
		{"long", NewText(long), NewText("yes"), "> Bob: " + strings.Repeat("好", 59) + "…\nyes"},
		{"picture", New(Segment{Image: &Image{File: "f"}}), New(Segment{Face: new(23)}), "> Bob: [picture]\n[smile]"},
		{"nothing left", Body{}, NewText("yes"), "> Bob:\nyes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Replying("Bob", tt.quoted, tt.b)
			if got.Text != tt.want {
				t.Errorf("got %q, want %q", got.Text, tt.want)
			}
			checkPC(t, ForPC(Canonical, got.JSON(), at, 9))
			if out, ok := ForAndroid(Canonical, got.JSON(), at, 9, 60_000); !ok || len(out) == 0 {
				t.Error("Android is shown nothing")
			}
		})
	}
}
