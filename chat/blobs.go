package chat

import (
	"context"
	"io"
)

// Blobs keeps the bytes of files under their hash, and of uploads under way. Its
// errors are those of this package: CodeNotFound, CodeTooLarge for more than the
// server takes, CodeUnavailable for a disk that is full.
type Blobs interface {
	// Open opens a file by its md5 or by what an old client announced for one.
	Open(ctx context.Context, file string) (Blob, BlobInfo, error)
	// Create begins an upload that ends with the process.
	Create(ctx context.Context, size int64) (BlobWriter, error)
	// CreateUpload begins one that Resume goes on with, also after a restart.
	CreateUpload(ctx context.Context, id string, size int64) (BlobWriter, error)
	Resume(ctx context.Context, id string, size int64, state []byte) (BlobWriter, error)
	RemoveUpload(id string) error
	// Uploads returns the ids that Resume would find.
	Uploads() ([]string, error)
	// SavePicture stores a picture where old clients look for avatars.
	SavePicture(ctx context.Context, picture []byte) (BlobInfo, error)
	// FreeSpace returns the bytes that the disk has left.
	FreeSpace() (int64, error)
}

// Blob is the content of a file, to be closed.
type Blob interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// BlobInfo describes a file.
type BlobInfo struct {
	File string // md5 of the bytes, 32 lower-case hex digits
	Size int64  // in bytes
	Type string // media type, sniffed from the bytes
}

// BlobWriter is an upload in one pair of hands. It ends with Suspend, Commit or
// Abort, the last of which may be called after another.
type BlobWriter interface {
	io.Writer
	Offset() int64
	Mark() []byte
	Rewind(mark []byte) error
	Suspend() (state []byte, err error)
	Commit(ctx context.Context) (BlobInfo, error)
	Abort()
}

// Pictures makes smaller pictures of pictures, upright and without what cameras
// write beside them. What is no picture, or too large to be decoded, is
// CodeInvalid or CodeTooLarge.
type Pictures interface {
	// Size returns the pixels of a picture as it is shown.
	Size(r io.ReadSeeker) (width, height int, err error)
	// Thumbnail makes a picture whose longer side has at most that many pixels.
	// What it made of a key before it need not make again, nor open its source.
	Thumbnail(ctx context.Context, key string, side int, open func() (io.ReadSeekCloser, error)) (*Picture, error)
	// Square cuts the middle out of a picture and scales it to each of sides.
	// Those smaller than 128 are PNG, for old clients.
	Square(ctx context.Context, r io.ReadSeeker, sides ...int) ([]Picture, error)
}

// Picture is an encoded picture.
type Picture struct {
	Type string
	Data []byte
}
