package chat

import (
	"context"
	"fmt"
	"slices"
)

// MaxWatched bounds the users whose presence a session watches: more than fit
// on a screen, and what one statement looks up.
const MaxWatched = 500

// Seen is what somebody may see of a user's devices.
type Seen struct {
	UserID   int64
	Presence Presence
}

// Watch makes the actor's session hear of the presence of these users, instead
// of those it watched before, and returns how they are now. It leaves out those
// whose presence the actor may not see: who blocked them, and who is neither a
// friend nor in a group with them, or there but lets nobody find them.
func (s *Service) Watch(ctx context.Context, a Actor, users []int64) ([]Seen, error) {
	if len(users) > MaxWatched {
		return nil, Invalid("users", "are more than %d", MaxWatched)
	}
	friends, err := s.store.FriendIDs(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	blockers, err := s.store.BlockersOf(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	users = slices.Compact(slices.Sorted(slices.Values(users)))
	var others, known []int64 // friends are told anyway
	for _, u := range users {
		switch {
		case slices.Contains(blockers, u):
		case slices.Contains(friends, u):
			known = append(known, u)
		case u != a.UserID:
			others = append(others, u)
		}
	}
	if others, err = s.store.InGroupWith(ctx, a.UserID, others); err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	found, err := s.usersByID(ctx, others)
	if err != nil {
		return nil, err
	}
	others = slices.DeleteFunc(others, func(id int64) bool { return found[id] == nil || settingsOf(found[id]).Discovery.hidden() })
	s.notifier.Watch(a.SessionID, others) // then look: what changes meanwhile is told
	all := append(known, others...)
	now := make(map[int64]Presence, len(all))
	for _, u := range all {
		now[u] = s.Presence(u)
	}
	if err := s.addLastSeen(ctx, a.UserID, now); err != nil {
		return nil, err
	}
	var seen []Seen
	for _, u := range all {
		seen = append(seen, Seen{u, now[u]})
	}
	return seen, nil
}
