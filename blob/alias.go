package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// An alias is a file in aliasDir: its name is the announced md5, what is in it
// the md5 of the bytes that came, both as hex digits.

func aliasPath(announced sum) string { return path.Join(aliasDir, announced.String()) }

// openAlias opens what was uploaded to either area under an announced md5 that is
// not its own.
func (a *Area) openAlias(ctx context.Context, announced sum) (*os.File, Info, error) {
	for _, at := range []*Area{a, a.store.other(a)} {
		text, err := at.root.ReadFile(aliasPath(announced))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, Info{}, fmt.Errorf("read alias: %w", err)
		}
		target, ok := parseSum(string(text))
		if !ok {
			continue
		}
		f, info, err := at.open(ctx, target)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the content is gone, or damaged
		}
		info.Verified = false
		return f, info, err
	}
	return nil, Info{}, notFound(announced.String())
}

// addAlias makes target available under an announced md5, unless something is
// there already. The first one stays: who knows a name cannot put other bytes in
// front of those who have not fetched it yet.
func (a *Area) addAlias(ctx context.Context, announced, target sum) error {
	f, _, err := a.open(ctx, announced)
	if errors.Is(err, fs.ErrNotExist) {
		f, _, err = a.openAlias(ctx, announced)
	}
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := a.writeAlias(announced, target); err != nil {
		return fmt.Errorf("write alias: %w", err)
	}
	return nil
}

func (a *Area) writeAlias(announced, target sum) error {
	t, err := a.newTemp()
	if err != nil {
		return err
	}
	if _, err := t.file.WriteString(target.String()); err != nil {
		return errors.Join(err, t.remove())
	}
	return t.publish(aliasPath(announced))
}

// dropAlias removes the aliases that content of this md5 makes obsolete. Lookups
// prefer the content anyway, so an error would mean nothing to anybody.
func (s *Store) dropAlias(announced sum) {
	for _, a := range s.areas {
		a.root.Remove(aliasPath(announced))
	}
}
