package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// Kinds of typing.
const (
	TypingText  = "text"
	TypingVoice = "voice"
	TypingStop  = "stop"
)

// Type tells the others in a conversation that the actor is writing or
// recording, or has stopped. It is never stored, and dropped when it comes too
// often, when the actor shows nothing of themselves, and in groups that are
// larger than MaxTypingGroup.
func (s *Service) Type(ctx context.Context, a Actor, c models.ConversationID, kind string) error {
	if kind != TypingText && kind != TypingVoice && kind != TypingStop {
		return Invalid("kind", "must be one of text, voice and stop")
	}
	if err := s.mayWrite(ctx, a, c); err != nil {
		return err
	}
	if s.typing.take(a.UserID) != nil || !s.Presence(a.UserID).Online() {
		return nil
	}
	if c.IsGroup() {
		n, err := s.store.CountGroupMembers(ctx, c.Group(), MaxTypingGroup+1)
		if err != nil {
			return fmt.Errorf("count who hears of typing in %s: %w", c, err)
		}
		if n > MaxTypingGroup {
			return nil
		}
	}
	s.notifier.Notify(membersOf(c), Typing{Conversation: c, UserID: a.UserID, Kind: kind, From: a.Origin()})
	return nil
}

// MaxTypingGroup is the size of a group up to which members learn that another
// one is writing: beyond it somebody always is, and it tells nothing.
const MaxTypingGroup = 100

// Typing of one user: clients repeat it every few seconds, in one conversation
// at a time.
const (
	typingPerSecond = 2
	typingBurst     = 10
)
