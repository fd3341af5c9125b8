package blob

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// damagedLog counts the warnings about damaged files.
type damagedLog struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *damagedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *damagedLog) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.buf.String(), "does not have the md5 of its name")
}

func TestFilesOfAnOriginalAreHashedOnce(t *testing.T) {
	dir := t.TempDir()
	files := filepath.Join(dir, "filecache")
	place(t, files, nameOf("sound"), "sound")
	place(t, files, nameOf("damaged"), "dama")
	place(t, files, "notes.txt", "of the operator")
	var r recorder
	var log damagedLog
	o := Options{OnStored: r.stored, Log: slog.New(slog.NewTextHandler(&log, nil))}

	for run := range 3 {
		s, closeStore := openWith(t, dir, o)
		if got := r.count(nameOf("sound")); got != min(run, 1) {
			t.Errorf("run %d: reported %d times before it was asked for", run, got)
		}
		var askers sync.WaitGroup
		for i := range 20 {
			askers.Go(func() {
				wantContent(t, s.Area(Kind(i%2)), nameOf("sound"), "sound", true)
				wantAbsent(t, s.Area(Kind(i%2)), nameOf("damaged"))
			})
		}
		askers.Wait()
		wantAbsent(t, s.Area(File), "notes.txt")
		closeStore()
		if sound, damaged := r.count(nameOf("sound")), log.count(); sound != 1 || damaged != 1 {
			t.Errorf("run %d: hashed %d and %d times, want once each", run, sound, damaged)
		}
	}
	if got := list(t, files); len(got) != 3 {
		t.Errorf("got %v, want nothing removed", got)
	}
}

func TestVerdictEndsWithTheFile(t *testing.T) {
	dir := t.TempDir()
	files := filepath.Join(dir, "filecache")
	s, _ := openWith(t, dir, Options{})
	a := s.Area(File)
	name := nameOf("first")
	put(t, a, "first", "")
	wantContent(t, a, name, "first", true)

	place(t, files, name, "other and longer")
	wantAbsent(t, a, name)
	place(t, files, name, "sized") // of the same size, at another time
	touch(t, filepath.Join(files, name), time.Hour)
	wantAbsent(t, a, name)
	place(t, files, name, "first")
	touch(t, filepath.Join(files, name), 2*time.Hour)
	wantContent(t, a, name, "first", true)
	if err := os.Remove(filepath.Join(files, name)); err != nil {
		t.Fatal(err)
	}
	wantAbsent(t, a, name)
	put(t, a, "first", "")
	wantContent(t, a, name, "first", true)
}

// touch sets the time of a file back.
func touch(t *testing.T, file string, ago time.Duration) {
	t.Helper()
	at := time.Now().Add(-ago)
	if err := os.Chtimes(file, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedVerdictsCostNoMoreThanAnotherHash(t *testing.T) {
	dir := t.TempDir()
	files := filepath.Join(dir, "filecache")
	place(t, files, nameOf("sound"), "sound")
	place(t, files, nameOf("damaged"), "dama")
	log := filepath.Join(files, verdictLog)
	for _, lines := range []string{
		"", "\n\n", "garbage\n", "\x00\x01\x02", nameOf("sound"), nameOf("sound") + " 5\n", nameOf("sound") + " 5 5 maybe\n", "../../x 5 5 sound\n",
		nameOf("damaged") + " 9 9 sound\n", nameOf("sound") + " 5 5 damaged\n", strings.Repeat("x", 100_000) + "\n", // longer than a line is read
	} {
		if err := os.WriteFile(log, []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
		s, closeStore := openWith(t, dir, Options{})
		wantContent(t, s.Area(File), nameOf("sound"), "sound", true)
		wantAbsent(t, s.Area(File), nameOf("damaged"))
		closeStore()
	}
}

func TestHashingOutlivesWhoAskedForIt(t *testing.T) {
	dir := t.TempDir()
	content := repeat("large", 8<<20)
	place(t, filepath.Join(dir, "imgcache"), nameOf(content), content)
	found := make(chan Info, 1)
	s, closeStore := openWith(t, dir, Options{OnStored: func(_ context.Context, i Info) { found <- i }})
	hasty, cancel := context.WithCancel(t.Context())
	cancel()
	// An ended context may still see a verdict that is there; here is none.
	if info, err := s.Area(File).Stat(hasty, nameOf(content)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, %v, want %v", info, err, context.Canceled)
	}
	if info := <-found; info.MD5 != nameOf(content) || info.Area != Image {
		t.Errorf("got %+v", info)
	}
	wantContent(t, s.Area(File), nameOf(content), content, true)
	closeStore()

	// The store may be closed while it hashes.
	os.Remove(filepath.Join(dir, "imgcache", verdictLog))
	s, closeStore = openWith(t, dir, Options{})
	if _, err := s.Area(File).Stat(hasty, nameOf(content)); err == nil {
		t.Error("got a verdict, want none")
	}
	closeStore()
}
