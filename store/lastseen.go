package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SaveLastSeen inserts or replaces.
func (s *Store) SaveLastSeen(ctx context.Context, list []models.LastSeen) error {
	for part := range slices.Chunk(list, maxList) {
		err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&part).Error
		if err != nil {
			return wrap(err, "user", "save when users were seen")
		}
	}
	return nil
}

// LastSeen returns when those of users were seen of whom that is known.
func (s *Store) LastSeen(ctx context.Context, users []int64) (map[int64]time.Time, error) {
	rows, err := listByID[models.LastSeen](ctx, s, "f_user_id", users)
	if err != nil {
		return nil, err
	}
	seen := make(map[int64]time.Time, len(rows))
	for _, r := range rows {
		seen[r.UserID] = r.At
	}
	return seen, nil
}
