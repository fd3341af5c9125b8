package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"flamingo/blob"
	"flamingo/chat"
)

// blobs is the store of files as the rules see it: with their errors, and one
// area for what comes over REST. Both areas find what is in the other one.
type blobs struct{ store *blob.Store }

var _ chat.Blobs = blobs{}

func (b blobs) files() *blob.Area { return b.store.Area(blob.File) }

// blobError says in the codes of the rules what a client may know.
func blobError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &chat.Error{Code: chat.CodeNotFound, Message: "no such file", Err: err}
	case errors.Is(err, blob.ErrTooLarge):
		return &chat.Error{Code: chat.CodeTooLarge, Message: "the file is larger than this server takes, or than was declared", Err: err}
	case errors.Is(err, blob.ErrNoSpace):
		return &chat.Error{Code: chat.CodeUnavailable, Reason: chat.ReasonNoSpace, Message: "the disk of the server is full", Err: err}
	}
	return err
}

func blobInfo(i blob.Info) chat.BlobInfo {
	return chat.BlobInfo{File: i.MD5, Size: i.Size, Type: i.Type}
}

func (b blobs) Open(ctx context.Context, file string) (chat.Blob, chat.BlobInfo, error) {
	c, info, err := b.files().Open(ctx, file)
	if err != nil {
		return nil, chat.BlobInfo{}, blobError(err)
	}
	return c, blobInfo(info), nil
}

func (b blobs) Create(ctx context.Context, size int64) (chat.BlobWriter, error) {
	return writerOf(b.files().Create(ctx, size))
}

func (b blobs) CreateUpload(ctx context.Context, id string, size int64) (chat.BlobWriter, error) {
	return writerOf(b.files().CreateUpload(ctx, id, size))
}

func (b blobs) Resume(ctx context.Context, id string, size int64, state []byte) (chat.BlobWriter, error) {
	return writerOf(b.files().Resume(ctx, id, size, state))
}

func (b blobs) RemoveUpload(id string) error { return b.files().RemoveUpload(id) }
func (b blobs) Uploads() ([]string, error)   { return b.files().Uploads() }

func (b blobs) FreeSpace() (int64, error) { return b.files().FreeSpace() }

func (b blobs) SavePicture(ctx context.Context, picture []byte) (chat.BlobInfo, error) {
	w, err := b.store.Area(blob.Image).Create(ctx, int64(len(picture)))
	if err != nil {
		return chat.BlobInfo{}, blobError(err)
	}
	defer w.Abort()
	if _, err := w.Write(picture); err != nil {
		return chat.BlobInfo{}, blobError(err)
	}
	info, err := w.Commit(ctx, "")
	return blobInfo(info), blobError(err)
}

// blobWriter is an upload with the errors of the rules.
type blobWriter struct{ *blob.Writer }

func writerOf(w *blob.Writer, err error) (chat.BlobWriter, error) {
	if err != nil {
		return nil, blobError(err)
	}
	return blobWriter{w}, nil
}

func (w blobWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	return n, blobError(err)
}

func (w blobWriter) Commit(ctx context.Context) (chat.BlobInfo, error) {
	info, err := w.Writer.Commit(ctx, "")
	if err != nil {
		return chat.BlobInfo{}, blobError(fmt.Errorf("store file: %w", err))
	}
	return blobInfo(info), nil
}
