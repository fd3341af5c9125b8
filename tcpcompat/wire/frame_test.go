package wire

import (
	"bytes"
	stdzlib "compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// compressed is a frame with any sizes around a zlib stream of plain.
func compressed(original int32, plain []byte) []byte {
	var z bytes.Buffer
	zw := stdzlib.NewWriter(&z)
	zw.Write(plain)
	zw.Close()
	frame := make([]byte, chatHeaderSize)
	frame[0] = flagCompressed
	binary.LittleEndian.PutUint32(frame[1:], uint32(original))
	binary.LittleEndian.PutUint32(frame[5:], uint32(z.Len()))
	return append(frame, z.Bytes()...)
}

// TestWalkThroughLogin reads the request of section 4, byte for byte.
func TestWalkThroughLogin(t *testing.T) {
	frame := unhex(t, `
		01 51 00 00 00 51 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
		78 9c 63 60 60 08 64 00 02 e6 57 40 82 dd a9 5a a9 b4 38 b5 28 2f 31 37 55 c9 4a 29 31 27 33 39 55
		49 47 a9 20 b1 b8 b8 3c bf 28 05 28 54 9c 9a 5c 94 5a 02 14 4b ce c9 4c cd 2b 29 a9 2c 00 2a 34 d4
		51 2a 2e 49 2c 29 2d 06 32 6b 01 6d 11 18 22`)
	body, err := NewFrameReader(bytes.NewReader(frame)).Next()
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(body)
	const want = `{"username":"alice","password":"secret","clienttype":1,"status":1}`
	if got := r.String("data"); r.Cmd != CmdLogin || r.Seq != 7 || got != want || r.Err() != nil {
		t.Errorf("got cmd %v seq %d data %q, %v", r.Cmd, r.Seq, got, r.Err())
	}
}

func TestFramesComeInAnyPieces(t *testing.T) {
	var stream []byte
	var want [][]byte
	for i, size := range []int{0, 1, 100, 5000, 100000} {
		body := NewBody(nil, CmdChat, int32(i)).Data(bytes.Repeat([]byte{byte(i)}, size)).Bytes()
		want = append(want, body)
		var err error
		if stream, err = AppendFrame(stream, body); err != nil {
			t.Fatal(err)
		}
	}
	for name, src := range map[string]io.Reader{
		"one segment":   bytes.NewReader(stream),
		"byte by byte":  iotest.OneByteReader(bytes.NewReader(stream)),
		"halves":        iotest.HalfReader(bytes.NewReader(stream)),
		"end with data": iotest.DataErrReader(bytes.NewReader(stream)),
	} {
		r := NewFrameReader(src)
		for i, body := range want {
			if got, err := r.Next(); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%s: frame %d: got %d bytes, %v, want %d", name, i, len(got), err, len(body))
			}
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: got %v after the last frame, want io.EOF", name, err)
		}
	}
}

// TestBadHeadersAreRefusedAtOnce has no byte behind the headers: a reader that
// waited for one would report an unexpected end instead.
func TestBadHeadersAreRefusedAtOnce(t *testing.T) {
	reserved := strings.Repeat("00", 16)
	for _, c := range []struct {
		name, header string
		want         error
	}{
		{"zero size", "00 00000000 00000000", ErrMalformed},
		{"negative size", "00 ffffffff 00000000", ErrMalformed},
		{"no room for an inner length", "00 03000000 00000000", ErrMalformed},
		{"one more than 10 MiB", "00 0100a000 00000000", ErrTooLarge},
		{"original size too large", "01 0100a000 64000000", ErrTooLarge},
		{"compressed size too large", "01 64000000 0100a000", ErrTooLarge},
		{"compressed size zero", "01 64000000 00000000", ErrMalformed},
		{"compressed size negative", "01 64000000 f0ffffff", ErrMalformed},
		{"exactly 10 MiB waits", "00 0000a000 00000000", io.ErrUnexpectedEOF},
		{"compressed size of a plain frame is ignored", "00 0f000000 fdffffff", io.ErrUnexpectedEOF},
	} {
		r := NewFrameReader(bytes.NewReader(unhex(t, c.header+reserved)))
		if _, err := r.Next(); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestStreamEnds(t *testing.T) {
	frame := androidFrame(NewBody(nil, CmdHeartbeat, 1).String("").Bytes())
	for n := range len(frame) {
		want := io.ErrUnexpectedEOF
		if n == 0 {
			want = io.EOF
		}
		if _, err := NewFrameReader(bytes.NewReader(frame[:n])).Next(); err != want {
			t.Errorf("end after %d bytes: got %v, want %v", n, err, want)
		}
	}
}

func TestCompressedFrames(t *testing.T) {
	body := NewBody(nil, CmdHeartbeat, 1).String(strings.Repeat("a", 100)).Bytes()
	good := compressed(int32(len(body)), body)
	badChecksum := bytes.Clone(good)
	badChecksum[len(badChecksum)-1] ^= 1
	cut := bytes.Clone(good[:len(good)-6])
	binary.LittleEndian.PutUint32(cut[5:], uint32(len(cut)-chatHeaderSize))

	for _, c := range []struct {
		name  string
		frame []byte
		want  error
	}{
		{"good", good, nil},
		{"less than announced", compressed(5000, body), nil},
		{"more than announced", compressed(int32(len(body)-1), body), ErrMalformed},
		{"bad checksum", badChecksum, ErrMalformed},
		{"cut stream", cut, ErrMalformed},
		{"garbage", unhex(t, "010f0000000800000000000000000000000000000000000000 6e6f747a6c696221"), ErrMalformed},
	} {
		got, err := NewFrameReader(bytes.NewReader(c.frame)).Next()
		if !errors.Is(err, c.want) || (err == nil && !bytes.Equal(got, body)) {
			t.Errorf("%s: got %x, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestLimitMayChangeBetweenFrames(t *testing.T) {
	small := NewBody(nil, CmdLogin, 1).Data(make([]byte, 100)).Bytes()
	large := NewBody(nil, CmdChat, 2).Data(make([]byte, 70000)).Bytes()
	for name, frame := range map[string]func([]byte) []byte{
		"plain":      androidFrame,
		"compressed": func(b []byte) []byte { return compressed(int32(len(b)), b) },
	} {
		stream := bytes.Join([][]byte{frame(small), frame(large), frame(large)}, nil)
		r := NewFrameReader(bytes.NewReader(stream))
		r.MaxBody = 1000
		if _, err := r.Next(); err != nil {
			t.Errorf("%s: small frame: %v", name, err)
		}
		r.MaxBody = len(large)
		if got, err := r.Next(); err != nil || len(got) != len(large) {
			t.Errorf("%s: large frame after a larger limit: got %d bytes, %v", name, len(got), err)
		}
		r.MaxBody = 1000
		if _, err := r.Next(); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: large frame after a smaller limit: got %v, want %v", name, err, ErrTooLarge)
		}
	}
}

func TestAppendFrame(t *testing.T) {
	body := NewBody(nil, CmdChat, 1).String("hello hello hello").Bytes()
	frame, err := AppendFrame([]byte("before"), body)
	if err != nil || string(frame[:6]) != "before" {
		t.Fatalf("got %q, %v", frame, err)
	}
	header, payload := frame[6:6+chatHeaderSize], frame[6+chatHeaderSize:]
	want := make([]byte, chatHeaderSize) // reserved bytes are zero
	want[0] = 1
	binary.LittleEndian.PutUint32(want[1:], uint32(len(body)))
	binary.LittleEndian.PutUint32(want[5:], uint32(len(payload)))
	if !bytes.Equal(header, want) {
		t.Errorf("got header %x, want %x", header, want)
	}
	zr, err := stdzlib.NewReader(bytes.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(zr); err != nil || !bytes.Equal(got, body) {
		t.Errorf("got %x, %v, want %x", got, err, body)
	}
}

func TestAppendFrameRefusesWhatClientsRefuse(t *testing.T) {
	noise := make([]byte, MaxSentBody)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for _, c := range []struct {
		name string
		body []byte
		want error
	}{
		{"largest", make([]byte, MaxSentBody), nil},
		{"too large", make([]byte, MaxSentBody+1), ErrTooLarge},
		{"too large when compressed", noise, ErrTooLarge},
		{"empty", nil, ErrMalformed},
	} {
		dst := []byte("before")
		got, err := AppendFrame(dst, c.body)
		if !errors.Is(err, c.want) || (err != nil && string(got) != "before") {
			t.Errorf("%s: got %d bytes, %v, want %v", c.name, len(got), err, c.want)
		}
	}
}

func TestBeganIsCalledOncePerFrame(t *testing.T) {
	frame := androidFrame(NewBody(nil, CmdHeartbeat, 1).String("").Bytes())
	r := NewFrameReader(iotest.OneByteReader(bytes.NewReader(append(frame, frame...))))
	began := 0
	r.Began = func() { began++ }
	for range 3 {
		r.Next()
	}
	if began != 2 {
		t.Errorf("got %d calls, want 2", began)
	}
}

func FuzzFrame(f *testing.F) {
	const limit = 1 << 16
	for _, g := range goldenFrames(f) {
		if g.Port == "chat" {
			f.Add(append(bytes.Clone(g.Header), g.Body...))
			f.Add(compressed(int32(len(g.Body)), g.Body))
			f.Add(androidFrame(g.Body))
		}
	}
	f.Add(androidFrame(make([]byte, 40000)))
	f.Add(compressed(300, make([]byte, 1<<20)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := NewFrameReader(bytes.NewReader(stream))
		r.MaxBody = limit
		for {
			body, err := r.Next()
			if err != nil {
				return // refusing is fine, panicking is not
			}
			if len(body) > limit || cap(body) > 2*limit {
				t.Fatalf("got a body of %d bytes in %d, limit %d", len(body), cap(body), limit)
			}
			if len(body) < bodyHeadSize {
				continue // the reader of the body refuses it
			}
			frame, err := AppendFrame(nil, body)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := NewFrameReader(bytes.NewReader(frame)).Next(); err != nil || !bytes.Equal(again, body) {
				t.Errorf("round trip of %x: got %x, %v", body, again, err)
			}
		}
	})
}
