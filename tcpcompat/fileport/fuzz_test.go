package fileport_test

import (
	"bytes"
	"encoding/binary"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flamingo/blob"
	"flamingo/tcpcompat/fileport"
	"flamingo/tcpcompat/wire"
)

// fuzzLimit keeps what the fuzzer stores small.
const fuzzLimit = 4 << 10

// memoryConn is a peer that has sent everything it will ever send.
type memoryConn struct {
	in  *bytes.Reader
	out bytes.Buffer
}

func (c *memoryConn) Read(p []byte) (int, error)       { return c.in.Read(p) }
func (c *memoryConn) Write(p []byte) (int, error)      { return c.out.Write(p) }
func (c *memoryConn) Close() error                     { return nil }
func (c *memoryConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c *memoryConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *memoryConn) SetDeadline(time.Time) error      { return nil }
func (c *memoryConn) SetReadDeadline(time.Time) error  { return nil }
func (c *memoryConn) SetWriteDeadline(time.Time) error { return nil }

// FuzzRequests feeds a connection with whatever comes. It may be closed at any
// point, but what was answered is well formed, what is stored has the name of its
// bytes, and nothing else is left on the disk.
func FuzzRequests(f *testing.F) {
	small, large := bytes.Repeat([]byte("a"), 100), bytes.Repeat([]byte("b"), 3000)
	a, b := nameOf(string(small)), nameOf(string(large))
	whole := uploadRequest(a, 0, 100, small)
	for _, steps := range [][][]byte{
		{whole, downloadRequest(a, 0), downloadRequest(a, 1)},
		{whole, whole, uploadRequest(strings.ToUpper(a), 50, 100, nil)},
		{uploadRequest(b, 0, 3000, large[:1000]), uploadRequest(b, 1000, 3000, large[1000:]), downloadRequest(b, 1)},
		{uploadRequest(b, 0, 3000, large[:1000]), uploadRequest(a, 0, 100, small), downloadRequest(b, 0)},
		{uploadRequest(b, 0, 100, small), downloadRequest(b, 0), uploadRequest(b, 0, 3000, large), downloadRequest(b, 0)},
		{uploadRequest(a, 0, 0, nil)}, {uploadRequest(a, 0, -5, small)}, {uploadRequest(a, 5, 100, small)},
		{uploadRequest("../x", 0, 100, small)}, {downloadRequest("../../etc/passwd", 0)}, {downloadRequest("update.version", 7), downloadRequest("%n.zip", 0)},
		{whole[:len(whole)-1]}, {make([]byte, 8)},
	} {
		f.Add(bytes.Join(steps, nil))
	}
	dir := f.TempDir()
	log := slog.New(slog.DiscardHandler)
	blobs, err := blob.Open(dir, blob.Options{Log: log, MaxSize: fuzzLimit})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { blobs.Close() })
	s := fileport.New(fileport.Config{Area: blobs.Area(blob.File), UpgradeDir: filepath.Join(dir, "upgrade"), Log: log})
	f.Fuzz(func(t *testing.T, stream []byte) {
		c := &memoryConn{in: bytes.NewReader(stream)}
		s.ServeConn(c)
		checkAnswers(t, c.out.Bytes())
		checkStored(t, dir)
	})
}

// checkAnswers reads all that was answered.
func checkAnswers(t *testing.T, out []byte) {
	t.Helper()
	for len(out) > 0 {
		if len(out) < 8 {
			t.Fatalf("got %d bytes behind the last answer", len(out))
		}
		size := binary.LittleEndian.Uint64(out)
		if size > uint64(len(out)-8) {
			t.Fatalf("got an answer of %d bytes that announces %d", len(out)-8, size)
		}
		r := wire.NewReader(out[8 : 8+size])
		result, name, offset, length := wire.FileResult(r.Int32("result")), r.String("name"), r.Int64("offset"), r.Int64("size")
		chunk := int64(len(r.Bytes("chunk")))
		valid := r.Err() == nil && len(r.Rest()) == 0 && name != ""
		switch cmd := wire.FileCmd(r.Cmd); {
		case cmd == wire.FileUploadAnswer && result == wire.FileInProgress:
			valid = valid && chunk == 0 && offset < length
		case cmd == wire.FileUploadAnswer && result == wire.FileComplete:
			valid = valid && chunk == 0 && offset == length
		case cmd == wire.FileDownloadAnswer && result == wire.FileInProgress:
			valid = valid && chunk > 0 && offset+chunk < length
		case cmd == wire.FileDownloadAnswer && result == wire.FileComplete:
			valid = valid && chunk > 0 && offset+chunk == length
		case cmd == wire.FileDownloadAnswer && result == wire.FileAbsent:
			valid = valid && chunk == 0 && offset == 0 && length == 0
		default:
			valid = false
		}
		if !valid {
			t.Fatalf("got answer %d with result %d, %d bytes at %d of %d (%v)", r.Cmd, result, chunk, offset, length, r.Err())
		}
		out = out[8+size:]
	}
}

// checkStored looks at what is on the disk, and removes it.
func checkStored(t *testing.T, dir string) {
	t.Helper()
	for _, name := range files(t, dir) {
		if name != "filecache" && name != "imgcache" {
			t.Errorf("%s was made in the data directory", name)
		}
	}
	area := filepath.Join(dir, "filecache")
	if left := files(t, filepath.Join(area, ".partial")); len(left) > 0 {
		t.Errorf("an upload that has ended left %v", left)
	}
	for _, name := range files(t, area) {
		if strings.HasPrefix(name, ".") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(area, name))
		if err != nil || nameOf(string(content)) != name {
			t.Errorf("%s has %d bytes with another md5 (%v)", name, len(content), err)
		}
		if len(content) > fuzzLimit {
			t.Errorf("%s has %d bytes, limit %d", name, len(content), fuzzLimit)
		}
		if err := os.Remove(filepath.Join(area, name)); err != nil {
			t.Error(err)
		}
	}
	for _, alias := range files(t, filepath.Join(area, ".alias")) {
		if !blob.IsName(alias) {
			t.Errorf("there is an alias %q", alias)
		}
		if err := os.Remove(filepath.Join(area, ".alias", alias)); err != nil {
			t.Error(err)
		}
	}
}
