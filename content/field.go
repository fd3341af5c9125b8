package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// join makes the path of a field for an Error.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// member returns the member of that key, which must be of kind k when it is there.
func (p *parser) member(o value, path, key string, k kind) (value, bool) {
	v, ok := o.get(key)
	if ok && v.kind != k {
		p.fail(join(path, key), "must be %s, is %s", k, v.kind)
		return value{}, false
	}
	return v, ok
}

// text reads an optional string of several lines, each ended by a line feed.
func (p *parser) text(o value, path, key string, high int) string {
	v, _ := p.member(o, path, key, text)
	if !p.trusted && strings.ContainsRune(v.str, 0) {
		p.fail(join(path, key), "has a NUL character")
	}
	p.limit(join(path, key), utf8.RuneCountInString(v.str), high, "characters")
	return cleanText(v.str)
}

// line reads an optional string without control characters.
func (p *parser) line(o value, path, key string, high int) string {
	s := p.text(o, path, key, high)
	if !p.trusted && strings.ContainsFunc(s, unicode.IsControl) {
		p.fail(join(path, key), "has control characters")
	}
	return s
}

// integer reads an optional whole number of 0 to high.
func (p *parser) integer(o value, path, key string, high int64) int64 {
	v, ok := p.member(o, path, key, number)
	if !ok {
		return 0
	}
	n, ok := v.integer()
	if !ok || n < 0 || n > high {
		p.fail(join(path, key), "must be a whole number of 0 to %d", high)
		return 0
	}
	return n
}

// side reads an optional width or height.
func (p *parser) side(o value, path, key string) int {
	return int(p.integer(o, path, key, MaxSide))
}

// ref reads a reference to stored content.
func (p *parser) ref(o value, path, key string, required bool) string {
	v, ok := p.member(o, path, key, text)
	if (ok || required) && !isRef(v.str) {
		p.fail(join(path, key), "must be a file reference of 1 to %d characters of A-Z, a-z, 0-9, _ and -", maxRef)
	}
	return v.str
}

// maxRef is the longest file reference: a SHA-256 in hex.
const maxRef = 64

func isRef(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return s != "" && len(s) <= maxRef
}

// maxIDDigits is the length of the largest unsigned 64-bit number.
const maxIDDigits = 20

func isID(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != "" && len(s) <= maxIDDigits
}

var cleaner = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

// cleanText returns s as canonical bodies hold text: valid UTF-8 without NUL
// (which would end it on a PC), lines ended by LF. PC ends them with a bare CR.
func cleanText(s string) string {
	return cleaner.Replace(strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// lineOf returns s as one clean line: control characters are dropped.
func lineOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, cleanText(s))
}

// faceText stands for an emoticon that does not exist.
func faceText(v value) string {
	if n, ok := v.integer(); ok {
		return fmt.Sprintf("[face %d]", n)
	}
	return "[face]"
}
