package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// RequestFriend asks target to be a friend. The request waits, however long,
// until target answers; asking again renews it. CodeConflict when they are friends.
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
	ev := UserEvent{UserID: target, Kind: KindRequest, Action: ActionRequested, Subject: a.UserID, By: a.UserID,
		Greeting: greeting, At: now, ClientSeq: a.ClientSeq}
	err := s.store.InTx(ctx, func(tx Store) error {
		me, _, err := pair(ctx, tx, a.UserID, target)
		if err != nil {
			return err
		}
		if err := notFriends(ctx, tx, a.UserID, target); err != nil {
			return err
		}
		err = tx.SaveFriendRequest(ctx, &models.FriendRequest{FromID: a.UserID, ToID: target, Greeting: greeting, CreatedAt: now})
		if err != nil {
			return err
		}
		ev.Name = me.Username
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("request friend %d: %w", target, err)
	}
	s.announce(ev)
	return nil
}

// AnswerFriend accepts or refuses the request of from. CodeNotFound without one.
// Both sides learn the answer.
func (s *Service) AnswerFriend(ctx context.Context, a Actor, from int64, accept bool) error {
	action := ActionRefused
	if accept {
		action = ActionAccepted
	}
	mine, theirs := s.friendEvents(a, from, action)
	err := s.store.InTx(ctx, func(tx Store) error {
		me, other, err := pair(ctx, tx, a.UserID, from)
		if err != nil {
			return err
		}
		if _, err := tx.FriendRequest(ctx, from, a.UserID); err != nil {
			return err
		}
		if err := tx.DeleteFriendRequest(ctx, from, a.UserID); err != nil {
			return err
		}
		if accept {
			if err := tx.DeleteFriendRequest(ctx, a.UserID, from); err != nil {
				return err
			}
			if err := notFriends(ctx, tx, a.UserID, from); err != nil {
				return err
			}
			f := &models.Friendship{User1: min(a.UserID, from), User2: max(a.UserID, from), Team1: DefaultTeam, Team2: DefaultTeam}
			if err := tx.InsertFriendship(ctx, f); err != nil {
				return err
			}
		}
		mine.Name, theirs.Name = other.Username, me.Username
		return s.recordBoth(ctx, tx, &mine, &theirs)
	})
	if err != nil {
		return fmt.Errorf("answer request of user %d: %w", from, err)
	}
	s.announce(mine, theirs)
	return nil
}

// DeleteFriend ends a friendship for both sides. CodeNotFound without one.
func (s *Service) DeleteFriend(ctx context.Context, a Actor, target int64) error {
	mine, theirs := s.friendEvents(a, target, ActionDeleted)
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
		mine.Name, theirs.Name = other.Username, me.Username
		return s.recordBoth(ctx, tx, &mine, &theirs)
	})
	if err != nil {
		return fmt.Errorf("delete friend %d: %w", target, err)
	}
	s.announce(mine, theirs)
	return nil
}

// friendEvents are what both sides learn of something the actor did.
func (s *Service) friendEvents(a Actor, other int64, action Action) (mine, theirs UserEvent) {
	mine = UserEvent{UserID: a.UserID, Kind: KindFriend, Action: action, Subject: other, By: a.UserID,
		At: s.now(), ClientSeq: a.ClientSeq}
	theirs = mine
	theirs.UserID, theirs.Subject = other, a.UserID
	return mine, theirs
}

// recordBoth takes the rows of both users in one order, so that two people who
// act on each other at once do not wait for each other.
func (s *Service) recordBoth(ctx context.Context, tx Store, a, b *UserEvent) error {
	if a.UserID > b.UserID {
		a, b = b, a
	}
	if err := s.record(ctx, tx, a); err != nil {
		return err
	}
	return s.record(ctx, tx, b)
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
	_, err := tx.Friendship(ctx, a, b)
	switch {
	case err == nil:
		return Errorf(CodeConflict, "you are friends already")
	case IsCode(err, CodeNotFound):
		return nil
	}
	return err
}
