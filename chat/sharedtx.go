package chat

import (
	"context"
	"sync"
)

// maxShared is how many changes share a transaction: what comes next waits for
// as long as these take.
const maxShared = 64

// sharedTx runs small changes of many callers in one transaction, so that a
// hundred people who read at the same time share one fsync. While one
// transaction runs, what comes gathers for the next; a lone change waits for
// nobody.
type sharedTx struct {
	store Store

	mu      sync.Mutex
	queue   []*sharedChange
	running bool
}

type sharedChange struct {
	apply func(ctx context.Context, tx Store) error
	err   error
	done  chan struct{}
}

// do runs apply in a transaction and returns its error when that is over. It
// runs on the server's time, not on that of a caller who may have left: the
// others in the transaction have not. apply may be run more than once.
func (s *sharedTx) do(apply func(ctx context.Context, tx Store) error) error {
	c := &sharedChange{apply: apply, done: make(chan struct{})}
	s.mu.Lock()
	if len(s.queue) >= maxQueued {
		s.mu.Unlock()
		return errOverload
	}
	s.queue = append(s.queue, c)
	if !s.running {
		s.running = true
		go s.run()
	}
	s.mu.Unlock()
	<-c.done
	return c.err
}

func (s *sharedTx) run() {
	for {
		s.mu.Lock()
		n := min(len(s.queue), maxShared)
		batch := s.queue[:n:n]
		s.queue = s.queue[n:]
		if n == 0 {
			s.queue, s.running = nil, false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		s.commit(batch)
	}
}

// commit runs a batch. When one of it fails each is run by itself: the others
// are not to blame, and nothing of the one is left.
func (s *sharedTx) commit(batch []*sharedChange) {
	err := s.inTx(batch)
	for _, c := range batch {
		if c.err = err; err != nil && len(batch) > 1 {
			c.err = s.inTx([]*sharedChange{c})
		}
		close(c.done)
	}
}

func (s *sharedTx) inTx(batch []*sharedChange) error {
	ctx, cancel := context.WithTimeout(context.Background(), appendTimeout)
	defer cancel()
	return s.store.InTx(ctx, func(tx Store) error {
		for _, c := range batch {
			if err := c.apply(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}
