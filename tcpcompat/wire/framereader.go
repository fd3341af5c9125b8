package wire

import (
	"encoding/binary"
	"fmt"
	"io"
)

// innerLengthSize is the length in front of a body. It is read together with a
// header, because the repair of Android sizes needs it.
const innerLengthSize = 4

// FrameReader takes the bodies out of the frames of a chat connection. It belongs
// to one goroutine. It never reads past the frame it works on, and while it waits
// for the next one it holds no buffer.
type FrameReader struct {
	// MaxBody limits the bodies that are accepted, compressed and inflated; it
	// may be changed between two calls of Next, for example by a login.
	//
	// A header that names more than MaxBody bytes but no more than the protocol
	// allows is refused when its body begins to arrive, not before: the original
	// waits there in silence, and waiting costs nothing.
	MaxBody int

	// Began, unless nil, is called in each Next as soon as something of a frame
	// has arrived: the moment to set a deadline for the rest of it.
	Began func()

	src  io.Reader
	body *buffer // what Next returned last
	head [chatHeaderSize + innerLengthSize]byte
}

// NewFrameReader returns a reader that accepts all that the protocol allows.
func NewFrameReader(src io.Reader) *FrameReader {
	return &FrameReader{MaxBody: MaxBody, src: src}
}

// Next returns the body of the next frame, inflated. It is valid until the next
// call, which gives its memory to others.
//
// The error is io.EOF when the stream ends between two frames,
// io.ErrUnexpectedEOF when it ends within one, wraps [ErrMalformed] or
// [ErrTooLarge] for what the peer did wrong, and else is that of the source. After
// an error the position in the stream is lost and Next must not be called again.
func (r *FrameReader) Next() ([]byte, error) {
	r.body.release()
	r.body = nil
	h, err := r.readHead()
	if err != nil {
		return nil, err
	}
	size, inner := h.payload(), binary.BigEndian.Uint32(r.head[chatHeaderSize:])
	if h.flag == flagPlain && h.compressed == 0 { // all that Android sends
		size = repairChatSize(size, inner)
	}
	if largest := max(size, h.original); largest > r.MaxBody {
		return nil, fmt.Errorf("%w: frame of %d bytes, limit %d", ErrTooLarge, largest, r.MaxBody)
	}

	payload := newBuffer(min(size, firstBuffer))
	payload.b = append(payload.b, r.head[chatHeaderSize:]...)
	if err := payload.fill(r.src, size); err != nil {
		payload.release()
		return nil, err
	}
	if h.flag != flagCompressed {
		r.body = payload
		return r.body.b, nil
	}
	body, err := inflate(payload.b, h.original)
	payload.release()
	if err != nil {
		return nil, err
	}
	r.body = body
	return r.body.b, nil
}

// readHead fills head with a header and the first bytes of its payload. One read
// asks for both: no valid payload is so short that this could reach into the next
// frame, and the header is checked before anything more is waited for.
func (r *FrameReader) readHead() (chatHeader, error) {
	n, err := io.ReadAtLeast(r.src, r.head[:], 1)
	if err != nil {
		return chatHeader{}, err
	}
	if r.Began != nil {
		r.Began()
	}
	if n < chatHeaderSize {
		more, err := io.ReadAtLeast(r.src, r.head[n:], chatHeaderSize-n)
		if err != nil {
			return chatHeader{}, unexpected(err)
		}
		n += more
	}
	h, err := parseChatHeader(r.head[:chatHeaderSize])
	if err != nil {
		return h, err
	}
	if _, err := io.ReadFull(r.src, r.head[n:]); err != nil {
		return h, unexpected(err)
	}
	return h, nil
}
