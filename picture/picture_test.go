package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"flamingo/chat"
)

func newMaker(t *testing.T) *Maker {
	t.Helper()
	m, err := New(filepath.Join(t.TempDir(), "thumbcache"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// halves is a picture whose left half is red and right half blue, with a green
// first row.
func halves(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			if y < h/4 {
				c.G = 255
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// withEXIF puts an orientation and a location into a JPEG.
func withEXIF(t *testing.T, img image.Image, turn orientation) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(turn), 0, 0)
	tiff = append(tiff, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0)
	tiff = append(tiff, "GPS 48.8583 N 2.2945 E"...)
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, plain.Bytes()[:2]...)
	out = append(out, 0xFF, 0xE1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(app1)+2))
	out = append(out, app1...)
	return append(out, plain.Bytes()[2:]...)
}

func source(b []byte) func() (io.ReadSeekCloser, error) {
	return func() (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(b)}, nil }
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func decodeTest(t *testing.T, p *chat.Picture) image.Image {
	t.Helper()
	img, format, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil || "image/"+format != p.Type {
		t.Fatalf("got a %s that says it is %s, error %v", format, p.Type, err)
	}
	return img
}

// nameOf tells the four corners of halves apart after scaling.
func nameOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	s := ""
	for _, v := range []struct {
		name  string
		value uint32
	}{{"r", r}, {"g", g}, {"b", b}} {
		if v.value > 0x7FFF {
			s += v.name
		}
	}
	return s
}

// TestThumbnailsAreUprightAndTellNoPlace goes through all orientations: the
// stored picture is turned the other way, so that all thumbnails look the same.
func TestThumbnailsAreUprightAndTellNoPlace(t *testing.T) {
	m := newMaker(t)
	for turn := orientation(1); turn <= 8; turn++ {
		inverse := map[orientation]orientation{6: 8, 8: 6}[turn]
		if inverse == 0 {
			inverse = turn
		}
		file := withEXIF(t, inverse.apply(halves(400, 200)), turn)
		if !bytes.Contains(file, []byte("GPS 48")) {
			t.Fatal("the test picture tells no place")
		}
		w, h, err := m.Size(bytes.NewReader(file))
		if err != nil || w != 400 || h != 200 {
			t.Errorf("orientation %d: got %dx%d, error %v, want 400x200", turn, w, h, err)
		}
		p, err := m.Thumbnail(t.Context(), fmt.Sprint(turn), 64, source(file))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(p.Data, []byte("GPS")) || bytes.Contains(p.Data, []byte("Exif")) {
			t.Errorf("orientation %d: the thumbnail has what the camera wrote", turn)
		}
		img := decodeTest(t, p)
		if b := img.Bounds(); b.Dx() != 64 || b.Dy() != 32 {
			t.Errorf("orientation %d: got %v, want 64x32", turn, b)
		}
		got := [4]string{nameOf(img.At(3, 2)), nameOf(img.At(60, 2)), nameOf(img.At(3, 29)), nameOf(img.At(60, 29))}
		if want := [4]string{"rg", "gb", "r", "b"}; got != want {
			t.Errorf("orientation %d: got corners %v, want %v", turn, got, want)
		}
	}
}

func TestEveryKnownFormatHasAThumbnail(t *testing.T) {
	m, img := newMaker(t), halves(300, 300)
	var asPNG, asGIF, asJPEG bytes.Buffer
	png.Encode(&asPNG, img)
	gif.Encode(&asGIF, img, nil)
	jpeg.Encode(&asJPEG, img, nil)
	for name, file := range map[string][]byte{"png": asPNG.Bytes(), "gif": asGIF.Bytes(), "jpeg": asJPEG.Bytes()} {
		p, err := m.Thumbnail(t.Context(), name, 128, source(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b := decodeTest(t, p).Bounds(); b.Dx() != 128 || b.Dy() != 128 {
			t.Errorf("%s: got %v, want 128x128", name, b)
		}
	}
}

func TestSquaresAreTheMiddleInEverySize(t *testing.T) {
	list, err := newMaker(t).Square(t.Context(), bytes.NewReader(withEXIF(t, halves(600, 300), 1)), 64, 512)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		side int
		kind string
	}{{64, "image/png"}, {512, "image/jpeg"}} {
		if b := decodeTest(t, &list[i]).Bounds(); b.Dx() != want.side || b.Dy() != want.side || list[i].Type != want.kind {
			t.Errorf("got %s of %v, want %s of %d", list[i].Type, b, want.kind, want.side)
		}
	}
}

// pngOf is a file that begins like a PNG of that size and has nothing in it.
func pngOf(width, height uint32, depth byte) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	head = append(binary.BigEndian.AppendUint32(head, height), depth, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

// TestS17ImageBombsAreNotDecoded: the size is read first, and nothing is
// allocated for a picture that would be too large.
func TestS17ImageBombsAreNotDecoded(t *testing.T) {
	m := newMaker(t)
	progressive := []byte{0xFF, 0xD8, 0xFF, 0xC2, 0, 17, 8, 0x18, 0, 0x18, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xFF, 0xDA, 0, 12} // 6144 x 6144
	for name, file := range map[string][]byte{
		"most pixels":      pngOf(1<<31-1, 1<<31-1, 8),
		"51 million":       pngOf(51_000, 1000, 8),
		"one long line":    pngOf(60_000_000, 1, 8),
		"sixteen bits":     pngOf(49_000, 1_040, 16),
		"progressive JPEG": progressive,
	} {
		_, err := m.Thumbnail(t.Context(), name, 64, source(file))
		if !chat.IsCode(err, chat.CodeTooLarge) && !(name == "most pixels" && chat.IsCode(err, chat.CodeInvalid)) {
			t.Errorf("%s: got error %v, want too_large", name, err)
		}
	}
	for name, file := range map[string][]byte{"empty": nil, "text": []byte("<svg/>"), "cut off": pngOf(10, 10, 8)} {
		if _, err := m.Thumbnail(t.Context(), name, 64, source(file)); !chat.IsCode(err, chat.CodeInvalid) {
			t.Errorf("%s: got error %v, want invalid", name, err)
		}
	}
}

// TestS17WorkersAndQueueAreBounded fills the decoder and its queue.
func TestS17WorkersAndQueueAreBounded(t *testing.T) {
	m := newMaker(t)
	done, err := m.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var waiters sync.WaitGroup
	var refused atomic.Int32
	for range maxWaiting {
		m.waiting <- struct{}{}
	}
	if _, err := m.begin(ctx); !chat.IsCode(err, chat.CodeUnavailable) {
		t.Errorf("got error %v with a full queue, want unavailable", err)
	}
	for range maxWaiting {
		<-m.waiting
	}
	for range 5 {
		waiters.Go(func() {
			if _, err := m.begin(ctx); chat.IsCode(err, chat.CodeUnavailable) {
				refused.Add(1)
			}
		})
	}
	cancel()
	waiters.Wait()
	if refused.Load() != 5 {
		t.Errorf("%d of 5 who gave up waiting were refused", refused.Load())
	}
	done()
	again, err := m.begin(t.Context())
	if err != nil {
		t.Fatalf("the decoder is free, got error %v", err)
	}
	again()
}

func TestThumbnailsAreKeptInBoundedSpace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "thumbcache")
	m, err := New(dir, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	png.Encode(&file, halves(300, 300))
	opened := 0
	thumbnail := func(key string) {
		t.Helper()
		_, err := m.Thumbnail(t.Context(), key, 256, func() (io.ReadSeekCloser, error) {
			opened++
			return nopCloser{bytes.NewReader(file.Bytes())}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 30 {
		thumbnail(fmt.Sprint("key", i))
	}
	size := func() (sum int64) {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			info, _ := f.Info()
			sum += info.Size()
		}
		return sum
	}
	if got := size(); got == 0 || got > 20_000 {
		t.Errorf("got %d bytes of thumbnails, want some and at most 20000", got)
	}
	thumbnail("key29")
	if opened != 30 {
		t.Errorf("got %d openings, want 30: the last thumbnail is kept", opened)
	}
	m.Close()
	if m, err = New(dir, 20_000); err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	thumbnail("key29")
	if opened != 30 {
		t.Error("the thumbnail was made again after a restart")
	}
	thumbnail("key0")
	if opened != 31 {
		t.Error("a thumbnail there was no room for is still known")
	}
}

func FuzzThumbnail(f *testing.F) {
	var file bytes.Buffer
	png.Encode(&file, halves(8, 8))
	f.Add(file.Bytes())
	f.Add(pngOf(100, 100, 8))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff"))
	m, err := New(f.TempDir(), 1<<20)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bytes.NewReader(b)
		h, err := readHeader(r)
		if err != nil || h.decoded > 1<<22 {
			return
		}
		if list, err := m.Square(context.Background(), r, 64); err == nil && len(list) != 1 {
			t.Errorf("got %d squares, want 1", len(list))
		}
	})
}
