package blob

import (
	"context"
	"crypto/md5"
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// uploadDir of an area has the uploads that go on after a restart, by the names
// that their owner gave them.
const uploadDir = ".upload"

// An id becomes a file name, hence these characters only: those of rand.Text.
const (
	maxUploadID = 64
	uploadChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
)

func uploadPath(id string) (string, error) {
	if id == "" || len(id) > maxUploadID || strings.Trim(id, uploadChars) != "" {
		return "", fmt.Errorf("upload %q: %w", id, fs.ErrNotExist)
	}
	return path.Join(uploadDir, id), nil
}

// CreateUpload begins an upload that Resume finds again, also after a restart.
// The id is of the caller's making: up to 64 characters of A-Z and 2-7.
func (a *Area) CreateUpload(ctx context.Context, id string, size int64) (*Writer, error) {
	name, err := uploadPath(id)
	if err != nil {
		return nil, err
	}
	if err := a.admit(ctx, size); err != nil {
		return nil, err
	}
	f, err := a.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create upload: %w", noSpace(err))
	}
	return &Writer{area: a, size: size, temp: temp{a, f, name}, hash: md5.New()}, nil
}

// Resume goes on with an upload where its file ends. State is what Suspend
// returned, or nil: without it, as after a crash, what is there is hashed again.
// The error wraps fs.ErrNotExist when there is no such upload.
func (a *Area) Resume(ctx context.Context, id string, size int64, state []byte) (_ *Writer, err error) {
	name, err := uploadPath(id)
	if err != nil {
		return nil, err
	}
	f, err := a.root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("resume upload: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	w := &Writer{area: a, size: size, temp: temp{a, f, name}, hash: md5.New()}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("resume upload: %w", err)
	}
	if end > size {
		return nil, fmt.Errorf("resume upload: %w: %d bytes of %d", ErrTooLarge, end, size)
	}
	if !w.restore(state) || w.offset > end {
		w.hash.Reset()
		w.offset = 0
	}
	if _, err := io.Copy(w.hash, readerUntil{ctx, io.NewSectionReader(f, w.offset, end-w.offset)}); err != nil {
		return nil, fmt.Errorf("resume upload: %w", err)
	}
	w.offset = end
	w.head = make([]byte, sniffSize)
	n, err := f.ReadAt(w.head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("resume upload: %w", err)
	}
	w.head = w.head[:n]
	return w, nil
}

// state is what restore needs to go on at the present offset.
func (w *Writer) state() []byte {
	state, err := w.hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil // md5 has no such error; the file would be hashed again
	}
	return binary.BigEndian.AppendUint64(state, uint64(w.offset))
}

func (w *Writer) restore(state []byte) bool {
	if len(state) < 8 {
		return false
	}
	hash, offset := state[:len(state)-8], state[len(state)-8:]
	if w.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(hash) != nil {
		return false
	}
	w.offset = int64(binary.BigEndian.Uint64(offset))
	return w.offset >= 0
}

// Suspend closes the upload for Resume to go on with, and returns the state for it.
func (w *Writer) Suspend() ([]byte, error) {
	if w.ended {
		return nil, errors.New("suspend upload: it has ended")
	}
	w.ended = true
	return w.state(), w.temp.file.Close()
}

// Mark returns what Rewind needs to come back to the present offset.
func (w *Writer) Mark() []byte { return w.state() }

// Rewind forgets what was written since mark was made.
func (w *Writer) Rewind(mark []byte) error {
	if !w.restore(mark) {
		return errors.New("rewind upload: this is no mark")
	}
	if err := w.temp.file.Truncate(w.offset); err != nil {
		return fmt.Errorf("rewind upload: %w", err)
	}
	if _, err := w.temp.file.Seek(w.offset, io.SeekStart); err != nil {
		return fmt.Errorf("rewind upload: %w", err)
	}
	w.head = w.head[:min(int64(len(w.head)), w.offset)]
	return nil
}

// Uploads returns the ids of the uploads that Resume finds.
func (a *Area) Uploads() ([]string, error) {
	list, err := fs.ReadDir(a.root.FS(), uploadDir)
	if err != nil {
		return nil, fmt.Errorf("list uploads: %w", err)
	}
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.Name()
	}
	return ids, nil
}

// RemoveUpload removes an upload that nobody writes to. There need be none.
func (a *Area) RemoveUpload(id string) error {
	name, err := uploadPath(id)
	if err == nil {
		err = a.root.Remove(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
