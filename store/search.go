package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// The index holds, per message, the tokens of its text and marks for what a
// search can be narrowed to: conversation, sender and kinds. Both databases
// answer the same query language, apart from its spelling.

// searchTable is the index. On SQLite it is a virtual table, with tables of its
// own behind it.
const searchTable = "search_message"

// searchPosition is the setting with the id up to which messages are indexed.
const searchPosition = "search_position"

// Kinds of marks.
const (
	markConversation = 'c'
	markSender       = 's'
	markKind         = 'k'
)

// SearchPosition returns the id of the newest message that is indexed.
func (s *Store) SearchPosition(ctx context.Context) (int64, error) {
	value, err := s.Meta(ctx, searchPosition)
	if chat.IsCode(err, chat.CodeNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read setting %s: %w", searchPosition, err)
	}
	return id, nil
}

// MessagesByID returns messages with an id above after, ascending.
func (s *Store) MessagesByID(ctx context.Context, after int64, limit int) ([]models.Message, error) {
	var list []models.Message
	err := s.reads(ctx).Where("f_id > ?", after).Order("f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "message", "list messages by id"))
}

// IndexMessages makes messages findable as they are now; one without tokens is
// not findable any more. position, unless 0, is the new SearchPosition. It is a
// statement or two for all of entries: the writer is not held for longer.
func (s *Store) IndexMessages(ctx context.Context, entries []chat.SearchEntry, position int64) error {
	var added []any // id and tokens by turns
	var removed []int64
	for _, e := range entries {
		if len(e.Tokens) == 0 {
			removed = append(removed, e.Message.ID)
		} else {
			added = append(added, e.Message.ID, strings.Join(append(marksOf(e), e.Tokens...), " "))
		}
	}
	return s.inTransaction(ctx, func(tx *Store) error {
		key := tx.dialect.searchKey
		if len(removed) > 0 {
			if err := tx.writes(ctx).Exec(`DELETE FROM search_message WHERE `+key+` IN ?`, removed).Error; err != nil {
				return wrap(err, "message", "remove from index")
			}
		}
		if len(added) > 0 {
			rows := statementText{head: `REPLACE INTO search_message (` + key + `, f_tokens) VALUES `, row: `(?,?)`, sep: `,`}
			if err := tx.writes(ctx).Exec(rows.build(len(added)/2), added...).Error; err != nil {
				return wrap(err, "message", "add to index")
			}
		}
		if position == 0 {
			return nil
		}
		return tx.SetMeta(ctx, searchPosition, strconv.FormatInt(position, 10))
	})
}

func marksOf(e chat.SearchEntry) []string {
	marks := []string{conversationMark(e.Message.ConversationID), senderMark(e.Message.SenderID)}
	for _, k := range e.Kinds {
		marks = append(marks, kindMark(k))
	}
	return marks
}

func conversationMark(c models.ConversationID) string {
	return content.MarkToken(markConversation, strconv.FormatInt(int64(c), 36))
}

func senderMark(user int64) string { return content.MarkToken(markSender, strconv.FormatInt(user, 36)) }
func kindMark(k content.Kind) string {
	return content.MarkToken(markKind, string(k))
}

// narrowBy is the largest number of conversations by which a search is narrowed
// within the index; the membership of the reader is checked in any case.
const narrowBy = 200

// SearchMessages returns messages that a user may see and that hold every term,
// newest first. What the user deleted, or may not see for another reason than
// their membership, is among them.
func (s *Store) SearchMessages(ctx context.Context, user int64, q chat.SearchQuery, before int64, limit int) ([]models.Message, error) {
	m := s.dialect.newMatch()
	for _, t := range q.Terms {
		m.term(t)
	}
	if q.From != 0 {
		m.term(markTerm(senderMark(q.From)))
	}
	if q.Kind != "" {
		m.term(markTerm(kindMark(q.Kind)))
	}
	if err := s.narrow(ctx, m, user, q.Conversation); err != nil {
		return nil, err
	}
	db := s.reads(ctx).Table(`search_message i`).Select(`m.*`).
		Joins(`JOIN t_chatmsg m ON m.f_id = i.`+s.dialect.searchKey).
		Joins(`JOIN t_conversation_member p ON p.f_conversation_id = m.f_conversation_id AND p.f_user_id = ? AND p.f_left = ?`, user, false).
		Where(m.condition(), m.String()).
		Where(`m.f_seq > p.f_joined_seq AND m.f_seq > p.f_cleared_seq`)
	if before != 0 {
		db = db.Where(`i.`+s.dialect.searchKey+` < ?`, before)
	}
	if !q.Since.IsZero() {
		db = db.Where(`m.f_create_time >= ?`, q.Since)
	}
	if !q.Until.IsZero() {
		db = db.Where(`m.f_create_time < ?`, q.Until)
	}
	var list []models.Message
	err := db.Order(`i.` + s.dialect.searchKey + ` DESC`).Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "message", "search messages"))
}

// narrow lets the index look at the conversations of the reader alone, where
// there are not too many.
func (s *Store) narrow(ctx context.Context, m match, user int64, only models.ConversationID) error {
	if only != 0 {
		m.term(markTerm(conversationMark(only)))
		return nil
	}
	var ids []models.ConversationID
	err := s.reads(ctx).Model(&models.ConversationMember{}).Where("f_user_id = ? AND f_left = ?", user, false).
		Limit(narrowBy+1).Pluck("f_conversation_id", &ids).Error
	if err != nil {
		return wrap(err, "conversation", "list conversations to search")
	}
	if len(ids) == 0 || len(ids) > narrowBy {
		return nil
	}
	marks := make([]string, len(ids))
	for i, c := range ids {
		marks[i] = conversationMark(c)
	}
	m.anyOf(marks)
	return nil
}

func markTerm(mark string) content.SearchTerm { return content.SearchTerm{Tokens: []string{mark}} }

// match spells a query in the language of a database. Tokens are letters and
// digits: nothing of what a user typed can mean anything else there.
type match interface {
	term(content.SearchTerm)
	anyOf([]string)
	condition() string
	String() string
}

// sqliteMatch is a query of FTS5: "a b" AND c* AND (d OR e).
type sqliteMatch struct{ parts []string }

func (m *sqliteMatch) term(t content.SearchTerm) {
	part := `"` + strings.Join(t.Tokens, " ") + `"`
	if t.Prefix {
		part += "*"
	}
	m.parts = append(m.parts, part)
}

func (m *sqliteMatch) anyOf(tokens []string) {
	m.parts = append(m.parts, "("+strings.Join(tokens, " OR ")+")")
}

func (m *sqliteMatch) condition() string { return `search_message MATCH ?` }
func (m *sqliteMatch) String() string    { return strings.Join(m.parts, " AND ") }

// mysqlMatch is a query in boolean mode: +"a b" +c* +(d e).
type mysqlMatch struct{ parts []string }

func (m *mysqlMatch) term(t content.SearchTerm) {
	part := t.Tokens[0]
	if len(t.Tokens) > 1 {
		part = `"` + strings.Join(t.Tokens, " ") + `"`
	}
	if t.Prefix {
		part += "*"
	}
	m.parts = append(m.parts, "+"+part)
}

func (m *mysqlMatch) anyOf(tokens []string) {
	m.parts = append(m.parts, "+("+strings.Join(tokens, " ")+")")
}

func (m *mysqlMatch) condition() string { return `MATCH(i.f_tokens) AGAINST (? IN BOOLEAN MODE)` }
func (m *mysqlMatch) String() string    { return strings.Join(m.parts, " ") }
