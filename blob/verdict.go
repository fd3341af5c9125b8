package blob

import (
	"bufio"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// verdictLog is a file in each area with a line per verdict, later ones win. It is
// an aid to memory: a line that is lost or damaged costs hashing the file again.
const verdictLog = ".verdicts"

// Words of verdictLog.
const (
	wordSound   = "sound"
	wordDamaged = "damaged"
)

// verdict says whether a file with that size and modification time has the md5
// that its name says.
type verdict struct {
	size, mtime int64 // bytes, nanoseconds since 1970
	sound       bool
}

func (v verdict) isOf(fi fs.FileInfo) bool {
	return v.size == fi.Size() && v.mtime == fi.ModTime().UnixNano()
}

// verdicts are what an area knows about its files.
type verdicts struct {
	mu      sync.Mutex // for map work only
	known   map[sum]verdict
	running map[sum]*check

	log *os.File // appended to, a line with each write
}

// check is a file being hashed; sound and err are set when done is closed.
type check struct {
	done  chan struct{}
	sound bool
	err   error
}

func (v *verdicts) open(root *os.Root) (err error) {
	v.known, v.running = map[sum]verdict{}, map[sum]*check{}
	if v.log, err = root.OpenFile(verdictLog, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600); err != nil {
		return err
	}
	lines := bufio.NewScanner(v.log)
	for lines.Scan() {
		if s, verdict, ok := parseVerdict(lines.Text()); ok {
			v.known[s] = verdict
		}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("read %s: %w", verdictLog, err)
	}
	return nil
}

func (v *verdicts) close() error {
	if v.log == nil {
		return nil
	}
	return v.log.Close()
}

func parseVerdict(line string) (s sum, v verdict, ok bool) {
	var name, word string
	if n, err := fmt.Sscanf(line, "%32s %d %d %s", &name, &v.size, &v.mtime, &word); err != nil || n != 4 {
		return s, v, false
	}
	s, ok = parseSum(name)
	v.sound = word == wordSound
	return s, v, ok && (v.sound || word == wordDamaged)
}

// remember keeps a verdict, also for the next run.
func (v *verdicts) remember(s sum, verdict verdict) {
	word := wordDamaged
	if verdict.sound {
		word = wordSound
	}
	v.mu.Lock()
	before, known := v.known[s]
	v.known[s] = verdict
	v.mu.Unlock()
	if known && before == verdict {
		return
	}
	// Without the line the file is hashed once more after a restart.
	fmt.Fprintf(v.log, "%s %d %d %s\n", s, verdict.size, verdict.mtime, word)
}

// isSound tells whether the file named s, in the state fi, has that md5. Those who
// ask at the same time share one hashing, which outlives them.
func (a *Area) isSound(ctx context.Context, s sum, fi fs.FileInfo) (bool, error) {
	a.verdicts.mu.Lock()
	if v, ok := a.verdicts.known[s]; ok && v.isOf(fi) {
		a.verdicts.mu.Unlock()
		return v.sound, nil
	}
	c := a.verdicts.running[s]
	if c == nil {
		c = &check{done: make(chan struct{})}
		a.verdicts.running[s] = c
		a.store.checking.Go(func() { a.run(c, s) })
	}
	a.verdicts.mu.Unlock()

	select {
	case <-c.done:
		return c.sound, c.err
	case <-ctx.Done():
		return false, fmt.Errorf("hash %s: %w", s, context.Cause(ctx))
	}
}

// run hashes a file when its turn has come.
func (a *Area) run(c *check, s sum) {
	ctx := a.store.ctx
	defer func() {
		a.verdicts.mu.Lock()
		delete(a.verdicts.running, s)
		a.verdicts.mu.Unlock()
		close(c.done)
	}()
	select {
	case a.store.slots <- struct{}{}:
		defer func() { <-a.store.slots }()
	case <-ctx.Done():
		c.err = ctx.Err()
		return
	}
	var info Info
	if info, c.err = a.check(ctx, s); c.err == nil && info.Verified {
		c.sound = true
		a.store.stored(ctx, info)
	}
}

// check hashes the file named s and remembers the verdict. Info is that of the
// content when it is sound.
func (a *Area) check(ctx context.Context, s sum) (Info, error) {
	f, before, err := a.openFile(s)
	if err != nil {
		return Info{}, err
	}
	defer f.Close()
	h := md5.New()
	if _, err := io.Copy(h, readerUntil{ctx, f}); err != nil {
		return Info{}, fmt.Errorf("hash %s: %w", s, err)
	}
	after, err := f.Stat()
	if err != nil {
		return Info{}, err
	}
	v := verdict{size: before.Size(), mtime: before.ModTime().UnixNano(), sound: sum(h.Sum(nil)) == s}
	if !v.isOf(after) {
		return Info{}, fmt.Errorf("hash %s: somebody writes to it", s)
	}
	a.verdicts.remember(s, v)
	if !v.sound {
		a.store.opts.Log.Warn("file does not have the md5 of its name", "area", a.kind.String(), "name", s.String(), "size", v.size)
		return Info{}, nil
	}
	return a.describe(s, f, before)
}

// readerUntil reads until ctx ends.
type readerUntil struct {
	ctx context.Context
	r   io.Reader
}

func (r readerUntil) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
