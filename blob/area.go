package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
)

// Directories of ours in an area. A dot cannot begin the name of a content.
const (
	partialDir = ".partial" // uploads under way, by random name
	aliasDir   = ".alias"   // announced name to md5
)

// sniffSize is what http.DetectContentType looks at.
const sniffSize = 512

// Area is one of the directories of a store.
type Area struct {
	kind     Kind
	store    *Store
	root     *os.Root
	dir      *os.File // the directory itself, to sync it and to measure its disk
	verdicts verdicts
}

// Info describes a content.
type Info struct {
	MD5  string // of the bytes, 32 lower-case hex digits
	Size int64  // in bytes
	Area Kind   // where it is kept
	Type string // media type, sniffed from the bytes; never from what a client says

	// Verified tells that the name asked for, or announced, is the md5. Otherwise
	// it is an alias, and content of that md5 may take its place at any time.
	Verified bool
}

// Content is an open content, to be closed.
type Content interface {
	io.ReadSeekCloser
	io.ReaderAt
}

func openArea(s *Store, k Kind) (_ *Area, err error) {
	a := &Area{kind: k, store: s}
	for _, dir := range []string{partialDir, uploadDir, aliasDir} {
		if err := s.root.MkdirAll(path.Join(k.String(), dir), 0o700); err != nil {
			return nil, err
		}
	}
	if a.root, err = s.root.OpenRoot(k.String()); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.dir, err = a.root.Open("."); err != nil {
		return nil, err
	}
	if err := a.removePartial(); err != nil {
		return nil, err
	}
	return a, a.verdicts.open(a.root)
}

func (a *Area) close() error {
	errs := []error{a.verdicts.close(), a.root.Close()}
	if a.dir != nil {
		errs = append(errs, a.dir.Close())
	}
	return errors.Join(errs...)
}

// removePartial removes the uploads that the last run did not finish.
func (a *Area) removePartial() error {
	left, err := fs.ReadDir(a.root.FS(), partialDir)
	if err != nil {
		return err
	}
	for _, e := range left {
		if err := a.root.Remove(path.Join(partialDir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Stat returns what is known by name, an md5 in 32 hex digits or an alias. The
// error wraps fs.ErrNotExist when there is nothing.
//
// The first use of a file of an original server waits until it was hashed. When
// ctx ends before, hashing goes on, so that a later try finds the verdict.
func (a *Area) Stat(ctx context.Context, name string) (Info, error) {
	c, info, err := a.Open(ctx, name)
	if err != nil {
		return Info{}, err
	}
	return info, c.Close()
}

// Open opens what Stat describes: content of that md5 in this area, in the other
// one, and only then what an alias leads to.
func (a *Area) Open(ctx context.Context, name string) (Content, Info, error) {
	s, ok := parseSum(name)
	if !ok {
		return nil, Info{}, notFound(name)
	}
	f, info, err := a.open(ctx, s)
	if errors.Is(err, fs.ErrNotExist) {
		f, info, err = a.openAlias(ctx, s)
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("open %s: %w", s, err)
	}
	return f, info, nil
}

// open opens content with the md5 s in either area.
func (a *Area) open(ctx context.Context, s sum) (*os.File, Info, error) {
	f, info, err := a.openHere(ctx, s)
	if errors.Is(err, fs.ErrNotExist) {
		return a.store.other(a).openHere(ctx, s)
	}
	return f, info, err
}

// openHere opens content with the md5 s in this area.
func (a *Area) openHere(ctx context.Context, s sum) (*os.File, Info, error) {
	f, fi, err := a.openFile(s)
	if err != nil {
		return nil, Info{}, err
	}
	sound, err := a.isSound(ctx, s, fi)
	if err == nil && !sound {
		err = notFound(s.String())
	}
	if err != nil {
		f.Close()
		return nil, Info{}, err
	}
	info, err := a.describe(s, f, fi)
	if err != nil {
		f.Close()
		return nil, Info{}, err
	}
	return f, info, nil
}

// openFile opens the file named s, whatever is in it.
func (a *Area) openFile(s sum) (*os.File, fs.FileInfo, error) {
	f, err := a.root.Open(s.String())
	if err != nil {
		return nil, nil, err
	}
	fi, err := f.Stat()
	if err == nil && !fi.Mode().IsRegular() {
		err = notFound(s.String())
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, fi, nil
}

func (a *Area) describe(s sum, f *os.File, fi fs.FileInfo) (Info, error) {
	head := make([]byte, sniffSize)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Info{}, err
	}
	return Info{MD5: s.String(), Size: fi.Size(), Area: a.kind, Type: http.DetectContentType(head[:n]), Verified: true}, nil
}
