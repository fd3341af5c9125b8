package chat

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"flamingo/models"
)

// Limits of files. Their size is a setting of the store of files.
const (
	MaxFileName = 255 // characters, as in messages

	// maxTransfers is how many uploads of one user may bring bytes at once: a
	// browser sends six requests to a host, and there may be a second device.
	maxTransfers = 8

	// copyBuffer is the memory that an upload or download takes.
	copyBuffer = 64 << 10
)

// File is a file as its owner or reader sees it.
type File struct {
	BlobInfo
	Name          string
	Width, Height int // of a picture as it is shown, 0 for anything else
	CreatedAt     time.Time
}

// Body is what a request brings. Closing it from another goroutine ends a Read
// that waits.
type Body interface {
	io.ReadCloser
	Len() int64 // of what is still to come, as declared
}

var errNoBlobs = &Error{Code: CodeUnavailable, Message: "this server keeps no files"}

// copyBuffers has buffers of copyBuffer.
var copyBuffers = sync.Pool{New: func() any { return new([copyBuffer]byte) }}

// StoreFile takes a whole file of size bytes. A body that ends before is
// CodeInvalid, and leaves nothing.
func (s *Service) StoreFile(ctx context.Context, a Actor, name string, size int64, body io.Reader) (*File, error) {
	name, err := checkFileName(name)
	if err != nil {
		return nil, err
	}
	done, err := s.transfers.begin(a.UserID)
	if err != nil {
		return nil, err
	}
	defer done()
	if s.blobs == nil {
		return nil, errNoBlobs
	}
	w, err := s.blobs.Create(ctx, size)
	if err != nil {
		return nil, err
	}
	defer w.Abort()
	if err := copyTo(w, body, size); err != nil {
		return nil, err
	}
	if w.Offset() != size {
		return nil, Errorf(CodeInvalid, "the body ended after %d of %d bytes", w.Offset(), size)
	}
	info, err := w.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return s.ownFile(ctx, a, name, info)
}

// copyTo copies at most n bytes; what comes behind them is left. The error is
// that of the writer: a body that breaks off is told by the count.
func copyTo(w io.Writer, body io.Reader, n int64) error {
	buf := copyBuffers.Get().(*[copyBuffer]byte)
	defer copyBuffers.Put(buf)
	for n > 0 {
		got, err := body.Read(buf[:min(copyBuffer, n)])
		if got > 0 {
			if _, werr := w.Write(buf[:got]); werr != nil {
				return werr
			}
			n -= int64(got)
		}
		if err != nil {
			return nil
		}
	}
	return nil
}

// ownFile writes down that the actor has the bytes of a file.
func (s *Service) ownFile(ctx context.Context, a Actor, name string, info BlobInfo) (*File, error) {
	f := &File{BlobInfo: info, Name: name, CreatedAt: s.now()}
	err := s.store.SaveFileOwner(ctx, &models.FileOwner{UserID: a.UserID, File: info.File, Name: name, CreatedAt: f.CreatedAt})
	if err != nil {
		return nil, fmt.Errorf("own file %s: %w", info.File, err)
	}
	s.measure(ctx, f)
	return f, nil
}

// measure fills in the pixels of a picture. That it cannot be read as one is no
// reason against the file.
func (s *Service) measure(ctx context.Context, f *File) {
	if s.pictures == nil || !strings.HasPrefix(f.Type, "image/") {
		return
	}
	b, _, err := s.blobs.Open(ctx, f.File)
	if err != nil {
		return
	}
	defer b.Close()
	f.Width, f.Height, _ = s.pictures.Size(b)
}

// checkFileName returns what is left of a name without the folders it may have
// been in: names are shown and offered for saving, and never become a path here.
func checkFileName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", Invalid("name", "is not valid UTF-8")
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "" {
		return "", Invalid("name", "is missing")
	}
	if utf8.RuneCountInString(name) > MaxFileName {
		return "", tooLong("name", MaxFileName, "characters")
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return "", Invalid("name", "contains a control character")
	}
	return name, nil
}

// OpenFile opens a file for those who may read it. The name is the one its
// owner gave it, when that is the actor.
func (s *Service) OpenFile(ctx context.Context, a Actor, file string) (Blob, *File, error) {
	file = fileName(file)
	if err := s.mayReadFile(ctx, a, file); err != nil {
		return nil, nil, err
	}
	if s.blobs == nil {
		return nil, nil, errNoBlobs
	}
	b, info, err := s.blobs.Open(ctx, file)
	if err != nil {
		return nil, nil, err
	}
	f := &File{BlobInfo: info}
	o, err := s.store.FileOwner(ctx, a.UserID, file)
	if err == nil {
		f.Name, f.CreatedAt = o.Name, o.CreatedAt
	} else if !IsCode(err, CodeNotFound) {
		b.Close()
		return nil, nil, err
	}
	return b, f, nil
}

// ThumbnailSides are the sizes of thumbnails. A few, so that they are made once
// for everybody.
var ThumbnailSides = []int{64, 128, 256, 512, 1024}

// Thumbnail returns a picture whose longer side has at most side pixels, one of
// ThumbnailSides. Of an avatar it takes the larger form.
func (s *Service) Thumbnail(ctx context.Context, a Actor, file string, side int) (*Picture, error) {
	file = fileName(file)
	if err := s.mayReadFile(ctx, a, file); err != nil {
		return nil, err
	}
	if s.blobs == nil || s.pictures == nil {
		return nil, errNoBlobs
	}
	avatar, err := s.store.Avatar(ctx, file)
	if err == nil && avatar.Large != "" {
		file = avatar.Large
	} else if err != nil && !IsCode(err, CodeNotFound) {
		return nil, err
	}
	// An alias may lead to other bytes one day: the key is what it leads to now.
	b, info, err := s.blobs.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	b.Close()
	return s.pictures.Thumbnail(ctx, info.File, side, func() (io.ReadSeekCloser, error) {
		b, _, err := s.blobs.Open(ctx, info.File)
		return b, err
	})
}

// transfers counts the uploads of each user that bring bytes.
type transfers struct {
	mu     sync.Mutex // for map work only
	active map[int64]int
}

func newTransfers() *transfers { return &transfers{active: map[int64]int{}} }

// begin takes a place until done is called.
func (t *transfers) begin(user int64) (done func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.active[user] >= maxTransfers {
		return nil, &Error{Code: CodeRateLimited, Message: fmt.Sprintf("you upload %d files already", maxTransfers), RetryAfter: time.Second}
	}
	t.active[user]++
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.active[user]--; t.active[user] == 0 {
			delete(t.active, user)
		}
	}), nil
}
