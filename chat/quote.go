package chat

import (
	"context"
	"fmt"

	"flamingo/content"
	"flamingo/models"
)

// Quoted is a message as an answer to it quotes it.
type Quoted struct {
	Name string // nickname of its sender
	Body content.Body
}

// Quote returns a message for clients that know no replies. CodeNotFound when
// the actor may not see it.
func (s *Service) Quote(ctx context.Context, a Actor, c models.ConversationID, seq int64) (*Quoted, error) {
	page, err := s.MessagesAfter(ctx, a, c, seq-1, 1)
	if err != nil {
		return nil, err
	}
	if len(page.Messages) == 0 || page.Messages[0].Seq != seq {
		return nil, Errorf(CodeNotFound, "no such message")
	}
	m := &page.Messages[0]
	u, err := s.store.User(ctx, m.SenderID)
	if err != nil {
		return nil, fmt.Errorf("quote message %d: %w", m.ID, err)
	}
	return &Quoted{Name: u.Nickname, Body: content.Decode(content.Format(m.Format), m.Content)}, nil
}
