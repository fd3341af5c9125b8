package chat

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// How long a message that is to vanish may stay. Below a second it would be
// gone before it is drawn; beyond a year nobody waits for it.
const (
	MinTTL = time.Second
	MaxTTL = 365 * 24 * time.Hour
)

// Expired messages are not shown from their moment on (Sight). The sweeper
// makes their content really go.
const (
	expiryPeriod = 10 * time.Second
	expiryBatch  = 100 // in one transaction: it must not hold up senders
	expiryRounds = 50  // of batches in one period
	// expiryLookBack covers messages that were committed a good while after
	// their time began to run, and clocks that differ.
	expiryLookBack = 10 * time.Minute

	metaSwept = "swept_until" // Unix milliseconds: what expired before has no content any more
)

// sweep erases expired messages once in a while until ctx is done.
func (s *Service) sweep(ctx context.Context) {
	tick := time.NewTicker(expiryPeriod)
	defer tick.Stop()
	for {
		if err := s.sweepExpired(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("expired messages not erased", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweepExpired erases what has expired by now, a bounded number of messages.
func (s *Service) sweepExpired(ctx context.Context) error {
	now := s.now()
	after, err := s.sweptUntil(ctx)
	if err != nil {
		return err
	}
	for range expiryRounds {
		list, err := s.store.Expired(ctx, after, now, expiryBatch)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			err = s.store.InTx(ctx, func(tx Store) error {
				for i := range list {
					m, err := tx.Message(ctx, list[i].ConversationID, list[i].Seq) // it may have been recalled since
					if err == nil && m.RecalledAt == nil {
						err = erase(ctx, tx, m, now)
					}
					if err != nil {
						return fmt.Errorf("erase message %d: %w", list[i].ID, err)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		if len(list) < expiryBatch {
			until := now.Add(-expiryLookBack)
			if until.Sub(after) < expiryLookBack {
				return nil // not worth a write yet
			}
			return s.store.SetMeta(ctx, metaSwept, strconv.FormatInt(until.UnixMilli(), 10))
		}
	}
	return nil
}

func (s *Service) sweptUntil(ctx context.Context) (time.Time, error) {
	text, err := s.store.Meta(ctx, metaSwept)
	if IsCode(err, CodeNotFound) {
		return time.UnixMilli(0).UTC(), nil
	}
	if err != nil {
		return time.Time{}, err
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read %s: %w", metaSwept, err)
	}
	return time.UnixMilli(ms).UTC(), nil
}
