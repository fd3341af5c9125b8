package wire

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

const (
	// bodyHeadSize is the part of a body before its values: length, checksum,
	// command, sequence number (section 3).
	bodyHeadSize = 14

	// bodySkipSize is length and checksum, which every reader ignores.
	bodySkipSize = 6

	// maxVarintSize is the longest length prefix of a string, in bytes (section 3).
	maxVarintSize = 5

	// maxInt64Digits is the longest decimal int64, sign included.
	maxInt64Digits = 20
)

// Reader takes the values out of a body in their order. It keeps the first error:
// the methods after it return zero values, and [Reader.Err] tells once at the end.
// Values that alias the body are valid as long as the body is.
type Reader struct {
	Cmd Cmd   // zero when the body is too short to have one
	Seq int32 // any value; answers repeat it

	buf []byte
	off int
	err error
}

// NewReader reads the head of a body. The inner length and the checksum are not
// looked at (section 3, CLIENTS.md section 2).
func NewReader(body []byte) Reader {
	r := Reader{buf: body}
	r.take(bodySkipSize, "body head")
	r.Cmd = Cmd(r.Int32("command"))
	r.Seq = r.Int32("sequence number")
	return r
}

// Err returns the first error, which wraps [ErrMalformed] and names the field.
func (r *Reader) Err() error { return r.err }

// Rest returns what has not been read yet, nil after an error. Bytes after the
// last expected value are to be ignored (section 3).
func (r *Reader) Rest() []byte {
	if r.err != nil {
		return nil
	}
	return r.buf[r.off:]
}

// Int32 reads a big-endian int32.
func (r *Reader) Int32(field string) int32 {
	b := r.take(4, field)
	if b == nil {
		return 0
	}
	return int32(binary.BigEndian.Uint32(b))
}

// Int64 reads an int64, which travels as a string of decimal digits.
func (r *Reader) Int64(field string) int64 {
	digits := r.Bytes(field)
	if r.err != nil {
		return 0
	}
	n, err := parseInt64(digits)
	if err != nil {
		r.err = fmt.Errorf("%w: %s is no int64", err, field)
	}
	return n
}

// String reads a string and copies it. It need not be valid UTF-8.
func (r *Reader) String(field string) string { return string(r.Bytes(field)) }

// Bytes reads a string without copying it.
func (r *Reader) Bytes(field string) []byte {
	return r.take(r.length(field), field)
}

// DataOrRest reads a string that nothing follows and whose length may be too
// small: the Android client counts UTF-16 units in 1001 and 1002 while it writes
// UTF-8 (CLIENTS.md section 2). If valid refuses the string as declared but takes
// all that is left of the body, that is what was meant, and everything is read.
func (r *Reader) DataOrRest(field string, valid func([]byte) bool) []byte {
	n := r.length(field)
	if r.err != nil {
		return nil
	}
	rest := r.buf[r.off:]
	declared := r.take(n, field)
	if r.err != nil || len(declared) == len(rest) || valid(declared) || !valid(rest) {
		return declared
	}
	r.off = len(r.buf)
	return rest
}

// length reads the prefix of a string: base-128, least significant group first,
// over-long forms included (section 3).
func (r *Reader) length(field string) uint64 {
	var n uint64
	for i := range maxVarintSize {
		b := r.take(1, field)
		if b == nil {
			return 0
		}
		n |= uint64(b[0]&0x7f) << (7 * i)
		if b[0] < 0x80 {
			return n
		}
	}
	r.err = fmt.Errorf("%w: length of %s at offset %d has more than %d bytes",
		ErrMalformed, field, r.off-maxVarintSize, maxVarintSize)
	return 0
}

// take returns the next n bytes, never nil unless there is an error.
func (r *Reader) take(n uint64, field string) []byte {
	if r.err != nil {
		return nil
	}
	if rest := len(r.buf) - r.off; n > uint64(rest) {
		r.err = fmt.Errorf("%w: %s at offset %d needs %d bytes, %d left", ErrMalformed, field, r.off, n, rest)
		return nil
	}
	b := r.buf[r.off : r.off+int(n) : r.off+int(n)]
	r.off += int(n)
	if b == nil {
		return []byte{}
	}
	return b
}

// parseInt64 reads decimal digits with an optional sign.
func parseInt64(digits []byte) (int64, error) {
	if len(digits) > maxInt64Digits {
		return 0, ErrMalformed
	}
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0, ErrMalformed
	}
	return n, nil
}
