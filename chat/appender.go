package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"flamingo/models"
)

// Bounds of the appender. Nothing is gained by larger batches (DEPENDENCIES.md
// section 1); the queue holds what a database that stalls for a moment may owe.
const (
	maxBatch      = 256
	maxQueued     = 16384
	appendTimeout = 30 * time.Second
)

// submission is a message on its way through the appender.
type submission struct {
	Append
	from string
	at   time.Time     // when it was submitted
	done func(*Append) // called once, from the appender's goroutine; must not wait
	// then is called instead of announcing a message, when the submission has
	// none: behind the announcements of what was submitted before.
	then func()
}

// appender commits messages: one goroutine takes everything that is waiting
// and commits it as one transaction, so that a thousand senders share one
// fsync and a lone message waits for nobody. A second goroutine announces what
// was committed, in that order, while the next batch is being written.
type appender struct {
	store    Store
	log      *slog.Logger
	announce func(m *models.Message, from string)

	mu     sync.Mutex
	queue  []*submission
	closed bool
	wake   chan struct{} // has one element when queue is not empty or closed

	meter *meter

	committed chan []*submission
	finished  chan struct{} // closed when all is announced
}

func newAppender(store Store, log *slog.Logger, announce func(*models.Message, string)) *appender {
	return &appender{store: store, log: log, announce: announce, meter: new(meter), wake: make(chan struct{}, 1),
		committed: make(chan []*submission, 64), finished: make(chan struct{})}
}

func (a *appender) start() {
	go a.commitLoop()
	go a.announceLoop()
}

var (
	errClosing  = &Error{Code: CodeUnavailable, Message: "the server is stopping", RetryAfter: time.Second}
	errOverload = &Error{Code: CodeUnavailable, Message: "too many messages at once, try again", RetryAfter: time.Second}
)

// submit queues sub in the order of the calls.
func (a *appender) submit(sub *submission) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.closed:
		return errClosing
	case len(a.queue) >= maxQueued:
		return errOverload
	}
	sub.at = time.Now()
	a.queue = append(a.queue, sub)
	a.signal()
	return nil
}

func (a *appender) signal() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// next waits for submissions and takes up to maxBatch; nil when closed and empty.
func (a *appender) next() []*submission {
	for range a.wake {
		a.mu.Lock()
		n := min(len(a.queue), maxBatch)
		batch := a.queue[:n:n]
		a.queue = a.queue[n:]
		if len(a.queue) == 0 {
			a.queue = nil
		}
		if len(a.queue) > 0 || a.closed {
			a.signal()
		}
		closed := a.closed
		a.mu.Unlock()
		if n > 0 {
			return batch
		}
		if closed {
			return nil
		}
	}
	return nil
}

func (a *appender) commitLoop() {
	defer close(a.committed)
	for {
		batch := a.next()
		if batch == nil {
			return
		}
		a.commit(batch)
		a.committed <- batch
	}
}

// commit writes a batch. It runs on the server's time, not on that of a sender
// who may have left: the others in the batch have not.
func (a *appender) commit(batch []*submission) {
	ctx, cancel := context.WithTimeout(context.Background(), appendTimeout)
	defer cancel()
	appends := make([]*Append, 0, len(batch))
	for _, sub := range batch {
		if sub.Message != nil {
			appends = append(appends, &sub.Append)
		}
	}
	if len(appends) == 0 {
		return
	}
	if err := a.store.AppendMessages(ctx, appends); err != nil {
		a.log.Error("messages not stored", "count", len(batch), "err", err)
		for _, sub := range batch {
			sub.Err = &Error{Code: CodeUnavailable, Message: "the message could not be stored, try again",
				RetryAfter: time.Second, Err: err}
		}
	}
	for _, sub := range batch {
		if sub.Message != nil {
			sub.done(&sub.Append)
		}
	}
	a.measure(batch)
}

// measure counts what was stored, and how long each waited for that.
func (a *appender) measure(batch []*submission) {
	now := time.Now()
	waits := make([]time.Duration, 0, len(batch))
	for _, sub := range batch {
		if sub.Message != nil && sub.Err == nil && !sub.Dup {
			waits = append(waits, now.Sub(sub.at))
		}
	}
	a.meter.add(now, waits)
}

// queued returns how many submissions wait to be stored.
func (a *appender) queued() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.queue)
}

func (a *appender) announceLoop() {
	defer close(a.finished)
	for batch := range a.committed {
		for _, sub := range batch {
			if sub.Message == nil {
				sub.then()
			} else if sub.Err == nil && !sub.Dup {
				a.announce(sub.Message, sub.from)
			}
		}
	}
}

// inOrder calls announce behind the announcements of all messages that were
// committed before, or at once when nothing is announced in order any more.
func (a *appender) inOrder(announce func()) {
	if a.submit(&submission{then: announce}) != nil {
		announce()
	}
}

// close refuses what comes later, and waits until what was accepted is
// committed and announced.
func (a *appender) close(ctx context.Context) error {
	a.mu.Lock()
	a.closed = true
	a.signal()
	a.mu.Unlock()
	select {
	case <-a.finished:
		return nil
	case <-ctx.Done():
		return errors.New("accepted messages were not stored in time")
	}
}
