// Package blob keeps the bytes of files and pictures under the md5 of their
// content, in the two flat directories of the original server (WIRE.md section
// 9): filecache and imgcache. Directories that an original left behind are
// served as they are.
//
// It promises:
//
//   - No path is made of a name that somebody sent. A name is 32 hex digits or
//     is not there; the file name is made anew from the 16 bytes they stand for,
//     and all files are under one [os.Root].
//   - Content that is found under a name has that md5. A file found on disk is
//     hashed at its first use; the verdict is remembered, also over a restart,
//     until size or modification time change. A file that does not match its name
//     counts as absent (WIRE.md section 13, number 20).
//   - An upload is not there until [Writer.Commit]: it is written under a name of
//     ours, hashed on the way, synced, then renamed. What a crash leaves is removed
//     by the next Open.
//   - A name that was announced for other bytes is an alias: it leads to them for
//     as long as no content of that md5 exists, and never takes the place of such
//     content (CLIENTS.md section 7).
//
// A content is stored once, in the area it first came to, and found from both.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
)

// DefaultMaxSize is the limit of a content unless told otherwise: the Windows
// client shows sizes as signed 32-bit numbers (CLIENTS.md section 7).
const DefaultMaxSize = 2<<30 - 1

// checksAtOnce is the number of files hashed at the same time because they have
// no verdict yet. More would only take the disk from each other.
const checksAtOnce = 2

var (
	// ErrTooLarge is wrapped by errors about content above Options.MaxSize or
	// above the size that was declared for it.
	ErrTooLarge = errors.New("too large")

	// ErrNoSpace is wrapped by errors about a disk that is full, or has no more
	// than Options.MinFree left.
	ErrNoSpace = errors.New("no disk space left")

	// ErrIncomplete is wrapped by Commit when fewer bytes came than were declared.
	ErrIncomplete = errors.New("incomplete")
)

// Kind names one of the two areas.
type Kind int

// The areas: what the original server kept behind port 20001 and behind 20002.
const (
	File  Kind = iota // files sent from user to user
	Image             // pictures of messages, and faces
)

// String returns the name of the directory.
func (k Kind) String() string {
	if k == Image {
		return "imgcache"
	}
	return "filecache"
}

// Options are the limits of a store and who is told about its content.
type Options struct {
	// MaxSize limits a content, in bytes; 0 is DefaultMaxSize.
	MaxSize int64

	// MinFree is the disk space in bytes that uploads leave to others.
	MinFree int64

	// OnStored, unless nil, is called for each content that was committed, new or
	// not, and for each file of an original server when it was first found to be
	// sound. It may come from several goroutines, and twice for one content. The
	// directory is the truth: a crash may come between it and the call.
	OnStored func(context.Context, Info)

	// Log is told of damaged files; nil is slog.Default.
	Log *slog.Logger
}

// Store is the two areas of a data directory. Its methods and those of its areas
// may be called from any number of goroutines.
type Store struct {
	opts  Options
	root  *os.Root
	areas [2]*Area

	// ctx ends the hashing of files when the store is closed.
	ctx      context.Context
	cancel   context.CancelFunc
	checking sync.WaitGroup
	slots    chan struct{} // of checksAtOnce
}

// Open opens the areas in the data directory root, makes them when missing, and
// removes what interrupted uploads have left. One process at a time may have it
// open. The number of files in it does not matter: none is looked at.
func Open(root string, opts Options) (*Store, error) {
	if opts.MaxSize == 0 {
		opts.MaxSize = DefaultMaxSize
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	s := &Store{opts: opts, root: r, slots: make(chan struct{}, checksAtOnce)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	for _, k := range []Kind{File, Image} {
		if s.areas[k], err = openArea(s, k); err != nil {
			return nil, errors.Join(fmt.Errorf("open %s: %w", k, err), s.Close())
		}
	}
	return s, nil
}

// Area returns one of the areas. Lookups begin there, content is stored there.
func (s *Store) Area(k Kind) *Area { return s.areas[k] }

// Close ends hashing that is under way and closes the directories. Writers have to
// be committed or aborted before.
func (s *Store) Close() error {
	s.cancel()
	s.checking.Wait()
	var errs []error
	for _, a := range s.areas {
		if a != nil {
			errs = append(errs, a.close())
		}
	}
	return errors.Join(append(errs, s.root.Close())...)
}

// other returns the area that a is not.
func (s *Store) other(a *Area) *Area { return s.areas[1-a.kind] }

// stored tells the owner of the store about a content.
func (s *Store) stored(ctx context.Context, i Info) {
	if s.opts.OnStored != nil {
		s.opts.OnStored(ctx, i)
	}
}

// notFound is the error for a name under which there is nothing.
func notFound(name string) error {
	return fmt.Errorf("content %q: %w", name, fs.ErrNotExist)
}
