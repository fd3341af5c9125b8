package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// MaxPins bounds the pinned messages of a conversation: they are there to be
// found at a glance.
const MaxPins = 50

// PinMessage keeps a message at hand for everybody in a conversation, or takes
// the pin away. In a direct conversation both may, in a group its admins and
// owner. Doing it once more does nothing.
func (s *Service) PinMessage(ctx context.Context, a Actor, c models.ConversationID, seq int64, on bool) error {
	if err := s.mayWrite(ctx, a, c); err != nil {
		return err
	}
	_, err := s.changeMessage(ctx, a, c, seq, func(tx Store, m *models.Message) (*Change, error) {
		if c.IsGroup() {
			if moderator, err := moderates(ctx, tx, a, c); err != nil {
				return nil, err
			} else if !moderator {
				return nil, Errorf(CodeForbidden, "only admins and the owner of a group pin messages")
			}
		}
		if err := notGone(m); err != nil {
			return nil, err
		}
		var changed bool
		var err error
		if on {
			changed, err = tx.InsertPin(ctx, &models.Pin{ConversationID: c, Seq: seq, ByID: a.UserID, CreatedAt: s.now()})
		} else {
			changed, err = tx.DeletePin(ctx, c, seq)
		}
		if err != nil || !changed {
			return nil, err
		}
		change := &Change{Kind: ChangePin, Data: ChangeData{Pinned: on}}
		if !on {
			return change, nil
		}
		if pins, err := tx.Pins(ctx, c); err != nil {
			return nil, err
		} else if len(pins) > MaxPins {
			return nil, Errorf(CodeConflict, "a conversation has at most %d pinned messages", MaxPins)
		}
		return change, nil
	})
	return err
}

// Pins returns the pinned messages of a conversation that the actor may see,
// the latest pin first.
func (s *Service) Pins(ctx context.Context, a Actor, c models.ConversationID) ([]MessageView, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	pins, err := s.store.Pins(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("list pins of %s: %w", c, err)
	}
	seqs := make([]int64, len(pins))
	for i, p := range pins {
		seqs[i] = p.Seq
	}
	rows, err := s.store.Messages(ctx, c, seqs)
	if err != nil {
		return nil, fmt.Errorf("load pinned messages of %s: %w", c, err)
	}
	if rows, err = s.Visible(ctx, v, rows); err != nil {
		return nil, err
	}
	views, err := s.viewMessages(ctx, rows)
	if err != nil {
		return nil, err
	}
	bySeq := make(map[int64]*MessageView, len(views))
	for i := range views {
		bySeq[views[i].Seq] = &views[i]
	}
	list := make([]MessageView, 0, len(views))
	for _, seq := range seqs {
		if m := bySeq[seq]; m != nil {
			list = append(list, *m)
		}
	}
	return list, nil
}
