package server

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openTestDir(t *testing.T, path string) *dataDir {
	t.Helper()
	d, err := openDataDir(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.close() })
	return d
}

func TestS30SecretsAreMadeAtTheFirstStartAndPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	first, err := openTestDir(t, path).secret("token.key")
	if err != nil || len(first) != secretLen {
		t.Fatalf("got %d bytes, %v", len(first), err)
	}
	again, err := openTestDir(t, path).secret("token.key")
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the second start has another secret (%v)", err)
	}
	other, err := openTestDir(t, filepath.Join(t.TempDir(), "data")).secret("token.key")
	if err != nil || bytes.Equal(first, other) {
		t.Errorf("two servers have the same secret (%v)", err)
	}
	for name, want := range map[string]os.FileMode{path: 0o700, filepath.Join(path, "token.key"): 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}

func TestDamagedSecretIsNotReplaced(t *testing.T) {
	path := t.TempDir()
	if err := os.WriteFile(filepath.Join(path, "token.key"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := openTestDir(t, path).secret("token.key")
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v, want it called damaged", err)
	}
}

func TestCredentialsAreReadOnce(t *testing.T) {
	path := t.TempDir()
	log := slog.New(slog.DiscardHandler)
	d := openTestDir(t, path)
	d.keepCredentials([]byte("state"), log)
	info, err := os.Stat(filepath.Join(path, credentialsFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v, want 0600", info.Mode().Perm(), err)
	}
	if got := d.takeCredentials(log); string(got) != "state" {
		t.Errorf("got %q", got)
	}
	if got := d.takeCredentials(log); got != nil {
		t.Errorf("got %q a second time", got)
	}
}
