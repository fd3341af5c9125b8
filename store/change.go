package store

import (
	"context"

	"gorm.io/gorm"

	"flamingo/chat"
	"flamingo/models"
)

// AppendChange gives c the next number of its conversation. The number is
// taken from the conversation's row, which stays locked until the commit.
func (s *Store) AppendChange(ctx context.Context, c *models.Change) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		head := tx.writes(ctx).Model(&models.Conversation{}).Where("f_id = ?", c.ConversationID)
		if err := changed(head.UpdateColumn("f_rev", gorm.Expr("f_rev + 1")), "conversation", "number change"); err != nil {
			return err
		}
		row := *c
		err := tx.reads(ctx).Model(&models.Conversation{}).Where("f_id = ?", c.ConversationID).Select("f_rev").Scan(&row.Rev).Error
		if err != nil {
			return wrap(err, "conversation", "number change")
		}
		if row.Data == nil {
			row.Data = []byte{}
		}
		if err := tx.writes(ctx).Create(&row).Error; err != nil {
			return wrap(err, "change", "insert change")
		}
		c.Rev = row.Rev
		return nil
	})
}

// Changes returns what follows number after, oldest first.
func (s *Store) Changes(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.Change, error) {
	var list []models.Change
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_rev > ?", c, after).Order("f_rev").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "change", "list changes"))
}

// ChangesIn returns the changes of several pieces of change logs, ascending by
// conversation and number.
func (s *Store) ChangesIn(ctx context.Context, spans []chat.Span) ([]models.Change, error) {
	return inSpans[models.Change](ctx, s, "change", "f_rev", spans)
}
