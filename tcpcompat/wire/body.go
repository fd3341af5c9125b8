package wire

import (
	"encoding/binary"
	"strconv"
)

// Body builds a body value by value, in the order in which they are written:
//
//	body := wire.NewBody(nil, wire.CmdChat, seq).String(data).Int32(sender).Int32(target).Bytes()
//
// Each method returns the longer body; the one it was called on must not be used
// any more.
type Body struct {
	buf   []byte
	start int
}

// NewBody begins a body at the end of dst, which may be nil. The checksum is 0:
// nobody computes it (section 3).
func NewBody(dst []byte, cmd Cmd, seq int32) Body {
	b := Body{buf: dst, start: len(dst)}
	b.buf = append(b.buf, make([]byte, bodySkipSize)...)
	return b.Int32(int32(cmd)).Int32(seq)
}

// Int32 adds a big-endian int32.
func (b Body) Int32(v int32) Body {
	b.buf = binary.BigEndian.AppendUint32(b.buf, uint32(v))
	return b
}

// Int64 adds an int64 as a string of decimal digits.
func (b Body) Int64(v int64) Body {
	var digits [maxInt64Digits]byte
	return b.Data(strconv.AppendInt(digits[:0], v, 10))
}

// String adds a string.
func (b Body) String(s string) Body {
	b.buf = append(binary.AppendUvarint(b.buf, uint64(len(s))), s...)
	return b
}

// Data adds a string given as bytes.
func (b Body) Data(p []byte) Body {
	b.buf = append(binary.AppendUvarint(b.buf, uint64(len(p))), p...)
	return b
}

// Bytes writes the length in front of the body and returns it, behind what dst
// held before.
func (b Body) Bytes() []byte { return b.finish(0) }

// finish is Bytes for a body whose last n bytes are written by somebody else.
func (b Body) finish(n int) []byte {
	binary.BigEndian.PutUint32(b.buf[b.start:], uint32(len(b.buf)-b.start+n))
	return b.buf
}
