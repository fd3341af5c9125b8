package picture

import (
	"bufio"
	"encoding/binary"
	"image"
	"io"
)

// orientation is how a camera was held, in the numbers of EXIF: 1 is upright,
// 3 upside down, 6 and 8 on the side, the others mirrored.
type orientation int

const upright orientation = 1

// swaps tells whether width and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// apply turns a picture upright.
func (o orientation) apply(in image.Image) *image.NRGBA {
	src, ok := in.(*image.NRGBA)
	if ok && o == upright {
		return src
	}
	b := in.Bounds()
	w, h := b.Dx(), b.Dy()
	outW, outH := w, h
	if o.swaps() {
		outW, outH = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, outW, outH))
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch o {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			if ok {
				copy(out.Pix[out.PixOffset(tx, ty):][:4], src.Pix[src.PixOffset(b.Min.X+x, b.Min.Y+y):][:4])
			} else {
				out.Set(tx, ty, in.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return out
}

// Markers of JPEG.
const (
	markerStart       = 0xD8
	markerProgressive = 0xC2
	markerScan        = 0xDA
	markerApp1        = 0xE1
)

// maxSegments bounds the search for a header among what programs write before it.
const maxSegments = 500

// scanJPEG reads the segments before the picture itself: how it is to be turned,
// and whether it is progressive. What cannot be read is upright.
func scanJPEG(r *bufio.Reader) (turn orientation, progressive bool) {
	turn = upright
	var soi [2]byte
	if _, err := io.ReadFull(r, soi[:]); err != nil || soi != [2]byte{0xFF, markerStart} {
		return turn, false
	}
	for range maxSegments {
		marker, length, ok := nextSegment(r)
		switch {
		case !ok || marker == markerScan:
			return turn, progressive
		case marker == markerProgressive:
			progressive = true
		case marker == markerApp1 && turn == upright:
			data := make([]byte, length) // at most 64 KB, the segment's own limit
			if _, err := io.ReadFull(r, data); err != nil {
				return turn, progressive
			}
			turn = exifOrientation(data)
			continue
		}
		if _, err := r.Discard(length); err != nil {
			return turn, progressive
		}
	}
	return turn, progressive
}

func nextSegment(r *bufio.Reader) (marker byte, length int, ok bool) {
	var err error
	for b := byte(0); b != 0xFF; {
		if b, err = r.ReadByte(); err != nil {
			return 0, 0, false
		}
	}
	for marker = 0xFF; marker == 0xFF; { // fill bytes
		if marker, err = r.ReadByte(); err != nil {
			return 0, 0, false
		}
	}
	var size [2]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return 0, 0, false
	}
	length = int(binary.BigEndian.Uint16(size[:])) - 2
	return marker, length, length >= 0
}

// exifOrientation reads tag 0x0112 of the first directory in an APP1 segment.
func exifOrientation(data []byte) orientation {
	const head = "Exif\x00\x00"
	if len(data) < len(head)+8 || string(data[:len(head)]) != head {
		return upright
	}
	tiff := data[len(head):]
	var order binary.ByteOrder
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	const entry = 12
	n := uint64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + i*entry
		if e+entry > uint64(len(tiff)) {
			return upright
		}
		const tagOrientation, typeShort = 0x0112, 3
		if order.Uint16(tiff[e:]) != tagOrientation {
			continue
		}
		o := orientation(order.Uint16(tiff[e+8:]))
		if order.Uint16(tiff[e+2:]) != typeShort || o < 1 || o > 8 {
			return upright
		}
		return o
	}
	return upright
}
