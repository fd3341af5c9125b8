package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// Message returns one entry of a log.
func (s *Store) Message(ctx context.Context, c models.ConversationID, seq int64) (*models.Message, error) {
	m := new(models.Message)
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_seq = ?", c, seq).Take(m).Error
	return found(m, wrap(err, "message", "load message"))
}

// Messages returns those of seqs that exist, ascending.
func (s *Store) Messages(ctx context.Context, c models.ConversationID, seqs []int64) ([]models.Message, error) {
	var rows []models.Message
	seqs = slices.Compact(slices.Sorted(slices.Values(seqs)))
	for part := range slices.Chunk(seqs, maxList) {
		var list []models.Message
		err := s.reads(ctx).Where("f_conversation_id = ? AND f_seq IN ?", c, part).Order("f_seq").Find(&list).Error
		if err != nil {
			return nil, wrap(err, "message", "list messages by seq")
		}
		rows = append(rows, list...)
	}
	return rows, nil
}

// MessageByClientID returns the message to which sender gave that client id.
func (s *Store) MessageByClientID(ctx context.Context, c models.ConversationID, sender int64, clientID string) (*models.Message, error) {
	m := new(models.Message)
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_senderid = ? AND f_client_id = ?", c, sender, clientID).Take(m).Error
	return found(m, wrap(err, "message", "load message by client id"))
}

// UpdateMessage writes format, content, and the times of edit and recall.
func (s *Store) UpdateMessage(ctx context.Context, m *models.Message) error {
	return changed(s.writes(ctx).Model(&models.Message{ID: m.ID}).Select("Format", "Content", "EditedAt", "RecalledAt").Updates(m),
		"message", "update message")
}

// Expired returns messages that expired in (after, until] and still have their
// content, the earliest first.
func (s *Store) Expired(ctx context.Context, after, until time.Time, limit int) ([]models.Message, error) {
	var list []models.Message
	err := s.reads(ctx).Where("f_expires_at > ? AND f_expires_at <= ? AND f_recalled_at IS NULL", after, until).
		Order("f_expires_at, f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "message", "list expired messages"))
}

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

// MessagesIn returns the messages of several pieces of logs, ascending by
// conversation and seq. Both databases look up a chain of OR in the index.
func (s *Store) MessagesIn(ctx context.Context, spans []chat.Span) ([]models.Message, error) {
	return inSpans[models.Message](ctx, s, "message", "f_seq", spans)
}

// inSpans returns the rows of pieces of logs that number names.
func inSpans[T any](ctx context.Context, s *Store, what, number string, spans []chat.Span) ([]T, error) {
	var rows []T
	for part := range slices.Chunk(spans, maxSpans) {
		var where strings.Builder
		args := make([]any, 0, 3*len(part))
		for i, span := range part {
			if i > 0 {
				where.WriteString(" OR ")
			}
			where.WriteString("f_conversation_id = ? AND " + number + " > ? AND " + number + " <= ?")
			args = append(args, span.Conversation, span.After, span.Through)
		}
		var list []T
		err := s.reads(ctx).Where(where.String(), args...).Order("f_conversation_id").Order(number).Find(&list).Error
		if err != nil {
			return nil, wrap(err, what, "list pieces of logs")
		}
		rows = append(rows, list...)
	}
	return rows, nil
}

// maxSpans is how many pieces of logs stand in one statement: SQLite nests
// expressions 1,000 deep.
const maxSpans = 200
