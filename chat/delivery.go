package chat

import (
	"context"
	"fmt"

	"flamingo/content"
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

// Delivery is a piece of a log as an old client gets it.
type Delivery struct {
	Messages []models.Message
	UpTo     int64 // the position after it, past what is not delivered
	More     bool
}

// DeliverMessages returns what an old client is to get of a log after a
// position: the messages that the actor may see, without those that were
// recalled in the meantime and without notes of what the protocol tells in
// other ways.
func (s *Service) DeliverMessages(ctx context.Context, a Actor, c models.ConversationID, after int64, limit int) (*Delivery, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	p, err := s.after(ctx, v, after, clampPage(limit))
	if err != nil {
		return nil, err
	}
	d := &Delivery{Messages: make([]models.Message, 0, len(p.messages)), UpTo: max(p.covered.To, after), More: p.more}
	for i := range p.messages {
		m := &p.messages[i]
		if m.RecalledAt != nil {
			continue
		}
		if m.System {
			if m, err = s.deliverNote(ctx, v, m, after); err != nil {
				return nil, err
			}
		}
		if m != nil {
			d.Messages = append(d.Messages, *m)
		}
	}
	return d, nil
}

// deliverNote returns a note as an old client gets it, nil when it does not.
// The confirmations of a PC go as they came. An edit or recall of a message
// that the client was never sent is no news: it gets the message as it is now,
// or not at all.
func (s *Service) deliverNote(ctx context.Context, v *Sight, m *models.Message, after int64) (*models.Message, error) {
	if content.Format(m.Format) == content.Legacy {
		return m, nil
	}
	body := content.Decode(content.Canonical, m.Content)
	kind := ""
	if len(body.Segments) > 0 && body.Segments[0].System != nil {
		kind = body.Segments[0].System.Kind
	}
	if _, blocked := v.blocked[m.SenderID]; blocked || m.ReplyTo == 0 || m.ReplyTo > after ||
		kind != content.SystemEdited && kind != content.SystemRecalled {
		return nil, nil
	}
	if kind == content.SystemRecalled {
		return m, nil
	}
	edited, err := s.visibleMessage(ctx, s.store, v, m.ReplyTo)
	if IsCode(err, CodeNotFound) || err == nil && edited.RecalledAt != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	now := content.Decode(content.Format(edited.Format), edited.Content)
	note := *m
	note.Content = content.New(append(body.Segments[:1:1], now.Segments...)...).JSON()
	return &note, nil
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
