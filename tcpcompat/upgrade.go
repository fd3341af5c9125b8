package tcpcompat

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// The update channel of the PC client (CLIENTS.md section 10). Its files are
// fetched through the file port, by the plain names they have here.
const (
	// UpgradeDir is the directory of published updates within the data directory.
	UpgradeDir = "upgrade"

	// manifestName is what a client compares with the manifest it has installed.
	manifestName = "update.version"

	// baselineName is for a client without an installed manifest, which takes
	// this one for its own.
	baselineName = "update2.version"

	// zipExt ends the file name of a package.
	zipExt = ".zip"

	// stagingDir holds a publication until it is complete. Names with a dot in
	// front are not served.
	stagingDir = ".new"

	// maxPackageBytes is what the client can show the size of: its number is a
	// signed one of 32 bits (CLIENTS.md section 7).
	maxPackageBytes = 1<<31 - 1
)

// PublishUpgrade offers zips, paths of zip files, to the old PC clients as the
// given version. The name of a file without .zip is that of its package.
// Packages of earlier publications that are not among zips stay on offer as they
// are. One publication at a time; a server may run beside it.
//
// Everything is checked and copied before anything is put in its place, the
// manifest last: clients see the old publication or the new one.
func PublishUpgrade(dataDir, version string, zips []string) error {
	v, err := parseUpgradeVersion(version)
	if err != nil {
		return err
	}
	if len(zips) == 0 {
		return errors.New("no package to publish")
	}
	dir := filepath.Join(dataDir, UpgradeDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("directory %s cannot be made: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("directory %s cannot be opened: %w", dir, err)
	}
	defer root.Close()
	m, err := readManifest(root)
	if err != nil {
		return fmt.Errorf("published manifest %s: %w", filepath.Join(dir, manifestName), err)
	}
	names, err := m.advance(v, zips)
	if err != nil {
		return err
	}
	for _, p := range m.packages {
		if _, err := root.Stat(p.name + zipExt); err != nil && names[p.name] == "" {
			return fmt.Errorf("package %s of an earlier publication is missing: put %s back into %s, or publish it again",
				p.name, p.name+zipExt, dir)
		}
	}
	if err := publish(root, m, names); err != nil {
		return fmt.Errorf("publish into %s: %w", dir, err)
	}
	return nil
}

// publish copies the packages, by name from the paths that zips has for them,
// and writes the manifests: first beside what is published, then in its place.
func publish(root *os.Root, m manifest, zips map[string]string) error {
	if err := root.RemoveAll(stagingDir); err != nil { // of a publication that was interrupted
		return err
	}
	if err := root.Mkdir(stagingDir, 0o700); err != nil {
		return err
	}
	defer root.RemoveAll(stagingDir)

	var files []string
	stage := func(file string, from io.Reader) error {
		files = append(files, file)
		to, err := root.OpenFile(path.Join(stagingDir, file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		return errors.Join(err, to.Sync(), to.Close())
	}
	for _, p := range m.packages {
		if zips[p.name] == "" {
			continue
		}
		from, err := openPackage(zips[p.name])
		if err != nil {
			return err
		}
		if err := errors.Join(stage(p.name+zipExt, from), from.Close()); err != nil {
			return err
		}
	}
	// A client without a manifest says nothing about its state. Against one of
	// zeros every package is new.
	for _, f := range []struct{ name, text string }{{baselineName, m.baseline().String()}, {manifestName, m.String()}} {
		if err := stage(f.name, strings.NewReader(f.text)); err != nil {
			return err
		}
	}
	for _, file := range files {
		if err := root.Rename(path.Join(stagingDir, file), file); err != nil {
			return err
		}
	}
	return syncDir(root)
}

// syncDir makes the names in a directory durable, where the system can.
func syncDir(root *os.Root) error {
	d, err := root.Open(".")
	if err != nil {
		return err
	}
	d.Sync() // an error on systems that have no such thing
	return d.Close()
}

// openPackage opens a zip file and makes sure that the client can unpack it: all
// of it can be read, and every entry lands below the folder of the program.
func openPackage(file string) (_ *os.File, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	fi, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if fi.Size() > maxPackageBytes {
		return nil, fmt.Errorf("%s has %d bytes, the client takes %d at most", file, fi.Size(), maxPackageBytes)
	}
	z, err := zip.NewReader(f, fi.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%s is no zip file: %w", file, err)
	}
	if len(z.File) == 0 {
		return nil, fmt.Errorf("%s has nothing in it", file)
	}
	for _, entry := range z.File {
		if err := checkEntry(entry); err != nil {
			return nil, fmt.Errorf("%s: entry %q: %w", file, entry.Name, err)
		}
	}
	_, err = f.Seek(0, io.SeekStart)
	return f, err
}

// checkEntry reads an entry, which compares its checksum. The client unpacks on
// Windows with the rights of an administrator, so no entry may leave the folder.
func checkEntry(entry *zip.File) error {
	name := strings.TrimSuffix(strings.ReplaceAll(entry.Name, `\`, "/"), "/")
	if !fs.ValidPath(name) || strings.Contains(name, ":") {
		return errors.New("it would be unpacked outside of the program's folder")
	}
	r, err := entry.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}
