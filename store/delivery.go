package store

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"flamingo/chat"
	"flamingo/models"
)

// eventsMarker is the conversation of the row that says that a class is known
// and holds its position in the user's events.
const eventsMarker models.ConversationID = 0

// StartDelivery returns the position of a class in the user's events.
//
// The first call for a class makes it known. In each conversation it starts at
// the read position. In the events it starts at the beginning for somebody who
// has never logged in anywhere before: nothing has been shown to them yet.
// Everybody else has seen the answers and changes on another device, and the
// friend list has them; only requests that still wait for an answer are shown
// again, so the class starts before the oldest of these, or at the end.
func (s *Store) StartDelivery(ctx context.Context, user int64, class models.Class) (events int64, err error) {
	events, err = s.eventsPosition(ctx, user, class)
	if !chat.IsCode(err, chat.CodeNotFound) {
		return events, err
	}
	err = s.inTransaction(ctx, func(tx *Store) error {
		u, err := tx.User(ctx, user) // its row is locked: of two first calls one waits
		if err != nil {
			return err
		}
		events, err = tx.eventsPosition(ctx, user, class)
		if !chat.IsCode(err, chat.CodeNotFound) {
			return err
		}
		if events, err = tx.firstEvents(ctx, u); err != nil {
			return err
		}
		marker := &models.Delivery{UserID: user, Class: class, ConversationID: eventsMarker, Seq: events}
		if err := tx.writes(ctx).Create(marker).Error; err != nil {
			return wrap(err, "delivery", "start delivery")
		}
		return wrap(tx.writes(ctx).Exec(`INSERT INTO t_delivery (f_user_id, f_class, f_conversation_id, f_seq)
			SELECT m.f_user_id, ?, m.f_conversation_id, `+s.dialect.greatest+`(m.f_read_seq, m.f_joined_seq, m.f_cleared_seq)
			FROM t_conversation_member m JOIN t_conversation c ON c.f_id = m.f_conversation_id
			WHERE m.f_user_id = ? AND m.f_left = ? AND c.f_last_seq > 0`, class, user, false).Error,
			"delivery", "start delivery")
	})
	return events, err
}

func (s *Store) eventsPosition(ctx context.Context, user int64, class models.Class) (int64, error) {
	var row models.Delivery
	err := s.reads(ctx).Where("f_user_id = ? AND f_class = ? AND f_conversation_id = ?", user, class, eventsMarker).Take(&row).Error
	return row.Seq, wrap(err, "delivery", "load delivery position")
}

// firstEvents returns where a new class starts in the events of u.
func (s *Store) firstEvents(ctx context.Context, u *models.User) (int64, error) {
	var known int64
	err := s.reads(ctx).Raw(`SELECT (SELECT COUNT(*) FROM t_delivery WHERE f_user_id = ? AND f_conversation_id = ?)
		+ (SELECT COUNT(*) FROM t_session WHERE f_user_id = ? AND f_class IN ?)`,
		u.ID, eventsMarker, u.ID, []models.Class{models.ClassWeb, models.ClassAPI}).Scan(&known).Error
	if err != nil {
		return 0, wrap(err, "delivery", "look for other devices")
	}
	if known == 0 {
		return 0, nil
	}
	var first *int64
	err = s.reads(ctx).Raw(`SELECT MIN(f_u) FROM t_user_event WHERE f_user_id = ? AND f_kind = ?
		AND f_created_at >= (SELECT MIN(f_created_at) FROM t_friend_request WHERE f_to_id = ?)`,
		u.ID, chat.KindRequest, u.ID).Scan(&first).Error
	if err != nil || first == nil {
		return u.Events, wrap(err, "delivery", "look for pending requests")
	}
	return *first - 1, nil
}

// PendingDeliveries lists the conversations that are behind, oldest activity first.
func (s *Store) PendingDeliveries(ctx context.Context, user int64, class models.Class) ([]chat.PendingDelivery, error) {
	var list []chat.PendingDelivery
	err := s.reads(ctx).Raw(`SELECT f_conversation_id AS f_conversation_id, f_after AS f_after, f_last_seq AS f_last_seq FROM (
			SELECT c.f_id AS f_conversation_id, c.f_last_seq, c.f_last_time,
				`+s.dialect.greatest+`(COALESCE(d.f_seq, 0), m.f_joined_seq, m.f_cleared_seq) AS f_after
			FROM t_conversation_member m JOIN t_conversation c ON c.f_id = m.f_conversation_id
			LEFT JOIN t_delivery d ON d.f_user_id = m.f_user_id AND d.f_class = ? AND d.f_conversation_id = m.f_conversation_id
			WHERE m.f_user_id = ? AND m.f_left = ?
		) p WHERE f_last_seq > f_after ORDER BY f_last_time, f_conversation_id`, class, user, false).Scan(&list).Error
	return listed(list, wrap(err, "delivery", "list pending deliveries"))
}

// SaveDeliveries moves positions forward, never back.
func (s *Store) SaveDeliveries(ctx context.Context, rows []models.Delivery) error {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b models.Delivery) int { // one order of locks for everybody
		return cmp.Or(cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.Class, b.Class), cmp.Compare(a.ConversationID, b.ConversationID))
	})
	forward := clause.OnConflict{
		Columns:   []clause.Column{{Name: "f_user_id"}, {Name: "f_class"}, {Name: "f_conversation_id"}},
		DoUpdates: clause.Assignments(map[string]any{"f_seq": gorm.Expr(s.dialect.greatest + "(t_delivery.f_seq, " + s.dialect.excluded("f_seq") + ")")}),
	}
	for part := range slices.Chunk(rows, maxList) {
		if err := s.writes(ctx).Clauses(forward).Create(part).Error; err != nil {
			return wrap(err, "delivery", "save delivery positions")
		}
	}
	return nil
}
