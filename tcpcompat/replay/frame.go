package replay

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"flamingo/tcpcompat/wire"
)

const (
	chatHeaderSize = 25 // flag, two sizes, reserved (WIRE.md section 2)
	fileHeaderSize = 8  // one size (WIRE.md section 9)
	bodyHeadSize   = 14 // length, checksum, command, sequence number (WIRE.md section 3)
)

// FrameOptions override parts of a frame that is sent. Without Compress a chat
// frame is plain.
type FrameOptions struct {
	Compress       bool   `json:"compress"`        // zlib payload and flag 1
	Flag           *uint8 `json:"flag"`            // compress flag
	OriginSize     *int32 `json:"origin_size"`     // size of the body in the header
	CompressedSize *int32 `json:"compressed_size"` // size of the payload in the header
	PackageSize    *int64 `json:"package_size"`    // size in the header of a file package
	InnerLength    *int32 `json:"inner_length"`    // length in front of the body
	Checksum       string `json:"checksum"`        // 2 bytes in hex
	Trailing       string `json:"trailing"`        // bytes behind the last field, in hex
	Reserved       string `json:"reserved"`        // 16 bytes in hex
}

// encode returns the frame of a step, as a client would send it to the port.
func (v *variables) encode(port string, s *Step) ([]byte, error) {
	body, err := v.body(s)
	if err != nil {
		return nil, err
	}
	if port == "chat" {
		return s.Frame.chat(body)
	}
	return s.Frame.file(body), nil
}

// body returns the body of a step, overrides included.
func (v *variables) body(s *Step) ([]byte, error) {
	if s.Seq == nil {
		return nil, errors.New("no sequence number to send")
	}
	b := wire.NewBody(nil, wire.Cmd(s.Cmd), *s.Seq)
	for i, f := range s.Fields {
		switch f.Type {
		case "string":
			p, err := v.bytes(f)
			if err != nil {
				return nil, fmt.Errorf("field %d: %w", i, err)
			}
			b = b.Data(p)
		case "int32", "int64":
			n, err := v.integer(f.Value)
			if err != nil {
				return nil, fmt.Errorf("field %d: %w", i, err)
			}
			if f.Type == "int32" {
				b = b.Int32(int32(n))
			} else {
				b = b.Int64(n)
			}
		default:
			return nil, fmt.Errorf("field %d has unknown type %q", i, f.Type)
		}
	}
	return s.Frame.override(b.Bytes())
}

// override applies the options that concern a body.
func (o *FrameOptions) override(body []byte) ([]byte, error) {
	trailing, err := unhex(o.Trailing)
	if err != nil {
		return nil, fmt.Errorf("trailing bytes: %w", err)
	}
	body = append(body, trailing...)
	length := int32(len(body))
	if o.InnerLength != nil {
		length = *o.InnerLength
	}
	binary.BigEndian.PutUint32(body, uint32(length))
	checksum, err := unhex(o.Checksum)
	if err != nil {
		return nil, fmt.Errorf("checksum: %w", err)
	}
	copy(body[4:6], checksum)
	return body, nil
}

// chat puts the header of the chat port in front of a body.
func (o *FrameOptions) chat(body []byte) ([]byte, error) {
	var flag uint8
	original, compressed := int32(len(body)), int32(0)
	payload := body
	if o.Compress {
		var z bytes.Buffer
		zw := zlib.NewWriter(&z)
		zw.Write(body)
		zw.Close()
		payload, flag, compressed = z.Bytes(), 1, int32(z.Len())
	}
	if o.Flag != nil {
		flag = *o.Flag
	}
	if o.OriginSize != nil {
		original = *o.OriginSize
	}
	if o.CompressedSize != nil {
		compressed = *o.CompressedSize
	}
	reserved, err := unhex(o.Reserved)
	if err != nil {
		return nil, fmt.Errorf("reserved bytes: %w", err)
	}
	header := make([]byte, chatHeaderSize, chatHeaderSize+len(payload))
	header[0] = flag
	binary.LittleEndian.PutUint32(header[1:], uint32(original))
	binary.LittleEndian.PutUint32(header[5:], uint32(compressed))
	copy(header[9:], reserved)
	return append(header, payload...), nil
}

// file puts the header of the file and image ports in front of a body.
func (o *FrameOptions) file(body []byte) []byte {
	size := int64(len(body))
	if o.PackageSize != nil {
		size = *o.PackageSize
	}
	return append(binary.LittleEndian.AppendUint64(nil, uint64(size)), body...)
}

// readChat reads a frame of the server and returns its body. Servers compress
// every frame and announce both sizes truly; clients depend on it.
func readChat(r io.Reader) ([]byte, error) {
	var header [chatHeaderSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	original := int32(binary.LittleEndian.Uint32(header[1:]))
	compressed := int32(binary.LittleEndian.Uint32(header[5:]))
	if header[0] != 1 {
		return nil, fmt.Errorf("compress flag %d, want 1 in every frame", header[0])
	}
	if original <= 0 || original > wire.MaxSentBody || compressed <= 0 || compressed > wire.MaxSentBody {
		return nil, fmt.Errorf("sizes %d and %d in the header, limit %d", original, compressed, wire.MaxSentBody)
	}
	payload := make([]byte, compressed)
	if _, err := io.ReadFull(r, payload); err != nil {
		return nil, err
	}
	zr, err := zlib.NewReader(bytes.NewReader(payload))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	body, err := io.ReadAll(zr)
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	if len(body) != int(original) {
		return nil, fmt.Errorf("original size %d in the header, %d after inflating", original, len(body))
	}
	return body, checkLength(body)
}

// readFile reads a package of the server and returns its body.
func readFile(r io.Reader) ([]byte, error) {
	var header [fileHeaderSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint64(header[:]))
	if size <= 0 || size > wire.MaxPackage {
		return nil, fmt.Errorf("package size %d, limit %d", size, wire.MaxPackage)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	return body, checkLength(body)
}

// checkLength compares the inner length with the body.
func checkLength(body []byte) error {
	if len(body) < bodyHeadSize {
		return fmt.Errorf("body of %d bytes has no head", len(body))
	}
	if n := binary.BigEndian.Uint32(body); int(n) != len(body) {
		return fmt.Errorf("inner length %d, body has %d bytes", n, len(body))
	}
	return nil
}
