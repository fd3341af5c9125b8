package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// Blocking keeps somebody away, and nothing else: the two stay friends if they
// are, with team and remark name, so that it can be undone. Until then neither
// writes to the other directly or asks to be a friend, the blocked user sees
// the other one offline, and cannot make them a member of a group. In groups
// both go on as before. The blocked user is not told.

// MaxBlocks is how many users one may block.
const MaxBlocks = 5000

// Block is somebody whom the actor keeps away.
type Block struct {
	models.Block
	User *models.User
}

// Block keeps user away from the actor. Requests that wait between the two are
// settled: theirs is refused, the actor's own withdrawn. Blocking again does nothing.
func (s *Service) Block(ctx context.Context, a Actor, user int64) error {
	if user == a.UserID {
		return Invalid("user", "is yourself")
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	var events []UserEvent
	friends := false
	err := s.store.InTx(ctx, func(tx Store) error {
		events = nil
		me, other, err := pair(ctx, tx, a.UserID, user)
		if err != nil {
			return err
		}
		ids, err := tx.BlockedIDs(ctx, a.UserID)
		if err != nil {
			return err
		}
		if len(ids) >= MaxBlocks {
			return Errorf(CodeTooLarge, "you block %d users already", MaxBlocks)
		}
		fresh, err := tx.SaveBlock(ctx, &models.Block{UserID: a.UserID, BlockedID: user, CreatedAt: s.now()})
		if err != nil || !fresh {
			return err
		}
		if friends, err = areFriends(ctx, tx, a.UserID, user); err != nil {
			return err
		}
		if events, err = s.settleRequests(ctx, tx, a, me, other); err != nil {
			return err
		}
		ev := UserEvent{UserID: a.UserID, Kind: KindBlock, Action: ActionBlocked, Subject: user, Name: other.Username, By: a.UserID, At: s.now()}
		if err := s.record(ctx, tx, &ev); err != nil {
			return err
		}
		events = append(events, ev)
		return nil
	})
	if err != nil {
		return fmt.Errorf("block user %d: %w", user, err)
	}
	s.access.dropPair(a.UserID, user)
	s.blocked.drop(a.UserID)
	s.announce(events...)
	if now := s.Presence(a.UserID); friends && len(events) > 0 && now.Online() {
		s.notifier.Notify(ToUsers(user), PresenceChanged{UserID: a.UserID, Before: now})
	}
	return nil
}

// settleRequests refuses what other asked of me, the actor, and withdraws what
// me asked of other.
func (s *Service) settleRequests(ctx context.Context, tx Store, a Actor, me, other *models.User) (events []UserEvent, err error) {
	_, err = tx.FriendRequest(ctx, other.ID, me.ID)
	if asked, err := there(err); err != nil {
		return nil, err
	} else if asked {
		if events, err = s.refuseRequest(ctx, tx, a, me, other); err != nil {
			return nil, err
		}
	}
	withdrawn, err := s.withdraw(ctx, tx, a, other.ID)
	if _, err := there(err); err != nil {
		return nil, err
	}
	return append(events, withdrawn...), nil
}

// Unblock lets user in again. It does nothing for somebody who is not blocked.
func (s *Service) Unblock(ctx context.Context, a Actor, user int64) error {
	ev := UserEvent{UserID: a.UserID, Kind: KindBlock, Action: ActionUnblocked, Subject: user, By: a.UserID, At: s.now()}
	gone, friends := false, false
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if gone, err = tx.DeleteBlock(ctx, a.UserID, user); err != nil || !gone {
			return err
		}
		if friends, err = areFriends(ctx, tx, a.UserID, user); err != nil {
			return err
		}
		other, err := tx.User(ctx, user)
		if err != nil {
			return err
		}
		ev.Name = other.Username
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("unblock user %d: %w", user, err)
	}
	if !gone {
		return nil
	}
	s.access.dropPair(a.UserID, user)
	s.blocked.drop(a.UserID)
	s.announce(ev)
	if now := s.Presence(a.UserID); friends && now.Online() {
		s.notifier.Notify(ToUsers(user), PresenceChanged{UserID: a.UserID, Presence: now, Session: now.Devices[0].SessionID})
	}
	return nil
}

// Blocks lists whom the actor keeps away, by ascending id from after on, and
// where the next page begins, 0 at the end.
func (s *Service) Blocks(ctx context.Context, a Actor, after int64, limit int) ([]Block, int64, error) {
	limit = clampPage(limit)
	rows, err := s.store.Blocks(ctx, a.UserID, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list blocks of user %d: %w", a.UserID, err)
	}
	user := func(b models.Block) int64 { return b.BlockedID }
	rows, next := page(rows, limit, user)
	list, err := withUsers(ctx, s, rows, user, func(b models.Block, u *models.User) Block { return Block{b, u} })
	return list, next, err
}

// notBlocked refuses when one of two users keeps the other away.
func notBlocked(ctx context.Context, tx Store, me, other int64) error {
	mine, theirs, err := tx.BlockBetween(ctx, me, other)
	switch {
	case err != nil:
		return err
	case mine:
		return &Error{Code: CodeForbidden, Reason: ReasonBlocked, Message: "you have blocked this user"}
	case theirs:
		return errUnwanted()
	}
	return nil
}
