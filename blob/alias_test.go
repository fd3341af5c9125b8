package blob

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAliasLeadsToWhatWasAnnouncedUnderIt(t *testing.T) {
	dir := t.TempDir()
	s, closeStore := openWith(t, dir, Options{})
	files, images := s.Area(File), s.Area(Image)
	alias := nameOf("original")
	if info := put(t, images, "photo", alias); info.Verified || info.MD5 != nameOf("photo") {
		t.Errorf("got %+v, want it known as the alias of %s", info, nameOf("photo"))
	}
	for _, a := range []*Area{files, images} {
		wantContent(t, a, alias, "photo", false)
		wantContent(t, a, nameOf("photo"), "photo", true)
	}
	// The first stays, in whichever area the second comes.
	put(t, images, "second", alias)
	put(t, files, "third", alias)
	wantContent(t, files, alias, "photo", false)
	wantContent(t, images, alias, "photo", false)
	wantContent(t, images, nameOf("second"), "second", true)
	// Several names may lead to one content.
	put(t, files, "photo", nameOf("another"))
	wantContent(t, images, nameOf("another"), "photo", false)

	closeStore()
	s, _ = openWith(t, dir, Options{})
	wantContent(t, s.Area(File), alias, "photo", false)
}

func TestAliasNeverTakesThePlaceOfContent(t *testing.T) {
	dir := t.TempDir()
	s, _ := openWith(t, dir, Options{})
	files, images := s.Area(File), s.Area(Image)
	name := nameOf("original")

	put(t, files, "original", "")
	if info := put(t, images, "photo", name); info.Verified {
		t.Errorf("got %+v, want it not to count as what it was announced as", info)
	}
	wantContent(t, images, name, "original", true)
	if got := list(t, filepath.Join(dir, "imgcache", aliasDir)); len(got) > 0 {
		t.Errorf("there are aliases %v, want none", got)
	}

	// The other way round, and in the other area: the content wins when it comes.
	name = nameOf("late")
	put(t, images, "early", name)
	wantContent(t, files, name, "early", false)
	put(t, files, "late", "")
	wantContent(t, images, name, "late", true)
	wantContent(t, files, name, "late", true)
	if got := list(t, filepath.Join(dir, "imgcache", aliasDir)); len(got) > 0 {
		t.Errorf("there are aliases %v, want none", got)
	}
}

func TestAliasOfSomethingLostIsFree(t *testing.T) {
	dir := t.TempDir()
	s, _ := openWith(t, dir, Options{})
	a := s.Area(Image)
	aliases := filepath.Join(dir, "imgcache", aliasDir)
	name := nameOf("original")
	put(t, a, "photo", name)
	if err := os.Remove(filepath.Join(dir, "imgcache", nameOf("photo"))); err != nil {
		t.Fatal(err)
	}
	wantAbsent(t, a, name)
	put(t, a, "second", name)
	wantContent(t, a, name, "second", false)

	// A damaged alias, one that is no name, and one that leads to another.
	place(t, aliases, nameOf("x"), "no md5")
	wantAbsent(t, a, nameOf("x"))
	place(t, aliases, nameOf("y"), "../../../etc/passwd")
	wantAbsent(t, a, nameOf("y"))
	place(t, aliases, nameOf("z"), name)
	wantAbsent(t, a, nameOf("z"))
	put(t, a, "photo", nameOf("x"))
	wantContent(t, a, nameOf("x"), "photo", false)
}

// TestDamagedFileIsReplacedByItsContent uploads what an original has only half of.
func TestDamagedFileIsReplacedByItsContent(t *testing.T) {
	dir := t.TempDir()
	content := repeat("whole", 1000)
	place(t, filepath.Join(dir, "imgcache"), nameOf(content), content[:500])
	s, closeStore := openWith(t, dir, Options{})
	files, images := s.Area(File), s.Area(Image)
	wantAbsent(t, images, nameOf(content))
	put(t, files, "other", nameOf(content))
	wantContent(t, images, nameOf(content), "other", false)

	put(t, images, content, nameOf(content))
	wantContent(t, images, nameOf(content), content, true)
	wantContent(t, files, nameOf(content), content, true)
	closeStore()
	s, _ = openWith(t, dir, Options{})
	wantContent(t, s.Area(File), nameOf(content), content, true)
}
