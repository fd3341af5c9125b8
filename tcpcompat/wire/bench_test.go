package wire

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// benchBodies are a message as people type it and a friend list.
var benchBodies = map[string][]byte{
	"message": NewBody(nil, CmdChat, 1).String(`{"msgType":1,"time":1700000000,"clientType":1,` +
		`"font":["Arial",12,255,0,0,0],"content":[{"msgText":"see you tomorrow at the station"},{"faceID":13}]}`).
		Int32(2).Int32(3).Bytes(),
	"list": NewBody(nil, CmdFriendList, 1).String(strings.Repeat(`{"address":"","birthday":19900101,`+
		`"clienttype":1,"nickname":"Bob","signature":"","status":1,"userid":2,"username":"bob"},`, 50)).Bytes(),
}

// loop reads the same bytes again and again.
type loop struct {
	data []byte
	off  int
}

func (l *loop) Read(p []byte) (int, error) {
	n := copy(p, l.data[l.off:])
	l.off = (l.off + n) % len(l.data)
	return n, nil
}

func BenchmarkAppendFrame(b *testing.B) {
	for name, body := range benchBodies {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			var dst []byte
			for b.Loop() {
				dst, _ = AppendFrame(dst[:0], body)
			}
		})
	}
}

func BenchmarkFrameReader(b *testing.B) {
	for name, body := range benchBodies {
		frame, err := AppendFrame(nil, body)
		if err != nil {
			b.Fatal(err)
		}
		for kind, frame := range map[string][]byte{"compressed": frame, "plain": androidFrame(body)} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(body)))
				r := NewFrameReader(&loop{data: frame})
				for b.Loop() {
					if _, err := r.Next(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkReader(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r := NewReader(benchBodies["message"])
		r.Bytes("data")
		r.Int32("sender")
		r.Int32("target")
		if r.Err() != nil {
			b.Fatal(r.Err())
		}
	}
}

func BenchmarkBody(b *testing.B) {
	b.ReportAllocs()
	var dst []byte
	data := strings.Repeat("x", 200)
	for b.Loop() {
		dst = NewBody(dst[:0], CmdChat, 1).String(data).Int32(2).Int32(3).Bytes()
	}
}

func BenchmarkFileReader(b *testing.B) {
	chunk := make([]byte, 512<<10)
	p := AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: testName, Size: 1 << 30}, chunk)
	for name, receive := range map[string]func(*FileReader) error{
		"chunk":  func(r *FileReader) error { _, err := r.Chunk(); return err },
		"stream": func(r *FileReader) error { _, err := io.Copy(io.Discard, r); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(chunk)))
			r := NewFileReader(&loop{data: bytes.Clone(p)})
			for b.Loop() {
				if _, err := r.Next(); err != nil {
					b.Fatal(err)
				}
				if err := receive(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
