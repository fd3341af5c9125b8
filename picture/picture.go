// Package picture makes small pictures of large ones: thumbnails and avatars,
// upright and without what cameras write beside them.
//
// Pictures come from strangers. The size is read before anything is decoded,
// and what decoding would take of memory is held against a limit; one picture is
// decoded at a time, a few wait, the others are told to come again. Thumbnails
// are kept on disk, in a directory of bounded size.
package picture

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // the first picture of it
	"image/jpeg"
	"image/png"
	"io"
	"time"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"flamingo/chat"
)

// Limits of what is decoded.
const (
	maxPixels  = 50_000_000 // what phones take in their best setting
	maxDecoded = 384 << 20  // bytes of memory, which one picture at a time may take
	maxWaiting = 32         // for the decoder; a page shows about as many at once
	maxWait    = 15 * time.Second
)

// jpegQuality is where a person sees no difference at the size of a thumbnail.
const jpegQuality = 82

// pngBelow is the side below which squares are PNG: the avatars of old clients.
const pngBelow = 128

// Maker makes pictures. Its methods may be called from any goroutine.
type Maker struct {
	cache   *cache
	running flights
	waiting chan struct{}
	decoder chan struct{}
}

var _ chat.Pictures = (*Maker)(nil)

// New returns a Maker that keeps up to max bytes of thumbnails in dir, which it
// makes when missing.
func New(dir string, max int64) (*Maker, error) {
	c, err := openCache(dir, max)
	if err != nil {
		return nil, fmt.Errorf("open thumbnails: %w", err)
	}
	return &Maker{cache: c, waiting: make(chan struct{}, maxWaiting), decoder: make(chan struct{}, 1)}, nil
}

// Close closes the directory.
func (m *Maker) Close() error { return m.cache.close() }

var (
	errNoPicture = &chat.Error{Code: chat.CodeInvalid, Message: "this is no picture in a format that is known: JPEG, PNG, GIF, WebP or BMP"}
	errTooLarge  = &chat.Error{Code: chat.CodeTooLarge, Message: "the picture has too many pixels"}
	errBusy      = &chat.Error{Code: chat.CodeUnavailable, Message: "too many pictures at once, try again", RetryAfter: time.Second}
)

// begin waits for the decoder; done gives it back.
func (m *Maker) begin(ctx context.Context) (done func(), err error) {
	select {
	case m.waiting <- struct{}{}:
	default:
		return nil, errBusy
	}
	defer func() { <-m.waiting }()
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	select {
	case m.decoder <- struct{}{}:
		return func() { <-m.decoder }, nil
	case <-ctx.Done():
		return nil, errBusy
	}
}

// header is what is known of a picture before it is decoded.
type header struct {
	config  image.Config
	turn    orientation
	decoded int64 // bytes that decoding takes
}

func readHeader(r io.ReadSeeker) (header, error) {
	var h header
	config, format, err := image.DecodeConfig(bufio.NewReader(r))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return h, errNoPicture
	}
	h.config, h.turn = config, upright
	perPixel := int64(4)
	switch config.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		perPixel = 8
	}
	if format == "jpeg" {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return h, err
		}
		var progressive bool
		h.turn, progressive = scanJPEG(bufio.NewReader(r))
		if progressive { // all coefficients are held, 4 bytes each
			perPixel = 15
		}
	}
	_, err = r.Seek(0, io.SeekStart)
	h.decoded = int64(config.Width) * int64(config.Height) * perPixel
	return h, err
}

// Size returns the pixels of a picture as it is shown.
func (m *Maker) Size(r io.ReadSeeker) (width, height int, err error) {
	h, err := readHeader(r)
	if err != nil {
		return 0, 0, err
	}
	if h.turn.swaps() {
		return h.config.Height, h.config.Width, nil
	}
	return h.config.Width, h.config.Height, nil
}

// decode decodes a picture that is not too large, as it lies in the file.
func decode(r io.ReadSeeker) (image.Image, orientation, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, 0, err
	}
	if int64(h.config.Width)*int64(h.config.Height) > maxPixels || h.decoded > maxDecoded {
		return nil, 0, errTooLarge
	}
	img, _, err := image.Decode(bufio.NewReader(r))
	if err != nil {
		return nil, 0, errNoPicture
	}
	return img, h.turn, nil
}

// Thumbnail makes a picture whose longer side has at most that many pixels; a
// smaller one keeps its size.
func (m *Maker) Thumbnail(ctx context.Context, key string, side int, open func() (io.ReadSeekCloser, error)) (*chat.Picture, error) {
	name := fmt.Sprintf("%s-%d", key, side)
	if p := m.cache.get(name); p != nil {
		return p, nil
	}
	return m.running.do(ctx, name, func() (*chat.Picture, error) {
		done, err := m.begin(ctx)
		if err != nil {
			return nil, err
		}
		defer done()
		r, err := open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		img, turn, err := decode(r)
		if err != nil {
			return nil, err
		}
		p, err := encode(turn.apply(fit(img, side)), false)
		if err == nil {
			m.cache.put(name, p)
		}
		return p, err
	})
}

// Square cuts the middle out of a picture and scales it to each of sides.
func (m *Maker) Square(ctx context.Context, r io.ReadSeeker, sides ...int) ([]chat.Picture, error) {
	done, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	img, turn, err := decode(r)
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	side := min(b.Dx(), b.Dy())
	corner := b.Min.Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	middle := image.Rectangle{corner, corner.Add(image.Pt(side, side))}
	list := make([]chat.Picture, len(sides))
	for i, n := range sides {
		p, err := encode(turn.apply(scale(img, middle, n, n)), n < pngBelow)
		if err != nil {
			return nil, err
		}
		list[i] = *p
	}
	return list, nil
}

// fit scales a picture down until no side is longer than side.
func fit(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	return scale(img, b, w, h)
}

// scale draws part of img in w by h pixels. The good way is slow for large
// pictures: a quick one comes first, to twice the size that is wanted.
func scale(img image.Image, part image.Rectangle, w, h int) *image.NRGBA {
	if part.Dx() > 4*w && part.Dy() > 4*h {
		half := image.NewNRGBA(image.Rect(0, 0, 2*w, 2*h))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), img, part, draw.Src, nil)
		img, part = half, half.Bounds()
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, part, draw.Src, nil)
	return out
}

// encode writes a picture anew, so that nothing of the file it came from is left
// but what one sees.
func encode(img *image.NRGBA, asPNG bool) (*chat.Picture, error) {
	var out bytes.Buffer
	if asPNG || !img.Opaque() {
		err := png.Encode(&out, img)
		return &chat.Picture{Type: "image/png", Data: out.Bytes()}, err
	}
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	return &chat.Picture{Type: "image/jpeg", Data: out.Bytes()}, err
}
