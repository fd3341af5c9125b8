package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// Old clients have no history request and acknowledge nothing. What follows
// keeps, per user and class of device, how far they have got, so that they get
// everything at least once, also after a crash of either side.

// StartDelivery begins the catch-up of an old client and returns its position
// in the user's events. A class that was never here starts at the read position.
func (s *Service) StartDelivery(ctx context.Context, a Actor) (events int64, err error) {
	return s.store.StartDelivery(ctx, a.UserID, a.Class)
}

// PendingDeliveries lists the conversations in which the actor's class lags behind.
func (s *Service) PendingDeliveries(ctx context.Context, a Actor) ([]PendingDelivery, error) {
	return s.store.PendingDeliveries(ctx, a.UserID, a.Class)
}

// DeliverMessages returns the messages after a position that the actor may see.
func (s *Service) DeliverMessages(ctx context.Context, a Actor, c models.ConversationID, after int64, limit int) ([]models.Message, error) {
	p, err := s.MessagesAfter(ctx, a, c, after, limit)
	if err != nil {
		return nil, err
	}
	return p.Messages, nil
}

// DeliverEvents returns the actor's events after a position.
func (s *Service) DeliverEvents(ctx context.Context, a Actor, after int64, limit int) ([]UserEvent, error) {
	rows, err := s.store.UserEvents(ctx, a.UserID, after, clampPage(limit))
	if err != nil {
		return nil, fmt.Errorf("read events of user %d: %w", a.UserID, err)
	}
	events := make([]UserEvent, 0, len(rows))
	for _, r := range rows {
		ev, err := userEventFromRow(r)
		if err != nil {
			return nil, err
		}
		events = append(events, ev)
	}
	return events, nil
}

// SaveDeliveries moves positions forward.
func (s *Service) SaveDeliveries(ctx context.Context, rows []models.Delivery) error {
	return s.store.SaveDeliveries(ctx, rows)
}
