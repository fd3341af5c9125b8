package tcpcompat_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// Numbers are those of WIRE.md section 13.

// The two rows about the file server in the table of crashes.
func TestDefectRequestsThatEndedTheProcess(t *testing.T) {
	srv := servertest.Start(t)
	for _, name := range []string{strings.Repeat("%s", 100), strings.Repeat("%n", 100), "%", "\x00", "\xff\xfe"} {
		x := onFiles(t, srv)
		if a := x.get(name, wire.NetBroadband, wire.FileAbsent); a.Name != name || a.Offset != 0 || a.Size != 0 || len(a.Chunk) != 0 {
			t.Errorf("download of %q: got %+v, want it back with zeros", name, a)
		}
	}
	name := servertest.FileName(nil)
	for _, size := range []int64{0, -1, -1 << 63} {
		x := onFiles(t, srv)
		if err := x.SendChunk(name, 0, size, nil); err != nil {
			t.Fatal(err)
		}
		x.closed()
	}
	if _, err := srv.FileClient(models.ClassPC).TryDownload(name); err != servertest.ErrAbsent {
		t.Errorf("a file of no bytes: got %v, want %v", err, servertest.ErrAbsent)
	}
}

// 4: a name was used as a path.
func TestS18DefectNamesAreNoPaths(t *testing.T) {
	srv := servertest.Start(t)
	root := filepath.Dir(srv.Config.Data)
	upgrade := filepath.Join(srv.Config.Data, "upgrade")
	if err := os.Mkdir(upgrade, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{filepath.Join(root, "secret"), filepath.Join(root, "secret.zip"), filepath.Join(srv.Config.Data, "secret.zip"),
		filepath.Join(upgrade, "secret"), filepath.Join(upgrade, ".secret.zip"), filepath.Join(upgrade, "token.key")} {
		if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(root, "secret.zip"), filepath.Join(upgrade, "link.zip")); err != nil {
		t.Fatal(err)
	}
	before := files(t, root)
	for _, name := range []string{"../../secret", "../../secret.zip", "../secret.zip", "..\\secret.zip", filepath.Join(root, "secret.zip"), "secret", ".secret.zip",
		"./.secret.zip", "link.zip", "token.key", "../token.key", "flamingo.db", "../flamingo.db", ".", "..", "/", "", "upgrade", "filecache/../token.key", ".verdicts",
		"../imgcache", strings.Repeat("../", 80) + "etc/passwd", "secret.zip\x00", "0123456789abcdef0123456789abcde/"} {
		if name == "" {
			continue // closes the connection, as the transcripts say
		}
		for _, at := range []transfer{onFiles(t, srv), onPictures(t, srv)} {
			at.get(name, wire.NetBroadband, wire.FileAbsent)
			if err := at.SendChunk(name, 0, 5, []byte("owned")); err != nil {
				t.Fatal(err)
			}
			at.closed()
		}
	}
	if after := files(t, root); !slices.Equal(before, after) {
		t.Errorf("beside the data directory there is %v, want %v", after, before)
	}
	for _, area := range []string{"filecache", "imgcache"} {
		for _, name := range files(t, filepath.Join(srv.Config.Data, area)) {
			if !strings.HasPrefix(name, ".") { // those are the server's own
				t.Errorf("%s has %s, want nothing new", area, name)
			}
		}
	}
}

// 20: bytes that are not those of the md5, and an interrupted upload, counted for
// ever.
func TestDefectInterruptedUploadNeverCounts(t *testing.T) {
	srv := servertest.Start(t)
	content := randomBytes(700_000)
	name := servertest.FileName(content)
	first := onFiles(t, srv)
	first.put(name, 0, len(content), content[:1<<19], wire.FileInProgress)
	onFiles(t, srv).get(name, wire.NetBroadband, wire.FileAbsent) // while it is under way
	first.Close()

	pc := srv.FileClient(models.ClassPC)
	if _, err := pc.TryDownload(name); err != servertest.ErrAbsent {
		t.Errorf("after the interruption: got %v, want %v", err, servertest.ErrAbsent)
	}
	second := onFiles(t, srv)
	second.put(name, 0, len(content), content[:1<<19], wire.FileInProgress)
	second.put(name, 1<<19, len(content), content[1<<19:], wire.FileComplete)
	if got := pc.Download(t, name); !bytes.Equal(got, content) {
		t.Errorf("got %d bytes, want the %d of the second upload", len(got), len(content))
	}
	srv.Stop(t)
	if left := files(t, filepath.Join(srv.Config.Data, "filecache", ".partial")); len(left) > 0 {
		t.Errorf("uploads are left behind: %v", left)
	}
}

// 20: the content is served under the name it was announced with, but never in
// the place of the content that has this md5, whichever comes first.
func TestDefectAliasNeverReplacesVerifiedContent(t *testing.T) {
	srv := servertest.Start(t)
	phone, pc := srv.PictureClient(models.ClassAndroid), srv.PictureClient(models.ClassPC)
	fetch := func(what, name string, want []byte) {
		t.Helper()
		if got := pc.Download(t, name); !bytes.Equal(got, want) {
			t.Errorf("%s: got other bytes (%d, want %d)", what, len(got), len(want))
		}
	}
	photo, original := randomBytes(150_000), randomBytes(180_000)
	announced := servertest.FileName(original)

	phone.UploadAs(t, announced, photo)
	fetch("by the announced name", announced, photo)
	fetch("by its own md5", servertest.FileName(photo), photo)

	other := randomBytes(1000)
	phone.UploadAs(t, announced, other)
	fetch("after somebody else announced the same", announced, photo)
	fetch("somebody else's by its own md5", servertest.FileName(other), other)

	if name := pc.Upload(t, original); name != announced {
		t.Fatalf("got name %s, want %s", name, announced)
	}
	fetch("after the real content came", announced, original)
	phone.UploadAs(t, announced, photo)
	fetch("after the photo was sent again", announced, original)
	fetch("the photo, still by its own md5", servertest.FileName(photo), photo)

	srv.Restart(t)
	pc = srv.PictureClient(models.ClassPC)
	fetch("after a restart", announced, original)
}

// 21: another name in the middle of a download got the next piece of the first.
func TestDefectSwitchingMidwayStartsAnew(t *testing.T) {
	srv := servertest.Start(t)
	pc := srv.FileClient(models.ClassPC)
	first, second := randomBytes(100_000), randomBytes(100_000)
	a, b := pc.Upload(t, first), pc.Upload(t, second)
	x := onFiles(t, srv)
	for _, step := range []struct {
		name   string
		offset int64
		want   []byte
		result wire.FileResult
	}{
		{a, 0, first[:1<<16], wire.FileInProgress},
		{b, 0, second[:1<<16], wire.FileInProgress},
		{b, 1 << 16, second[1<<16:], wire.FileComplete},
		{a, 0, first[:1<<16], wire.FileInProgress},
		{a, 1 << 16, first[1<<16:], wire.FileComplete},
		{a, 0, first[:1<<16], wire.FileInProgress},
	} {
		if got := x.get(step.name, wire.NetCellular, step.result); got.Offset != step.offset || !bytes.Equal(got.Chunk, step.want) {
			t.Errorf("got %d bytes at %d, want %d at %d", len(got.Chunk), got.Offset, len(step.want), step.offset)
		}
	}
	// A name that is not there ends a download, too.
	x.get(servertest.FileName([]byte("absent")), wire.NetCellular, wire.FileAbsent)
	if got := x.get(a, wire.NetCellular, wire.FileInProgress); got.Offset != 0 {
		t.Errorf("after an absent file: got offset %d, want 0", got.Offset)
	}
}

// 21, the other way: an upload of another file, or of the same from its beginning.
func TestDefectUploadsStartAnew(t *testing.T) {
	srv := servertest.Start(t)
	pc := srv.FileClient(models.ClassPC)
	first, second := randomBytes(3000), randomBytes(2000)
	a, b := servertest.FileName(first), servertest.FileName(second)
	x := onFiles(t, srv)
	x.put(a, 0, 3000, first[:1000], wire.FileInProgress)
	x.put(b, 0, 2000, second[:1000], wire.FileInProgress)
	x.put(b, 0, 2000, second[:500], wire.FileInProgress)
	x.put(b, 500, 2000, second[500:], wire.FileComplete)
	if got := pc.Download(t, b); !bytes.Equal(got, second) {
		t.Error("the second file has other bytes")
	}
	if _, err := pc.TryDownload(a); err != servertest.ErrAbsent {
		t.Errorf("the first file: got %v, want %v", err, servertest.ErrAbsent)
	}
	for name, send := range map[string]func(x transfer) error{
		"a gap":            func(x transfer) error { return x.SendChunk(a, 1001, 3000, first[1001:]) },
		"an overlap":       func(x transfer) error { return x.SendChunk(a, 999, 3000, first[999:]) },
		"another size":     func(x transfer) error { return x.SendChunk(a, 1000, 4000, first[1000:]) },
		"more than size":   func(x transfer) error { return x.SendChunk(a, 1000, 3000, randomBytes(2001)) },
		"another file":     func(x transfer) error { return x.SendChunk(servertest.FileName([]byte("x")), 1000, 3000, first[1000:]) },
		"a negative place": func(x transfer) error { return x.SendChunk(a, -1, 3000, first[:1]) },
	} {
		x := onFiles(t, srv)
		x.put(a, 0, 3000, first[:1000], wire.FileInProgress)
		if err := send(x); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		x.closed()
		if _, err := pc.TryDownload(a); err != servertest.ErrAbsent {
			t.Errorf("%s: got %v, want %v", name, err, servertest.ErrAbsent)
		}
	}
}

// 22: when a connection closed, the first in the list was destroyed.
func TestDefectConnectionsDoNotDisturbEachOther(t *testing.T) {
	srv := servertest.Start(t)
	pc := srv.FileClient(models.ClassPC)
	stored := randomBytes(200_000)
	name := pc.Upload(t, stored)
	for i := range 5 {
		first, second, third := onFiles(t, srv), onFiles(t, srv), onPictures(t, srv)
		mine := randomBytes(2000)
		first.put(servertest.FileName(mine), 0, 2000, mine[:1000], wire.FileInProgress)
		second.get(name, wire.NetCellular, wire.FileInProgress)
		third.get(name, wire.NetCellular, wire.FileInProgress)
		second.Close()
		if got := third.get(name, wire.NetCellular, wire.FileInProgress); !bytes.Equal(got.Chunk, stored[1<<16:2<<16]) {
			t.Errorf("round %d: the third connection got other bytes", i)
		}
		third.Close()
		first.put(servertest.FileName(mine), 1000, 2000, mine[1000:], wire.FileComplete)
	}
}

// 22: each interrupted upload kept a descriptor.
func TestDefectInterruptedUploadsKeepNoDescriptor(t *testing.T) {
	srv := servertest.Start(t)
	descriptors := func() int { return len(files(t, "/proc/self/fd")) }
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Log("descriptors cannot be counted on this system")
		return
	}
	before := descriptors()
	content := randomBytes(1 << 20)
	name := servertest.FileName(content)
	for range 20 {
		x := onFiles(t, srv)
		x.put(name, 0, len(content), content[:100], wire.FileInProgress)
		x.SendChunk(name, 100, int64(len(content)), content[100:1000])
		x.Close()
	}
	srv.Stop(t) // waits for every connection
	if after := descriptors(); after > before {
		t.Errorf("got %d descriptors after 20 interrupted uploads, %d before the first", after, before)
	}
	if _, err := os.ReadDir(filepath.Join(srv.Config.Data, "filecache")); err != nil {
		t.Fatal(fmt.Errorf("data directory: %w", err))
	}
}
