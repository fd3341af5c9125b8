package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/models"
)

// lastSeenPeriod is how often it is stored who is connected: what a crash may
// cost. Who goes is stored with the next round, or at the stop.
const lastSeenPeriod = time.Minute

// keepLastSeen stores when users were seen, until ctx ends.
func (s *Service) keepLastSeen(ctx context.Context) {
	tick := time.NewTicker(lastSeenPeriod)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.saveLastSeen(ctx)
		}
	}
}

// saveLastSeen stores it once: at most one row for each user.
func (s *Service) saveLastSeen(ctx context.Context) {
	now := s.now()
	seen := s.pacer.seen(now)
	if len(seen) == 0 {
		return
	}
	list := make([]models.LastSeen, 0, len(seen))
	for user, at := range seen {
		list = append(list, models.LastSeen{UserID: user, At: at})
	}
	if err := s.store.SaveLastSeen(ctx, list); err != nil {
		s.log.Error("times of users not stored", "count", len(list), "err", err)
		return
	}
	s.pacer.stored(seen)
}

// showsLastSeen reports whether somebody with these settings lets another one
// see when they were there.
func showsLastSeen(s Settings, friends bool) bool {
	return s.LastSeen == WhoEveryone || s.LastSeen == WhoFriends && friends
}

// addLastSeen adds when those users were seen who are not there now, as far as
// the viewer may know: who hides it from somebody does not see it of them, and
// of those who blocked the viewer nothing is seen.
func (s *Service) addLastSeen(ctx context.Context, viewer int64, seen map[int64]Presence) error {
	var ids []int64
	for id := range seen {
		if id != viewer && !s.Presence(id).Online() {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	users, err := s.usersByID(ctx, append(ids, viewer))
	if err != nil {
		return err
	}
	me := users[viewer]
	if me == nil || settingsOf(me).LastSeen == WhoNobody {
		return nil
	}
	friends, err := s.store.FriendIDs(ctx, viewer)
	if err != nil {
		return fmt.Errorf("list friends of user %d: %w", viewer, err)
	}
	blockers, err := s.store.BlockersOf(ctx, viewer)
	if err != nil {
		return fmt.Errorf("list who blocks user %d: %w", viewer, err)
	}
	ids = slices.DeleteFunc(ids, func(id int64) bool {
		u, friend := users[id], slices.Contains(friends, id)
		return u == nil || u.Disabled || u.DeletedAt != nil || slices.Contains(blockers, id) ||
			!showsLastSeen(settingsOf(u), friend) || !showsLastSeen(settingsOf(me), friend)
	})
	times, err := s.lastSeen(ctx, ids)
	if err != nil {
		return err
	}
	for id, at := range times {
		p := seen[id]
		p.LastSeen = at
		seen[id] = p
	}
	return nil
}

// lastSeen returns when users were seen, whoever may know.
func (s *Service) lastSeen(ctx context.Context, ids []int64) (map[int64]time.Time, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	times, err := s.store.LastSeen(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read when users were seen: %w", err)
	}
	for _, id := range ids {
		if at, ok := s.pacer.leftAt(id); ok {
			times[id] = at
		}
	}
	return times, nil
}

// mayKnowWhen returns which of friends may see when a user was there.
func (s *Service) mayKnowWhen(ctx context.Context, u *models.User, friends []int64) ([]int64, error) {
	if !showsLastSeen(settingsOf(u), true) {
		return nil, nil
	}
	users, err := s.usersByID(ctx, friends)
	if err != nil {
		return nil, err
	}
	var list []int64
	for _, id := range friends {
		if f := users[id]; f != nil && showsLastSeen(settingsOf(f), true) {
			list = append(list, id)
		}
	}
	return list, nil
}
