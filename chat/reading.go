package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// MaxReceiptGroup is the size of a group up to which members learn who has
// read what: beyond it every message would cause a storm of receipts.
const MaxReceiptGroup = 100

// MarkRead moves the actor's read position forward to seq and returns the
// stored position, which never goes back and never passes the end of the log.
// The actor's other devices learn of it, and so do those who wrote, where
// receipts are given. Reading what was read before writes nothing.
func (s *Service) MarkRead(ctx context.Context, a Actor, c models.ConversationID, seq int64) (int64, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return 0, err
	}
	head, err := s.store.Conversation(ctx, c)
	if err != nil {
		return 0, err
	}
	m, err := s.store.ConversationMember(ctx, a.UserID, c)
	if err != nil {
		return 0, err
	}
	seq = min(max(seq, 0), head.LastSeq)
	if seq <= m.ReadSeq {
		return m.ReadSeq, nil
	}
	ev := UserEvent{UserID: a.UserID, Kind: KindRead, Action: ActionMoved, By: a.UserID, At: s.now(), Conversation: c, Seq: seq}
	var stored int64
	moved := false
	err = s.shared.do(func(ctx context.Context, tx Store) error {
		now, err := tx.ConversationMember(ctx, a.UserID, c)
		if err != nil {
			return err
		}
		stored = max(seq, now.ReadSeq)
		if moved = seq > now.ReadSeq; !moved {
			return nil
		}
		if _, err := tx.AdvanceRead(ctx, a.UserID, c, seq); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return 0, fmt.Errorf("mark %s read: %w", c, err)
	}
	if moved {
		s.announce(ev)
		s.giveReceipt(ctx, a, c, seq)
	}
	return stored, nil
}

// giveReceipt tells others how far the actor has read. It is a hint: when
// nothing can be known of who may get it, nobody does.
func (s *Service) giveReceipt(ctx context.Context, a Actor, c models.ConversationID, seq int64) {
	settings, err := s.Settings(ctx, a)
	if err != nil || !settings.ReadReceipts {
		return
	}
	to := membersOf(c)
	if c.IsGroup() {
		if n, err := s.store.CountGroupMembers(ctx, c.Group(), MaxReceiptGroup+1); err != nil || n > MaxReceiptGroup {
			return
		}
	} else if peer := c.Peer(a.UserID); peer != a.UserID {
		to = ToUsers(peer)
	} else {
		return
	}
	s.notifier.Notify(to, ReadMoved{Conversation: c, UserID: a.UserID, Seq: seq})
}

// Readers returns who has read a message that the actor may see, but its
// sender and those who give no receipts. CodeForbidden in groups that are
// larger than MaxReceiptGroup.
func (s *Service) Readers(ctx context.Context, a Actor, c models.ConversationID, seq int64) ([]models.User, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	m, err := s.visibleMessage(ctx, s.store, v, seq)
	if err != nil {
		return nil, err
	}
	if c.IsGroup() {
		n, err := s.store.CountGroupMembers(ctx, c.Group(), MaxReceiptGroup+1)
		if err != nil {
			return nil, err
		}
		if n > MaxReceiptGroup {
			return nil, Errorf(CodeForbidden, "who has read is known in groups of up to %d members", MaxReceiptGroup)
		}
	}
	ids, err := s.store.ReadersOf(ctx, c, seq, MaxReceiptGroup)
	if err != nil {
		return nil, fmt.Errorf("list readers in %s: %w", c, err)
	}
	users, err := s.store.Users(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("load readers: %w", err)
	}
	list := users[:0]
	for _, u := range users {
		if u.ID != m.SenderID && (u.ID == a.UserID || settingsOf(&u).ReadReceipts) {
			list = append(list, u)
		}
	}
	return list, nil
}
