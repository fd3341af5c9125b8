package chat

import (
	"context"
	"fmt"
	"time"
)

// MaxWait is how long a client may wait for something new: proxies cut answers
// that take longer.
const MaxWait = 25 * time.Second

// WaitForNews is Resume for clients without a socket: when there is nothing new
// it waits for something, up to the given time, and returns what there is then.
// A session that is ended meanwhile gets nothing.
func (s *Service) WaitForNews(ctx context.Context, a Actor, p Positions, wait time.Duration) (*Difference, error) {
	if wait <= 0 {
		return s.Resume(ctx, a, p)
	}
	memberships, err := s.store.Memberships(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list groups of user %d: %w", a.UserID, err)
	}
	groups := make([]int64, len(memberships))
	for i, m := range memberships {
		groups[i] = m.GroupID
	}
	// Join, then compute the difference, as a socket does.
	wake, stop := s.notifier.Listen(a.SessionID, a.UserID, groups)
	defer stop()
	d, err := s.Resume(ctx, a, p)
	if err != nil {
		return nil, err
	}
	if !d.empty() {
		return d, notRevoked(ctx, s.store, a)
	}
	timeout := time.NewTimer(min(wait, MaxWait))
	defer timeout.Stop()
	select {
	case <-wake:
	case <-timeout.C:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if d, err = s.Resume(ctx, a, p); err != nil {
		return nil, err
	}
	return d, notRevoked(ctx, s.store, a)
}

var errRevoked = &Error{Code: CodeUnauthenticated, Reason: ReasonRevoked, Message: "this session was ended"}

// notRevoked refuses an actor whose session has ended since it came in. What was
// read before it was asked, the actor may have.
func notRevoked(ctx context.Context, st Store, a Actor) error {
	sess, err := st.Session(ctx, a.SessionID)
	if err != nil {
		return err
	}
	if sess.RevokedAt != nil {
		return errRevoked
	}
	return nil
}

// empty reports whether there is nothing new in what the client named. To a
// client that could not name everything, heads of the others are no news.
func (d *Difference) empty() bool {
	return !d.Reset && len(d.Events) == 0 && (len(d.Conversations) == 0 || d.known == MaxResume && d.news == 0)
}
