package chat

import (
	"context"
	"log/slog"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// The index of searches follows the log: a position in it says what is indexed,
// so that sending waits for nothing, and what a crash left out is indexed at
// the next start. So is all that an original server left behind.

const (
	indexBatch = 50               // messages in one transaction: the writer is not held for long
	indexRetry = 10 * time.Second // after an error
	// indexPause is between two looks at the log: what comes meanwhile shares
	// transactions, and the writer is left to those who send.
	indexPause = 250 * time.Millisecond
)

// indexer is the goroutine that keeps up with the log.
type indexer struct {
	store Store
	log   *slog.Logger
	wake  chan struct{} // has an element when there may be new messages
}

func newIndexer(store Store, log *slog.Logger) *indexer {
	return &indexer{store, log, make(chan struct{}, 1)}
}

// signal says that messages were committed. It never waits.
func (x *indexer) signal() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// run follows the log until ctx is done.
func (x *indexer) run(ctx context.Context) {
	for {
		err := x.catchUp(ctx)
		if ctx.Err() != nil {
			return
		}
		pause := indexPause
		if err != nil {
			x.log.Error("messages not indexed for search", "err", err)
			pause = indexRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		if err != nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
		}
	}
}

// catchUp indexes what follows the position.
func (x *indexer) catchUp(ctx context.Context) error {
	position, err := x.store.SearchPosition(ctx)
	if err != nil {
		return err
	}
	for {
		list, err := x.store.MessagesByID(ctx, position, indexBatch)
		if err != nil || len(list) == 0 {
			return err
		}
		entries := make([]SearchEntry, len(list))
		for i := range list {
			entries[i] = searchEntry(&list[i])
		}
		position = list[len(list)-1].ID
		if err := x.store.IndexMessages(ctx, entries, position); err != nil {
			return err
		}
		if len(list) < indexBatch {
			return nil
		}
	}
}

// reindex makes a message findable as it is now, in the transaction that
// changed it.
func reindex(ctx context.Context, tx Store, m *models.Message) error {
	return tx.IndexMessages(ctx, []SearchEntry{searchEntry(m)}, 0)
}

// searchEntry says how a message is found: notes of the server and what was
// taken back are not.
func searchEntry(m *models.Message) SearchEntry {
	e := SearchEntry{Message: m}
	if m.System || m.RecalledAt != nil {
		return e
	}
	body := content.Decode(content.Format(m.Format), m.Content)
	e.Tokens, e.Kinds = content.SearchTokens(content.SearchText(body)), body.Kinds()
	return e
}
