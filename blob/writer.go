package blob

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"net/http"
	"syscall"
)

// syncEvery is how many bytes of an upload may wait in memory of the system for
// the disk. With what is left the sync at the end stays below the 500 ms that
// Android waits for the last answer (CLIENTS.md section 7), even when a disk takes
// only 50 MB/s.
const syncEvery = 16 << 20

// Writer is an upload. It is not tied to a connection: who holds it may go on at
// Offset after any interruption, for as long as the store is open. A Writer belongs
// to one goroutine at a time and ends with Commit or Abort.
type Writer struct {
	area     *Area
	size     int64 // as declared
	temp     temp
	hash     hash.Hash
	offset   int64
	unsynced int64
	head     []byte // the first sniffSize bytes
	ended    bool
}

// Create begins an upload of size bytes. The error wraps ErrTooLarge or ErrNoSpace
// when they would not be welcome. Nothing is reserved for them.
func (a *Area) Create(ctx context.Context, size int64) (*Writer, error) {
	if err := a.admit(ctx, size); err != nil {
		return nil, err
	}
	t, err := a.newTemp()
	if err != nil {
		return nil, fmt.Errorf("create upload: %w", noSpace(err))
	}
	return &Writer{area: a, size: size, temp: t, hash: md5.New()}, nil
}

// admit refuses an upload that would not be welcome.
func (a *Area) admit(ctx context.Context, size int64) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("create upload: %w", err)
	}
	if size < 0 || size > a.store.opts.MaxSize {
		return fmt.Errorf("create upload: %w: %d bytes, limit %d", ErrTooLarge, size, a.store.opts.MaxSize)
	}
	if err := a.checkSpace(size); err != nil {
		return fmt.Errorf("create upload: %w", err)
	}
	return nil
}

// FreeSpace returns the bytes that the disk has left.
func (a *Area) FreeSpace() (int64, error) { return freeSpace(a.dir) }

// checkSpace returns an error unless n more bytes leave enough of the disk.
func (a *Area) checkSpace(n int64) error {
	free, err := freeSpace(a.dir)
	if err != nil {
		return err
	}
	if free-a.store.opts.MinFree < n {
		return fmt.Errorf("%w: %d bytes free, %d of them kept, %d needed", ErrNoSpace, free, a.store.opts.MinFree, n)
	}
	return nil
}

// Offset returns how many bytes were taken; the next Write goes there.
func (w *Writer) Offset() int64 { return w.offset }

// Write appends p. More bytes than were declared are refused as a whole, with
// ErrTooLarge. After another error what Offset says was taken, and the upload may
// go on.
func (w *Writer) Write(p []byte) (int, error) {
	if int64(len(p)) > w.size-w.offset {
		return 0, fmt.Errorf("write upload: %w: more than the %d bytes declared", ErrTooLarge, w.size)
	}
	if w.unsynced >= syncEvery {
		if err := w.sync(); err != nil {
			return 0, fmt.Errorf("write upload: %w", noSpace(err))
		}
	}
	n, err := w.temp.file.Write(p)
	w.hash.Write(p[:n])
	w.head = append(w.head, p[:min(n, sniffSize-len(w.head))]...)
	w.offset += int64(n)
	w.unsynced += int64(n)
	if err != nil {
		return n, fmt.Errorf("write upload: %w", noSpace(err))
	}
	return n, nil
}

// sync brings to the disk what was written, and looks whether there is room for
// the next portion: others may have filled the disk since Create.
func (w *Writer) sync() error {
	if err := w.temp.file.Sync(); err != nil {
		return err
	}
	w.unsynced = 0
	return w.area.checkSpace(min(syncEvery, w.size-w.offset))
}

// Commit makes the upload content, durably, and ends it whatever happens.
// announced is the name that the sender gave or will give to others, "" for none;
// when it is 32 hex digits but not the md5 of the bytes, it becomes an alias unless
// something is known by it. The error wraps ErrIncomplete when bytes are missing.
func (w *Writer) Commit(ctx context.Context, announced string) (Info, error) {
	if w.ended {
		return Info{}, errors.New("commit upload: it has ended")
	}
	info, err := w.commit(ctx, announced)
	if err != nil {
		return Info{}, fmt.Errorf("commit upload: %w", noSpace(err))
	}
	w.area.store.stored(ctx, info)
	return info, nil
}

func (w *Writer) commit(ctx context.Context, announced string) (Info, error) {
	if w.offset != w.size {
		w.Abort()
		return Info{}, fmt.Errorf("%w: %d of %d bytes", ErrIncomplete, w.offset, w.size)
	}
	s := sum(w.hash.Sum(nil))
	info, err := w.store(ctx, s)
	if err != nil {
		return Info{}, err
	}
	w.area.store.dropAlias(s)
	if name, ok := parseSum(announced); ok && name != s {
		info.Verified = false
		if err := w.area.addAlias(ctx, name, s); err != nil {
			return Info{}, err
		}
	}
	return info, nil
}

// store puts the bytes under their md5 unless they are there already.
func (w *Writer) store(ctx context.Context, s sum) (Info, error) {
	f, info, err := w.area.open(ctx, s)
	if err == nil {
		f.Close()
		w.Abort()
		return info, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		w.Abort()
		return Info{}, err
	}
	w.ended = true
	if err := w.temp.publish(s.String()); err != nil {
		return Info{}, err
	}
	fi, err := w.area.root.Stat(s.String())
	if err != nil {
		return Info{}, err
	}
	w.area.verdicts.remember(s, verdict{size: fi.Size(), mtime: fi.ModTime().UnixNano(), sound: true})
	return Info{MD5: s.String(), Size: w.size, Area: w.area.kind, Type: http.DetectContentType(w.head), Verified: true}, nil
}

// Abort forgets the upload. It may be called after the end of one.
func (w *Writer) Abort() {
	if w.ended {
		return
	}
	w.ended = true
	if err := w.temp.remove(); err != nil {
		// The next start removes it.
		w.area.store.opts.Log.Warn("upload could not be removed", "err", err)
	}
}

// noSpace makes a full disk known as such.
func noSpace(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return err
}
