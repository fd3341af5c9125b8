package fileport

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// packageExt ends the names of the packages of the update channel.
const packageExt = ".zip"

// isPublic tells which names of the update channel clients ask for. The directory
// has others while something is being published.
func isPublic(name string) bool {
	switch name {
	case "update.version", "update2.version":
		return true
	}
	return strings.HasSuffix(name, packageExt) && !strings.HasPrefix(name, ".")
}

// openPublished opens a file of the update channel. The name is looked for among
// those that are there, it never becomes a path. Nothing published is the usual
// case, and fs.ErrNotExist the quick answer.
func (s *Server) openPublished(name string) (*os.File, int64, error) {
	if s.UpgradeDir == "" || !isPublic(name) {
		return nil, 0, fs.ErrNotExist
	}
	root, err := os.OpenRoot(s.UpgradeDir)
	if err != nil {
		return nil, 0, err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, 0, err
	}
	for _, e := range entries {
		if e.Name() == name && e.Type().IsRegular() {
			return openRegular(root, e.Name())
		}
	}
	return nil, 0, fs.ErrNotExist
}

func openRegular(root *os.Root, name string) (*os.File, int64, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	fi, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, fi.Size(), nil
}
