package chat

import (
	"context"
	"time"

	"flamingo/cache"
	"flamingo/content"
	"flamingo/models"
)

// Bounds of automatic answers. What is above is not answered.
const (
	// autoReplyPause is how long nothing more is answered in a conversation:
	// who goes on writing knows by then.
	autoReplyPause = 10 * time.Minute
	// autoReplyLook is how long it is remembered that somebody wants none.
	autoReplyLook    = 10 * time.Second
	maxAutoReplies   = 256 // that wait
	autoReplyTimeout = 10 * time.Second
)

// autoReplies gives the answers that users wanted to be given in their name
// while they are away or not connected.
type autoReplies struct {
	queue chan models.Message
	// next is when a user may be answered for again in a conversation.
	next cache.Cache[accessKey, time.Time]
}

func newAutoReplies() *autoReplies {
	return &autoReplies{make(chan models.Message, maxAutoReplies), cache.ExpireAfterWrite[accessKey, time.Time](maxAccess, autoReplyPause)}
}

// considerReply queues a direct message whose receiver does not see it now. An
// automatic answer is a system message, and none is given to one: two users who
// are both away do not talk to each other for ever.
func (s *Service) considerReply(m *models.Message) {
	if m.ConversationID.IsGroup() || m.System || m.TargetID == m.SenderID {
		return
	}
	if next, ok := s.replies.next.Get(accessKey{m.TargetID, m.ConversationID}); ok && s.now().Before(next) {
		return
	}
	if status, online := s.Presence(m.TargetID).Status(); online && status != StatusAway {
		return
	}
	select {
	case s.replies.queue <- *m:
	default:
	}
}

// replyForAway answers what was queued, until ctx ends.
func (s *Service) replyForAway(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-s.replies.queue:
			if err := s.replyTo(ctx, &m); err != nil && ctx.Err() == nil {
				s.log.Warn("no automatic answer", "user", m.TargetID, "err", err)
			}
		}
	}
}

func (s *Service) replyTo(ctx context.Context, m *models.Message) error {
	key, now := accessKey{m.TargetID, m.ConversationID}, s.now()
	if next, ok := s.replies.next.Get(key); ok && now.Before(next) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, autoReplyTimeout)
	defer cancel()
	u, err := s.store.User(ctx, m.TargetID)
	if err != nil {
		return err
	}
	reply := settingsOf(u).AutoReply
	if !reply.On || u.Disabled || u.DeletedAt != nil {
		s.replies.next.Set(key, now.Add(autoReplyLook))
		return nil
	}
	s.replies.next.Set(key, now.Add(autoReplyPause))
	err = s.mayWrite(ctx, Actor{UserID: u.ID, Class: models.ClassAPI}, m.ConversationID)
	if IsCode(err, CodeForbidden) {
		return nil
	}
	if err != nil {
		return err
	}
	answer := &models.Message{ConversationID: m.ConversationID, SenderID: u.ID, TargetID: m.SenderID, Format: uint8(content.Canonical),
		Content: content.NewText(reply.Text).JSON(), Via: models.ClassAPI, SentAt: now, System: true}
	return s.appender.submit(&submission{Append: Append{Message: answer}, done: func(*Append) {}})
}
