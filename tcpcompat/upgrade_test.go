package tcpcompat_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flamingo/tcpcompat"
)

// writeZip makes a package with one entry and returns its path.
func writeZip(t *testing.T, dir, name, entry, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(entry)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(text))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func publish(t *testing.T, data, version string, zips ...string) {
	t.Helper()
	if err := tcpcompat.PublishUpgrade(data, version, zips); err != nil {
		t.Fatalf("publish %s: %v", version, err)
	}
}

// published returns what is on offer, by file name.
func published(t *testing.T, data string) map[string]string {
	t.Helper()
	dir := filepath.Join(data, tcpcompat.UpgradeDir)
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func TestUpgradeIsPublishedAsTheClientReadsIt(t *testing.T) {
	data, src := filepath.Join(t.TempDir(), "data"), t.TempDir()
	main, shot := writeZip(t, src, "Flamingo.zip", "Flamingo.exe", "one"), writeZip(t, src, "CatchScreen.zip", "res/a.png", "two")
	publish(t, data, "1.2.1003", main, shot)
	got := published(t, data)
	first := "\ufeff<version>1.2.1003</version>\r\n<1>Flamingo|Flamingo|1003</1>\r\n<2>CatchScreen|CatchScreen|1003</2>\r\n"
	if got["update.version"] != first {
		t.Errorf("got manifest %q, want %q", got["update.version"], first)
	}
	baseline := "\ufeff<version>0.0.0000</version>\r\n<1>Flamingo|Flamingo|0</1>\r\n<2>CatchScreen|CatchScreen|0</2>\r\n"
	if got["update2.version"] != baseline || baseline >= first {
		t.Errorf("got %q for a client without a manifest, want %q", got["update2.version"], baseline)
	}
	for _, file := range []string{main, shot} {
		b, err := os.ReadFile(file)
		if name := filepath.Base(file); err != nil || got[name] != string(b) {
			t.Errorf("got %d bytes of %s, want %d (%v)", len(got[name]), name, len(b), err)
		}
	}
	if len(got) != 4 {
		t.Errorf("got %d files, want 4", len(got))
	}

	// The next publication has one of them, and one more. An operator has given
	// the other one a description and a size in the meantime.
	edited := strings.Replace(first, "CatchScreen|CatchScreen|1003", "Screenshot tool|CatchScreen|1003|42", 1)
	if err := os.WriteFile(filepath.Join(data, tcpcompat.UpgradeDir, "update.version"), []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	publish(t, data, "1.3.1004", writeZip(t, src, "Flamingo.zip", "Flamingo.exe", "newer"), writeZip(t, src, "Skin.zip", "a", "b"))
	got = published(t, data)
	second := "\ufeff<version>1.3.1004</version>\r\n<1>Flamingo|Flamingo|1004</1>\r\n<2>Screenshot tool|CatchScreen|1003|42</2>\r\n<3>Skin|Skin|1004</3>\r\n"
	if got["update.version"] != second || second <= first {
		t.Errorf("got manifest %q, want %q, above the first", got["update.version"], second)
	}
	if len(got) != 5 {
		t.Errorf("got %d files, want 5", len(got))
	}
}

func TestUpgradeThatClientsCannotTakeIsRefused(t *testing.T) {
	data, src := t.TempDir(), t.TempDir()
	publish(t, data, "1.2.1003", writeZip(t, src, "Flamingo.zip", "a", "b"), writeZip(t, src, "Gone.zip", "a", "b"))
	good := writeZip(t, src, "New.zip", "a", "b")
	notZip := filepath.Join(src, "text.zip")
	os.WriteFile(notZip, []byte("hello"), 0o600)
	damaged := writeZip(t, src, "damaged.zip", "a", strings.Repeat("b", 100))
	b, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	b[32] ^= 1 // in the content
	os.WriteFile(damaged, b, 0o600)
	long := writeZip(t, src, strings.Repeat("x", 51)+".zip", "a", "b")
	before := published(t, data)

	for _, tt := range []struct {
		name, version string
		zips          []string
		want          string
	}{
		{"no package", "1.2.1004", nil, "no package"},
		{"no version", "latest", []string{good}, "form 1.2.1003"},
		{"a version in markup", "1.2.1004</version>", []string{good}, "form 1.2.1003"},
		{"last number zero", "1.3.0000", []string{good}, "may not be 0"},
		{"the same version", "1.2.1003", []string{good}, "not above the published one, 1.2.1003"},
		{"an older version", "1.1.1004", []string{good}, "not above"},
		{"more digits", "1.10.1004", []string{good}, "as many digits"},
		{"fewer digits", "1.3.999", []string{good}, "as many digits"},
		{"a number that goes back", "1.3.1003", []string{filepath.Join(src, "Flamingo.zip")}, "with number 1003"},
		{"another case", "1.2.1004", []string{writeZip(t, t.TempDir(), "flamingo.zip", "a", "b")}, "was published as Flamingo"},
		{"given twice", "1.2.1004", []string{good, good}, "given twice"},
		{"twice in another case", "1.2.1004", []string{good, writeZip(t, t.TempDir(), "NEW.zip", "a", "b")}, "given twice"},
		{"no zip by name", "1.2.1004", []string{filepath.Join(src, "New.exe")}, "does not end in .zip"},
		{"a name with markup", "1.2.1004", []string{writeZip(t, src, "a|b.zip", "a", "b")}, "package name"},
		{"a hidden name", "1.2.1004", []string{writeZip(t, src, ".a.zip", "a", "b")}, "package name"},
		{"no name", "1.2.1004", []string{writeZip(t, src, ".zip", "a", "b")}, "package name"},
		{"a long name", "1.2.1004", []string{long}, "50 at most"},
		{"not there", "1.2.1004", []string{filepath.Join(src, "absent.zip")}, "absent.zip"},
		{"one good, one not there", "1.2.1004", []string{good, filepath.Join(src, "absent.zip")}, "absent.zip"},
		{"no zip by content", "1.2.1004", []string{notZip}, "no zip file"},
		{"damaged", "1.2.1004", []string{damaged}, "checksum"},
		{"nothing in it", "1.2.1004", []string{emptyZip(t, src)}, "nothing in it"},
		{"leaves the folder", "1.2.1004", []string{writeZip(t, src, "up.zip", "../../evil.dll", "b")}, "outside"},
		{"leaves it the Windows way", "1.2.1004", []string{writeZip(t, src, "up.zip", `a\..\..\evil.dll`, "b")}, "outside"},
		{"names a drive", "1.2.1004", []string{writeZip(t, src, "up.zip", "C:/evil.dll", "b")}, "outside"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tcpcompat.PublishUpgrade(data, tt.version, tt.zips)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			after := published(t, data)
			for name, text := range before {
				if after[name] != text || len(after) != len(before) {
					t.Errorf("%s was changed, or files were left behind: %d, want %d", name, len(after), len(before))
				}
			}
		})
	}

	if err := os.Remove(filepath.Join(data, tcpcompat.UpgradeDir, "Gone.zip")); err != nil {
		t.Fatal(err)
	}
	err = tcpcompat.PublishUpgrade(data, "1.2.1004", []string{good})
	if err == nil || !strings.Contains(err.Error(), "put Gone.zip back") {
		t.Errorf("a published package is missing: got %v", err)
	}
	publish(t, data, "1.2.1004", writeZip(t, src, "Gone.zip", "a", "c"))
}

func emptyZip(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	if err := zip.NewWriter(&b).Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "empty.zip")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDamagedManifestIsNotPublishedOver(t *testing.T) {
	src := t.TempDir()
	good := writeZip(t, src, "New.zip", "a", "b")
	for name, text := range map[string]string{
		"no version":      "<1>a|a|1</1>\r\n",
		"empty":           "",
		"two numbers":     "<version>1.2.1003</version>\r\n<1>a|a|1</2>\r\n",
		"a path":          "<version>1.2.1003</version>\r\n<1>a|../a|1</1>\r\n",
		"a line too much": "<version>1.2.1003</version>\r\nhello\r\n",
	} {
		data := t.TempDir()
		if err := os.Mkdir(filepath.Join(data, tcpcompat.UpgradeDir), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(data, tcpcompat.UpgradeDir, "update.version"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := tcpcompat.PublishUpgrade(data, "1.2.1004", []string{good}); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: got %v, want the line", name, err)
		}
		if got := published(t, data); got["update.version"] != text || len(got) != 1 {
			t.Errorf("%s: it was published over", name)
		}
	}
}

func TestInterruptedPublicationIsForgotten(t *testing.T) {
	data, src := t.TempDir(), t.TempDir()
	left := filepath.Join(data, tcpcompat.UpgradeDir, ".new")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "Flamingo.zip"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	publish(t, data, "1.2.1003", writeZip(t, src, "Flamingo.zip", "a", "b"))
	if got := published(t, data); len(got) != 3 || got["Flamingo.zip"] == "half" {
		t.Errorf("got %d files, want 3", len(got))
	}
}
