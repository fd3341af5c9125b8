package chat

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	"flamingo/models"
)

// Notifications reach people who have the messenger on no screen: by Web Push
// (RFC 8030), for which a session says where its browser takes them, and by a
// gateway of the user's own. This file is what users decide; notify.go who is
// told what and when, push.go of package push how it leaves the server.

// Pusher carries notifications out of the server. It reaches public addresses
// only (S-14).
type Pusher interface {
	// PublicKey is the server's, in base64url: browsers want it to subscribe.
	PublicKey() string
	// CheckURL returns what is wrong with an address, as the end of a sentence.
	CheckURL(address string) error
	// Push sends a notification, encrypted for the browser.
	Push(ctx context.Context, to *models.PushSubscription, p PushMessage) error
	// Post sends one to a gateway, signed with its secret.
	Post(ctx context.Context, to *models.PushGateway, p PushMessage) error
}

// PushMessage is a notification on its way.
type PushMessage struct {
	Notice Notice
	// Topic names what it is about to a push service, which throws away one of
	// the same topic that waits. It says nothing to strangers; at most 32
	// characters of base64url.
	Topic  string
	TTL    time.Duration // after that it is no news any more
	Urgent bool          // wakes a phone that saves its battery
}

// PushError is a notification that was not taken.
type PushError struct {
	Gone  bool          // for good: there is nobody any more to take one
	Retry bool          // it may be taken later
	After time.Duration // not before, 0 unknown
	Err   error
}

func (e *PushError) Error() string { return e.Err.Error() }

func (e *PushError) Unwrap() error { return e.Err }

// Bounds of what users name.
const (
	pushAuthSize     = 16 // bytes (RFC 8291)
	minGatewaySecret = 16 // characters: what is shorter can be tried out
	maxGatewaySecret = 128
)

var errNoPush = &Error{Code: CodeUnavailable, Message: "this server sends no notifications"}

// PushKey returns the server's public key, which browsers want to subscribe.
func (s *Service) PushKey() (string, error) {
	if s.pusher == nil {
		return "", errNoPush
	}
	return s.pusher.PublicKey(), nil
}

// SubscribePush says where the browser of the actor's session takes
// notifications: in place of what it said before, and of what another session
// in the same browser said. Key and auth are the browser's.
func (s *Service) SubscribePush(ctx context.Context, a Actor, endpoint string, key, auth []byte) error {
	if s.pusher == nil {
		return errNoPush
	}
	if err := s.pusher.CheckURL(endpoint); err != nil {
		return Invalid("endpoint", "%v", err)
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil {
		return Invalid("keys.p256dh", "is no public key of P-256")
	}
	if len(auth) != pushAuthSize {
		return Invalid("keys.auth", "has %d bytes, not %d", len(auth), pushAuthSize)
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(endpoint))
	row := &models.PushSubscription{SessionID: a.SessionID, UserID: a.UserID, EndpointHash: hash[:], Endpoint: endpoint, Key: key,
		Auth: auth, CreatedAt: s.now()}
	err := s.store.InTx(ctx, func(tx Store) error {
		if err := notRevoked(ctx, tx, a); err != nil {
			return err
		}
		return tx.SavePushSubscription(ctx, row)
	})
	if err != nil {
		return fmt.Errorf("subscribe to push: %w", err)
	}
	s.notices.wanted.Store(true)
	return nil
}

// UnsubscribePush ends the notifications of the actor's session.
func (s *Service) UnsubscribePush(ctx context.Context, a Actor) error {
	return s.store.DeletePushSubscription(ctx, a.SessionID, nil)
}

// SetPushGateway makes a program of the actor's own take notifications, signed
// with secret; an empty one is made here. It replaces the one before.
func (s *Service) SetPushGateway(ctx context.Context, a Actor, url, secret string) (*models.PushGateway, error) {
	if s.pusher == nil {
		return nil, errNoPush
	}
	if err := s.pusher.CheckURL(url); err != nil {
		return nil, Invalid("url", "%v", err)
	}
	if err := line("secret", secret, maxGatewaySecret); err != nil {
		return nil, err
	}
	switch {
	case secret == "":
		secret = rand.Text() + rand.Text()
	case len(secret) < minGatewaySecret:
		return nil, Invalid("secret", "is shorter than %d characters", minGatewaySecret)
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	g := &models.PushGateway{UserID: a.UserID, URL: url, Secret: secret, CreatedAt: s.now()}
	if err := s.store.SavePushGateway(ctx, g); err != nil {
		return nil, fmt.Errorf("set push gateway: %w", err)
	}
	s.notices.wanted.Store(true)
	return g, nil
}

// PushGateway returns the actor's gateway.
func (s *Service) PushGateway(ctx context.Context, a Actor) (*models.PushGateway, error) {
	list, err := s.store.PushGateways(ctx, []int64{a.UserID})
	if err == nil && len(list) == 0 {
		err = Errorf(CodeNotFound, "there is no gateway")
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// DeletePushGateway removes it.
func (s *Service) DeletePushGateway(ctx context.Context, a Actor) error {
	gone, err := s.store.DeletePushGateway(ctx, a.UserID)
	if err == nil && !gone {
		err = Errorf(CodeNotFound, "there is no gateway")
	}
	return err
}

// SetVisible says whether somebody looks at the actor's session now: while one
// does, the user needs no notification.
func (s *Service) SetVisible(a Actor, visible bool) { s.notifier.SetVisible(a.SessionID, visible) }

// onScreen reports whether the user has the messenger in view: a client says so
// of itself, and does not show the user as away. Old clients cannot say it, so
// they do not count: a notification too many is better than one too few.
func (s *Service) onScreen(user int64) bool {
	for _, d := range s.notifier.Devices(user) {
		if d.Visible && d.Status != StatusAway {
			return true
		}
	}
	return false
}
