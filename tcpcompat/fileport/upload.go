package fileport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"flamingo/blob"
	"flamingo/tcpcompat/wire"
)

// Mistakes of a peer, which end the connection as they did on the original.
var (
	errBadName   = errors.New("the name of an upload is no md5")
	errEmpty     = errors.New("an upload of nothing") // the original ended here
	errMisplaced = errors.New("a chunk does not follow the one before")
	errLonger    = errors.New("a chunk goes beyond the announced size")
)

// upload is what a connection is storing.
type upload struct {
	name     string
	size     int64
	writer   *blob.Writer // nil when there is none
	deadline time.Time    // for all of it
}

func (u *upload) running() bool { return u.writer != nil }

// abort forgets what has come so far. An interrupted upload never counts.
func (u *upload) abort() {
	if u.writer != nil {
		u.writer.Abort()
		u.writer = nil
	}
}

// handleUpload takes the next chunk of a file.
func (c *conn) handleUpload(q wire.FileRequest) error {
	if !blob.IsName(q.Name) {
		return errBadName
	}
	u := &c.upload
	if u.running() && (u.name != q.Name || q.Offset == 0) {
		u.abort()
	}
	if !u.running() {
		there, err := c.isStored(q.Name)
		if err != nil {
			return err
		}
		if there {
			return c.skipChunk(q)
		}
		if err := c.beginUpload(q); err != nil {
			return err
		}
	}
	switch at := u.writer.Offset(); {
	case q.Offset != at || q.Size != u.size:
		return fmt.Errorf("%w: offset %d of %d, want %d of %d", errMisplaced, q.Offset, q.Size, at, u.size)
	case int64(q.ChunkSize) > u.size-at:
		return fmt.Errorf("%w: %d bytes at %d, size %d", errLonger, q.ChunkSize, at, u.size)
	}
	if err := c.receiveChunk(q.ChunkSize); err != nil {
		return err
	}
	if u.writer.Offset() < u.size {
		return c.replyUpload(q, wire.FileInProgress, q.Offset)
	}
	return c.finishUpload(q)
}

// isStored reports whether content with the announced md5 is there. What is there
// under that name without having the md5 does not count: it must not keep out
// the content that has (CLIENTS.md section 7).
func (c *conn) isStored(name string) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lookupTimeout)
	defer cancel()
	info, err := c.server.Area.Stat(ctx, name)
	switch {
	case err == nil:
		return info.Verified, nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, context.DeadlineExceeded):
		return false, nil // a file that is still being hashed may come again
	}
	return false, c.storageFailed("look up upload", err)
}

// skipChunk answers that nothing more is needed.
func (c *conn) skipChunk(q wire.FileRequest) error {
	c.setReadDeadline(chunkGrace + timeFor(int64(q.ChunkSize)))
	if _, err := io.Copy(io.Discard, c.requests); err != nil {
		return err
	}
	return c.replyUpload(q, wire.FileComplete, q.Size)
}

func (c *conn) beginUpload(q wire.FileRequest) error {
	switch {
	case q.Offset != 0:
		return fmt.Errorf("%w: it is the first, with offset %d", errMisplaced, q.Offset)
	case q.Size <= 0:
		return errEmpty
	}
	w, err := c.server.Area.Create(context.Background(), q.Size)
	if err != nil {
		return c.storageFailed("begin upload", err)
	}
	c.upload = upload{q.Name, q.Size, w, time.Now().Add(transferGrace + timeFor(q.Size))}
	return nil
}

// receiveChunk stores n bytes as they arrive.
func (c *conn) receiveChunk(n int) error {
	piece := pieces.Get().(*[pieceSize]byte)
	defer pieces.Put(piece)
	c.setReadDeadline(chunkGrace + timeFor(int64(n)))
	for {
		n, err := c.requests.Read(piece[:])
		if _, err := c.upload.writer.Write(piece[:n]); err != nil {
			return c.storageFailed("write upload", err)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// finishUpload makes the upload content. The announced md5 is a name for it even
// when it is that of other bytes, as with pictures of an Android camera, for as
// long as nobody brings those other bytes.
func (c *conn) finishUpload(q wire.FileRequest) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	w := c.upload.writer
	c.upload.writer = nil // Commit ends it in any case
	if _, err := w.Commit(ctx, q.Name); err != nil {
		return c.storageFailed("store upload", err)
	}
	return c.replyUpload(q, wire.FileComplete, q.Size)
}

func (c *conn) replyUpload(q wire.FileRequest, result wire.FileResult, offset int64) error {
	return c.reply(wire.FileAnswer{Cmd: wire.FileUploadAnswer, Seq: q.Seq, Result: result, Name: q.Name, Offset: offset, Size: q.Size})
}

// storageFailed logs what the peer cannot help, and returns err.
func (c *conn) storageFailed(doing string, err error) error {
	err = fmt.Errorf("%s: %w", doing, err)
	switch {
	case errors.Is(err, blob.ErrTooLarge):
	case errors.Is(err, blob.ErrNoSpace), errors.Is(err, context.DeadlineExceeded):
		c.server.Log.Warn("file transfer refused", "address", c.address, "err", err)
	default:
		c.server.Log.Error("file transfer ended by an error", "address", c.address, "err", err)
	}
	return err
}
