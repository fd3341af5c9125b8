package chat

import (
	"context"
	"time"

	"flamingo/cache"
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

// accessCache remembers who may take part in which conversation and who may
// write there, so that a send costs no query. Refusals are not remembered.
type accessCache struct {
	members, writers cache.Cache[accessKey, struct{}]
}

func newAccessCache() *accessCache {
	return &accessCache{cache.ExpireAfterWrite[accessKey, struct{}](maxAccess, accessLife),
		cache.ExpireAfterWrite[accessKey, struct{}](maxAccess, accessLife)}
}

// drop forgets what a user may do in a conversation. Call it after the commit
// of whatever takes a right away.
func (c *accessCache) drop(user int64, conv models.ConversationID) {
	c.members.Delete(accessKey{user, conv})
	c.writers.Delete(accessKey{user, conv})
}

// dropPair is drop for both users of a direct conversation.
func (c *accessCache) dropPair(a, b int64) {
	conv := models.DirectConversation(a, b)
	c.drop(a, conv)
	c.drop(b, conv)
}

// dropWriters forgets who may write, everywhere: for what concerns people whom
// nobody has listed. It is rare, and costs everybody who writes one look.
func (c *accessCache) dropWriters() { c.writers.Clear() }

// mayTakePart refuses those who are not in a conversation.
func (s *Service) mayTakePart(ctx context.Context, a Actor, c models.ConversationID) error {
	key := accessKey{a.UserID, c}
	if _, ok := s.access.members.Get(key); ok {
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

// mayWrite refuses those who may not add to a conversation or change what is
// in it: who is not in it, who was muted, whom the other one does not want to
// hear of. Every door asks it, through whatever writes.
func (s *Service) mayWrite(ctx context.Context, a Actor, c models.ConversationID) error {
	key := accessKey{a.UserID, c}
	if _, ok := s.access.writers.Get(key); ok {
		return nil
	}
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return err
	}
	var err error
	if c.IsGroup() {
		err = s.checkMuted(ctx, a, c.Group())
	} else if peer := c.Peer(a.UserID); peer != a.UserID {
		err = s.checkWanted(ctx, a, peer)
	}
	if err != nil {
		return err
	}
	s.access.writers.Set(key, struct{}{})
	return nil
}

// checkMuted refuses members who were silenced, one by one or all together.
func (s *Service) checkMuted(ctx context.Context, a Actor, group int64) error {
	m, err := s.store.GroupMember(ctx, group, a.UserID)
	if err != nil {
		return err
	}
	if m.MutedUntil != nil && s.now().Before(*m.MutedUntil) {
		return &Error{Code: CodeForbidden, Reason: ReasonMuted,
			Message: "you may not write in this group before " + m.MutedUntil.Format(time.RFC3339)}
	}
	if m.Role > models.RoleMember {
		return nil
	}
	g, err := s.store.Group(ctx, group)
	if err != nil {
		return err
	}
	if g.MutedAll {
		return &Error{Code: CodeForbidden, Reason: ReasonMutedAll, Message: "only the owner and admins may write in this group now"}
	}
	return nil
}

// checkWanted refuses to write to somebody who blocked the actor, who hears of
// friends only, or whom the actor blocked. Which of the first two it is, the
// actor does not learn.
func (s *Service) checkWanted(ctx context.Context, a Actor, peer int64) error {
	u, err := s.store.User(ctx, peer)
	if err != nil {
		return err
	}
	if u.DeletedAt != nil {
		return Errorf(CodeForbidden, "this account was deleted")
	}
	me, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return err
	}
	if me.Bot {
		if err := s.mayBegin(ctx, a.UserID, peer); err != nil {
			return err
		}
	}
	if err := notBlocked(ctx, s.store, a.UserID, peer); err != nil {
		return err
	}
	if settingsOf(u).Write != WhoFriends {
		return nil
	}
	_, err = s.store.Friendship(ctx, a.UserID, peer)
	if IsCode(err, CodeNotFound) {
		return errUnwanted()
	}
	return err
}

// errUnwanted is all that somebody who is kept away learns.
func errUnwanted() error {
	return &Error{Code: CodeForbidden, Reason: ReasonUnwanted, Message: "this user does not want to hear from you"}
}
