package fileport_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"flamingo/blob"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/fileport"
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

// pipeListener hands out connections without a network: a write returns when the
// server has taken it, and time may be that of a synctest bubble.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return nil }

// dial connects, or fails when the server takes nobody any more.
func (l *pipeListener) dial(t testing.TB) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client
	case <-l.done:
		t.Fatal("the server does not accept connections any more")
		return nil
	}
}

// port is a file port without a server around it.
type port struct {
	*pipeListener
	dir    string
	blobs  *blob.Store
	stop   context.CancelFunc
	served chan struct{} // closed when Serve has returned
}

// openPort serves files in a directory of the test until end is called.
func openPort(t testing.TB) (p *port, end func()) {
	t.Helper()
	p = &port{pipeListener: newPipeListener(), dir: t.TempDir(), served: make(chan struct{})}
	log := slog.New(slog.DiscardHandler)
	var err error
	if p.blobs, err = blob.Open(p.dir, blob.Options{Log: log}); err != nil {
		t.Fatal(err)
	}
	s := fileport.New(fileport.Config{Area: p.blobs.Area(blob.File), Log: log})
	var ctx context.Context
	ctx, p.stop = context.WithCancel(context.Background())
	go func() {
		defer close(p.served)
		if err := s.Serve(ctx, p); err != nil {
			t.Errorf("serve: %v", err)
		}
	}()
	return p, func() {
		p.stop()
		<-p.served
		if err := p.blobs.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	}
}

// partial lists the uploads that are under way.
func (p *port) partial(t testing.TB) []string {
	t.Helper()
	return files(t, filepath.Join(p.dir, "filecache", ".partial"))
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

// request is the package of a request as a PC sends it.
func request(q wire.FileRequest, chunk []byte) []byte {
	q.Seq = 1
	return wire.AppendFileRequest(nil, q, chunk)
}

func uploadRequest(name string, offset, size int, chunk []byte) []byte {
	return request(wire.FileRequest{Cmd: wire.FileUpload, Name: name, Offset: int64(offset), Size: int64(size)}, chunk)
}

func downloadRequest(name string, network wire.NetType) []byte {
	return request(wire.FileRequest{Cmd: wire.FileDownload, Name: name, NetType: network}, nil)
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

// files and pictures connect to the two ports as a PC.
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

// ended reports whether err is the end of a connection.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, io.ErrUnexpectedEOF)
}
