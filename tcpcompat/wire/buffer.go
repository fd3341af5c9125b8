package wire

import (
	"errors"
	"io"
	"math/bits"
	"sync"
)

const (
	// minBuffer is the capacity of the smallest pooled buffer; most messages and
	// their answers fit.
	minBuffer = 1 << 10

	// firstBuffer is what a body of unknown honesty gets to begin with; from then
	// on the capacity doubles each time it has been filled.
	firstBuffer = 4 << 10

	// bufferClasses is the number of pools. The largest holds 1 MiB, enough for
	// the 512 KiB pieces of a file; larger buffers are left to the collector.
	bufferClasses = 11
)

// buffers are the pools: class i has buffers of exactly minBuffer<<i bytes.
var buffers [bufferClasses]sync.Pool

// buffer is a byte slice that goes back to its pool by release.
type buffer struct{ b []byte }

func bufferClass(n int) int { return bits.Len(uint(max(n, 1)-1) / minBuffer) }

// newBuffer returns an empty buffer for at least n bytes.
func newBuffer(n int) *buffer {
	class := bufferClass(n)
	if class >= bufferClasses {
		return &buffer{b: make([]byte, 0, n)}
	}
	if b, ok := buffers[class].Get().(*buffer); ok {
		return b
	}
	return &buffer{b: make([]byte, 0, minBuffer<<class)}
}

// release hands the memory to the next user. It may be called on nil.
func (b *buffer) release() {
	if b == nil {
		return
	}
	if class := bufferClass(cap(b.b)); class < bufferClasses {
		b.b = b.b[:0]
		buffers[class].Put(b)
	}
}

// room returns the free part of b that limits its length to limit, growing b to
// twice its size when it is full. It is empty when limit is reached.
func (b *buffer) room(limit int) []byte {
	if len(b.b) == cap(b.b) && cap(b.b) < limit {
		larger := newBuffer(min(2*cap(b.b), limit))
		larger.b = append(larger.b, b.b...)
		b.b, larger.b = larger.b, b.b
		larger.release()
	}
	return b.b[len(b.b):max(len(b.b), min(cap(b.b), limit))]
}

// fill reads from src until b has n bytes. Its memory is at most about twice what
// has arrived, so a peer that announces a lot and sends little costs little.
func (b *buffer) fill(src io.Reader, n int) error {
	for len(b.b) < n {
		got, err := io.ReadFull(src, b.room(n))
		b.b = b.b[:len(b.b)+got]
		if err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// unexpected turns an end of stream into io.ErrUnexpectedEOF: only between two
// frames is the end a proper one.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
