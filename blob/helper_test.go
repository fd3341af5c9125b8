package blob

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// recorder notes what OnStored is told.
type recorder struct {
	mu    sync.Mutex
	infos []Info
}

func (r *recorder) stored(_ context.Context, i Info) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.infos = append(r.infos, i)
}

// count returns how often content of that name was reported.
func (r *recorder) count(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(r.infos), func(i Info) bool { return i.MD5 != name }))
}

// openWith opens a store in dir until the test ends, or until close is called.
func openWith(t testing.TB, dir string, o Options) (s *Store, close func()) {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	close = func() {
		once.Do(func() {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	t.Cleanup(close)
	return s, close
}

func nameOf(content string) string {
	s := md5.Sum([]byte(content))
	return hex.EncodeToString(s[:])
}

// put stores content under a name, "" for its own.
func put(t testing.TB, a *Area, content, announced string) Info {
	t.Helper()
	w, err := a.Create(t.Context(), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	info, err := w.Commit(t.Context(), announced)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// wantContent wants content under a name, and whether it is that of the md5.
func wantContent(t testing.TB, a *Area, name, want string, verified bool) {
	t.Helper()
	c, info, err := a.Open(t.Context(), name)
	if err != nil {
		t.Errorf("open: %v", err)
		return
	}
	defer c.Close()
	got, err := io.ReadAll(c)
	if err != nil || string(got) != want {
		t.Errorf("%s: got %d bytes %.20q (%v), want %d %.20q", name, len(got), got, err, len(want), want)
	}
	if info.Verified != verified || info.MD5 != nameOf(want) || info.Size != int64(len(want)) {
		t.Errorf("%s: got %+v, want md5 %s, size %d, verified %v", name, info, nameOf(want), len(want), verified)
	}
}

func wantAbsent(t testing.TB, a *Area, name string) {
	t.Helper()
	if info, err := a.Stat(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: got %+v, %v; want nothing there", name, info, err)
	}
}

// place writes a file into a directory as somebody else would.
func place(t testing.TB, dir, name, content string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// list returns what is in a directory, without the names of ours.
func list(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		if e.Name()[0] != '.' {
			names = append(names, e.Name())
		}
	}
	return names
}

func partial(t testing.TB, dir string, k Kind) []string {
	t.Helper()
	return list(t, filepath.Join(dir, k.String(), partialDir))
}

// repeat returns n bytes that are not those of another seed.
func repeat(seed string, n int) string {
	return string(bytes.Repeat([]byte(seed), n/len(seed)+1)[:n])
}
