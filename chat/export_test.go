package chat

import "context"

// Note is note, for tests.
var Note = (*Service).note

// SweepExpired is sweepExpired, for tests.
var SweepExpired = (*Service).sweepExpired

// ShareTx runs changes in one transaction, as those do that come at the same
// time, and returns the error of each.
func (s *Service) ShareTx(changes ...func(ctx context.Context, tx Store) error) []error {
	batch := make([]*sharedChange, len(changes))
	for i, apply := range changes {
		batch[i] = &sharedChange{apply: apply, done: make(chan struct{})}
	}
	s.shared.commit(batch)
	errs := make([]error, len(batch))
	for i, c := range batch {
		<-c.done
		errs[i] = c.err
	}
	return errs
}
