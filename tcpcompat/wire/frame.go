package wire

import (
	"encoding/binary"
	"fmt"
)

const (
	// MaxBody is the largest size, compressed or not, that the header of a chat
	// frame may name: 10 MiB (section 2).
	MaxBody = 10 << 20

	// MaxSentBody is the largest body and the largest payload that the Windows
	// client accepts (CLIENTS.md section 2). Android takes [MaxAndroidBody].
	MaxSentBody = MaxBody - 1

	// MaxAndroidBody is the largest body after which an Android client keeps its
	// connection (CLIENTS.md section 1). [AppendFrame] does not check it: only the
	// caller knows who listens.
	MaxAndroidBody = 65534

	// chatHeaderSize is flag, original size, compressed size and 16 reserved bytes.
	chatHeaderSize = 25

	flagPlain      = 0
	flagCompressed = 1
)

// chatHeader is what matters of the header of a chat frame.
type chatHeader struct {
	flag       byte
	original   int // size of the body
	compressed int // size of the payload when flag is flagCompressed
}

// parseChatHeader refuses the sizes that the protocol forbids; the compressed
// size of a plain frame may be anything (section 2).
func parseChatHeader(b []byte) (chatHeader, error) {
	h := chatHeader{
		flag:       b[0],
		original:   int(int32(binary.LittleEndian.Uint32(b[1:]))),
		compressed: int(int32(binary.LittleEndian.Uint32(b[5:]))),
	}
	if err := checkSize("original size", int64(h.original), MaxBody); err != nil {
		return h, err
	}
	if h.flag == flagCompressed {
		return h, checkSize("compressed size", int64(h.compressed), MaxBody)
	}
	return h, nil
}

// payload is the number of bytes that follow the header.
func (h chatHeader) payload() int {
	if h.flag == flagCompressed {
		return h.compressed
	}
	return h.original
}

// checkSize refuses a size of a header that is not 1 to limit. What cannot even
// hold an inner length is refused here too, so that readers may always look at it.
func checkSize(field string, size, limit int64) error {
	switch {
	case size > limit:
		return fmt.Errorf("%w: %s %d, limit %d", ErrTooLarge, field, size, limit)
	case size < innerLengthSize:
		return fmt.Errorf("%w: %s %d", ErrMalformed, field, size)
	}
	return nil
}

// AppendFrame appends header and compressed body of one chat frame to dst. Write
// the result with one call: Android reads a body with a single read and gives up
// when that is short (CLIENTS.md section 1).
//
// Every frame is compressed whatever its size, because Android takes the
// compressed size even of a plain one. The reserved bytes are 0. A body or payload
// of more than [MaxSentBody] bytes is [ErrTooLarge], and dst is returned as it was.
func AppendFrame(dst, body []byte) ([]byte, error) {
	if len(body) > MaxSentBody {
		return dst, fmt.Errorf("%w: body of %d bytes, limit %d", ErrTooLarge, len(body), MaxSentBody)
	}
	if len(body) < bodyHeadSize {
		return dst, fmt.Errorf("%w: body of %d bytes has no head", ErrMalformed, len(body))
	}
	start := len(dst)
	var header [chatHeaderSize]byte
	framed, err := deflate(append(dst, header[:]...), body)
	if err != nil {
		return dst, fmt.Errorf("compress body: %w", err)
	}
	payload := len(framed) - start - chatHeaderSize
	if payload > MaxSentBody {
		return dst, fmt.Errorf("%w: payload of %d bytes, limit %d", ErrTooLarge, payload, MaxSentBody)
	}
	framed[start] = flagCompressed
	binary.LittleEndian.PutUint32(framed[start+1:], uint32(len(body)))
	binary.LittleEndian.PutUint32(framed[start+5:], uint32(payload))
	return framed, nil
}
