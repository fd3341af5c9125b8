package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

const testName = "d41d8cd98f00b204e9800998ecf8427e"

// filePackage is a package around the bytes after the command and sequence number.
func filePackage(cmd FileCmd, values string) []byte {
	b := beginPackage(nil, cmd, 5)
	b.buf = append(b.buf, values...)
	return finishPackage(b, 0, 0)
}

func TestUploadAndDownloadRequests(t *testing.T) {
	chunk := bytes.Repeat([]byte("0123456789"), 60000)
	up := FileRequest{Cmd: FileUpload, Seq: 1, Name: testName, Offset: 1 << 40, Size: 1 << 41, ChunkSize: len(chunk)}
	down := FileRequest{Cmd: FileDownload, Seq: 2, Name: "update.version", NetType: NetCellular}
	stream := AppendFileRequest(nil, up, chunk)
	stream = AppendFileRequest(stream, down, nil)
	stream = AppendFileRequest(stream, up, chunk)
	stream = AppendFileRequest(stream, down, []byte("surplus"))

	for name, src := range map[string]io.Reader{
		"one segment":  bytes.NewReader(stream),
		"byte by byte": iotest.OneByteReader(bytes.NewReader(stream)),
	} {
		r := NewFileReader(src)
		if got, err := r.Next(); err != nil || got != up {
			t.Fatalf("%s: got %+v, %v, want %+v", name, got, err, up)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, chunk) {
			t.Errorf("%s: got a chunk of %d bytes, %v, want %d", name, len(got), err, len(chunk))
		}
		if got, err := r.Next(); err != nil || got != down {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, down)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("%s: got %d, %v from a download, want io.EOF", name, n, err)
		}
		if got, err := r.Next(); err != nil || got != up {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, up)
		}
		io.CopyN(io.Discard, r, 10) // the rest of the chunk is skipped
		if got, err := r.Next(); err != nil || got != down {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, down)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: got %v after the last package, want io.EOF", name, err)
		}
	}
}

func TestAndroidDownloadHasTwoEmptyChunks(t *testing.T) {
	for _, c := range []struct {
		name, values string
		want         NetType
	}{
		{"as documented", "\x01x\x010\x010\x00\x00\x00\x00\x01", NetCellular},
		{"second empty chunk", "\x01x\x010\x010\x00\x00\x00\x00\x00\x01", NetCellular},
		{"bytes behind", "\x01x\x010\x010\x00\x00\x00\x00\x01zzz", NetCellular},
	} {
		p := filePackage(FileDownload, c.values)
		r := NewFileReader(bytes.NewReader(append(p, p...)))
		for range 2 {
			if got, err := r.Next(); err != nil || got.NetType != c.want {
				t.Errorf("%s: got %+v, %v, want net type %d", c.name, got, err, c.want)
			}
		}
	}
}

// TestBadPackagesAreRefusedAtOnce has no byte behind what is wrong: a reader that
// waited for one would report an unexpected end instead.
func TestBadPackagesAreRefusedAtOnce(t *testing.T) {
	// open is a package whose header promises more than is there.
	open := func(cmd FileCmd, values string, more int) []byte {
		p := filePackage(cmd, values)
		binary.LittleEndian.PutUint64(p, uint64(len(p)-fileHeaderSize+more))
		return p
	}
	const fields = "\x01x\x010\x010"
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"size zero", unhex(t, "0000000000000000"), ErrMalformed},
		{"size negative", unhex(t, "ffffffffffffffff"), ErrMalformed},
		{"one more than 50 MiB", unhex(t, "0100200300000000"), ErrTooLarge},
		{"exactly 50 MiB waits", unhex(t, "0000200300000000"), io.ErrUnexpectedEOF},
		{"short body", unhex(t, "0a000000000000000000000a000000000001"), ErrMalformed},
		{"unknown command", open(7, "", 100), ErrMalformed},
		{"an answer", open(FileUploadAnswer, "", 100), ErrMalformed},
		{"empty name", open(FileDownload, "\x00", 100), ErrMalformed},
		{"long name", open(FileDownload, "\x80\x02", 1000), ErrTooLarge},
		{"name past the end", open(FileDownload, "\x09", 8), ErrMalformed},
		{"no digits", open(FileUpload, "\x01x\x00", 100), ErrMalformed},
		{"too many digits", open(FileUpload, "\x01x\x15", 100), ErrMalformed},
		{"chunk past the end", open(FileUpload, fields+"\x65", 100), ErrMalformed},
		{"huge chunk", open(FileUpload, fields+"\xff\xff\xff\xff\x7f", 100), ErrMalformed},
		{"length of six bytes", open(FileUpload, fields+"\x80\x80\x80\x80\x80", 100), ErrMalformed},
		{"no network type", filePackage(FileDownload, fields+"\x00"), ErrMalformed},
		{"cut network type", filePackage(FileDownload, fields+"\x00\x00\x00\x01"), ErrMalformed},
		{"fields wait", open(FileUpload, fields, 100), io.ErrUnexpectedEOF},
	} {
		if got, err := NewFileReader(bytes.NewReader(c.data)).Next(); !errors.Is(err, c.want) {
			t.Errorf("%s: got %+v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestPackageLimit(t *testing.T) {
	p := AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: testName}, make([]byte, 1000))
	r := NewFileReader(bytes.NewReader(p))
	r.MaxPackage = 1000
	if _, err := r.Next(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
}

func TestStreamEndsWithinAnUpload(t *testing.T) {
	p := AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: testName, Size: 8}, []byte("01234567"))
	for n := 1; n < len(p); n++ {
		r := NewFileReader(bytes.NewReader(p[:n]))
		_, err := r.Next()
		if err == nil {
			_, err = r.Chunk()
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("end after %d bytes: got %v, want %v", n, err, io.ErrUnexpectedEOF)
		}
		r = NewFileReader(bytes.NewReader(p[:n]))
		if _, err = r.Next(); err == nil {
			_, err = r.Next() // instead of reading the chunk
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("skipping, end after %d bytes: got %v, want %v", n, err, io.ErrUnexpectedEOF)
		}
	}
}

func TestFileAnswerHeadLeavesRoomForTheChunk(t *testing.T) {
	chunk := []byte(strings.Repeat("x", 70000))
	a := FileAnswer{Cmd: FileDownloadAnswer, Seq: 9, Result: FileComplete, Name: testName, Size: 70000}
	whole := AppendFileAnswer([]byte("before"), a, chunk)[6:]
	if got := append(AppendFileAnswerHead(nil, a, len(chunk)), chunk...); !bytes.Equal(got, whole) {
		t.Error("got another package from head and chunk than from both together")
	}
	if size := binary.LittleEndian.Uint64(whole); size != uint64(len(whole)-fileHeaderSize) {
		t.Errorf("got package size %d, want %d", size, len(whole)-fileHeaderSize)
	}
	if inner := binary.BigEndian.Uint32(whole[fileHeaderSize:]); inner != uint32(len(whole)-fileHeaderSize) {
		t.Errorf("got inner length %d, want %d", inner, len(whole)-fileHeaderSize)
	}
}

func FuzzFileFrame(f *testing.F) {
	const limit = 1 << 16
	for _, g := range goldenFrames(f) {
		if g.Port == "file" && g.From == "client" {
			f.Add(append(bytes.Clone(g.Header), g.Body...))
		}
	}
	f.Add(filePackage(FileDownload, "\x01x\x010\x010\x00\x00\x00\x00\x00\x01"))
	f.Add(AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: "x", Size: 9}, make([]byte, 400)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := NewFileReader(bytes.NewReader(stream))
		r.MaxPackage = limit
		for {
			q, err := r.Next()
			if err != nil {
				return // refusing is fine, panicking is not
			}
			chunk, err := r.Chunk()
			if err != nil {
				return
			}
			if len(chunk) != q.ChunkSize || cap(chunk) > 2*limit || len(q.Name) > MaxFileName {
				t.Fatalf("got a chunk of %d bytes in %d for %+v", len(chunk), cap(chunk), q)
			}
			again := NewFileReader(bytes.NewReader(AppendFileRequest(nil, q, chunk)))
			if got, err := again.Next(); err != nil || got != q {
				t.Errorf("round trip: got %+v, %v, want %+v", got, err, q)
			}
			if got, err := again.Chunk(); err != nil || !bytes.Equal(got, chunk) {
				t.Errorf("round trip of chunk %x: got %x, %v", chunk, got, err)
			}
		}
	})
}
