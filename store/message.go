package store

import (
	"context"
	"slices"

	"flamingo/models"
)

// MessagesAfter returns messages with seq > after, ascending.
func (s *Store) MessagesAfter(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.Message, error) {
	var list []models.Message
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_seq > ?", c, after).Order("f_seq").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "message", "list messages"))
}

// MessagesBefore returns the last limit messages with seq < before, ascending.
func (s *Store) MessagesBefore(ctx context.Context, c models.ConversationID, before int64, limit int) ([]models.Message, error) {
	var list []models.Message
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_seq < ?", c, before).Order("f_seq DESC").Limit(limit).Find(&list).Error
	slices.Reverse(list)
	return listed(list, wrap(err, "message", "list messages"))
}
