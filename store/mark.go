package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"flamingo/chat"
	"flamingo/models"
)

// reactionsQuery ranks in the database: a message in a large group may have
// thousands of reactions, of which a page shows a few.
const reactionsQuery = `
SELECT f_conversation_id, f_seq, f_emoji, f_user_id, f_n FROM (
	SELECT f_conversation_id, f_seq, f_emoji, f_user_id,
		COUNT(*) OVER (PARTITION BY f_conversation_id, f_seq, f_emoji) AS f_n,
		MIN(f_created_at) OVER (PARTITION BY f_conversation_id, f_seq, f_emoji) AS f_first,
		ROW_NUMBER() OVER (PARTITION BY f_conversation_id, f_seq, f_emoji ORDER BY f_created_at, f_user_id) AS f_place
	FROM t_reaction WHERE %s
) r WHERE f_place <= ? ORDER BY f_conversation_id, f_seq, f_first, f_emoji, f_place`

// ReactionCounts sums up the reactions by message.
func (s *Store) ReactionCounts(ctx context.Context, refs []chat.MessageRef) (map[chat.MessageRef][]chat.ReactionCount, error) {
	counts := map[chat.MessageRef][]chat.ReactionCount{}
	for part := range slices.Chunk(refs, maxList) {
		var rows []struct {
			ConversationID models.ConversationID
			Seq            int64
			Emoji          string
			UserID         int64
			N              int
		}
		where, args := among(part)
		err := s.reads(ctx).Raw(fmt.Sprintf(reactionsQuery, where), append(args, chat.MaxReactionUsers)...).Scan(&rows).Error
		if err != nil {
			return nil, wrap(err, "reaction", "list reactions")
		}
		for _, r := range rows {
			ref := chat.MessageRef{Conversation: r.ConversationID, Seq: r.Seq}
			list := counts[ref]
			if len(list) == 0 || list[len(list)-1].Emoji != r.Emoji {
				list = append(list, chat.ReactionCount{Emoji: r.Emoji, N: r.N})
			}
			last := &list[len(list)-1]
			last.Users = append(last.Users, r.UserID)
			counts[ref] = list
		}
	}
	return counts, nil
}

// among is the condition for rows about some messages: those of each
// conversation are a list, which both databases look up in the index.
func among(refs []chat.MessageRef) (where string, args []any) {
	byConversation := map[models.ConversationID][]int64{}
	for _, r := range refs {
		byConversation[r.Conversation] = append(byConversation[r.Conversation], r.Seq)
	}
	terms := make([]string, 0, len(byConversation))
	for _, c := range slices.Sorted(maps.Keys(byConversation)) {
		terms = append(terms, "f_conversation_id = ? AND f_seq IN ?")
		args = append(args, c, byConversation[c])
	}
	return strings.Join(terms, " OR "), args
}

// ReactionsOf returns the emoji that a user put on a message.
func (s *Store) ReactionsOf(ctx context.Context, user int64, c models.ConversationID, seq int64) ([]string, error) {
	var list []string
	err := s.reads(ctx).Model(&models.Reaction{}).Where("f_conversation_id = ? AND f_seq = ? AND f_user_id = ?", c, seq, user).
		Order("f_emoji").Pluck("f_emoji", &list).Error
	return listed(list, wrap(err, "reaction", "list reactions of user"))
}

// once inserts a row unless it is there, and reports whether it did.
func once(db *gorm.DB, row any, doing string) (bool, error) {
	err := wrap(db.Create(row).Error, "row", doing)
	if chat.IsCode(err, chat.CodeConflict) {
		return false, nil
	}
	return err == nil, err
}

// InsertReaction puts an emoji on a message.
func (s *Store) InsertReaction(ctx context.Context, r *models.Reaction) (bool, error) {
	return once(s.writes(ctx), r, "insert reaction")
}

// DeleteReaction takes an emoji off a message.
func (s *Store) DeleteReaction(ctx context.Context, r *models.Reaction) (bool, error) {
	q := s.writes(ctx).Where("f_conversation_id = ? AND f_seq = ? AND f_user_id = ? AND f_emoji = ?",
		r.ConversationID, r.Seq, r.UserID, r.Emoji).Delete(&models.Reaction{})
	return q.RowsAffected > 0, wrap(q.Error, "reaction", "delete reaction")
}

// DeleteMarks removes reactions and pins of messages.
func (s *Store) DeleteMarks(ctx context.Context, c models.ConversationID, seqs []int64) error {
	for _, table := range []any{&models.Reaction{}, &models.Pin{}} {
		if err := s.writes(ctx).Where("f_conversation_id = ? AND f_seq IN ?", c, seqs).Delete(table).Error; err != nil {
			return wrap(err, "mark", "delete marks")
		}
	}
	return nil
}

// Pins returns the pinned messages of a conversation, the latest pin first.
func (s *Store) Pins(ctx context.Context, c models.ConversationID) ([]models.Pin, error) {
	var list []models.Pin
	err := s.reads(ctx).Where("f_conversation_id = ?", c).Order("f_created_at DESC, f_seq DESC").Find(&list).Error
	return listed(list, wrap(err, "pin", "list pins"))
}

// markRow is where something is about a message.
type markRow struct {
	ConversationID models.ConversationID
	Seq            int64
}

func refsOf(rows []markRow) []chat.MessageRef {
	refs := make([]chat.MessageRef, len(rows))
	for i, r := range rows {
		refs[i] = chat.MessageRef{Conversation: r.ConversationID, Seq: r.Seq}
	}
	return refs
}

// PinnedIn returns which of some messages are pinned.
func (s *Store) PinnedIn(ctx context.Context, refs []chat.MessageRef) ([]chat.MessageRef, error) {
	var all []markRow
	for part := range slices.Chunk(refs, maxList) {
		where, args := among(part)
		var rows []markRow
		if err := s.reads(ctx).Model(&models.Pin{}).Where(where, args...).Find(&rows).Error; err != nil {
			return nil, wrap(err, "pin", "look up pins")
		}
		all = append(all, rows...)
	}
	return refsOf(all), nil
}

// InsertPin pins a message.
func (s *Store) InsertPin(ctx context.Context, p *models.Pin) (bool, error) {
	return once(s.writes(ctx), p, "insert pin")
}

// DeletePin takes a pin away.
func (s *Store) DeletePin(ctx context.Context, c models.ConversationID, seq int64) (bool, error) {
	q := s.writes(ctx).Where("f_conversation_id = ? AND f_seq = ?", c, seq).Delete(&models.Pin{})
	return q.RowsAffected > 0, wrap(q.Error, "pin", "delete pin")
}

// HideMessage removes a message from the view of one user.
func (s *Store) HideMessage(ctx context.Context, h *models.HiddenMessage) (bool, error) {
	return once(s.writes(ctx), h, "hide message")
}

// HiddenIn returns what a user hid within pieces of logs.
func (s *Store) HiddenIn(ctx context.Context, user int64, spans []chat.Span) ([]chat.MessageRef, error) {
	var all []markRow
	for part := range slices.Chunk(spans, maxSpans) {
		terms := make([]string, len(part))
		args := []any{user}
		for i, span := range part {
			terms[i] = "f_conversation_id = ? AND f_seq > ? AND f_seq <= ?"
			args = append(args, span.Conversation, span.After, span.Through)
		}
		var rows []markRow
		err := s.reads(ctx).Model(&models.HiddenMessage{}).
			Where("f_user_id = ? AND ("+strings.Join(terms, " OR ")+")", args...).Find(&rows).Error
		if err != nil {
			return nil, wrap(err, "message", "list hidden messages")
		}
		all = append(all, rows...)
	}
	return refsOf(all), nil
}
