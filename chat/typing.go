package chat

import (
	"context"

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
// often or when the actor shows nothing of themselves.
func (s *Service) Type(ctx context.Context, a Actor, c models.ConversationID, kind string) error {
	if kind != TypingText && kind != TypingVoice && kind != TypingStop {
		return Invalid("kind", "must be one of text, voice and stop")
	}
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return err
	}
	if s.typing.take(a.UserID) != nil || !s.Presence(a.UserID).Online() {
		return nil
	}
	s.notifier.Notify(membersOf(c), Typing{Conversation: c, UserID: a.UserID, Kind: kind, From: a.Origin()})
	return nil
}

// Typing of one user: clients repeat it every few seconds, in one conversation
// at a time.
const (
	typingPerSecond = 2
	typingBurst     = 10
)
