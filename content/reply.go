package content

import (
	"strings"
	"unicode/utf8"
)

// maxQuote is how many characters of the message that is answered are shown: a
// line of the old PC client.
const maxQuote = 60

// Replying returns b as clients are shown it that know no replies: behind a
// line that says whose message it answers, and how that began. name is the
// sender of quoted.
func Replying(name string, quoted, b Body) Body {
	text := strings.Join(strings.Fields(PlainText(quoted)), " ")
	if utf8.RuneCountInString(text) > maxQuote {
		text = string([]rune(text)[:maxQuote-1]) + ellipsis
	}
	out := New(append([]Segment{{Text: strings.TrimRight("> "+name+": "+text, " ") + "\n"}}, b.Segments...)...)
	out.Font = b.Font
	return out
}
