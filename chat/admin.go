package chat

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"flamingo/models"
)

// Administrators look after accounts, groups and reports over REST. Each of
// their methods asks whether the actor is one, and each that changes something
// writes a row of t_audit in the same transaction: what is not in the log was
// not done. Methods called Admin… are for somebody at the machine of the
// server, who needs no account; what they do is in the log as well.

// Acts in the log of administrators.
const (
	ActSetup        = "setup" // the one-time link made somebody the first administrator
	ActUserCreate   = "user.create"
	ActUserDisable  = "user.disable"
	ActUserEnable   = "user.enable"
	ActUserPassword = "user.password"
	ActUserFactor   = "user.second_factor"
	ActUserSessions = "user.sessions"
	ActAdminGive    = "admin.give"
	ActAdminTake    = "admin.take"
	ActGroupEnd     = "group.dissolve"
	ActReport       = "report.resolve"
)

// maxDetail is the length of what an act says of itself, in characters.
const maxDetail = 200

// isAdmin refuses everybody but an administrator who has logged in: a program
// with an API token is none, whatever its scopes.
func isAdmin(ctx context.Context, tx Store, a Actor) error {
	if err := a.Allow(""); err != nil {
		return err
	}
	u, err := tx.User(ctx, a.UserID)
	if err != nil {
		return err
	}
	if !u.Admin || u.Bot || u.Disabled || u.DeletedAt != nil {
		return Errorf(CodeForbidden, "only administrators may do this")
	}
	return nil
}

// act runs do in a transaction together with a line of the log. by is nil for
// somebody at the machine. do may complete the line.
func (s *Service) act(ctx context.Context, by *Actor, line models.Audit, do func(tx Store, line *models.Audit) error) error {
	if by != nil {
		if err := s.rates.take(by.UserID); err != nil {
			return err
		}
	}
	return s.store.InTx(ctx, func(tx Store) error {
		if by != nil {
			if err := isAdmin(ctx, tx, *by); err != nil {
				return err
			}
		}
		row := line
		if err := do(tx, &row); err != nil {
			return err
		}
		return s.noteAct(ctx, tx, by, row)
	})
}

// noteAct writes a line of the log.
func (s *Service) noteAct(ctx context.Context, tx Store, by *Actor, line models.Audit) error {
	line.ID, line.CreatedAt = newID(), s.now()
	if by != nil {
		line.ByID = by.UserID
	}
	line.Detail = cut(line.Detail, maxDetail)
	return tx.InsertAudit(ctx, &line)
}

// cut shortens a text to at most limit characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}

// AdminCreateUser makes an account, also where registration is closed.
func (s *Service) AdminCreateUser(ctx context.Context, username, nickname, password string) (*models.User, error) {
	return s.createAccount(ctx, nil, RegisterParams{Username: username, Nickname: nickname, Password: password})
}

// AdminSetPassword sets a password and ends all sessions of the user.
func (s *Service) AdminSetPassword(ctx context.Context, username, newPassword string) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	return s.replacePassword(ctx, nil, u.ID, newPassword)
}

// AdminSetDisabled closes an account to every door and ends its sessions, or
// opens it again. Its bots need new tokens then.
func (s *Service) AdminSetDisabled(ctx context.Context, username string, disabled bool) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	return s.setDisabled(ctx, nil, u.ID, disabled)
}

// AdminRemoveSecondFactor helps somebody who lost their phone and their
// recovery codes: the password alone is enough again.
func (s *Service) AdminRemoveSecondFactor(ctx context.Context, username string) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	return s.dropFactor(ctx, nil, u.ID)
}

// AdminSetAdmin makes a user an administrator, or takes that away. CodeConflict
// for the last one, for a bot and for an account that is closed.
func (s *Service) AdminSetAdmin(ctx context.Context, username string, admin bool) error {
	u, err := s.store.UserByName(ctx, username)
	if err != nil {
		return err
	}
	return s.setAdmin(ctx, nil, u.ID, admin)
}

// AdminListUsers pages through all accounts by id.
func (s *Service) AdminListUsers(ctx context.Context, after int64, limit int) ([]models.User, error) {
	return s.store.ListUsers(ctx, after, clampPage(limit))
}

// isLastAdmin reports whether user is the only administrator there is.
func isLastAdmin(ctx context.Context, tx Store, user int64) (bool, error) {
	admins, err := tx.Admins(ctx)
	return len(admins) == 1 && slices.Contains(admins, user), err
}

// AuditEntry is a line of the log with the people in it. By is nil for somebody
// at the machine of the server.
type AuditEntry struct {
	models.Audit
	By, User *models.User
}

// Audit lists what administrators did, newest first, before an id (empty: from
// the newest on), and where the next page begins, empty at the end.
func (s *Service) Audit(ctx context.Context, a Actor, before string, limit int) ([]AuditEntry, string, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, "", err
	}
	limit = clampPage(limit)
	rows, err := s.store.AuditLog(ctx, before, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("read log of administrators: %w", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	ids := make([]int64, 0, 2*len(rows))
	for _, r := range rows {
		ids = append(ids, r.ByID, r.UserID)
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	list := make([]AuditEntry, len(rows))
	for i, r := range rows {
		list[i] = AuditEntry{Audit: r, By: users[r.ByID], User: users[r.UserID]}
	}
	return list, next, nil
}
