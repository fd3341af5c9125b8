package fileport

import (
	"errors"
	"io"
	"net"
	"time"

	"flamingo/tcpcompat/wire"
)

// conn is one connection. It has one goroutine, which reads a request and answers
// it, again and again. Between two requests it holds no buffer.
type conn struct {
	// static after newConn
	server   *Server
	socket   net.Conn
	address  string // without port
	requests *wire.FileReader

	// owned by serve
	upload   upload
	download download
	answer   []byte // of the last request, for its memory

	busy bool // guarded by server.mu
}

func newConn(s *Server, socket net.Conn) *conn {
	c := &conn{server: s, socket: socket, requests: wire.NewFileReader(socket)}
	c.address, _, _ = net.SplitHostPort(socket.RemoteAddr().String())
	c.requests.Began = func() {
		s.setBusy(c, true)
		c.setReadDeadline(fieldsTimeout)
	}
	return c
}

// serve answers requests until the peer leaves, misbehaves or is too slow, or the
// server stops.
func (c *conn) serve() {
	defer c.socket.Close()
	defer c.upload.abort()
	defer c.leaveDownload()
	for c.server.setBusy(c, c.upload.running() || c.download.running()) {
		c.setReadDeadline(idleTimeout)
		q, err := c.requests.Next()
		if err == nil {
			err = c.handle(q)
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			c.server.Log.Debug("file connection ended", "address", c.address, "err", err)
			return
		}
	}
}

// handle answers one request. An error closes the connection.
func (c *conn) handle(q wire.FileRequest) error {
	if q.Cmd == wire.FileUpload {
		return c.handleUpload(q)
	}
	return c.handleDownload(q)
}

// setReadDeadline bounds the next reads, and with them the transfers under way.
func (c *conn) setReadDeadline(d time.Duration) {
	deadline := time.Now().Add(d)
	if c.upload.running() && c.upload.deadline.Before(deadline) {
		deadline = c.upload.deadline
	}
	if c.download.running() && c.download.deadline.Before(deadline) {
		deadline = c.download.deadline
	}
	c.socket.SetReadDeadline(deadline)
}

// reply sends an answer without a chunk, in one write: Android takes what its
// first read gives it.
func (c *conn) reply(a wire.FileAnswer) error {
	c.answer = wire.AppendFileAnswer(c.answer[:0], a, nil)
	c.socket.SetWriteDeadline(time.Now().Add(answerTimeout))
	_, err := c.socket.Write(c.answer)
	return err
}
