package chat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"flamingo/models"
)

// Whoever deletes their account is out at once: in one transaction every
// session ends, the profile is emptied and the password is gone. What they
// wrote stays with those they wrote to, under the nickname below. Number and
// account name are never given to anybody else, who would be taken for them.
//
// Groups, friends and requests go behind that, each with the events and rules
// that go with leaving, and at last what only the account itself could see.
// t_deletion remembers what is left to do, should the server stop in between.

const (
	// deletedNickname is what old clients show, too; a browser may translate it.
	deletedNickname = "Deleted account"

	deletionPeriod = time.Minute // between attempts to finish what failed
	deletionBatch  = 100
)

// DeleteAccount deletes the actor's own account. It asks for the password, and
// for a code where a second factor is in force: a stolen session is not enough.
func (s *Service) DeleteAccount(ctx context.Context, a Actor, password, code string) error {
	u, err := s.confirmPassword(ctx, a, password)
	if err != nil {
		return err
	}
	factor, err := s.confirmedFactor(ctx, u.ID)
	if err != nil {
		return err
	}
	if factor != nil {
		guesses := LoginParams{Username: factorAttempts(u.ID), RemoteAddr: "session", Code: code}
		if err := s.attempts.check(guesses.Username, guesses.RemoteAddr); err != nil {
			return err
		}
		if err := s.checkFactor(ctx, u, factor, guesses); err != nil {
			return err
		}
	}
	return s.closeAccount(ctx, u.ID)
}

// closeAccount closes an account and the bots it owns.
func (s *Service) closeAccount(ctx context.Context, user int64) error {
	var closed []int64
	var ended []string
	err := s.store.InTx(ctx, func(tx Store) error {
		closed, ended = nil, nil
		bots, err := botsOf(ctx, tx, user)
		if err != nil {
			return err
		}
		closed = append(bots, user)
		for _, id := range closed {
			ids, err := s.closeOne(ctx, tx, id)
			if err != nil {
				return err
			}
			ended = append(ended, ids...)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("close account %d: %w", user, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.access.dropWriters() // nobody writes to them any more
	// The account is gone, whatever becomes of the request.
	ctx = context.WithoutCancel(ctx)
	if err := s.webhooks.load(ctx); err != nil {
		s.log.Error("webhooks of deleted account still looked for", "user", user, "err", err)
	}
	for _, id := range closed {
		if err := s.finishDeletion(ctx, id); err != nil {
			s.log.Error("deleted account not yet erased", "user", id, "err", err)
		}
	}
	return nil
}

// closeOne closes one account and returns the sessions that this ends.
func (s *Service) closeOne(ctx context.Context, tx Store, user int64) ([]string, error) {
	u, err := tx.User(ctx, user)
	if err != nil || u.DeletedAt != nil {
		return nil, err
	}
	ended, err := s.revokeAll(ctx, tx, user, "")
	if err != nil {
		return nil, err
	}
	if err := tx.DeleteIncomingWebhooksOf(ctx, user); err != nil {
		return nil, err
	}
	hooks, err := tx.Webhooks(ctx, user)
	if err != nil {
		return nil, err
	}
	for _, h := range hooks {
		if err := tx.DeleteWebhook(ctx, h.ID); err != nil {
			return nil, err
		}
	}
	return ended, tx.CloseUser(ctx, user, deletedNickname, s.now())
}

// watchDeletions finishes deletions that were interrupted or failed, until ctx
// is done.
func (s *Service) watchDeletions(ctx context.Context) {
	tick := time.NewTicker(deletionPeriod)
	defer tick.Stop()
	for {
		if err := s.EraseDeleted(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("deleted accounts not yet erased", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// EraseDeleted finishes what is left of deletions.
func (s *Service) EraseDeleted(ctx context.Context) error {
	ids, err := s.store.Deletions(ctx, deletionBatch)
	for _, id := range ids {
		err = errors.Join(err, s.finishDeletion(ctx, id))
	}
	return err
}

// finishDeletion takes a closed account out of groups and circles of friends
// and erases the rest. It may be run again, or twice at once.
func (s *Service) finishDeletion(ctx context.Context, user int64) error {
	a := Actor{UserID: user, Class: models.ClassAPI}
	for _, step := range []func(context.Context, Actor) error{s.leaveGroups, s.withdrawGroupRequests, s.leaveFriends, s.settleAllRequests} {
		if err := step(ctx, a); err != nil {
			return fmt.Errorf("erase account %d: %w", user, err)
		}
	}
	s.blocked.drop(user)
	return s.store.EraseUser(ctx, user)
}

// gone passes over what somebody else has done in the meantime.
func gone(err error) error {
	if IsCode(err, CodeNotFound) {
		return nil
	}
	return err
}

func (s *Service) leaveGroups(ctx context.Context, a Actor) error {
	list, err := s.store.Memberships(ctx, a.UserID)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := gone(s.alterGroup(ctx, a, m.GroupID, (*groupChange).leave)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) withdrawGroupRequests(ctx context.Context, a Actor) error {
	list, err := s.store.GroupRequestsOf(ctx, a.UserID)
	if err != nil {
		return err
	}
	for _, r := range list {
		err := s.alterGroup(ctx, a, r.GroupID, func(c *groupChange) error { return c.refuse(a.UserID) })
		if err := gone(err); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) leaveFriends(ctx context.Context, a Actor) error {
	ids, err := s.store.FriendIDs(ctx, a.UserID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := gone(s.DeleteFriend(ctx, a, id)); err != nil {
			return err
		}
	}
	return nil
}

// settleAllRequests refuses what others asked of the actor, and withdraws what
// the actor asked of them.
func (s *Service) settleAllRequests(ctx context.Context, a Actor) error {
	for {
		in, err := s.store.FriendRequestsTo(ctx, a.UserID, MaxRequests)
		if err != nil {
			return err
		}
		out, err := s.store.FriendRequestsFrom(ctx, a.UserID, MaxRequests)
		if err != nil || len(in)+len(out) == 0 {
			return err
		}
		for _, r := range in {
			if err := gone(s.AnswerFriend(ctx, a, r.FromID, false)); err != nil {
				return err
			}
		}
		for _, r := range out {
			if err := gone(s.WithdrawRequest(ctx, a, r.ToID)); err != nil {
				return err
			}
		}
	}
}
