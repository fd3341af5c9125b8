package store

import (
	"context"
	"time"

	"flamingo/models"
)

// logEnd is the last entry of a log that is to go.
type logEnd struct{ ID, Through int64 }

// TrimChanges removes changes from before a moment, of at most limit
// conversations, and returns of how many.
func (s *Store) TrimChanges(ctx context.Context, before time.Time, limit int) (int, error) {
	var ends []logEnd
	err := s.reads(ctx).Model(&models.Change{}).Select("f_conversation_id AS f_id, MAX(f_rev) AS f_through").
		Where("f_created_at < ?", before).Group("f_conversation_id").Limit(limit).Scan(&ends).Error
	if err != nil {
		return 0, wrap(err, "change", "find old changes")
	}
	for _, e := range ends {
		err := s.writes(ctx).Where("f_conversation_id = ? AND f_rev <= ?", e.ID, e.Through).Delete(&models.Change{}).Error
		if err != nil {
			return 0, wrap(err, "change", "remove old changes")
		}
	}
	return len(ends), nil
}

// TrimUserEvents removes entries from before a moment, but those of kind keep,
// of at most limit users, and returns of how many.
func (s *Store) TrimUserEvents(ctx context.Context, before time.Time, keep string, limit int) (int, error) {
	var ends []logEnd
	err := s.reads(ctx).Model(&models.UserEvent{}).Select("f_user_id AS f_id, MAX(f_u) AS f_through").
		Where("f_created_at < ? AND f_kind <> ?", before, keep).Group("f_user_id").Limit(limit).Scan(&ends).Error
	if err != nil {
		return 0, wrap(err, "user event", "find old user events")
	}
	for _, e := range ends {
		err := s.writes(ctx).Where("f_user_id = ? AND f_u <= ? AND f_kind <> ?", e.ID, e.Through, keep).Delete(&models.UserEvent{}).Error
		if err != nil {
			return 0, wrap(err, "user event", "remove old user events")
		}
	}
	return len(ends), nil
}
