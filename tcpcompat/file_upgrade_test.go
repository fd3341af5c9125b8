package tcpcompat_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat"
	"flamingo/tcpcompat/wire"
)

// packageZip makes a package that does not get smaller by being packed.
func packageZip(t *testing.T, name string, size int) (file string, content []byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "Flamingo.exe", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(randomBytes(size))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, b.Bytes()
}

// update does what a PC does before a login (CLIENTS.md section 10) and returns
// the packages it would unpack. installed is its manifest, empty when it has none.
func update(t *testing.T, pc *servertest.FileClient, installed string) (manifest string, packages map[string][]byte) {
	t.Helper()
	if installed == "" {
		b, err := pc.TryDownload("update2.version")
		if err == servertest.ErrAbsent {
			return "", nil
		} else if err != nil {
			t.Fatal(err)
		}
		installed = string(b)
	}
	b, err := pc.TryDownload("update.version")
	if err == servertest.ErrAbsent {
		return installed, nil
	} else if err != nil {
		t.Fatal(err)
	}
	manifest = string(b)
	if manifest <= installed {
		return installed, nil
	}
	packages = map[string][]byte{}
	for _, line := range strings.Split(manifest, "\r\n")[1:] {
		fields := strings.Split(line, "|")
		if len(fields) < 3 {
			continue
		}
		zip := pc.Download(t, fields[1]+".zip")
		if !strings.Contains(installed, "|"+fields[1]+"|"+fields[2]) {
			packages[fields[1]] = zip
		}
	}
	return manifest, packages
}

func TestUpdateOfThePCClient(t *testing.T) {
	srv := servertest.Start(t)
	pc := srv.FileClient(models.ClassPC)
	if manifest, packages := update(t, pc, ""); manifest != "" || packages != nil {
		t.Errorf("with nothing published: got manifest %q", manifest)
	}
	onPictures(t, srv).get("update.version", wire.NetBroadband, wire.FileAbsent)

	// Published while the server runs.
	program, programBytes := packageZip(t, "Flamingo.zip", 700_000)
	tool, toolBytes := packageZip(t, "CatchScreen.zip", 1000)
	if err := tcpcompat.PublishUpgrade(srv.Config.Data, "1.2.1003", []string{program, tool}); err != nil {
		t.Fatal(err)
	}
	onPictures(t, srv).get("update.version", wire.NetBroadband, wire.FileAbsent)
	first, packages := update(t, pc, "")
	if len(packages) != 2 || !bytes.Equal(packages["Flamingo"], programBytes) || !bytes.Equal(packages["CatchScreen"], toolBytes) {
		t.Errorf("without a manifest: got %d packages, want both as published", len(packages))
	}
	if again, packages := update(t, pc, first); again != first || packages != nil {
		t.Errorf("up to date: got %d packages and %q", len(packages), again)
	}
	shipped := "\ufeff<version>1.2.1002</version>\r\n<1>Main program|Flamingo|1002</1>\r\n<2>Screenshot tool|CatchScreen|1002</2>\r\n"
	if _, packages := update(t, pc, shipped); len(packages) != 2 {
		t.Errorf("from the version before: got %d packages, want 2", len(packages))
	}

	// The next version comes in the middle of a download, which ends as it began.
	x := onFiles(t, srv)
	got := x.get("Flamingo.zip", wire.NetBroadband, wire.FileInProgress).Chunk
	newer, newerBytes := packageZip(t, "Flamingo.zip", 800_000)
	if err := tcpcompat.PublishUpgrade(srv.Config.Data, "1.2.1004", []string{newer}); err != nil {
		t.Fatal(err)
	}
	got = append(got, x.get("Flamingo.zip", wire.NetBroadband, wire.FileComplete).Chunk...)
	if !bytes.Equal(got, programBytes) {
		t.Errorf("got %d bytes from two versions, want the %d of the first", len(got), len(programBytes))
	}
	if _, packages := update(t, pc, first); len(packages) != 1 || !bytes.Equal(packages["Flamingo"], newerBytes) {
		t.Errorf("from the first version: got %d packages, want the new program", len(packages))
	}
	if _, packages := update(t, pc, shipped); len(packages) != 2 || !bytes.Equal(packages["CatchScreen"], toolBytes) {
		t.Errorf("from before the first: got %d packages, want both", len(packages))
	}
}

// TestFilesPlacedByHandAreServed is an operator who does not use the command.
func TestFilesPlacedByHandAreServed(t *testing.T) {
	srv := servertest.Start(t)
	dir := filepath.Join(srv.Config.Data, "upgrade")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"update.version": "v", "Skin pack.zip": "z", "empty.zip": "", "README": "r"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.zip"), 0o700); err != nil {
		t.Fatal(err)
	}
	pc := srv.FileClient(models.ClassPC)
	for name, want := range map[string]string{"update.version": "v", "Skin pack.zip": "z"} {
		if got := pc.Download(t, name); string(got) != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"update2.version", "empty.zip", "README", "folder.zip", "skin pack.zip", "UPDATE.VERSION"} {
		if got, err := pc.TryDownload(name); err != servertest.ErrAbsent {
			t.Errorf("%s: got %q, %v; want it absent", name, got, err)
		}
	}
}
