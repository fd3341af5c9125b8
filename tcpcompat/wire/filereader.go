package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// packageReaders are the buffers of requests that are under way. Small fields are
// read through one; the bytes of a file bypass it when the destination is larger.
var packageReaders = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, firstBuffer) }}

// FileReader takes the requests out of a connection to the file or image port, in
// the manner of archive/tar: Next decodes the fields, Read or Chunk delivers the
// bytes of the file as they arrive. It belongs to one goroutine, never reads past
// the package it works on, and holds no buffer while it waits for the next one.
type FileReader struct {
	// MaxPackage limits the packages that are accepted; a header that names more
	// is refused at once.
	MaxPackage int64

	// Began, unless nil, is called in each Next as soon as something of a package
	// has arrived: the moment to set a deadline for the rest of it.
	Began func()

	src   io.Reader
	body  io.LimitedReader // of src, up to the end of the package
	in    *bufio.Reader    // of body; nil between two requests
	left  int64            // bytes of the package not taken out of in yet
	chunk int              // how many of them belong to the chunk
	held  *buffer          // what Chunk returned last
	head  [fileHeaderSize + innerLengthSize]byte
}

// NewFileReader returns a reader that accepts all that the protocol allows.
func NewFileReader(src io.Reader) *FileReader {
	return &FileReader{MaxPackage: MaxPackage, src: src}
}

// Next skips what is left of the last request and decodes the fields of the next
// one. The chunk of an upload has not been received yet when it returns, but fits
// the package.
//
// The error is io.EOF when the stream ends between two packages,
// io.ErrUnexpectedEOF when it ends within one, wraps [ErrMalformed] or
// [ErrTooLarge] for what the peer did wrong, and else is that of the source. After
// an error the position in the stream is lost and Next must not be called again.
func (r *FileReader) Next() (FileRequest, error) {
	if err := r.finish(); err != nil {
		return FileRequest{}, err
	}
	if err := r.readHead(); err != nil {
		return FileRequest{}, err
	}
	q, err := r.readFields()
	if err != nil {
		return FileRequest{}, fmt.Errorf("read file request: %w", err)
	}
	return q, nil
}

// Read reads from the chunk of the current request. It returns io.EOF at the end
// of the chunk and io.ErrUnexpectedEOF when the stream ends before.
func (r *FileReader) Read(p []byte) (int, error) {
	if r.chunk == 0 {
		return 0, io.EOF
	}
	n, err := r.in.Read(p[:min(len(p), r.chunk)])
	r.chunk -= n
	r.left -= int64(n)
	return n, unexpected(err)
}

// Chunk receives what Read has left of the chunk. The bytes are valid until Next.
func (r *FileReader) Chunk() ([]byte, error) {
	size := r.chunk
	r.held.release()
	r.held = newBuffer(min(size, firstBuffer))
	if err := r.held.fill(r, size); err != nil {
		return nil, fmt.Errorf("read chunk: %w", err)
	}
	return r.held.b, nil
}

// finish ends the current request, if any, and gives back its buffers.
func (r *FileReader) finish() error {
	r.held.release()
	r.held, r.chunk = nil, 0
	if r.in == nil {
		return nil
	}
	_, err := r.in.Discard(int(r.left))
	r.left = 0
	r.in.Reset(nil)
	packageReaders.Put(r.in)
	r.in = nil
	return unexpected(err)
}

// readHead reads the size of a package together with its inner length, checks
// the size before it waits for more, and makes the rest readable through in.
func (r *FileReader) readHead() error {
	n, err := io.ReadAtLeast(r.src, r.head[:], 1)
	if err != nil {
		return err
	}
	if r.Began != nil {
		r.Began()
	}
	if n < fileHeaderSize {
		more, err := io.ReadAtLeast(r.src, r.head[n:], fileHeaderSize-n)
		if err != nil {
			return unexpected(err)
		}
		n += more
	}
	size := int64(binary.LittleEndian.Uint64(r.head[:]))
	if err := checkSize("package size", size, r.MaxPackage); err != nil {
		return err
	}
	if _, err := io.ReadFull(r.src, r.head[n:]); err != nil {
		return unexpected(err)
	}
	size = repairPackageSize(size, binary.BigEndian.Uint32(r.head[fileHeaderSize:]))
	if size > r.MaxPackage {
		return fmt.Errorf("%w: package of %d bytes, limit %d", ErrTooLarge, size, r.MaxPackage)
	}
	r.left = size - innerLengthSize
	r.body = io.LimitedReader{R: r.src, N: r.left}
	r.in = packageReaders.Get().(*bufio.Reader)
	r.in.Reset(&r.body)
	return nil
}

// readFields decodes the fields in their fixed order (CLIENTS.md section 7).
func (r *FileReader) readFields() (q FileRequest, err error) {
	if _, err = r.take(bodySkipSize-innerLengthSize, "checksum"); err != nil {
		return q, err
	}
	cmd, err := r.int32("command")
	if err != nil {
		return q, err
	}
	if q.Cmd = FileCmd(cmd); q.Cmd != FileUpload && q.Cmd != FileDownload {
		return q, fmt.Errorf("%w: file command %d", ErrMalformed, cmd)
	}
	if q.Seq, err = r.int32("sequence number"); err != nil {
		return q, err
	}
	if q.Name, err = r.name(); err != nil {
		return q, err
	}
	if q.Offset, err = r.int64("offset"); err != nil {
		return q, err
	}
	if q.Size, err = r.int64("file size"); err != nil {
		return q, err
	}
	chunk, err := r.length("chunk")
	if err != nil {
		return q, err
	}
	if chunk > uint64(r.left) {
		return q, short("chunk", chunk, r.left)
	}
	if q.Cmd == FileUpload {
		r.chunk = int(chunk)
		q.ChunkSize = r.chunk
		return q, nil
	}
	q.NetType, err = r.netType(int64(chunk))
	return q, err
}

// netType reads the last field of a download request, behind a chunk that nobody
// needs. Android writes the empty chunk twice; the second one is a single zero
// byte in front of the number (CLIENTS.md section 7).
func (r *FileReader) netType(chunk int64) (NetType, error) {
	n, err := r.in.Discard(int(chunk))
	r.left -= int64(n)
	if err != nil {
		return 0, unexpected(err)
	}
	if chunk == 0 && r.left == 5 {
		b, err := r.in.Peek(1)
		if err != nil {
			return 0, unexpected(err)
		}
		if b[0] == 0 {
			if _, err := r.take(1, "second chunk"); err != nil {
				return 0, err
			}
		}
	}
	v, err := r.int32("network type")
	return NetType(v), err
}

// take returns the next n bytes, n at most firstBuffer, until the next read.
func (r *FileReader) take(n int64, field string) ([]byte, error) {
	if n > r.left {
		return nil, short(field, uint64(n), r.left)
	}
	b, err := r.in.Peek(int(n))
	if err != nil {
		return nil, unexpected(err)
	}
	r.left -= n
	_, err = r.in.Discard(int(n))
	return b, err
}

func (r *FileReader) int32(field string) (int32, error) {
	b, err := r.take(4, field)
	if err != nil {
		return 0, err
	}
	return int32(binary.BigEndian.Uint32(b)), nil
}

func (r *FileReader) int64(field string) (int64, error) {
	size, err := r.length(field)
	if err != nil {
		return 0, err
	}
	if size > maxInt64Digits {
		return 0, fmt.Errorf("%w: %s of %d digits", ErrMalformed, field, size)
	}
	digits, err := r.take(int64(size), field)
	if err != nil {
		return 0, err
	}
	n, err := parseInt64(digits)
	if err != nil {
		return 0, fmt.Errorf("%w: %s is no int64", err, field)
	}
	return n, nil
}

func (r *FileReader) name() (string, error) {
	size, err := r.length("file name")
	if err != nil {
		return "", err
	}
	if err := checkFileName(size); err != nil {
		return "", err
	}
	b, err := r.take(int64(size), "file name")
	return string(b), err
}

// length reads the prefix of a string, as [Reader] does.
func (r *FileReader) length(field string) (uint64, error) {
	var n uint64
	for i := range maxVarintSize {
		b, err := r.take(1, field)
		if err != nil {
			return 0, err
		}
		n |= uint64(b[0]&0x7f) << (7 * i)
		if b[0] < 0x80 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: length of %s has more than %d bytes", ErrMalformed, field, maxVarintSize)
}

// short is the error for a field that ends behind its package.
func short(field string, need uint64, left int64) error {
	return fmt.Errorf("%w: %s needs %d bytes, %d left", ErrMalformed, field, need, left)
}
