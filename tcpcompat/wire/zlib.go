package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// zlibLevel is the level of the original server (section 2).
const zlibLevel = 6

// emptyStream is a zlib stream of nothing, to make a reader before there is data.
var emptyStream = []byte{0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01}

// inflater is a zlib reader with the source it reads from. A new one allocates
// tens of kilobytes, a pooled one nothing.
type inflater struct {
	src bytes.Reader
	zr  io.ReadCloser
}

var inflaters = sync.Pool{New: func() any {
	zr, err := zlib.NewReader(bytes.NewReader(emptyStream))
	if err != nil {
		panic("wire: the empty zlib stream does not read: " + err.Error())
	}
	return &inflater{zr: zr}
}}

// inflate returns what the zlib stream in payload holds, size bytes at most. Less
// is accepted, more and a bad checksum are malformed (section 2). Memory follows
// the bytes produced, not size.
func inflate(payload []byte, size int) (_ *buffer, err error) {
	z := inflaters.Get().(*inflater)
	defer inflaters.Put(z)
	defer z.src.Reset(nil) // keep no reference to payload
	z.src.Reset(payload)
	if err := z.zr.(zlib.Resetter).Reset(&z.src, nil); err != nil {
		return nil, fmt.Errorf("%w: zlib stream: %w", ErrMalformed, err)
	}

	out := newBuffer(min(size, firstBuffer))
	defer func() {
		if err != nil {
			out.release()
		}
	}()
	var excess [1]byte
	for {
		window := out.room(size)
		full := len(window) == 0
		if full {
			window = excess[:] // the end and its checksum are still to come
		}
		n, err := z.zr.Read(window)
		if full && n > 0 {
			return nil, fmt.Errorf("%w: zlib stream holds more than the %d bytes announced", ErrMalformed, size)
		}
		out.b = out.b[:len(out.b)+n]
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("%w: zlib stream: %w", ErrMalformed, err)
		}
	}
}

// deflater is a zlib writer that appends to a slice. A new one allocates about a
// megabyte: always take it with takeDeflater, and give it back.
type deflater struct {
	dst []byte
	zw  *zlib.Writer
}

// Write appends p; it cannot fail.
func (d *deflater) Write(p []byte) (int, error) {
	d.dst = append(d.dst, p...)
	return len(p), nil
}

// deflaters keeps those that nobody uses, one for each processor. A sync.Pool
// would leave them to the garbage collector between any two bursts.
var deflaters = make(chan *deflater, runtime.GOMAXPROCS(0))

func takeDeflater() *deflater {
	select {
	case d := <-deflaters:
		return d
	default:
	}
	d := new(deflater)
	zw, err := zlib.NewWriterLevel(d, zlibLevel)
	if err != nil {
		panic("wire: zlib level: " + err.Error())
	}
	d.zw = zw
	return d
}

func (d *deflater) giveBack() {
	select {
	case deflaters <- d:
	default:
	}
}

// deflate appends body as a zlib stream to dst.
func deflate(dst, body []byte) ([]byte, error) {
	d := takeDeflater()
	defer d.giveBack()
	d.dst = dst
	d.zw.Reset(d)
	_, err := d.zw.Write(body)
	err = errors.Join(err, d.zw.Close())
	dst, d.dst = d.dst, nil
	return dst, err
}
