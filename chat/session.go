package chat

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"flamingo/models"
)

// LoginParams are a user's credentials and the device they come from.
type LoginParams struct {
	Username, Password   string
	Code                 string // of the second factor, where one is in force
	Class                models.Class
	DeviceID, DeviceName string
	RemoteAddr           string // without port; failed attempts are counted per address
}

func (p LoginParams) checkDevice() error {
	return firstError(line("device.id", p.DeviceID, 64), line("device.name", p.DeviceName, 64))
}

// Login is a session that was just opened, or refreshed.
type Login struct {
	User    *models.User
	Session *models.Session
}

// touchPeriod is how exact the last seen time of a legacy session is: an old
// client that reconnects every five seconds is not worth a commit each time.
const touchPeriod = time.Minute

// LogIn opens a session. CodeUnauthenticated with a Reason when name or
// password are wrong, CodeForbidden when the account is disabled. An old client
// gets the session row of its class again.
func (s *Service) LogIn(ctx context.Context, p LoginParams) (*Login, error) {
	u, err := s.checkCredentials(ctx, p)
	if err != nil {
		return nil, err
	}
	return s.admit(ctx, u, p)
}

// admit opens a session for somebody who has shown who they are.
func (s *Service) admit(ctx context.Context, u *models.User, p LoginParams) (*Login, error) {
	sess, err := s.openSession(ctx, u, p)
	if err != nil {
		return nil, fmt.Errorf("log in user %d: %w", u.ID, err)
	}
	// Whoever disabled the account or changed the password since we looked may
	// have missed the new session when ending the others.
	now, err := s.store.User(ctx, u.ID)
	if err != nil {
		return nil, fmt.Errorf("log in user %d: %w", u.ID, err)
	}
	if now.Disabled || now.Password != u.Password {
		if err := s.revoke(ctx, sess.UserID, sess.ID); err != nil {
			return nil, err
		}
		return nil, &Error{Code: CodeUnauthenticated, Reason: ReasonRevoked, Message: "the account changed while you logged in, try again"}
	}
	return &Login{User: u, Session: sess}, nil
}

var errDisabled = &Error{Code: CodeForbidden, Reason: ReasonDisabled, Message: "this account is disabled"}

func (s *Service) checkCredentials(ctx context.Context, p LoginParams) (*models.User, error) {
	if err := s.attempts.check(p.Username, p.RemoteAddr); err != nil {
		return nil, err
	}
	u, err := s.store.UserByName(ctx, p.Username)
	if IsCode(err, CodeNotFound) || err == nil && (u.DeletedAt != nil || u.Bot) { // nobody logs in there
		if err := s.passwords.burn(ctx, p.Password); err != nil {
			return nil, err
		}
		s.attempts.fail(p.Username, p.RemoteAddr)
		return nil, &Error{Code: CodeUnauthenticated, Reason: ReasonUnknownUser, Message: "unknown user name or wrong password"}
	}
	if err != nil {
		return nil, err
	}
	factor, err := s.confirmedFactor(ctx, u.ID)
	if err != nil {
		return nil, err
	}
	stored := u.Password
	if factor != nil && p.Class.Legacy() {
		stored = factor.AppPassword // an old client cannot ask for a code (S-04)
	}
	ok, outdated, err := s.passwords.verify(ctx, stored, p.Password)
	if err != nil {
		return nil, err
	}
	if !ok {
		s.attempts.fail(p.Username, p.RemoteAddr)
		return nil, &Error{Code: CodeUnauthenticated, Reason: ReasonWrongPassword, Message: "unknown user name or wrong password"}
	}
	if u.Disabled {
		return nil, errDisabled
	}
	if factor != nil && !p.Class.Legacy() {
		if err := s.checkFactor(ctx, u, factor, p); err != nil {
			return nil, err
		}
	}
	if outdated && stored == u.Password {
		if err := s.renewHash(ctx, u, p.Password); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// renewHash replaces a plain or outdated stored value by a hash. When the
// server is busy hashing, the next log-in does it.
func (s *Service) renewHash(ctx context.Context, u *models.User, password string) error {
	hash, err := s.passwords.hash(ctx, password)
	if IsCode(err, CodeUnavailable) {
		return nil
	}
	if err == nil {
		err = s.store.SetPassword(ctx, u.ID, hash)
	}
	if err != nil {
		return fmt.Errorf("renew password hash of user %d: %w", u.ID, err)
	}
	u.Password = hash
	return nil
}

func (s *Service) openSession(ctx context.Context, u *models.User, p LoginParams) (*models.Session, error) {
	now := s.now()
	if p.Class.Legacy() {
		list, err := s.store.Sessions(ctx, u.ID)
		if err != nil {
			return nil, err
		}
		for _, old := range list {
			if old.Class != p.Class {
				continue
			}
			if now.Sub(old.LastSeenAt) >= touchPeriod {
				if err := s.store.TouchSessions(ctx, now, old.ID); err != nil {
					return nil, err
				}
				old.LastSeenAt = now
			}
			return &old, nil
		}
	}
	if err := p.checkDevice(); err != nil {
		return nil, err
	}
	sess := &models.Session{ID: newID(), UserID: u.ID, Class: p.Class, DeviceID: p.DeviceID, Name: p.DeviceName,
		CreatedAt: now, LastSeenAt: now}
	if sess.Name == "" {
		sess.Name = p.Class.String()
	}
	if err := s.insertSession(sess); err != nil {
		return nil, err
	}
	return sess, nil
}

// insertSession writes a new session and tells the user's others.
func (s *Service) insertSession(sess *models.Session) error {
	ev := s.sessionStarted(sess)
	err := s.shared.do(func(ctx context.Context, tx Store) error {
		if err := tx.InsertSession(ctx, sess); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err == nil {
		s.announce(ev)
	}
	return err
}

func (s *Service) sessionEvent(action Action, user int64, session string) UserEvent {
	return UserEvent{UserID: user, Kind: KindSession, Action: action, By: user, Session: session, At: s.now()}
}

// sessionStarted says that a session that is about to be written began.
func (s *Service) sessionStarted(sess *models.Session) UserEvent {
	ev := s.sessionEvent(ActionStarted, sess.UserID, sess.ID)
	ev.Name, ev.Class = sess.Name, sess.Class.String()
	return ev
}

// Tokens are the credentials of a session.
type Tokens struct {
	Access    string // a JWT, good for ExpiresIn
	Refresh   string // good once; the next one comes with the answer
	ExpiresIn time.Duration
}

// IssueTokens gives the session of a fresh log-in its first tokens.
func (s *Service) IssueTokens(ctx context.Context, l *Login) (Tokens, error) {
	refresh, _ := newRefreshToken(l.Session.ID)
	return s.rotate(ctx, l, l.Session.RefreshHash, refresh)
}

var errRefresh = &Error{Code: CodeUnauthenticated, Message: "the refresh token is bad, used or revoked"}

// refreshAgain is how long the exchange of a refresh token may be repeated, as
// long as nobody has used its successor. A page that is reloaded while it
// exchanges loses the answer, and would be signed out by asking again.
const refreshAgain = 30 * time.Second

// Refresh exchanges a refresh token for new tokens. Asking again at once gives
// the same refresh token. Any other token that was used before is in two hands,
// one of them wrong: its session is revoked.
func (s *Service) Refresh(ctx context.Context, refresh string) (*Login, Tokens, error) {
	sess, err := s.store.Session(ctx, refreshSession(refresh))
	if IsCode(err, CodeNotFound) {
		return nil, Tokens{}, errRefresh
	}
	if err != nil {
		return nil, Tokens{}, err
	}
	if sess.RevokedAt != nil || sess.RefreshHash == nil {
		return nil, Tokens{}, errRefresh
	}
	u, err := s.store.User(ctx, sess.UserID)
	if err != nil {
		return nil, Tokens{}, err
	}
	l := &Login{User: u, Session: sess}
	t, err := s.rotate(ctx, l, hashRefresh(refresh), s.tokens.nextRefresh(refresh, s.now()))
	if err == errRefresh {
		if again, ok := s.repeat(ctx, l, refresh); ok {
			return l, again, nil
		}
		if rerr := s.revoke(ctx, sess.UserID, sess.ID); rerr != nil {
			return nil, Tokens{}, rerr
		}
		s.log.Warn("session revoked: its refresh token was used twice", "user", u.ID, "session", sess.ID)
	}
	return l, t, err
}

// repeat answers an exchange that was made a moment ago once more.
func (s *Service) repeat(ctx context.Context, l *Login, refresh string) (Tokens, bool) {
	// The row that was read before the exchange may be older than the other one's.
	sess, err := s.store.Session(ctx, l.Session.ID)
	if err != nil || sess.RevokedAt != nil {
		return Tokens{}, false
	}
	now := s.now()
	for ago := time.Duration(0); ago <= refreshAgain; ago += time.Second {
		next := s.tokens.nextRefresh(refresh, now.Add(-ago))
		if subtle.ConstantTimeCompare(hashRefresh(next), sess.RefreshHash) != 1 {
			continue
		}
		access, err := s.tokens.sign(l.User.ID, sess.ID, now)
		l.Session = sess
		return Tokens{Access: access, Refresh: next, ExpiresIn: AccessTokenLife}, err == nil
	}
	return Tokens{}, false
}

func (s *Service) rotate(ctx context.Context, l *Login, old []byte, refresh string) (Tokens, error) {
	now := s.now()
	access, err := s.tokens.sign(l.User.ID, l.Session.ID, now)
	if err != nil {
		return Tokens{}, fmt.Errorf("sign access token: %w", err)
	}
	hash := hashRefresh(refresh)
	ok, err := s.store.RotateRefresh(ctx, l.Session.ID, old, hash, now)
	if err != nil {
		return Tokens{}, fmt.Errorf("rotate refresh token: %w", err)
	}
	if !ok {
		return Tokens{}, errRefresh
	}
	l.Session.RefreshHash, l.Session.LastSeenAt = hash, now
	return Tokens{Access: access, Refresh: refresh, ExpiresIn: AccessTokenLife}, nil
}

// Authenticate returns who an access token belongs to and when it expires. The
// session row decides: a revoked one is out at once, whatever the token says.
func (s *Service) Authenticate(ctx context.Context, access string) (Actor, time.Time, error) {
	if strings.HasPrefix(access, apiTokenPrefix) {
		return s.authenticateToken(ctx, access)
	}
	user, session, expires, err := s.tokens.verify(access)
	if err != nil {
		return Actor{}, expires, err
	}
	sess, err := s.store.Session(ctx, session)
	if IsCode(err, CodeNotFound) || err == nil && (sess.RevokedAt != nil || sess.UserID != user) {
		return Actor{}, expires, &Error{Code: CodeUnauthenticated, Reason: ReasonRevoked, Message: "this session was ended"}
	}
	if err != nil {
		return Actor{}, expires, fmt.Errorf("authenticate: %w", err)
	}
	return Actor{UserID: user, SessionID: session, Class: sess.Class}, expires, nil
}

// LogOut ends the actor's own session.
func (s *Service) LogOut(ctx context.Context, a Actor) error {
	return s.revoke(ctx, a.UserID, a.SessionID)
}

// Sessions lists the actor's logged-in devices, newest first.
func (s *Service) Sessions(ctx context.Context, a Actor) ([]models.Session, error) {
	return s.store.Sessions(ctx, a.UserID)
}

// RevokeSession logs out one of the actor's devices.
func (s *Service) RevokeSession(ctx context.Context, a Actor, id string) error {
	sess, err := s.store.Session(ctx, id)
	if err == nil && (sess.UserID != a.UserID || sess.RevokedAt != nil) {
		err = Errorf(CodeNotFound, "no such session")
	}
	if err != nil {
		return err
	}
	return s.revoke(ctx, a.UserID, id)
}

// revoke ends a session and tells the user's others.
func (s *Service) revoke(ctx context.Context, user int64, id string) error {
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if err := tx.RevokeSessions(ctx, s.now(), id); err != nil {
			return err
		}
		events, err = s.recordEnds(ctx, tx, user, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("revoke: %w", err)
	}
	s.notifier.End(End{Reason: EndRevoked}, id) // it hears of nothing any more
	s.announce(events...)
	return nil
}

// recordEnds writes the end of sessions to their user's log.
func (s *Service) recordEnds(ctx context.Context, tx Store, user int64, ids ...string) (events []UserEvent, err error) {
	for _, id := range ids {
		ev := s.sessionEvent(ActionEnded, user, id)
		if err := s.record(ctx, tx, &ev); err != nil {
			return nil, err
		}
		events = append(events, ev)
	}
	return events, nil
}

// revokeAll revokes a user's sessions but keep and returns their ids.
func (s *Service) revokeAll(ctx context.Context, tx Store, user int64, keep string) ([]string, error) {
	list, err := tx.Sessions(ctx, user)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, sess := range list {
		if sess.ID != keep {
			ids = append(ids, sess.ID)
		}
	}
	return ids, tx.RevokeSessions(ctx, s.now(), ids...)
}
