package chat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"flamingo/models"
)

// An API token is a session of a program: it is listed, revoked and counted as
// one, lives as long as its owner says, and may do no more than its scopes.

// Scope is a part of what an account may do.
type Scope string

// Scopes. What protects the account itself (password, second factor, tokens,
// other devices, deletion) has none: it needs a session that somebody logged in.
const (
	ScopeRead     Scope = "read"     // see what the account sees, events included
	ScopeMessages Scope = "messages" // send, edit, recall, react, mark as read
	ScopeManage   Scope = "manage"   // friends, groups, profile, settings, files
)

// Scopes returns every scope.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeMessages, ScopeManage} }

// apiTokenPrefix begins an API token, for people and for scanners of leaked secrets.
const apiTokenPrefix = "flamingo_"

const (
	maxAPITokens    = 50 // of one account
	maxTokenName    = 64 // characters
	apiTokenEntropy = 32 // bytes
)

// APITokenParams are a token to make.
type APITokenParams struct {
	Name      string
	Scopes    []Scope
	ExpiresAt *time.Time // nil: never
}

// CreateAPIToken makes a token of the actor's account. It is returned this once.
func (s *Service) CreateAPIToken(ctx context.Context, a Actor, p APITokenParams) (*models.Session, string, error) {
	if err := name("name", p.Name, maxTokenName); err != nil {
		return nil, "", err
	}
	scopes, err := joinScopes(p.Scopes)
	if err != nil {
		return nil, "", err
	}
	now := s.now()
	if p.ExpiresAt != nil && !p.ExpiresAt.After(now) {
		return nil, "", Invalid("expires_at", "is in the past")
	}
	token, sess := newAPIToken()
	sess.UserID, sess.Name, sess.Scopes, sess.ExpiresAt, sess.CreatedAt, sess.LastSeenAt = a.UserID, p.Name, scopes, p.ExpiresAt, now, now
	ev := s.sessionStarted(sess)
	ev.Maker = a.SessionID
	err = s.store.InTx(ctx, func(tx Store) error {
		if err := s.isOpen(ctx, tx, a.UserID); err != nil {
			return err
		}
		list, err := tx.Sessions(ctx, a.UserID)
		if err != nil {
			return err
		}
		if n := len(slices.DeleteFunc(list, func(s models.Session) bool { return s.Class != models.ClassAPI })); n >= maxAPITokens {
			return Errorf(CodeConflict, "an account has at most %d API tokens", maxAPITokens)
		}
		if err := tx.InsertSession(ctx, sess); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return nil, "", fmt.Errorf("create API token of user %d: %w", a.UserID, err)
	}
	s.announce(ev)
	return sess, token, nil
}

// isOpen refuses a credential for an account that was closed a moment ago.
func (s *Service) isOpen(ctx context.Context, tx Store, user int64) error {
	u, err := tx.User(ctx, user)
	if err == nil && (u.DeletedAt != nil || u.Disabled) {
		err = &Error{Code: CodeForbidden, Reason: ReasonDisabled, Message: "this account is disabled"}
	}
	return err
}

// APITokens lists the actor's tokens, newest first.
func (s *Service) APITokens(ctx context.Context, a Actor) ([]models.Session, error) {
	list, err := s.store.Sessions(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list API tokens of user %d: %w", a.UserID, err)
	}
	return slices.DeleteFunc(list, func(s models.Session) bool { return s.Class != models.ClassAPI }), nil
}

func joinScopes(list []Scope) (string, error) {
	return joinWords("scopes", list, Scopes())
}

// SplitScopes reads the scopes of a session's row.
func SplitScopes(s string) []Scope { return splitWords[Scope](s) }

// joinWords returns a set of known words as it is stored in one column. It must
// not be empty; an error names field.
func joinWords[T ~string](field string, list, known []T) (string, error) {
	if len(list) == 0 {
		return "", Invalid(field, "is empty")
	}
	var words []string
	for _, w := range list {
		if !slices.Contains(known, w) {
			return "", Invalid(field, "has an unknown one")
		}
		words = append(words, string(w))
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " "), nil
}

// splitWords reads what joinWords made.
func splitWords[T ~string](s string) []T {
	var list []T
	for w := range strings.FieldsSeq(s) {
		list = append(list, T(w))
	}
	return list
}

// newAPIToken makes a token and what is stored of it.
func newAPIToken() (string, *models.Session) {
	id := newID()
	b := make([]byte, apiTokenEntropy)
	rand.Read(b)
	token := apiTokenPrefix + id + "_" + base64.RawURLEncoding.EncodeToString(b)
	return token, &models.Session{ID: id, Class: models.ClassAPI, TokenHash: hashAPIToken(token)}
}

func hashAPIToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

var errAPIToken = &Error{Code: CodeUnauthenticated, Message: "the API token is bad, expired or revoked"}

// authenticateToken returns who an API token belongs to.
func (s *Service) authenticateToken(ctx context.Context, token string) (Actor, time.Time, error) {
	id, _, _ := strings.Cut(strings.TrimPrefix(token, apiTokenPrefix), "_")
	sess, err := s.store.Session(ctx, id)
	if IsCode(err, CodeNotFound) {
		return Actor{}, time.Time{}, errAPIToken
	}
	if err != nil {
		return Actor{}, time.Time{}, fmt.Errorf("authenticate: %w", err)
	}
	now := s.now()
	// The hash of a random token: its first bytes tell an attacker nothing, and
	// still it is compared in constant time.
	if sess.Class != models.ClassAPI || subtle.ConstantTimeCompare(sess.TokenHash, hashAPIToken(token)) != 1 ||
		sess.RevokedAt != nil || sess.ExpiresAt != nil && !now.Before(*sess.ExpiresAt) {
		return Actor{}, time.Time{}, errAPIToken
	}
	if now.Sub(sess.LastSeenAt) >= touchPeriod {
		if err := s.store.TouchSessions(ctx, now, sess.ID); err != nil {
			return Actor{}, time.Time{}, fmt.Errorf("authenticate: %w", err)
		}
	}
	// Those that never end are looked at again from time to time, like the others.
	expires := now.Add(AccessTokenLife)
	if sess.ExpiresAt != nil && sess.ExpiresAt.Before(expires) {
		expires = *sess.ExpiresAt
	}
	return Actor{UserID: sess.UserID, SessionID: sess.ID, Class: sess.Class, Scopes: SplitScopes(sess.Scopes)}, expires, nil
}

// Allow refuses an actor with an API token that lacks a scope. An empty scope
// is what no token may do.
func (a Actor) Allow(scope Scope) error {
	switch {
	case a.Class != models.ClassAPI:
		return nil
	case scope == "":
		return &Error{Code: CodeForbidden, Reason: ReasonScope, Message: "an API token may not do this: log in"}
	case !slices.Contains(a.Scopes, scope):
		return &Error{Code: CodeForbidden, Reason: ReasonScope, Message: fmt.Sprintf("the API token lacks the scope %s", scope)}
	}
	return nil
}
