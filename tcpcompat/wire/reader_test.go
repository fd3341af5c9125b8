package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

// head is a body's head: length and checksum, command 1100, sequence number 7.
const head = "\x00\x00\x00\x00\xff\xff\x00\x00\x04\x4c\x00\x00\x00\x07"

func TestBodyValuesComeBack(t *testing.T) {
	long := strings.Repeat("字", 6000) // three length bytes
	body := NewBody([]byte("before"), CmdChat, -1).
		String("").String(long).Data([]byte{0, 255}).
		Int32(math.MinInt32).Int64(math.MinInt64).Int64(math.MaxInt64).Bytes()
	if !bytes.HasPrefix(body, []byte("before")) {
		t.Fatalf("got %q, want what was there before", body[:6])
	}
	r := NewReader(body[len("before"):])
	if r.Cmd != CmdChat || r.Seq != -1 {
		t.Errorf("got cmd %v seq %d, want %v and -1", r.Cmd, r.Seq, CmdChat)
	}
	if got := r.String("empty"); got != "" {
		t.Errorf("got %q, want an empty string", got)
	}
	if got := r.String("long"); got != long {
		t.Errorf("got a string of %d bytes, want %d", len(got), len(long))
	}
	if got := r.Bytes("data"); !bytes.Equal(got, []byte{0, 255}) {
		t.Errorf("got %x, want 00ff", got)
	}
	if got := r.Int32("int32"); got != math.MinInt32 {
		t.Errorf("got %d, want %d", got, math.MinInt32)
	}
	if lo, hi := r.Int64("low"), r.Int64("high"); lo != math.MinInt64 || hi != math.MaxInt64 {
		t.Errorf("got %d and %d, want the int64 range", lo, hi)
	}
	if len(r.Rest()) != 0 || r.Err() != nil {
		t.Errorf("got rest %x, error %v, want neither", r.Rest(), r.Err())
	}
}

func TestStringLengthForms(t *testing.T) {
	for _, c := range []struct{ name, values, want string }{
		{"one byte", "\x02hi", "hi"},
		{"over-long zero", "\x80\x00", ""},
		{"over-long in five bytes", "\x82\x80\x80\x80\x00hi", "hi"},
		{"two bytes", "\x80\x01" + strings.Repeat("x", 128), strings.Repeat("x", 128)},
	} {
		r := NewReader([]byte(head + c.values))
		if got := r.String("data"); got != c.want || r.Err() != nil {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, r.Err(), c.want)
		}
	}
}

func TestMalformedBodies(t *testing.T) {
	for _, c := range []struct {
		name, body string
		read       func(*Reader)
		field      string
	}{
		{"empty", "", func(*Reader) {}, "body head"},
		{"no command", head[:9], func(*Reader) {}, "command"},
		{"no sequence number", head[:13], func(*Reader) {}, "sequence number"},
		{"no data", head, func(r *Reader) { r.String("data") }, "data"},
		{"string past the end", head + "\x7f", func(r *Reader) { r.String("data") }, "data"},
		{"huge string", head + "\xff\xff\xff\xff\x7f", func(r *Reader) { r.String("data") }, "data"},
		{"cut length", head + "\x80", func(r *Reader) { r.String("data") }, "data"},
		{"length of six bytes", head + "\x80\x80\x80\x80\x80\x00", func(r *Reader) { r.String("data") }, "data"},
		{"cut int32", head + "\x00\x00\x01", func(r *Reader) { r.Int32("target") }, "target"},
		{"no digits", head + "\x00", func(r *Reader) { r.Int64("offset") }, "offset"},
		{"letters", head + "\x02x1", func(r *Reader) { r.Int64("offset") }, "offset"},
		{"too many digits", head + "\x1599999999999999999999", func(r *Reader) { r.Int64("offset") }, "offset"},
	} {
		r := NewReader([]byte(c.body))
		c.read(&r)
		if err := r.Err(); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), c.field) {
			t.Errorf("%s: got %v, want a malformed %s", c.name, err, c.field)
		}
	}
}

func TestFirstErrorStays(t *testing.T) {
	r := NewReader([]byte(head + "\x7f"))
	r.String("data")
	first := r.Err()
	if n, s, rest := r.Int32("target"), r.String("more"), r.Rest(); n != 0 || s != "" || rest != nil {
		t.Errorf("got %d, %q, %x after an error, want zero values", n, s, rest)
	}
	if r.Err() != first {
		t.Errorf("got %v, want the first error %v", r.Err(), first)
	}
}

func TestDataOrRestRepairsUTF16Lengths(t *testing.T) {
	text := `{"nickname": "王小明"}` // 17 UTF-16 units, 23 bytes
	for _, c := range []struct {
		name   string
		length byte
		bytes  string
		want   string
	}{
		{"right length", byte(len(text)), text, text},
		{"right length, bytes behind", byte(len(text)), text + "zz", text},
		{"UTF-16 length", 17, text, text},
		{"hopeless", 3, "{{{{", "{{{"},
	} {
		r := NewReader([]byte(head + string(c.length) + c.bytes))
		if got := r.DataOrRest("data", json.Valid); string(got) != c.want || r.Err() != nil {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, r.Err(), c.want)
		}
	}
	r := NewReader([]byte(head + "\x7f{}"))
	if got := r.DataOrRest("data", json.Valid); got != nil || !errors.Is(r.Err(), ErrMalformed) {
		t.Errorf("got %q, %v, want a string past the end to be malformed", got, r.Err())
	}
}

func FuzzBody(f *testing.F) {
	kinds := map[string]byte{"int32": 0, "int64": 1, "string": 2}
	for _, g := range goldenFrames(f) {
		var shape []byte
		for _, typ := range g.Fields {
			shape = append(shape, kinds[typ])
		}
		f.Add([]byte(g.Body), shape)
	}
	f.Fuzz(func(t *testing.T, body, shape []byte) {
		guessed := false // of what is no JSON no length is the right one, and nobody sends it
		decode := func(body []byte) (values []any, again []byte, err error) {
			r := NewReader(body)
			b := NewBody(nil, r.Cmd, r.Seq)
			for _, kind := range shape {
				switch kind % 4 {
				case 0:
					v := r.Int32("int32")
					values, b = append(values, v), b.Int32(v)
				case 1:
					v := r.Int64("int64")
					values, b = append(values, v), b.Int64(v)
				case 2:
					v := r.String("string")
					values, b = append(values, v), b.String(v)
				case 3:
					v := string(r.DataOrRest("data", json.Valid))
					guessed = guessed || !json.Valid([]byte(v))
					values, b = append(values, v), b.String(v)
				}
			}
			return values, b.Bytes(), r.Err()
		}
		values, again, err := decode(body)
		if err != nil {
			return // refusing is fine, panicking is not
		}
		if guessed {
			return
		}
		got, twice, err := decode(again)
		if err != nil || !bytes.Equal(again, twice) {
			t.Errorf("round trip of %x: got %v, %v; want %v", body, got, err, values)
		}
	})
}
