package tcpcompat_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// randomBytes returns content that nobody has uploaded before.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(rand.Uint32())
	}
	rand.NewChaCha8(seed).Read(b)
	return b
}

// transfer is a connection whose steps are written down one by one.
type transfer struct {
	*servertest.FileConn
	t testing.TB
}

// open connects as a PC.
func open(t testing.TB, c *servertest.FileClient) transfer {
	t.Helper()
	conn, err := c.Dial()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return transfer{conn, t}
}

// onFiles and onPictures connect to the two ports as a PC.
func onFiles(t testing.TB, srv *servertest.Server) transfer {
	return open(t, srv.FileClient(models.ClassPC))
}

func onPictures(t testing.TB, srv *servertest.Server) transfer {
	return open(t, srv.PictureClient(models.ClassPC))
}

// put sends a chunk and wants a result.
func (x transfer) put(name string, offset, size int, chunk []byte, want wire.FileResult) {
	x.t.Helper()
	if err := x.SendChunk(name, int64(offset), int64(size), chunk); err != nil {
		x.t.Fatalf("upload: %v", err)
	}
	if a, err := x.Answer(); err != nil || a.Result != want {
		x.t.Fatalf("upload at %d of %d: got %+v, %v; want result %d", offset, size, a, err, want)
	}
}

// get asks for a chunk and wants a result.
func (x transfer) get(name string, network wire.NetType, want wire.FileResult) servertest.FileAnswer {
	x.t.Helper()
	if err := x.SendDownload(name, network); err != nil {
		x.t.Fatalf("download: %v", err)
	}
	a, err := x.Answer()
	if err != nil || a.Result != want {
		x.t.Fatalf("download of %q: got result %d, %v; want %d", name, a.Result, err, want)
	}
	return a
}

// closed wants the server to close the connection without another word.
func (x transfer) closed() {
	x.t.Helper()
	a, err := x.Answer()
	if err == nil {
		x.t.Fatalf("got %+v, want the connection closed", a)
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		x.t.Fatal("the connection is still open")
	}
}

// files lists the names in a directory.
func files(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// ended reports whether err is the end of a connection.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, io.ErrUnexpectedEOF)
}
