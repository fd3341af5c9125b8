package blob

import (
	"context"
	"errors"
	"io"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// create begins an upload and writes some of it.
func create(t testing.TB, a *Area, size int, content string) *Writer {
	t.Helper()
	w, err := a.Create(t.Context(), int64(size))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestUploadIsNotThereBeforeItsCommit(t *testing.T) {
	dir := t.TempDir()
	var r recorder
	s, _ := openWith(t, dir, Options{OnStored: r.stored})
	a := s.Area(Image)
	w := create(t, a, 6, "abc")
	wantAbsent(t, a, nameOf("abc"))
	if w.Offset() != 3 {
		t.Errorf("got offset %d, want 3", w.Offset())
	}
	// Whoever holds it goes on after an interruption.
	if n, err := io.WriteString(w, "def"); n != 3 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	wantAbsent(t, a, nameOf("abcdef"))
	if r.count(nameOf("abcdef")) != 0 {
		t.Error("reported before the commit")
	}
	if _, err := w.Commit(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	wantContent(t, a, nameOf("abcdef"), "abcdef", true)
	if got := partial(t, dir, Image); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	if _, err := w.Commit(t.Context(), ""); err == nil {
		t.Error("a second commit succeeded")
	}
	w.Abort()
	wantContent(t, a, nameOf("abcdef"), "abcdef", true)
}

func TestUploadHoldsToItsSize(t *testing.T) {
	dir := t.TempDir()
	s, _ := openWith(t, dir, Options{MaxSize: 10})
	a := s.Area(File)
	for _, size := range []int64{11, -1, math.MaxInt64, math.MinInt64} {
		if w, err := a.Create(t.Context(), size); !errors.Is(err, ErrTooLarge) {
			t.Errorf("size %d: got %v, %v, want %v", size, w, err, ErrTooLarge)
		}
	}
	w := create(t, a, 10, "12345678")
	if n, err := w.Write([]byte("901")); n != 0 || !errors.Is(err, ErrTooLarge) {
		t.Errorf("one byte too much: got %d, %v, want nothing taken and %v", n, err, ErrTooLarge)
	}
	if _, err := io.WriteString(w, "90"); err != nil {
		t.Errorf("and then the right ones: %v", err)
	}
	if _, err := w.Commit(t.Context(), ""); err != nil {
		t.Error(err)
	}
	w = create(t, a, 10, "123456789")
	if info, err := w.Commit(t.Context(), nameOf("1")); !errors.Is(err, ErrIncomplete) {
		t.Errorf("one byte missing: got %+v, %v, want %v", info, err, ErrIncomplete)
	}
	w = create(t, a, 10, "123")
	w.Abort()
	w.Abort()
	if info, err := w.Commit(t.Context(), ""); err == nil {
		t.Errorf("after the end: got %+v, want an error", info)
	}
	for _, name := range []string{nameOf("123456789"), nameOf("1"), nameOf("123")} {
		wantAbsent(t, a, name)
	}
	if got := partial(t, dir, File); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if w, err := a.Create(ended, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("for nobody: got %v, %v", w, err)
	}
}

func TestUploadsLeaveDiskSpaceToOthers(t *testing.T) {
	dir := t.TempDir()
	s, _ := openWith(t, dir, Options{MinFree: math.MaxInt64})
	if w, err := s.Area(File).Create(t.Context(), 1); !errors.Is(err, ErrNoSpace) {
		t.Errorf("got %v, %v, want %v", w, err, ErrNoSpace)
	}
	// Others fill the disk while an upload is under way.
	s.opts.MinFree = 0
	const portion = 1 << 20
	size := 2 * syncEvery
	w := create(t, s.Area(File), size, "")
	s.opts.MinFree = math.MaxInt64
	piece := []byte(repeat("x", portion))
	taken := 0
	var err error
	for taken < size && err == nil {
		var n int
		n, err = w.Write(piece)
		taken += n
	}
	if !errors.Is(err, ErrNoSpace) || taken != syncEvery || w.Offset() != int64(taken) {
		t.Errorf("got %d bytes, offset %d and %v; want %d and %v", taken, w.Offset(), err, syncEvery, ErrNoSpace)
	}
	// When there is room again it goes on.
	s.opts.MinFree = 0
	for ; taken < size; taken += portion {
		if _, err := w.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	info, err := w.Commit(t.Context(), "")
	if err != nil || info.MD5 != nameOf(repeat("x", size)) {
		t.Errorf("got %+v, %v", info, err)
	}
}

// TestUploadsAndLookupsAtOnce has many clients with the same few contents, in both
// areas, under right and wrong names. It is for the race detector, too.
func TestUploadsAndLookupsAtOnce(t *testing.T) {
	dir := t.TempDir()
	var r recorder
	s, _ := openWith(t, dir, Options{OnStored: r.stored})
	contents := []string{repeat("a", 3000), repeat("bc", 70_000), "d", repeat("e", 1<<17)}
	alias := nameOf("nobody has this")
	var clients sync.WaitGroup
	for i := range 24 {
		clients.Go(func() {
			a := s.Area(Kind(i % 2))
			content := contents[i%len(contents)]
			announced := nameOf(content)
			if i%3 == 0 {
				announced = alias
			}
			w, err := a.Create(t.Context(), int64(len(content)))
			if err != nil {
				t.Error(err)
				return
			}
			for from := content; from != ""; {
				n, err := io.WriteString(w, from[:min(len(from), 1000)])
				if err != nil {
					t.Error(err)
					return
				}
				from = from[n:]
				if c, _, err := a.Open(t.Context(), nameOf(content)); err == nil {
					if all, err := io.ReadAll(c); err != nil || string(all) != content {
						t.Errorf("got %d bytes of content that is not whole (%v)", len(all), err)
					}
					c.Close()
					break // the rest of the upload is not needed
				}
			}
			if w.Offset() < int64(len(content)) {
				w.Abort()
				return
			}
			if info, err := w.Commit(t.Context(), announced); err != nil || info.MD5 != nameOf(content) {
				t.Errorf("got %+v, %v", info, err)
			}
		})
	}
	clients.Wait()
	stored := append(list(t, filepath.Join(dir, "filecache")), list(t, filepath.Join(dir, "imgcache"))...)
	for _, content := range contents {
		wantContent(t, s.Area(File), nameOf(content), content, true)
		if r.count(nameOf(content)) == 0 {
			t.Errorf("%.10q was not reported", content)
		}
	}
	// Two that come to both areas at the same moment may be stored in both.
	if len(stored) < len(contents) || len(stored) > 2*len(contents) {
		t.Errorf("got %v, want %d contents", stored, len(contents))
	}
	if left := append(partial(t, dir, File), partial(t, dir, Image)...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestErrorsSayWhatWasRefused(t *testing.T) {
	s, _ := openWith(t, t.TempDir(), Options{MaxSize: 10})
	_, err := s.Area(File).Create(t.Context(), 11)
	if err == nil || !strings.Contains(err.Error(), "11 bytes, limit 10") {
		t.Errorf("got %v", err)
	}
}
