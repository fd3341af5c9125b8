package blob

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

func openStore(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(dir, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func hexSum(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
}

// TestUploadGoesOnAfterReopening writes in three runs of the program, the
// second of which ends without saying so.
func TestUploadGoesOnAfterReopening(t *testing.T) {
	dir, data, id := t.TempDir(), randomBytes(100_000), "ABCDEFG234567"
	s := openStore(t, dir)
	w, err := s.Area(File).CreateUpload(t.Context(), id, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data[:30_000])
	state, err := w.Suspend()
	if err != nil {
		t.Fatal(err)
	}
	s.Close()

	s = openStore(t, dir)
	if w, err = s.Area(File).Resume(t.Context(), id, int64(len(data)), state); err != nil || w.Offset() != 30_000 {
		t.Fatalf("got offset %d, error %v, want 30000", w.Offset(), err)
	}
	w.Write(data[30_000:60_000])
	w.temp.file.Close() // a crash: the state is that of before
	s.Close()

	s = openStore(t, dir)
	if w, err = s.Area(File).Resume(t.Context(), id, int64(len(data)), state); err != nil || w.Offset() != 60_000 {
		t.Fatalf("got offset %d, error %v, want 60000", w.Offset(), err)
	}
	w.Write(data[60_000:])
	info, err := w.Commit(t.Context(), "")
	if err != nil || info.MD5 != hexSum(data) || info.Size != int64(len(data)) {
		t.Fatalf("got %+v, error %v, want md5 %s", info, err, hexSum(data))
	}
	c, _, err := s.Area(File).Open(t.Context(), info.MD5)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, _ := io.ReadAll(c); !bytes.Equal(got, data) {
		t.Error("the content is not what was uploaded")
	}
	if ids, err := s.Area(File).Uploads(); err != nil || len(ids) != 0 {
		t.Errorf("got uploads %q, error %v, want none", ids, err)
	}
}

func TestRewoundUploadHasTheMD5OfWhatIsLeft(t *testing.T) {
	s, data := openStore(t, t.TempDir()), randomBytes(50_000)
	w, err := s.Area(File).CreateUpload(t.Context(), "REWIND", int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data[:200])
	mark := w.Mark()
	w.Write(bytes.Repeat([]byte("wrong"), 1000))
	if err := w.Rewind(mark); err != nil || w.Offset() != 200 {
		t.Fatalf("got offset %d, error %v, want 200", w.Offset(), err)
	}
	w.Write(data[200:])
	if info, err := w.Commit(t.Context(), ""); err != nil || info.MD5 != hexSum(data) {
		t.Errorf("got %+v, error %v, want md5 %s", info, err, hexSum(data))
	}
}

// TestS18UploadIDsArePlainNames: an id of a request never leaves the directory.
func TestS18UploadIDsArePlainNames(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "filecache", "SECRET"), []byte("s"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", ".", "..", "../SECRET", "A/B", "A\\B", "A\x00", "a", "../../etc/passwd"} {
		if _, err := s.Area(File).Resume(t.Context(), id, 1, nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("resume %q: got error %v, want none there", id, err)
		}
		if _, err := s.Area(File).CreateUpload(t.Context(), id, 1); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("create %q: got error %v, want it refused", id, err)
		}
		s.Area(File).RemoveUpload(id)
	}
	if _, err := os.Stat(filepath.Join(dir, "filecache", "SECRET")); err != nil {
		t.Error(err)
	}
}
