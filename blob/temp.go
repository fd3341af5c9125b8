package blob

import (
	"crypto/rand"
	"errors"
	"os"
	"path"
)

// temp is a file that nobody finds yet.
type temp struct {
	area *Area
	file *os.File
	path string
}

// newTemp makes an empty file under a random name.
func (a *Area) newTemp() (temp, error) {
	name := path.Join(partialDir, rand.Text())
	f, err := a.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return temp{a, f, name}, err
}

// publish makes the file durable and puts it in the place of target, all at once.
// It is gone when that does not succeed.
func (t temp) publish(target string) error {
	if err := errors.Join(t.file.Sync(), t.file.Close()); err != nil {
		return errors.Join(err, t.area.root.Remove(t.path))
	}
	if err := t.area.root.Rename(t.path, target); err != nil {
		return errors.Join(err, t.area.root.Remove(t.path))
	}
	return t.area.syncDir(path.Dir(target))
}

// syncDir makes names in a directory of the area durable.
func (a *Area) syncDir(dir string) error {
	if dir == "." {
		return syncDir(a.dir)
	}
	d, err := a.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(syncDir(d), d.Close())
}

// remove closes and removes the file.
func (t temp) remove() error {
	return errors.Join(t.file.Close(), t.area.root.Remove(t.path))
}
