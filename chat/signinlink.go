package chat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"sync"
	"time"

	"flamingo/models"
)

// A sign-in link opens one session without a password. Whoever runs the server
// makes it, and no door does. Its token belongs behind the # of an address: what
// is there stays in the browser, out of the logs of servers and proxies, until
// the client exchanges it. Links are kept in memory alone, as hashes: they are
// good for minutes, and a server that stops takes them along.

// Bounds of sign-in links.
const (
	// SignInLinkLife is how long a link is good for: time to read it and to
	// carry it to the next desk, not to find it in yesterday's terminal.
	SignInLinkLife = 15 * time.Minute
	// maxSignInLinks bounds what is kept in memory.
	maxSignInLinks = 1000
)

// signInLinks are those that nobody has used yet, by the hash of their token.
type signInLinks struct {
	mu     sync.Mutex
	unused map[[sha256.Size]byte]signInLink
}

type signInLink struct {
	user     int64
	password string // as stored when the link was made: a new one makes it useless
	expires  time.Time
}

func newSignInLinks() *signInLinks {
	return &signInLinks{unused: map[[sha256.Size]byte]signInLink{}}
}

// add keeps a link; false when there are too many.
func (l *signInLinks) add(token string, link signInLink, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	maps.DeleteFunc(l.unused, func(_ [sha256.Size]byte, old signInLink) bool { return !now.Before(old.expires) })
	if len(l.unused) >= maxSignInLinks {
		return false
	}
	l.unused[sha256.Sum256([]byte(token))] = link
	return true
}

// take returns a link to the one caller who uses it.
func (l *signInLinks) take(token string, now time.Time) (signInLink, bool) {
	hash := sha256.Sum256([]byte(token))
	l.mu.Lock()
	defer l.mu.Unlock()
	link, ok := l.unused[hash]
	delete(l.unused, hash)
	return link, ok && now.Before(link.expires)
}

// SignInLink makes the token of a link that signs one device in as a user, once
// and within SignInLinkLife.
func (s *Service) SignInLink(ctx context.Context, user int64) (string, error) {
	u, err := s.store.User(ctx, user)
	if err != nil {
		return "", fmt.Errorf("make sign-in link: %w", err)
	}
	if u.DeletedAt != nil || u.Bot {
		return "", Errorf(CodeNotFound, "no such user")
	}
	token, now := rand.Text(), s.now()
	if !s.links.add(token, signInLink{u.ID, u.Password, now.Add(SignInLinkLife)}, now) {
		return "", Errorf(CodeUnavailable, "%d sign-in links wait to be used, try again later", maxSignInLinks)
	}
	return token, nil
}

// LinkParams are a sign-in link and the device that it was opened on.
type LinkParams struct {
	Token                string
	DeviceID, DeviceName string
}

// LogInByLink opens a session by a sign-in link, which is used up by that.
// CodeUnauthenticated when the link was used, is too old or never was one, and
// for an account with a second factor, which no link stands in for (S-04);
// CodeForbidden when the account is disabled.
func (s *Service) LogInByLink(ctx context.Context, p LinkParams) (*Login, error) {
	device := LoginParams{Class: models.ClassWeb, DeviceID: p.DeviceID, DeviceName: p.DeviceName}
	if err := device.checkDevice(); err != nil {
		return nil, err // the link is still good
	}
	link, ok := s.links.take(p.Token, s.now())
	if !ok {
		return nil, errLink
	}
	u, err := s.store.User(ctx, link.user)
	if err != nil {
		return nil, fmt.Errorf("log in by link: %w", err)
	}
	if u.DeletedAt != nil || u.Password != link.password {
		return nil, errLink
	}
	if u.Disabled {
		return nil, errDisabled
	}
	factor, err := s.confirmedFactor(ctx, u.ID)
	if err != nil {
		return nil, err
	}
	if factor != nil {
		return nil, &Error{Code: CodeUnauthenticated, Reason: ReasonSecondFactor, Message: "the account has a second factor: log in with the password"}
	}
	return s.admit(ctx, u, device)
}

var errLink = &Error{Code: CodeUnauthenticated, Message: "the link was used already, or is too old"}
