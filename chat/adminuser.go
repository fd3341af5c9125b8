package chat

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"flamingo/models"
)

// Account is a user as administrators see them.
type Account struct {
	User         *models.User
	SecondFactor bool
	Online       bool      // connected by whatever door, also invisibly
	LastSeen     time.Time // zero when nobody knows
}

// AccountParams say which accounts to list.
type AccountParams struct {
	Query string // beginning of account or nickname, or a number; empty: all
	State AccountState
	After int64 // id that the page follows
	Limit int
}

// Accounts lists accounts by ascending id, also those that are disabled or
// deleted, and returns where the next page begins, 0 at the end.
func (s *Service) Accounts(ctx context.Context, a Actor, p AccountParams) ([]Account, int64, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, 0, err
	}
	prefixes, number, err := adminQuery(p.Query)
	if err != nil {
		return nil, 0, err
	}
	switch p.State {
	case "", AccountActive, AccountDisabled, AccountDeleted, AccountAdmin:
	default:
		return nil, 0, Invalid("state", "is not one of active, disabled, deleted, admin")
	}
	limit := clampPage(p.Limit)
	rows, err := s.store.ListAccounts(ctx, AccountFilter{Prefixes: prefixes, Number: number, State: p.State}, p.After, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list accounts: %w", err)
	}
	next := int64(0)
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	list, err := s.viewAccounts(ctx, rows)
	return list, next, err
}

// adminQuery reads what an administrator searches for.
func adminQuery(query string) (prefixes []string, number int64, err error) {
	query = strings.TrimSpace(query)
	if query == "" {
		return nil, 0, nil
	}
	if err := line("q", query, MaxQuery); err != nil {
		return nil, 0, err
	}
	if number, err = strconv.ParseInt(query, 10, 64); err != nil || number < 0 {
		number = 0
	}
	return spellings(query), number, nil
}

// Account returns one account.
func (s *Service) Account(ctx context.Context, a Actor, id int64) (*Account, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, err
	}
	u, err := s.store.User(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := s.viewAccounts(ctx, []models.User{*u})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (s *Service) viewAccounts(ctx context.Context, rows []models.User) ([]Account, error) {
	ids := make([]int64, len(rows))
	for i, u := range rows {
		ids[i] = u.ID
	}
	factors, err := s.store.UsersWithFactor(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	seen, err := s.lastSeen(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	list := make([]Account, len(rows))
	for i := range rows {
		id := rows[i].ID
		list[i] = Account{User: &rows[i], SecondFactor: factors[id], Online: len(s.notifier.Devices(id)) > 0, LastSeen: seen[id]}
	}
	return list, nil
}

// CreateAccount makes an account, also where registration is closed. Without a
// password it gets one, which is returned this once.
func (s *Service) CreateAccount(ctx context.Context, a Actor, p RegisterParams) (*Account, string, error) {
	if err := isAdmin(ctx, s.store, a); err != nil { // before a hash is spent on it
		return nil, "", err
	}
	made := ""
	if p.Password == "" {
		made = s.newPassword()
		p.Password = made
	}
	u, err := s.createAccount(ctx, &a, p)
	if err != nil {
		return nil, "", err
	}
	return &Account{User: u}, made, nil
}

func (s *Service) createAccount(ctx context.Context, by *Actor, p RegisterParams) (*models.User, error) {
	u, err := s.prepareUser(ctx, p)
	if err != nil {
		return nil, err
	}
	err = s.act(ctx, by, models.Audit{Act: ActUserCreate, Detail: p.Username}, func(tx Store, line *models.Audit) error {
		if err := insertUser(ctx, tx, u); err != nil {
			return err
		}
		line.UserID = u.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	return u, nil
}

// passwordSize is the length of a password that the server makes, in
// characters of base32: 75 bits, and as many characters as the PC client takes.
const passwordSize = 15

// newPassword makes a password that meets the limits of this server.
func (s *Service) newPassword() string {
	size := min(max(passwordSize, s.limits.MinPassword), MaxPassword)
	b := make([]byte, size) // more than enough
	rand.Read(b)
	return strings.ToLower(codes.EncodeToString(b))[:size]
}

// SetAccountDisabled closes an account to every door and ends its sessions and
// those of its bots, or opens it again. CodeConflict for one's own.
func (s *Service) SetAccountDisabled(ctx context.Context, a Actor, id int64, disabled bool) error {
	if id == a.UserID && disabled {
		return Errorf(CodeConflict, "another administrator has to disable your account")
	}
	return s.setDisabled(ctx, &a, id, disabled)
}

func (s *Service) setDisabled(ctx context.Context, by *Actor, id int64, disabled bool) error {
	act := ActUserEnable
	if disabled {
		act = ActUserDisable
	}
	var ended []string
	err := s.act(ctx, by, models.Audit{Act: act, UserID: id}, func(tx Store, _ *models.Audit) error {
		ended = nil
		if _, err := openAccount(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.SetDisabled(ctx, id, disabled); err != nil {
			return err
		}
		if !disabled {
			return nil
		}
		bots, err := botsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, user := range append(bots, id) {
			ids, err := s.revokeAll(ctx, tx, user, "")
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

// openAccount returns an account that was not deleted.
func openAccount(ctx context.Context, tx Store, id int64) (*models.User, error) {
	u, err := tx.User(ctx, id)
	if err == nil && u.DeletedAt != nil {
		return nil, Errorf(CodeNotFound, "no such user")
	}
	return u, err
}

// ResetPassword gives an account a new password, which is returned this once,
// and ends its sessions. A password for old clients is gone with the old one.
// CodeConflict for one's own, which asks for the old one, and for a bot.
func (s *Service) ResetPassword(ctx context.Context, a Actor, id int64) (string, error) {
	if err := isAdmin(ctx, s.store, a); err != nil { // before a hash is spent on it
		return "", err
	}
	if id == a.UserID {
		return "", Errorf(CodeConflict, "you change your own password where you have to know the old one")
	}
	password := s.newPassword()
	return password, s.replacePassword(ctx, &a, id, password)
}

func (s *Service) replacePassword(ctx context.Context, by *Actor, id int64, password string) error {
	if err := s.limits.password("password", password); err != nil {
		return err
	}
	if _, err := withPassword(ctx, s.store, id); err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	var ended []string
	var events []UserEvent
	err = s.act(ctx, by, models.Audit{Act: ActUserPassword, UserID: id}, func(tx Store, _ *models.Audit) error {
		if _, err := withPassword(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.SetPassword(ctx, id, hash); err != nil {
			return err
		}
		factor, err := tx.SecondFactor(ctx, id)
		if err == nil && factor.AppPassword != "" {
			err = tx.SetAppPassword(ctx, id, "")
		}
		if _, err := there(err); err != nil {
			return err
		}
		if ended, err = s.revokeAll(ctx, tx, id, ""); err != nil {
			return err
		}
		events, err = s.recordEnds(ctx, tx, id, ended...)
		return err
	})
	if err != nil {
		return fmt.Errorf("set password of user %d: %w", id, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}

// withPassword returns an account that somebody logs in to.
func withPassword(ctx context.Context, tx Store, id int64) (*models.User, error) {
	u, err := openAccount(ctx, tx, id)
	if err == nil && u.Bot {
		return nil, Errorf(CodeConflict, "a bot has no password")
	}
	return u, err
}

// DropSecondFactor ends the second factor of somebody who lost it.
// CodeConflict for one's own, which asks for the password.
func (s *Service) DropSecondFactor(ctx context.Context, a Actor, id int64) error {
	if id == a.UserID {
		return Errorf(CodeConflict, "you turn your own second factor off where you have to know the password")
	}
	return s.dropFactor(ctx, &a, id)
}

func (s *Service) dropFactor(ctx context.Context, by *Actor, id int64) error {
	var ended []string
	var events []UserEvent
	err := s.act(ctx, by, models.Audit{Act: ActUserFactor, UserID: id}, func(tx Store, _ *models.Audit) (err error) {
		if _, err := openAccount(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.DeleteSecondFactor(ctx, id); err != nil {
			return err
		}
		ended, events, err = s.revokeLegacy(ctx, tx, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove second factor of user %d: %w", id, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}

// SetAdministrator makes a user an administrator, or takes that away.
// CodeConflict for the last one, for a bot and for an account that is disabled.
func (s *Service) SetAdministrator(ctx context.Context, a Actor, id int64, admin bool) error {
	return s.setAdmin(ctx, &a, id, admin)
}

func (s *Service) setAdmin(ctx context.Context, by *Actor, id int64, admin bool) error {
	act := ActAdminTake
	if admin {
		act = ActAdminGive
	}
	var event UserEvent
	err := s.act(ctx, by, models.Audit{Act: act, UserID: id}, func(tx Store, _ *models.Audit) error {
		u, err := openAccount(ctx, tx, id)
		if err != nil {
			return err
		}
		switch last, err := isLastAdmin(ctx, tx, id); {
		case err != nil:
			return err
		case last && !admin:
			return Errorf(CodeConflict, "the last administrator cannot go: make another one first")
		case admin && (u.Bot || u.Disabled):
			return Errorf(CodeConflict, "a bot or a disabled account cannot be administrator")
		}
		if err := tx.SetAdmin(ctx, id, admin); err != nil {
			return err
		}
		event = s.profileEvent(id)
		return s.record(ctx, tx, &event)
	})
	if err != nil {
		return fmt.Errorf("set administrator %d: %w", id, err)
	}
	s.announce(event)
	return nil
}

// profileEvent tells the devices of a user to read their account again.
func (s *Service) profileEvent(user int64) UserEvent {
	return UserEvent{UserID: user, Kind: KindProfile, Action: ActionChanged, Subject: user, At: s.now()}
}

// SessionsOf lists the logged-in devices and API tokens of a user, newest first.
func (s *Service) SessionsOf(ctx context.Context, a Actor, id int64) ([]models.Session, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, err
	}
	if _, err := s.store.User(ctx, id); err != nil {
		return nil, err
	}
	return s.store.Sessions(ctx, id)
}

// EndSessionsOf logs out one device of a user, or all of them with an empty id.
func (s *Service) EndSessionsOf(ctx context.Context, a Actor, id int64, session string) error {
	var ended []string
	var events []UserEvent
	line := models.Audit{Act: ActUserSessions, UserID: id, Detail: "all"}
	err := s.act(ctx, &a, line, func(tx Store, line *models.Audit) error {
		if _, err := tx.User(ctx, id); err != nil {
			return err
		}
		list, err := tx.Sessions(ctx, id)
		if err != nil {
			return err
		}
		ended = nil
		for _, sess := range list {
			if session == "" || sess.ID == session {
				ended = append(ended, sess.ID)
				if session != "" {
					line.Detail = sess.Class.String() + ": " + sess.Name
				}
			}
		}
		if session != "" && len(ended) == 0 {
			return Errorf(CodeNotFound, "no such session")
		}
		if err := tx.RevokeSessions(ctx, s.now(), ended...); err != nil {
			return err
		}
		events, err = s.recordEnds(ctx, tx, id, ended...)
		return err
	})
	if err != nil {
		return fmt.Errorf("end sessions of user %d: %w", id, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}
