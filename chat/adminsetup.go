package chat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"flamingo/models"
)

// Nobody is an administrator at first. Each start of such a server makes a
// token, which the operator finds where the server says that it runs: who has
// it becomes the first one. It is good once, for a day, until the next start,
// and as long as there is no administrator. Only its hash is stored.

// SetupLife is how long the token of a start is good for.
const SetupLife = 24 * time.Hour

const metaSetup = "admin_setup" // hash of the token and when it ends, in seconds since 1970

// BeginSetup makes the token of this start. It is empty when there is an
// administrator.
func (s *Service) BeginSetup(ctx context.Context) (string, error) {
	token := strings.ToLower(rand.Text())
	err := s.store.InTx(ctx, func(tx Store) error {
		admins, err := tx.Admins(ctx)
		if err != nil {
			return err
		}
		if len(admins) > 0 {
			token = ""
			return nil
		}
		return tx.SetMeta(ctx, metaSetup, setupValue(token, s.now().Add(SetupLife)))
	})
	if err != nil {
		return "", fmt.Errorf("offer to make an administrator: %w", err)
	}
	return token, nil
}

func setupValue(token string, ends time.Time) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:]) + " " + strconv.FormatInt(ends.Unix(), 10)
}

func errSetup() error {
	return &Error{Code: CodeForbidden, Field: "token", Message: "token is not the one of this start, or was used: look for a new link where the server was started"}
}

// checkSetup refuses a token that is not the one in force.
func (s *Service) checkSetup(ctx context.Context, tx Store, token string) error {
	value, err := tx.Meta(ctx, metaSetup)
	if IsCode(err, CodeNotFound) {
		return errSetup()
	}
	if err != nil {
		return err
	}
	_, end, _ := strings.Cut(value, " ")
	seconds, err := strconv.ParseInt(end, 10, 64)
	if err != nil {
		return errSetup() // it was used
	}
	ends := time.Unix(seconds, 0)
	if subtle.ConstantTimeCompare([]byte(value), []byte(setupValue(token, ends))) != 1 || !s.now().Before(ends) {
		return errSetup()
	}
	admins, err := tx.Admins(ctx)
	if err == nil && len(admins) > 0 {
		err = errSetup()
	}
	return err
}

// SetUp makes the first administrator: of the account that these credentials
// belong to, or of a new one when nobody has the name. Then it logs in.
// CodeForbidden without the token of this start.
func (s *Service) SetUp(ctx context.Context, token, nickname string, p LoginParams) (*Login, error) {
	if err := s.checkSetup(ctx, s.store, token); err != nil {
		return nil, err
	}
	var u *models.User
	_, err := s.store.UserByName(ctx, p.Username)
	known, err := there(err)
	switch {
	case err != nil:
		return nil, err
	case known:
		u, err = s.checkCredentials(ctx, p)
	default:
		u, err = s.prepareUser(ctx, RegisterParams{Username: p.Username, Nickname: nickname, Password: p.Password})
	}
	if err != nil {
		return nil, err
	}
	var event UserEvent
	err = s.store.InTx(ctx, func(tx Store) error {
		if err := s.checkSetup(ctx, tx, token); err != nil {
			return err
		}
		if !known {
			if err := insertUser(ctx, tx, u); err != nil {
				return err
			}
		}
		if err := tx.SetAdmin(ctx, u.ID, true); err != nil {
			return err
		}
		if err := tx.SetMeta(ctx, metaSetup, "used"); err != nil {
			return err
		}
		event = s.profileEvent(u.ID)
		if err := s.record(ctx, tx, &event); err != nil {
			return err
		}
		return s.noteAct(ctx, tx, nil, models.Audit{Act: ActSetup, UserID: u.ID, Detail: u.Username})
	})
	if err != nil {
		return nil, fmt.Errorf("make the first administrator: %w", err)
	}
	s.announce(event)
	u.Admin = true
	sess, err := s.openSession(ctx, u, p)
	if err != nil {
		return nil, fmt.Errorf("log in user %d: %w", u.ID, err)
	}
	return &Login{User: u, Session: sess}, nil
}
