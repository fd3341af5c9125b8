package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// AdminCreateUser makes an account, also where registration is closed.
func (s *Service) AdminCreateUser(ctx context.Context, username, nickname, password string) (*models.User, error) {
	return s.createUser(ctx, RegisterParams{Username: username, Nickname: nickname, Password: password})
}

// AdminSetPassword sets a password and ends all sessions of the user.
func (s *Service) AdminSetPassword(ctx context.Context, username, newPassword string) error {
	if err := s.limits.password("password", newPassword); err != nil {
		return err
	}
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	if u.DeletedAt != nil {
		return Errorf(CodeNotFound, "no such user")
	}
	if u.Bot {
		return Errorf(CodeConflict, "a bot has no password")
	}
	return s.setPassword(ctx, u.ID, newPassword, "")
}

// AdminSetDisabled closes an account to every door and ends its sessions, or
// opens it again. Its bots need new tokens then.
func (s *Service) AdminSetDisabled(ctx context.Context, username string, disabled bool) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	var ended []string
	err = s.store.InTx(ctx, func(tx Store) error {
		if err := tx.SetDisabled(ctx, u.ID, disabled); err != nil {
			return err
		}
		if !disabled {
			return nil
		}
		bots, err := botsOf(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		ended = nil
		for _, id := range append(bots, u.ID) {
			ids, err := s.revokeAll(ctx, tx, id, "")
			if err != nil {
				return err
			}
			ended = append(ended, ids...)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("set state of account: %w", err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	return nil
}

// AdminRemoveSecondFactor helps somebody who lost their phone and their
// recovery codes: the password alone is enough again.
func (s *Service) AdminRemoveSecondFactor(ctx context.Context, username string) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	return s.removeSecondFactor(ctx, u.ID)
}

// AdminListUsers pages through all accounts by id.
func (s *Service) AdminListUsers(ctx context.Context, after int64, limit int) ([]models.User, error) {
	return s.store.ListUsers(ctx, after, clampPage(limit))
}
