package wire

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func TestAndroidChatSizes(t *testing.T) {
	for _, c := range []struct{ n, announced int }{ // measured, CLIENTS.md section 2
		{15, 15}, {32767, 32767}, {32768, 33023}, {33000, 32999}, {40000, 39999},
		{65535, 65534}, {65536, 256}, {70000, 4720},
	} {
		if got := androidChatSize(c.n); got != c.announced {
			t.Errorf("chat body of %d bytes: got %d announced, want %d", c.n, got, c.announced)
		}
	}
}

func TestAndroidPackageSizes(t *testing.T) {
	for _, c := range []struct{ n, announced int64 }{
		{90, 90}, {32768, 33023}, {40000, 39999}, {65535, 65534}, {65536, 65536}, {65630, 65630},
	} {
		if got := androidPackageSize(c.n); got != c.announced {
			t.Errorf("package of %d bytes: got %d announced, want %d", c.n, got, c.announced)
		}
	}
}

// androidFrame is a chat frame as the Android client writes it: plain, sizes and
// inner length wrong in its own way.
func androidFrame(body []byte) []byte {
	frame := make([]byte, chatHeaderSize, chatHeaderSize+len(body))
	binary.LittleEndian.PutUint32(frame[1:], uint32(androidChatSize(len(body))))
	frame = append(frame, body...)
	binary.BigEndian.PutUint32(frame[chatHeaderSize:], uint32(len(body)-androidLengthGap))
	return frame
}

func TestAndroidFramesAreRepaired(t *testing.T) {
	for _, n := range []int{15 + 6, 32767, 32768, 33000, 40000, 65280, 65535, 65536, 65537, 70000, 98304, 98305, 1 << 20, MaxBody} {
		body := NewBody(nil, CmdChat, 1).Data(make([]byte, n-18)).Bytes()
		body = append(body, make([]byte, n-len(body))...)
		next := NewBody(nil, CmdHeartbeat, 2).String("").Bytes()
		stream := append(androidFrame(body), androidFrame(next)...)

		r := NewFrameReader(bytes.NewReader(stream))
		got, err := r.Next()
		if err != nil || !bytes.Equal(got[innerLengthSize:], body[innerLengthSize:]) {
			t.Errorf("frame of %d bytes: got %d bytes, %v", n, len(got), err)
			continue
		}
		if got, err = r.Next(); err != nil || !bytes.Equal(got[innerLengthSize:], next[innerLengthSize:]) {
			t.Errorf("frame after one of %d bytes: got %x, %v, want %x", n, got, err, next)
		}
	}
}

func TestOtherInnerLengthsAreIgnored(t *testing.T) {
	for _, n := range []int{15, 32767, 32768, 32999, 40000, 65535, 65536, 300000} {
		body := NewBody(nil, CmdChat, 1).Data(make([]byte, n-15)).Bytes()[:n]
		for _, inner := range []uint32{0, 5, uint32(n), uint32(n - 6), uint32(n + 6), 1 << 30, 1<<32 - 1, 1<<32 - 6, MaxBody} {
			binary.BigEndian.PutUint32(body, inner)
			frame := make([]byte, chatHeaderSize, chatHeaderSize+n)
			binary.LittleEndian.PutUint32(frame[1:], uint32(n))
			got, err := NewFrameReader(bytes.NewReader(append(frame, body...))).Next()
			if err != nil || !bytes.Equal(got, body) {
				t.Errorf("size %d, inner length %d: got %d bytes, %v", n, inner, len(got), err)
			}
			if got := repairPackageSize(int64(n), inner); got != int64(n) {
				t.Errorf("package of %d, inner length %d: got size %d", n, inner, got)
			}
		}
	}
}

func TestAndroidPackagesAreRepaired(t *testing.T) {
	for _, n := range []int{100, 32600, 32768, 33000, 65000, 65536} {
		chunk := bytes.Repeat([]byte{'x'}, n)
		q := FileRequest{Cmd: FileUpload, Seq: 3, Name: "cafe", Size: int64(n)}
		p := AppendFileRequest(nil, q, chunk)
		size := len(p) - fileHeaderSize
		binary.LittleEndian.PutUint64(p, uint64(androidPackageSize(int64(size))))
		binary.BigEndian.PutUint32(p[fileHeaderSize:], uint32(size-androidLengthGap))

		r := NewFileReader(bytes.NewReader(append(p, p...)))
		for range 2 {
			q.ChunkSize = n
			if got, err := r.Next(); err != nil || got != q {
				t.Fatalf("package of %d bytes: got %+v, %v, want %+v", size, got, err, q)
			}
			if got, err := r.Chunk(); err != nil || !bytes.Equal(got, chunk) {
				t.Errorf("package of %d bytes: got a chunk of %d bytes, %v", size, len(got), err)
			}
		}
	}
}
