package store

import (
	"context"
	"fmt"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// Conversation returns the head of a log.
func (s *Store) Conversation(ctx context.Context, c models.ConversationID) (*models.Conversation, error) {
	row := new(models.Conversation)
	err := s.reads(ctx).Where("f_id = ?", c).Take(row).Error
	return found(row, wrap(err, "conversation", "load conversation"))
}

// ConversationMember returns what a user keeps about a conversation.
func (s *Store) ConversationMember(ctx context.Context, user int64, c models.ConversationID) (*models.ConversationMember, error) {
	row := new(models.ConversationMember)
	err := s.reads(ctx).Where("f_user_id = ? AND f_conversation_id = ?", user, c).Take(row).Error
	return found(row, wrap(err, "conversation", "load member of conversation"))
}

// AdvanceRead moves a read position forward, never back, and returns it.
func (s *Store) AdvanceRead(ctx context.Context, user int64, c models.ConversationID, seq int64) (int64, error) {
	q := s.member(ctx, user, c).Where("f_read_seq < ?", seq).UpdateColumn("f_read_seq", seq)
	if q.Error != nil {
		return 0, wrap(q.Error, "conversation", "move read position")
	}
	if q.RowsAffected == 1 {
		return seq, nil
	}
	m, err := s.ConversationMember(ctx, user, c)
	if err != nil {
		return 0, err
	}
	return m.ReadSeq, nil
}

// UpdateConversationMember writes what a user decides about a conversation.
func (s *Store) UpdateConversationMember(ctx context.Context, m *models.ConversationMember) error {
	return changed(s.member(ctx, m.UserID, m.ConversationID).
		Select("Pinned", "Mute", "Archived", "HiddenSeq", "ClearedSeq", "Draft").Updates(m), "conversation", "update member of conversation")
}

// ReadersOf returns the members who have read up to seq, by ascending id.
func (s *Store) ReadersOf(ctx context.Context, c models.ConversationID, seq int64, limit int) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.ConversationMember{}).
		Where("f_conversation_id = ? AND f_read_seq >= ? AND f_joined_seq < ? AND f_left = ?", c, seq, seq, false).
		Order("f_user_id").Limit(limit).Pluck("f_user_id", &ids).Error
	return listed(ids, wrap(err, "conversation", "list readers"))
}

// HasOldClient reports whether a member has ever used an old client: such a
// class is known by its row of eventsMarker.
func (s *Store) HasOldClient(ctx context.Context, c models.ConversationID) (bool, error) {
	var n int
	err := s.reads(ctx).Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM t_conversation_member m
		JOIN t_delivery d ON d.f_user_id = m.f_user_id AND d.f_conversation_id = ?
		WHERE m.f_conversation_id = ? AND m.f_left = ? LIMIT 1) o`, eventsMarker, c, false).Scan(&n).Error
	return n > 0, wrap(err, "conversation", "look for old clients")
}

// headRow is a Head as one query returns it.
type headRow struct {
	Conversation models.Conversation       `gorm:"embedded;embeddedPrefix:c_"`
	Member       models.ConversationMember `gorm:"embedded;embeddedPrefix:m_"`
	Last         models.Message            `gorm:"embedded;embeddedPrefix:l_"`
	OwnUnread    int64
}

// neverUnread is true of a message that does not count as unread: one's own,
// notes, what has expired, and in groups what people write whom one blocked.
// What one deleted for oneself is counted beside it: hardly anybody has any.
// Its argument is the present.
const neverUnread = `o.f_senderid = p.f_user_id OR o.f_system = 1 OR (o.f_expires_at IS NOT NULL AND o.f_expires_at <= ?)
		OR (o.f_conversation_id < 4294967296 AND EXISTS (SELECT 1 FROM t_block b WHERE b.f_user_id = p.f_user_id AND b.f_blocked_id = o.f_senderid))`

// headsQuery, with the page of headsPage or headsNamed in it and the position
// behind which messages are unread, finds the page first and looks up the rest
// for it alone. All of it is one statement and so one moment: a last message is
// never newer than the last_seq beside it.
const headsQuery = `
SELECT c.f_id AS c_f_id, c.f_last_seq AS c_f_last_seq, c.f_rev AS c_f_rev, c.f_last_time AS c_f_last_time, c.f_created_at AS c_f_created_at,
	p.f_user_id AS m_f_user_id, p.f_conversation_id AS m_f_conversation_id, p.f_read_seq AS m_f_read_seq,
	p.f_joined_seq AS m_f_joined_seq, p.f_cleared_seq AS m_f_cleared_seq, p.f_left AS m_f_left, p.f_pinned AS m_f_pinned, p.f_mute AS m_f_mute,
	p.f_archived AS m_f_archived, p.f_hidden_seq AS m_f_hidden_seq, p.f_draft AS m_f_draft,
	l.f_id AS l_f_id, l.f_conversation_id AS l_f_conversation_id, l.f_seq AS l_f_seq, l.f_senderid AS l_f_senderid,
	l.f_targetid AS l_f_targetid, l.f_client_id AS l_f_client_id, l.f_format AS l_f_format, l.f_msgcontent AS l_f_msgcontent,
	l.f_reply_to AS l_f_reply_to, l.f_via AS l_f_via, l.f_client_seq AS l_f_client_seq, l.f_create_time AS l_f_create_time,
	l.f_system AS l_f_system, l.f_edited_at AS l_f_edited_at, l.f_recalled_at AS l_f_recalled_at, l.f_expires_at AS l_f_expires_at,
	(SELECT COUNT(*) FROM t_chatmsg o WHERE o.f_conversation_id = p.f_conversation_id AND (` + neverUnread + `)
		AND o.f_seq > %[2]s AND o.f_seq <= %[2]s + ?)
	+ (SELECT COUNT(*) FROM t_hidden_message h JOIN t_chatmsg o ON o.f_conversation_id = h.f_conversation_id AND o.f_seq = h.f_seq
		WHERE h.f_user_id = p.f_user_id AND h.f_conversation_id = p.f_conversation_id AND NOT (` + neverUnread + `)
		AND h.f_seq > %[2]s AND h.f_seq <= %[2]s + ?) AS f_own_unread
FROM (%[1]s) p
JOIN t_conversation c ON c.f_id = p.f_conversation_id
LEFT JOIN t_chatmsg l ON l.f_conversation_id = c.f_id AND l.f_seq = c.f_last_seq AND l.f_seq > p.f_joined_seq AND l.f_seq > p.f_cleared_seq
ORDER BY c.f_last_time DESC, c.f_id DESC`

const (
	headsPage = `
	SELECT m.* FROM t_conversation_member m JOIN t_conversation h ON h.f_id = m.f_conversation_id
	WHERE m.f_user_id = ? AND m.f_left = ? AND (m.f_hidden_seq = 0 OR h.f_last_seq > m.f_hidden_seq) AND (h.f_last_time < ? OR h.f_last_time = ? AND h.f_id < ?)
	ORDER BY h.f_last_time DESC, h.f_id DESC LIMIT ?
`
	headsNamed = `
	SELECT m.* FROM t_conversation_member m WHERE m.f_user_id = ? AND m.f_left = ? AND m.f_conversation_id IN ?
`
)

// endOfTime is later than any activity, and still a date for MySQL.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Heads lists a user's conversations, newest activity first, from cursor on.
// Groups that nobody has written in are among them, groups that the user left
// are not.
func (s *Store) Heads(ctx context.Context, user int64, from *chat.HeadCursor, limit int) ([]chat.Head, error) {
	if from == nil {
		from = &chat.HeadCursor{LastTime: endOfTime}
	}
	return s.heads(ctx, headsPage, user, false, from.LastTime, from.LastTime, from.ID, limit)
}

// HeadsOf returns those of the conversations that the user is in, newest
// activity first.
func (s *Store) HeadsOf(ctx context.Context, user int64, conversations []models.ConversationID) ([]chat.Head, error) {
	if len(conversations) == 0 {
		return nil, nil
	}
	return s.heads(ctx, headsNamed, user, false, conversations)
}

func (s *Store) heads(ctx context.Context, page string, args ...any) ([]chat.Head, error) {
	var rows []headRow
	now := time.Now().UTC()
	seen := s.dialect.greatest + "(p.f_read_seq, p.f_joined_seq, p.f_cleared_seq)"
	args = append([]any{now, chat.UnreadDepth, now, chat.UnreadDepth}, args...)
	if err := s.reads(ctx).Raw(fmt.Sprintf(headsQuery, page, seen), args...).Scan(&rows).Error; err != nil {
		return nil, wrap(err, "conversation", "list conversations")
	}
	heads := make([]chat.Head, len(rows))
	for i, r := range rows {
		heads[i] = chat.Head{Conversation: r.Conversation, Member: r.Member, OwnUnread: r.OwnUnread}
		if r.Last.ID != 0 {
			heads[i].Last = &rows[i].Last
		}
	}
	return heads, nil
}
