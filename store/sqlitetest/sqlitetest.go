// Package sqlitetest gives tests SQLite databases whose schema is up to date
// already: to apply all migrations takes longer than most tests.
package sqlitetest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"flamingo/store"
)

// template is the file of an empty database, made once per test process.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "flamingo-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "flamingo.db")
	s, err := store.Open(context.Background(), store.Options{Driver: store.SQLite, SQLitePath: path})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Make puts an empty database at path. One that is there already stays as it is,
// and so does a folder that is not there.
func Make(t testing.TB, path string) {
	t.Helper()
	b, err := template()
	if err != nil {
		t.Fatalf("make database: %v", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		_, err = f.Write(b)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatalf("make database: %v", err)
	}
}
