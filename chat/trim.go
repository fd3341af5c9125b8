package chat

import (
	"context"
	"time"
)

// LogRetention is how long the change logs of conversations and users are kept.
// A client that was away for longer loads afresh what it has, which costs it
// about as much as that many changes would.
const LogRetention = 90 * 24 * time.Hour

// Timing of the trimmer. It looks through the logs, so it does so rarely.
const (
	trimPeriod = 24 * time.Hour
	trimFirst  = 10 * time.Minute // after the start, when everybody has come back
	trimBatch  = 200              // logs in one go: nobody waits long for the writer
	trimPause  = time.Second      // between batches
)

// watchLogs trims the logs once in a while until ctx is done.
func (s *Service) watchLogs(ctx context.Context) {
	timer := time.NewTimer(trimFirst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		next := trimPeriod
		more, err := s.TrimLogs(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("old changes not removed", "err", err)
		}
		if more {
			next = trimPause
		}
		timer.Reset(next)
	}
}

// TrimLogs removes one batch of what is older than LogRetention and reports
// whether there may be more. Requests to be friends stay: an old client that
// comes back after a year learns of them from nothing else.
func (s *Service) TrimLogs(ctx context.Context) (more bool, err error) {
	if err := s.store.TrimWebhookDeliveries(ctx, s.now().Add(-DeadLetterLife)); err != nil {
		return false, err
	}
	before := s.now().Add(-LogRetention)
	changes, err := s.store.TrimChanges(ctx, before, trimBatch)
	if err != nil {
		return false, err
	}
	events, err := s.store.TrimUserEvents(ctx, before, string(KindRequest), trimBatch)
	return changes == trimBatch || events == trimBatch, err
}
