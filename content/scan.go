package content

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxValues bounds the memory of one tree (about 100 bytes a value) of what
// comes from clients. It is enough for MaxSegments quotes of segments with
// every field (16 values each) and MaxSamples.
const maxValues = 1 << 14

// scanner reads JSON into a value.
//
// It exists because encoding/json errs on both sides of what is needed here.
// For the old clients it is too strict: it refuses raw control characters in
// strings, comments and text after the value, all of which the original
// server's parser took and the clients rely on. For canonical bodies it is too
// kind: it takes repeated keys, keys in another case, lone surrogates and bad
// UTF-8. And it keeps neither number literals nor the order of members.
type scanner struct {
	data     []byte
	pos      int
	strict   bool // refuse what is not valid JSON, repeated keys and NUL characters
	values   int  // that may still be read
	depth    int
	dirty    bool // not strict: something was not valid JSON and has been repaired
	trailing bool // not strict: text follows the value
}

// scan reads what an old client wrote, and repairs what it can.
func scan(data []byte) (value, *scanner, error) {
	s := &scanner{data: data, values: maxValues}
	v, err := s.document()
	return v, s, err
}

// document reads the value that the data consists of.
func (s *scanner) document() (value, error) {
	if err := s.space(); err != nil {
		return value{}, err
	}
	v, err := s.value()
	if err != nil {
		return value{}, err
	}
	if s.space() != nil || s.pos < len(s.data) {
		if s.strict {
			return value{}, s.errorf("text after the value")
		}
		s.trailing, s.dirty = true, true
	}
	return v, nil
}

func (s *scanner) errorf(format string, args ...any) error {
	return fmt.Errorf("offset %d: %s", s.pos, fmt.Sprintf(format, args...))
}

// peek returns the next byte, 0 at the end (which no token starts with).
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// space skips white space and, unless strict, comments.
func (s *scanner) space() error {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		case '/':
			if s.strict {
				return s.errorf("comment")
			}
			if err := s.comment(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

// comment skips a comment. The original took comments and relayed broken JSON
// because of them (WIRE.md 13.25).
func (s *scanner) comment() error {
	s.dirty = true
	rest := s.data[s.pos:]
	if len(rest) < 2 {
		return s.errorf("unexpected '/'")
	}
	switch rest[1] {
	case '/':
		for s.pos < len(s.data) && s.data[s.pos] != '\n' && s.data[s.pos] != '\r' {
			s.pos++
		}
		return nil
	case '*':
		for i := 2; i+1 < len(rest); i++ {
			if rest[i] == '*' && rest[i+1] == '/' {
				s.pos += i + 2
				return nil
			}
		}
		return s.errorf("comment without an end")
	}
	return s.errorf("unexpected '/'")
}

func (s *scanner) value() (value, error) {
	if s.values--; s.values < 0 {
		return value{}, s.errorf("too many values")
	}
	switch c := s.peek(); {
	case c == '{':
		return s.object()
	case c == '[':
		return s.array()
	case c == '"':
		t, err := s.string()
		return str(t), err
	case c == '-' || '0' <= c && c <= '9':
		return s.number()
	case c == 't':
		return s.literal("true", boolean)
	case c == 'f':
		return s.literal("false", boolean)
	case c == 'n':
		return s.literal("null", null)
	case s.pos >= len(s.data):
		return value{}, s.errorf("unexpected end")
	}
	return value{}, s.errorf("unexpected %q", s.data[s.pos])
}

func (s *scanner) literal(word string, k kind) (value, error) {
	end := s.pos + len(word)
	if end > len(s.data) || string(s.data[s.pos:end]) != word {
		return value{}, s.errorf("unexpected %q", s.data[s.pos])
	}
	s.pos = end
	if k == null {
		word = "" // as text it is nothing
	}
	return value{kind: k, str: word}, nil
}

func (s *scanner) enter() error {
	if s.depth++; s.depth > MaxDepth {
		return s.errorf("nested deeper than %d", MaxDepth)
	}
	s.pos++
	return s.space()
}

// next steps behind an element: over a comma to the next one, or over the
// closing bracket, which ends the array or object.
func (s *scanner) next(closing byte) (done bool, err error) {
	if err := s.space(); err != nil {
		return false, err
	}
	switch s.peek() {
	case ',':
		s.pos++
		return false, s.space()
	case closing:
		s.pos++
		s.depth--
		return true, nil
	}
	return false, s.errorf("expected ',' or %q", closing)
}

func (s *scanner) array() (value, error) {
	v := value{kind: array}
	if err := s.enter(); err != nil {
		return v, err
	}
	if s.peek() == ']' {
		return v, s.leave()
	}
	for {
		e, err := s.value()
		if err != nil {
			return v, err
		}
		v.items = append(v.items, e)
		if done, err := s.next(']'); done || err != nil {
			return v, err
		}
	}
}

func (s *scanner) object() (value, error) {
	v := value{kind: object}
	if err := s.enter(); err != nil {
		return v, err
	}
	if s.peek() == '}' {
		return v, s.leave()
	}
	var seen map[string]bool
	if s.strict {
		seen = map[string]bool{}
	}
	for {
		m, err := s.member()
		if err != nil {
			return v, err
		}
		if s.strict {
			if seen[m.key] {
				return v, s.errorf("key %q occurs twice", m.key)
			}
			seen[m.key] = true
		}
		v.members = append(v.members, m)
		if done, err := s.next('}'); done || err != nil {
			return v, err
		}
	}
}

func (s *scanner) leave() error {
	s.pos++
	s.depth--
	return nil
}

func (s *scanner) member() (member, error) {
	if s.peek() != '"' {
		return member{}, s.errorf("expected a key")
	}
	key, err := s.string()
	if err != nil {
		return member{}, err
	}
	if err := s.space(); err != nil {
		return member{}, err
	}
	if s.peek() != ':' {
		return member{}, s.errorf("expected ':'")
	}
	s.pos++
	if err := s.space(); err != nil {
		return member{}, err
	}
	val, err := s.value()
	return member{key, val}, err
}

// number takes the JSON grammar and refuses what a float64 cannot hold: the
// original would relay such a number as "inf".
func (s *scanner) number() (value, error) {
	start := s.pos
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else if !s.digits() {
		return value{}, s.errorf("expected a digit")
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return value{}, s.errorf("expected a digit")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return value{}, s.errorf("expected a digit")
		}
	}
	lit := string(s.data[start:s.pos])
	if _, err := strconv.ParseFloat(lit, 64); err != nil {
		return value{}, s.errorf("number out of range")
	}
	return value{kind: number, str: lit}, nil
}

func (s *scanner) digits() bool {
	start := s.pos
	for c := s.peek(); '0' <= c && c <= '9'; c = s.peek() {
		s.pos++
	}
	return s.pos > start
}

// string reads a string; s.pos is at its opening quote.
func (s *scanner) string() (string, error) {
	s.pos++
	start := s.pos
	var out []byte // what was read before start, once something differs from the input
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			out = append(out, s.data[start:s.pos]...)
			s.pos++
			return string(out), nil
		case c == '\\':
			out = append(out, s.data[start:s.pos]...)
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
			start = s.pos
		case c < 0x20:
			if s.strict {
				return "", s.errorf("control character in a string")
			}
			s.dirty = true
			s.pos++
		case c < utf8.RuneSelf:
			s.pos++
		default:
			r, size := utf8.DecodeRune(s.data[s.pos:])
			if r == utf8.RuneError && size == 1 {
				if s.strict {
					return "", s.errorf("invalid UTF-8")
				}
				s.dirty = true
				out = append(out, s.data[start:s.pos]...)
				out = utf8.AppendRune(out, utf8.RuneError)
				start = s.pos + 1
			}
			s.pos += size
		}
	}
	return "", s.errorf("string without an end")
}

// escape reads an escape sequence; s.pos is at its backslash.
func (s *scanner) escape() (rune, error) {
	s.pos++
	c := s.peek()
	if c == 'u' {
		return s.unicode()
	}
	s.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	}
	return 0, s.errorf("unknown escape")
}

// unicode reads \uxxxx, or two of them when they are a surrogate pair; s.pos
// is at the 'u'.
func (s *scanner) unicode() (rune, error) {
	r, ok := s.hex()
	if !ok {
		return 0, s.errorf("\\u without four hex digits")
	}
	if s.strict && r == 0 {
		return 0, s.errorf("NUL character in a string")
	}
	if !utf16.IsSurrogate(r) {
		return r, nil
	}
	if s.pos+1 < len(s.data) && s.data[s.pos] == '\\' && s.data[s.pos+1] == 'u' {
		behind := s.pos
		s.pos++
		if low, ok := s.hex(); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, nil
			}
		}
		s.pos = behind // the second stands for itself
	}
	if s.strict {
		return 0, s.errorf("half a surrogate pair")
	}
	s.dirty = true
	return utf8.RuneError, nil
}

// hex reads a 'u' and four hex digits.
func (s *scanner) hex() (rune, bool) {
	if s.pos+5 > len(s.data) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s.data[s.pos+1:s.pos+5]), 16, 16)
	if err != nil {
		return 0, false
	}
	s.pos += 5
	return rune(n), true
}
