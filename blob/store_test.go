package blob

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestContentIsFoundFromBothAreas(t *testing.T) {
	dir := t.TempDir()
	var r recorder
	s, _ := openWith(t, dir, Options{OnStored: r.stored})
	files, images := s.Area(File), s.Area(Image)
	text := "hello"
	want := Info{MD5: nameOf(text), Size: 5, Area: File, Type: "text/plain; charset=utf-8", Verified: true}
	if got := put(t, files, text, ""); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, a := range []*Area{files, images} {
		wantContent(t, a, want.MD5, text, true)
		wantContent(t, a, strings.ToUpper(want.MD5), text, true)
		if got, err := a.Stat(t.Context(), want.MD5); err != nil || got != want {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	}
	// Stored again, to the other area: it stays where it is.
	if got := put(t, images, text, want.MD5); got != want {
		t.Errorf("stored again: got %+v, want %+v", got, want)
	}
	if got := list(t, filepath.Join(dir, "imgcache")); len(got) > 0 {
		t.Errorf("the area for pictures has %v, want nothing", got)
	}
	if got := r.count(want.MD5); got != 2 {
		t.Errorf("reported %d times, want once for each upload", got)
	}
	put(t, images, "", "")
	wantContent(t, files, nameOf(""), "", true)
}

func TestTypeIsThatOfTheBytes(t *testing.T) {
	s, _ := openWith(t, t.TempDir(), Options{})
	for content, want := range map[string]string{
		"\x89PNG\r\n\x1a\n" + repeat("x", 3000): "image/png",
		"\xff\xd8\xff":                          "image/jpeg",
		"<html><script>":                        "text/html; charset=utf-8",
		"\x00\x01":                              "application/octet-stream",
	} {
		if got := put(t, s.Area(Image), content, ""); got.Type != want {
			t.Errorf("upload of %.10q: got %s, want %s", content, got.Type, want)
		}
		if got, err := s.Area(File).Stat(t.Context(), nameOf(content)); err != nil || got.Type != want {
			t.Errorf("lookup of %.10q: got %s, %v, want %s", content, got.Type, err, want)
		}
	}
}

func TestS18NamesAreNoPaths(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	place(t, parent, nameOf("outside"), "outside")
	s, _ := openWith(t, dir, Options{})
	a := s.Area(File)
	for _, name := range []string{"", ".", "..", "../../" + nameOf("outside"), "../data", verdictLog, partialDir, aliasDir, strings.Repeat("g", 32), strings.Repeat("0", 31),
		strings.Repeat("0", 33), strings.Repeat("0", 31) + "/", nameOf("x") + "\x00"} {
		if IsName(name) {
			t.Errorf("%q is taken for a name", name)
		}
		wantAbsent(t, a, name)
		put(t, a, "content", name) // announced, it is no alias
	}
	// What stands under a name without being a file of this directory.
	if err := os.Mkdir(filepath.Join(dir, "filecache", nameOf("folder")), 0o700); err != nil {
		t.Fatal(err)
	}
	wantAbsent(t, a, nameOf("folder"))
	if err := os.Symlink(filepath.Join(parent, nameOf("outside")), filepath.Join(dir, "filecache", nameOf("outside"))); err != nil {
		t.Fatal(err)
	}
	if info, err := a.Stat(t.Context(), nameOf("outside")); err == nil {
		t.Errorf("a link leads out of the directory: got %+v", info)
	}
	if got := list(t, filepath.Join(dir, "filecache", aliasDir)); len(got) > 0 {
		t.Errorf("there are aliases %v, want none", got)
	}
	if got := list(t, parent); !slices.Equal(got, []string{nameOf("outside"), "data"}) && !slices.Equal(got, []string{"data", nameOf("outside")}) {
		t.Errorf("beside the data directory there is %v", got)
	}
}

func TestNextStartRemovesWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	s, closeStore := openWith(t, dir, Options{})
	put(t, s.Area(File), "whole", "")
	half, err := s.Area(File).Create(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := half.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	half.temp.file.Sync()
	closeStore() // the writer is not ended: so it is with a process that was killed
	if got := partial(t, dir, File); len(got) != 1 {
		t.Fatalf("after the crash there is %v, want one upload", got)
	}
	place(t, filepath.Join(dir, "imgcache", partialDir), "left", "by an alias")

	s, _ = openWith(t, dir, Options{})
	for _, k := range []Kind{File, Image} {
		if got := partial(t, dir, k); len(got) > 0 {
			t.Errorf("%s: after the start there is %v", k, got)
		}
	}
	wantContent(t, s.Area(File), nameOf("whole"), "whole", true)
	wantAbsent(t, s.Area(File), nameOf("half"))
}

func TestDirectoryThatCannotBeUsedIsSaid(t *testing.T) {
	dir := t.TempDir()
	place(t, dir, "imgcache", "a file")
	if s, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "imgcache") {
		t.Errorf("got %v, %v, want an error about imgcache", s, err)
	}
	if s, err := Open(filepath.Join(dir, "absent"), Options{}); err == nil {
		t.Errorf("got %v, want an error", s)
	}
}
