package fileport

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"time"

	"flamingo/blob"
	"flamingo/tcpcompat/wire"
)

// download is what a connection is fetching. The position is kept here: clients
// repeat offset 0 with every request.
type download struct {
	name         string
	content      blob.Content // nil when there is none
	size, offset int64
	deadline     time.Time // for all of it

	largeAt time.Time // when the last chunk was sent, if it was a large one
}

func (d *download) running() bool { return d.content != nil }

func (d *download) close() {
	if d.content != nil {
		d.content.Close()
		d.content = nil
	}
}

// leaveDownload ends a download together with its connection, and notes a line
// that is too slow for large chunks.
func (c *conn) leaveDownload() {
	d := &c.download
	if !d.largeAt.IsZero() && time.Since(d.largeAt) > slowAfter {
		c.server.slow.add(c.address)
	}
	d.close()
}

// handleDownload sends the next chunk of a file. The one after the last is the
// first again, and so is the first of another file.
func (c *conn) handleDownload(q wire.FileRequest) error {
	d := &c.download
	if d.running() && d.name != q.Name {
		d.close()
	}
	if !d.running() {
		err := c.openDownload(q.Name)
		if errors.Is(err, fs.ErrNotExist) {
			return c.reply(wire.FileAnswer{Cmd: wire.FileDownloadAnswer, Seq: q.Seq, Result: wire.FileAbsent, Name: q.Name})
		}
		if err != nil {
			return c.storageFailed("open download", err)
		}
	}
	a := wire.FileAnswer{Cmd: wire.FileDownloadAnswer, Seq: q.Seq, Result: wire.FileInProgress, Name: q.Name, Offset: d.offset, Size: d.size}
	n := min(c.chunkSize(q.NetType), d.size-d.offset)
	if d.offset+n == d.size {
		a.Result = wire.FileComplete
	}
	d.largeAt = time.Time{}
	if n > cellularChunk {
		d.largeAt = time.Now()
	}
	if err := c.sendChunk(a, n); err != nil {
		return err
	}
	d.offset += n
	if d.offset == d.size {
		d.close()
	}
	return nil
}

// openDownload opens content by its md5 or by a name that was announced for it,
// or else a file of the update channel. No path is made of the name.
func (c *conn) openDownload(name string) error {
	var content blob.Content
	var size int64
	var err error
	if blob.IsName(name) {
		ctx, cancel := context.WithTimeout(context.Background(), openTimeout)
		defer cancel()
		var info blob.Info
		content, info, err = c.server.Area.Open(ctx, name)
		size = info.Size
	} else {
		content, size, err = c.server.openPublished(name)
	}
	if err != nil {
		return err
	}
	if size == 0 { // clients take an answer without bytes for a broken one
		content.Close()
		return fs.ErrNotExist
	}
	c.download = download{name: name, content: content, size: size, deadline: time.Now().Add(transferGrace + timeFor(size))}
	return nil
}

// sendChunk sends an answer with the next n bytes. The head is written together
// with the first of them; the rest goes from file to socket without a copy, where
// the system can do that.
func (c *conn) sendChunk(a wire.FileAnswer, n int64) error {
	c.socket.SetWriteDeadline(time.Now().Add(chunkGrace + timeFor(n)))
	first, err := c.sendHead(a, n)
	if err != nil {
		return err
	}
	if n == first {
		return nil
	}
	_, err = io.CopyN(c.socket, c.download.content, n-first)
	return err
}

// sendHead sends the answer up to and with the first bytes of its chunk of n, and
// returns how many these are.
func (c *conn) sendHead(a wire.FileAnswer, n int64) (int64, error) {
	piece := pieces.Get().(*[pieceSize]byte)
	defer pieces.Put(piece)
	head := len(wire.AppendFileAnswerHead(piece[:0], a, int(n)))
	first := min(n, int64(pieceSize-head))
	end := head + int(first)
	if _, err := io.ReadFull(c.download.content, piece[head:end]); err != nil {
		return 0, c.storageFailed("read download", err)
	}
	_, err := c.socket.Write(piece[:end])
	return first, err
}
