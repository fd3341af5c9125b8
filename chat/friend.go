package chat

import (
	"context"
	"fmt"
	"slices"

	"flamingo/models"
)

// Bounds of the circle of a user.
const (
	// MaxFriends is how many friends a user has: their list travels in one
	// piece to old clients, at every change.
	MaxFriends = 5000
	// MaxRequests is how many requests of one user wait for an answer at once,
	// and how many are listed: who is asked by more sees the oldest first.
	MaxRequests = 200
)

// RequestFriend asks target to be a friend. The request waits, however long,
// until target answers; asking again renews it. Who asks somebody whose own
// request waits accepts that. CodeConflict when they are friends, CodeForbidden
// when one of them blocks the other.
func (s *Service) RequestFriend(ctx context.Context, a Actor, target int64, greeting string) error {
	if target == a.UserID {
		return Invalid("user", "is yourself")
	}
	if err := text("greeting", greeting, MaxGreeting); err != nil {
		return err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	now := s.now()
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) error {
		me, other, err := pair(ctx, tx, a.UserID, target)
		if err != nil {
			return err
		}
		if err := firstError(onlyPeople(me), reachable(other), notBlocked(ctx, tx, a.UserID, target), notFriends(ctx, tx, a.UserID, target)); err != nil {
			return err
		}
		_, err = tx.FriendRequest(ctx, target, a.UserID)
		if asked, err := there(err); err != nil {
			return err
		} else if asked {
			events, err = s.acceptRequest(ctx, tx, a, me, other)
			return err
		}
		waiting, err := tx.FriendRequestsFrom(ctx, a.UserID, MaxRequests)
		if err != nil {
			return err
		}
		again := slices.ContainsFunc(waiting, func(r models.FriendRequest) bool { return r.ToID == target })
		if len(waiting) >= MaxRequests && !again {
			return Errorf(CodeTooLarge, "%d of your requests wait for an answer already", MaxRequests)
		}
		err = tx.SaveFriendRequest(ctx, &models.FriendRequest{FromID: a.UserID, ToID: target, Greeting: greeting, CreatedAt: now})
		if err != nil {
			return err
		}
		mine, theirs := s.eventPair(a, target, KindRequest, ActionRequested)
		mine.Name, theirs.Name, mine.Greeting, theirs.Greeting = other.Username, me.Username, greeting, greeting
		events, err = s.recordBoth(ctx, tx, mine, theirs)
		return err
	})
	if err != nil {
		return fmt.Errorf("request friend %d: %w", target, err)
	}
	s.befriended(a, target, events)
	return nil
}

// WithdrawRequest takes the actor's request to target back. CodeNotFound
// without one. Both sides learn of it.
func (s *Service) WithdrawRequest(ctx context.Context, a Actor, target int64) error {
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		events, err = s.withdraw(ctx, tx, a, target)
		return err
	})
	if err != nil {
		return fmt.Errorf("withdraw request to user %d: %w", target, err)
	}
	s.announce(events...)
	return nil
}

func (s *Service) withdraw(ctx context.Context, tx Store, a Actor, target int64) ([]UserEvent, error) {
	me, other, err := pair(ctx, tx, a.UserID, target)
	if err != nil {
		return nil, err
	}
	if _, err := tx.FriendRequest(ctx, a.UserID, target); err != nil {
		return nil, err
	}
	if err := tx.DeleteFriendRequest(ctx, a.UserID, target); err != nil {
		return nil, err
	}
	mine, theirs := s.eventPair(a, target, KindRequest, ActionWithdrawn)
	mine.Name, theirs.Name = other.Username, me.Username
	return s.recordBoth(ctx, tx, mine, theirs)
}

// AnswerFriend accepts or refuses the request of from. CodeNotFound without
// one; accepting what is accepted already changes nothing. Both sides learn the answer.
func (s *Service) AnswerFriend(ctx context.Context, a Actor, from int64, accept bool) error {
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) error {
		events = nil
		me, other, err := pair(ctx, tx, a.UserID, from)
		if err != nil {
			return err
		}
		if _, err := tx.FriendRequest(ctx, from, a.UserID); err != nil {
			if friends, ferr := areFriends(ctx, tx, a.UserID, from); ferr == nil && accept && friends && IsCode(err, CodeNotFound) {
				return nil
			}
			return err
		}
		if accept {
			events, err = s.acceptRequest(ctx, tx, a, me, other)
		} else {
			events, err = s.refuseRequest(ctx, tx, a, me, other)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("answer request of user %d: %w", from, err)
	}
	s.befriended(a, from, events)
	return nil
}

// acceptRequest makes friends of me, the actor, and other, who asked.
func (s *Service) acceptRequest(ctx context.Context, tx Store, a Actor, me, other *models.User) ([]UserEvent, error) {
	err := firstError(tx.DeleteFriendRequest(ctx, other.ID, me.ID), tx.DeleteFriendRequest(ctx, me.ID, other.ID),
		notFriends(ctx, tx, me.ID, other.ID), roomForFriend(ctx, tx, me.ID), roomForFriend(ctx, tx, other.ID))
	if err != nil {
		return nil, err
	}
	f := &models.Friendship{User1: min(me.ID, other.ID), User2: max(me.ID, other.ID), Team1: DefaultTeam, Team2: DefaultTeam}
	if err := tx.InsertFriendship(ctx, f); err != nil {
		return nil, err
	}
	mine, theirs := s.eventPair(a, other.ID, KindFriend, ActionAccepted)
	mine.Name, theirs.Name = other.Username, me.Username
	return s.recordBoth(ctx, tx, mine, theirs)
}

func (s *Service) refuseRequest(ctx context.Context, tx Store, a Actor, me, other *models.User) ([]UserEvent, error) {
	if err := tx.DeleteFriendRequest(ctx, other.ID, me.ID); err != nil {
		return nil, err
	}
	mine, theirs := s.eventPair(a, other.ID, KindFriend, ActionRefused)
	mine.Name, theirs.Name = other.Username, me.Username
	return s.recordBoth(ctx, tx, mine, theirs)
}

func roomForFriend(ctx context.Context, tx Store, user int64) error {
	ids, err := tx.FriendIDs(ctx, user)
	if err == nil && len(ids) >= MaxFriends {
		err = Errorf(CodeTooLarge, "one of you has %d friends already", MaxFriends)
	}
	return err
}

// befriended announces what came of a request.
func (s *Service) befriended(a Actor, other int64, events []UserEvent) {
	s.access.dropPair(a.UserID, other)
	s.announce(events...)
}

// DeleteFriend ends a friendship for both sides. CodeNotFound without one.
func (s *Service) DeleteFriend(ctx context.Context, a Actor, target int64) error {
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) error {
		f, err := tx.Friendship(ctx, a.UserID, target)
		if err != nil {
			return err
		}
		if err := tx.DeleteFriendship(ctx, f.ID); err != nil {
			return err
		}
		me, other, err := pair(ctx, tx, a.UserID, target)
		if err != nil {
			return err
		}
		mine, theirs := s.eventPair(a, target, KindFriend, ActionDeleted)
		mine.Name, theirs.Name = other.Username, me.Username
		events, err = s.recordBoth(ctx, tx, mine, theirs)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete friend %d: %w", target, err)
	}
	s.access.dropPair(a.UserID, target)
	s.announce(events...)
	return nil
}

// FriendRequest is a request that waits.
type FriendRequest struct {
	models.FriendRequest
	User *models.User // the other one
}

// FriendRequests lists what waits for the actor's answer, and what of the
// actor's waits for others: oldest first, at most MaxRequests each.
func (s *Service) FriendRequests(ctx context.Context, a Actor) (incoming, outgoing []FriendRequest, err error) {
	in, err := s.store.FriendRequestsTo(ctx, a.UserID, MaxRequests)
	if err != nil {
		return nil, nil, fmt.Errorf("list friend requests of user %d: %w", a.UserID, err)
	}
	out, err := s.store.FriendRequestsFrom(ctx, a.UserID, MaxRequests)
	if err != nil {
		return nil, nil, fmt.Errorf("list friend requests of user %d: %w", a.UserID, err)
	}
	var ids []int64
	for _, r := range slices.Concat(in, out) {
		ids = append(ids, r.FromID, r.ToID)
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range in {
		if u := users[r.FromID]; u != nil {
			incoming = append(incoming, FriendRequest{r, u})
		}
	}
	for _, r := range out {
		if u := users[r.ToID]; u != nil {
			outgoing = append(outgoing, FriendRequest{r, u})
		}
	}
	return incoming, outgoing, nil
}

// eventPair is what both sides learn of something the actor did.
func (s *Service) eventPair(a Actor, other int64, kind Kind, action Action) (mine, theirs UserEvent) {
	mine = UserEvent{UserID: a.UserID, Kind: kind, Action: action, Subject: other, By: a.UserID,
		At: s.now(), ClientSeq: a.ClientSeq}
	theirs = mine
	theirs.UserID, theirs.Subject = other, a.UserID
	return mine, theirs
}

// recordBoth takes the rows of both users in one order, so that two people who
// act on each other at once do not wait for each other. It returns the events
// with their numbers, the actor's first.
func (s *Service) recordBoth(ctx context.Context, tx Store, mine, theirs UserEvent) ([]UserEvent, error) {
	first, second := &mine, &theirs
	if first.UserID > second.UserID {
		first, second = second, first
	}
	if err := s.record(ctx, tx, first); err != nil {
		return nil, err
	}
	if err := s.record(ctx, tx, second); err != nil {
		return nil, err
	}
	return []UserEvent{mine, theirs}, nil
}

func pair(ctx context.Context, tx Store, me, other int64) (*models.User, *models.User, error) {
	u, err := tx.User(ctx, me)
	if err != nil {
		return nil, nil, err
	}
	o, err := tx.User(ctx, other)
	return u, o, err
}

func notFriends(ctx context.Context, tx Store, a, b int64) error {
	friends, err := areFriends(ctx, tx, a, b)
	if friends {
		return Errorf(CodeConflict, "you are friends already")
	}
	return err
}

func areFriends(ctx context.Context, tx Store, a, b int64) (bool, error) {
	_, err := tx.Friendship(ctx, a, b)
	return there(err)
}

// there tells a row that exists from one that does not, by the error that
// loading it gave.
func there(err error) (bool, error) {
	if IsCode(err, CodeNotFound) {
		return false, nil
	}
	return err == nil, err
}

// reachable refuses accounts that nobody is behind any more.
func reachable(u *models.User) error {
	if u.DeletedAt != nil || u.Disabled {
		return Errorf(CodeNotFound, "no such user")
	}
	return nil
}
