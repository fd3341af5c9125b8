package chat

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"flamingo/models"
)

// Bounds of the access cache. Changes made on this node take effect at once;
// a second is how long one made elsewhere may need.
const (
	maxAccess  = 200_000
	accessLife = time.Second
)

type accessKey struct {
	user int64
	c    models.ConversationID
}

// accessCache remembers who may take part in which conversation, so that a
// send costs no query. Refusals are not remembered.
type accessCache struct {
	members *otter.Cache[accessKey, struct{}]
}

func newAccessCache() *accessCache {
	return &accessCache{otter.Must(&otter.Options[accessKey, struct{}]{MaximumSize: maxAccess,
		ExpiryCalculator: otter.ExpiryWriting[accessKey, struct{}](accessLife)})}
}

func (c *accessCache) drop(user int64, conv models.ConversationID) {
	c.members.Invalidate(accessKey{user, conv})
}

// mayTakePart refuses those who are not in a conversation.
func (s *Service) mayTakePart(ctx context.Context, a Actor, c models.ConversationID) error {
	key := accessKey{a.UserID, c}
	if _, ok := s.access.members.GetIfPresent(key); ok {
		return nil
	}
	if err := s.checkAccess(ctx, a, c); err != nil {
		return err
	}
	s.access.members.Set(key, struct{}{})
	return nil
}

func (s *Service) checkAccess(ctx context.Context, a Actor, c models.ConversationID) error {
	if !c.IsGroup() {
		if !c.HasUser(a.UserID) {
			return Errorf(CodeForbidden, "you are not in conversation %s", c)
		}
		if peer := c.Peer(a.UserID); peer != a.UserID {
			if _, err := s.store.User(ctx, peer); err != nil {
				return err
			}
		}
		return nil
	}
	_, err := s.store.GroupMember(ctx, c.Group(), a.UserID)
	if !IsCode(err, CodeNotFound) {
		return err
	}
	if _, err := s.store.Group(ctx, c.Group()); err != nil {
		return err
	}
	return Errorf(CodeForbidden, "you are not in conversation %s", c)
}
