package picture

import (
	"cmp"
	"container/list"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"flamingo/chat"
)

// cache keeps thumbnails in a directory, those used last. Its files are worth
// nothing: they may be deleted at any time.
type cache struct {
	root *os.Root
	max  int64 // bytes

	mu    sync.Mutex // for map work only
	size  int64
	order *list.List // of *entry, used last first
	names map[string]*list.Element
}

type entry struct {
	name string // with the ending that says what it is
	size int64
}

const (
	endJPEG = ".jpg"
	endPNG  = ".png"
	endTemp = ".new"
)

func openCache(dir string, max int64) (*cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	c := &cache{root: root, max: max, order: list.New(), names: map[string]*list.Element{}}
	files, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	type found struct {
		entry
		at time.Time
	}
	var all []found
	for _, f := range files {
		info, err := f.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if strings.HasSuffix(f.Name(), endTemp) {
			root.Remove(f.Name())
			continue
		}
		all = append(all, found{entry{f.Name(), info.Size()}, info.ModTime()})
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.name, b.name)) })
	for _, f := range all {
		for _, old := range c.add(f.entry) {
			root.Remove(old)
		}
	}
	return c, nil
}

func (c *cache) close() error { return c.root.Close() }

func key(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(file, endJPEG), endPNG)
}

// get returns what put kept, or nil.
func (c *cache) get(name string) *chat.Picture {
	c.mu.Lock()
	e := c.names[name]
	if e == nil {
		c.mu.Unlock()
		return nil
	}
	c.order.MoveToFront(e)
	file := e.Value.(*entry).name
	c.mu.Unlock()
	data, err := c.root.ReadFile(file)
	if err != nil {
		return nil // deleted by an operator, or to make room just now
	}
	p := &chat.Picture{Type: "image/jpeg", Data: data}
	if strings.HasSuffix(file, endPNG) {
		p.Type = "image/png"
	}
	return p
}

// put keeps a picture. That it could not be kept costs making it again.
func (c *cache) put(name string, p *chat.Picture) {
	file := name + endJPEG
	if p.Type == "image/png" {
		file = name + endPNG
	}
	temp := rand.Text() + endTemp
	if err := c.root.WriteFile(temp, p.Data, 0o600); err != nil {
		c.root.Remove(temp)
		return
	}
	if err := c.root.Rename(temp, file); err != nil {
		c.root.Remove(temp)
		return
	}
	for _, old := range c.add(entry{file, int64(len(p.Data))}) {
		c.root.Remove(old)
	}
}

// add makes e the one used last and returns the files there is no room for.
func (c *cache) add(e entry) (gone []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.names[key(e.name)]; old != nil {
		c.size -= old.Value.(*entry).size
		c.order.Remove(old)
	}
	c.names[key(e.name)] = c.order.PushFront(&e)
	c.size += e.size
	for c.size > c.max && c.order.Len() > 1 {
		last := c.order.Remove(c.order.Back()).(*entry)
		delete(c.names, key(last.name))
		c.size -= last.size
		gone = append(gone, last.name)
	}
	return gone
}

// flights lets those who want the same picture at the same time share the work.
type flights struct {
	mu     sync.Mutex // for map work only
	active map[string]*flight
}

type flight struct {
	done    chan struct{}
	picture *chat.Picture
	err     error
}

func (f *flights) do(ctx context.Context, name string, work func() (*chat.Picture, error)) (*chat.Picture, error) {
	f.mu.Lock()
	if other := f.active[name]; other != nil {
		f.mu.Unlock()
		select {
		case <-other.done:
			return other.picture, other.err
		case <-ctx.Done():
			return nil, errBusy
		}
	}
	mine := &flight{done: make(chan struct{}), err: errBusy}
	if f.active == nil {
		f.active = map[string]*flight{}
	}
	f.active[name] = mine
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.active, name)
		f.mu.Unlock()
		close(mine.done)
	}()
	mine.picture, mine.err = work()
	return mine.picture, mine.err
}
