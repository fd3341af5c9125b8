package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"flamingo/models"
)

// messages gives each message its conversation and its number there, in the
// order they were stored. Messages of or to somebody who does not exist stay
// in the table, but in no conversation: with the number 0 of one, and their id
// for a place, which keeps the pair unique.
func (a *adoption) messages(ctx context.Context, tx *sql.Tx, after int64) (last int64, err error) {
	batch, err := readOldMessages(ctx, tx, after, a.messageBatch)
	if err != nil || len(batch) == 0 {
		return after, err
	}
	if err := findConversations(ctx, tx, batch); err != nil {
		return 0, err
	}
	heads, err := readHeads(ctx, tx, batch)
	if err != nil {
		return 0, err
	}
	for i := range batch {
		m := &batch[i]
		if m.ConversationID == 0 {
			m.Seq = m.ID
			a.tell.one("messages of or to nobody", "message %d from %d to %d stays in no conversation: one of them does not exist",
				m.ID, m.SenderID, m.TargetID)
			continue
		}
		head := heads[m.ConversationID]
		if head == nil {
			head = &models.Conversation{ID: m.ConversationID, CreatedAt: m.SentAt}
			heads[m.ConversationID] = head
		}
		head.LastSeq++
		m.Seq, head.LastTime = head.LastSeq, m.SentAt
	}
	if err := writeNumbers(ctx, tx, batch); err != nil {
		return 0, err
	}
	return batch[len(batch)-1].ID, writeHeads(ctx, tx, heads)
}

func readOldMessages(ctx context.Context, tx *sql.Tx, after int64, limit int) ([]models.Message, error) {
	rows, err := tx.QueryContext(ctx, `SELECT f_id, f_senderid, f_targetid, f_create_time FROM t_chatmsg WHERE f_id > ? ORDER BY f_id LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	defer rows.Close()
	var batch []models.Message
	for rows.Next() {
		var m models.Message
		if err := rows.Scan(&m.ID, &m.SenderID, &m.TargetID, &m.SentAt); err != nil {
			return nil, fmt.Errorf("read messages: %w", err)
		}
		batch = append(batch, m)
	}
	return batch, rows.Err()
}

// findConversations fills in the conversations of those messages that have one.
func findConversations(ctx context.Context, tx *sql.Tx, batch []models.Message) error {
	ids := map[int64]bool{}
	for _, m := range batch {
		ids[m.SenderID], ids[m.TargetID] = false, false
	}
	list := joinInts(slices.Sorted(maps.Keys(ids)))
	rows, err := tx.QueryContext(ctx, `SELECT f_user_id FROM t_user WHERE f_user_id IN (`+list+`) UNION ALL SELECT f_id FROM t_group WHERE f_id IN (`+list+`)`)
	if err != nil {
		return fmt.Errorf("look for users and groups: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return fmt.Errorf("look for users and groups: %w", err)
		}
		ids[id] = true
	}
	for i := range batch {
		if m := &batch[i]; ids[m.SenderID] && ids[m.TargetID] && !models.IsGroupID(m.SenderID) {
			m.ConversationID = models.ConversationWith(m.SenderID, m.TargetID)
		}
	}
	return rows.Err()
}

// readHeads returns the heads that exist already.
func readHeads(ctx context.Context, tx *sql.Tx, batch []models.Message) (map[models.ConversationID]*models.Conversation, error) {
	ids := map[models.ConversationID]bool{0: true}
	for _, m := range batch {
		ids[m.ConversationID] = true
	}
	rows, err := tx.QueryContext(ctx, `SELECT f_id, f_last_seq, f_last_time, f_created_at FROM t_conversation
		WHERE f_id IN (`+joinInts(slices.Sorted(maps.Keys(ids)))+`) FOR UPDATE`)
	if err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	defer rows.Close()
	heads := map[models.ConversationID]*models.Conversation{}
	for rows.Next() {
		h := new(models.Conversation)
		if err := rows.Scan(&h.ID, &h.LastSeq, &h.LastTime, &h.CreatedAt); err != nil {
			return nil, fmt.Errorf("read heads: %w", err)
		}
		heads[h.ID] = h
	}
	return heads, rows.Err()
}

func writeHeads(ctx context.Context, tx *sql.Tx, heads map[models.ConversationID]*models.Conversation) error {
	if len(heads) == 0 {
		return nil
	}
	var args []any
	for _, id := range slices.Sorted(maps.Keys(heads)) {
		h := heads[id]
		args = append(args, h.ID, h.LastSeq, h.LastTime, h.CreatedAt)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO t_conversation (f_id, f_last_seq, f_rev, f_last_time, f_created_at)
		VALUES (?, ?, 0, ?, ?)`+strings.Repeat(`, (?, ?, 0, ?, ?)`, len(heads)-1)+`
		ON DUPLICATE KEY UPDATE f_last_seq = VALUES(f_last_seq), f_last_time = VALUES(f_last_time)`, args...)
	if err != nil {
		return fmt.Errorf("write heads: %w", err)
	}
	return nil
}

// writeNumbers writes conversation and seq of a batch in one statement. The
// rows exist, so that the values of the other columns are never used.
func writeNumbers(ctx context.Context, tx *sql.Tx, batch []models.Message) error {
	var b strings.Builder
	b.WriteString(`INSERT INTO t_chatmsg (f_id, f_conversation_id, f_seq, f_senderid, f_targetid, f_msgcontent, f_create_time) VALUES `)
	for i, m := range batch {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `(%d,%d,%d,0,0,'',%s)`, m.ID, m.ConversationID, m.Seq, unknownTime)
	}
	b.WriteString(` ON DUPLICATE KEY UPDATE f_conversation_id = VALUES(f_conversation_id), f_seq = VALUES(f_seq)`)
	if _, err := tx.ExecContext(ctx, b.String()); err != nil {
		return fmt.Errorf("number messages: %w", err)
	}
	return nil
}

func joinInts[T ~int64](list []T) string {
	var b strings.Builder
	for i, n := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%d", int64(n))
	}
	return b.String()
}

// members opens each conversation to those in it. All of it counts as read:
// the old clients have it in their own history already.
func (a *adoption) members(ctx context.Context, tx *sql.Tx, after int64) (last int64, err error) {
	var end sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT MAX(f_id) FROM (SELECT f_id FROM t_conversation WHERE f_id > ? ORDER BY f_id LIMIT ?) page`,
		after, a.conversationBatch).Scan(&end)
	if err != nil || !end.Valid {
		return after, err
	}
	const insert = `INSERT INTO t_conversation_member (f_user_id, f_conversation_id, f_read_seq, f_joined_seq, f_cleared_seq, f_left) `
	page := fmt.Sprintf(` AND c.f_id > %d AND c.f_id <= %d`, after, end.Int64)
	return end.Int64, execAll(ctx, tx,
		insert+`SELECT c.f_id >> 32, c.f_id, c.f_last_seq, 0, 0, 0 FROM t_conversation c WHERE c.f_id > `+maxID+page,
		insert+`SELECT c.f_id & 4294967295, c.f_id, c.f_last_seq, 0, 0, 0 FROM t_conversation c
			WHERE c.f_id > `+maxID+` AND c.f_id >> 32 <> c.f_id & 4294967295`+page,
		insert+`SELECT m.f_user_id, c.f_id, c.f_last_seq, 0, 0, 0 FROM t_group_member m JOIN t_conversation c ON c.f_id = m.f_group_id
			WHERE c.f_id <= `+maxID+page)
}
