package fileport_test

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"flamingo/blob"
	"flamingo/tcpcompat/fileport"
	"flamingo/tcpcompat/wire"
)

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

// ended reports whether err is the end of a connection.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, io.ErrUnexpectedEOF)
}

// nameOf is the md5 of a content.
func nameOf(content string) string {
	sum := md5.Sum([]byte(content))
	return hex.EncodeToString(sum[:])
}
