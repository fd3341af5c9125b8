package chat

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"flamingo/models"
)

// RegisterParams are what a new account starts with.
type RegisterParams struct {
	Username string // what the user logs in with
	Nickname string // what others see; empty means the user name
	Password string
}

// Register makes an account. It does not log in. CodeConflict when the name is taken.
func (s *Service) Register(ctx context.Context, p RegisterParams) (*models.User, error) {
	if s.limits.RegistrationClosed {
		return nil, Errorf(CodeForbidden, "registration is closed on this server")
	}
	return s.createUser(ctx, p)
}

func (s *Service) createUser(ctx context.Context, p RegisterParams) (*models.User, error) {
	u, err := s.prepareUser(ctx, p)
	if err != nil {
		return nil, err
	}
	if err := insertUser(ctx, s.store, u); err != nil {
		return nil, err
	}
	return u, nil
}

// prepareUser checks what a new account starts with and hashes the password:
// all that is left is insertUser.
func (s *Service) prepareUser(ctx context.Context, p RegisterParams) (*models.User, error) {
	if p.Nickname == "" {
		p.Nickname = p.Username // old clients drop the messages of people without a nickname
	}
	if err := firstError(username(p.Username), name("nickname", p.Nickname, MaxNickname), s.limits.password("password", p.Password)); err != nil {
		return nil, err
	}
	if _, err := s.store.UserByName(ctx, p.Username); err == nil {
		return nil, errNameTaken() // before a hash is spent on it
	} else if !IsCode(err, CodeNotFound) {
		return nil, fmt.Errorf("look up new account: %w", err)
	}
	hash, err := s.passwords.hash(ctx, p.Password)
	if err != nil {
		return nil, err
	}
	return &models.User{Username: p.Username, Nickname: p.Nickname, Password: hash,
		Birthday: models.DefaultBirthday, RegisteredAt: s.now()}, nil
}

func insertUser(ctx context.Context, tx Store, u *models.User) error {
	err := tx.InsertUser(ctx, u)
	if IsCode(err, CodeConflict) {
		return errNameTaken()
	}
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	return nil
}

func errNameTaken() error {
	return &Error{Code: CodeConflict, Field: "username", Message: "username is taken"}
}

// username is a name that cannot be mistaken for the number of a group: both
// are looked up the same way.
func username(s string) error {
	if err := name("username", s, MaxUsername); err != nil {
		return err
	}
	if strings.TrimSpace(s) != s {
		return Invalid("username", "begins or ends with a space")
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && models.IsGroupID(n) && n <= models.MaxID {
		return Invalid("username", "looks like the number of a group")
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Me returns the actor's own account.
func (s *Service) Me(ctx context.Context, a Actor) (*models.User, error) {
	return s.store.User(ctx, a.UserID)
}

// ChangePassword replaces the password and ends the user's other sessions.
func (s *Service) ChangePassword(ctx context.Context, a Actor, old, new string) error {
	if err := s.limits.password("new_password", new); err != nil {
		return err
	}
	u, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return err
	}
	if err := s.attempts.check(u.Username, "session"); err != nil {
		return err
	}
	ok, _, err := s.passwords.verify(ctx, u.Password, old)
	if err != nil {
		return err
	}
	if !ok {
		s.attempts.fail(u.Username, "session")
		return &Error{Code: CodeForbidden, Reason: ReasonWrongPassword, Field: "old_password", Message: "old_password is wrong"}
	}
	return s.setPassword(ctx, a.UserID, new, a.SessionID)
}

// setPassword stores a new hash and ends the user's sessions but keep.
func (s *Service) setPassword(ctx context.Context, user int64, password, keep string) error {
	hash, err := s.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	var ended []string
	var events []UserEvent
	err = s.store.InTx(ctx, func(tx Store) error {
		if err := tx.SetPassword(ctx, user, hash); err != nil {
			return err
		}
		if ended, err = s.revokeAll(ctx, tx, user, keep); err != nil {
			return err
		}
		events, err = s.recordEnds(ctx, tx, user, ended...)
		return err
	})
	if err != nil {
		return fmt.Errorf("set password of user %d: %w", user, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}

// Found is a user or a group, as a search by account or number finds it.
type Found struct {
	ID                 int64 // from models.GroupBoundary up: a group
	Username, Nickname string
	FaceType           int32
	User               *models.User // nil for a group
}

// Find looks up a user by the exact account name, or else a group by its
// number. Who does not want to be found by the account is found by friends
// only, a group by invitation by its members.
func (s *Service) Find(ctx context.Context, a Actor, name string) (*Found, error) {
	u, err := s.store.UserByName(ctx, name)
	if err == nil {
		err = s.mayFind(ctx, a, u)
	}
	if err == nil {
		return &Found{ID: u.ID, Username: u.Username, Nickname: u.Nickname, FaceType: u.FaceType, User: u}, nil
	}
	if !IsCode(err, CodeNotFound) {
		return nil, err
	}
	id, perr := strconv.ParseInt(name, 10, 64)
	if perr != nil || !models.IsGroupID(id) || strconv.FormatInt(id, 10) != name {
		return nil, err
	}
	g, err := s.store.Group(ctx, id)
	if err != nil {
		return nil, err
	}
	if g.JoinPolicy == models.JoinInvitation {
		if _, err := s.store.GroupMember(ctx, id, a.UserID); err != nil {
			return nil, err
		}
	}
	return &Found{ID: g.ID, Username: name, Nickname: g.Name}, nil
}

func (s *Service) mayFind(ctx context.Context, a Actor, u *models.User) error {
	if u.ID == a.UserID || u.DeletedAt == nil && settingsOf(u).Discovery.Account {
		return nil
	}
	_, err := s.store.Friendship(ctx, a.UserID, u.ID)
	return err
}
