package legacyclient

import (
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrNothing says that nothing came in time.
var ErrNothing = errors.New("nothing came in time")

// Inbox keeps what came over a connection until somebody takes it. The zero
// value is empty.
type Inbox[T any] struct {
	mu      sync.Mutex // guards what follows
	items   []T
	err     error
	changed chan struct{} // closed at the next change; nil while nobody waits
}

// Put adds what came, in order.
func (b *Inbox[T]) Put(items ...T) {
	b.change(func() { b.items = append(b.items, items...) })
}

// End says that nothing more comes, and why. The first reason counts.
func (b *Inbox[T]) End(err error) {
	b.change(func() {
		if b.err == nil {
			b.err = err
		}
	})
}

// Reset empties the inbox for another connection.
func (b *Inbox[T]) Reset() {
	b.change(func() { b.items, b.err = nil, nil })
}

func (b *Inbox[T]) change(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f()
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// Take waits for the first item that match wants, and removes it. Others stay.
// The error is that of End when no such item can come any more, and ErrNothing
// after patience.
func (b *Inbox[T]) Take(patience time.Duration, match func(T) bool) (T, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		item, changed, err := b.look(match)
		if changed == nil {
			return item, err
		}
		select {
		case <-changed:
		case <-late.C:
			return item, ErrNothing
		}
	}
}

// look returns an item, why there is none, or what to wait for.
func (b *Inbox[T]) look(match func(T) bool) (item T, changed <-chan struct{}, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.IndexFunc(b.items, match); i >= 0 {
		item = b.items[i]
		b.items = slices.Delete(b.items, i, i+1)
		return item, nil, nil
	}
	if b.err != nil {
		return item, nil, b.err
	}
	if b.changed == nil {
		b.changed = make(chan struct{})
	}
	return item, b.changed, nil
}
