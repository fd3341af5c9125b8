package store

import (
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SaveBlock inserts, or leaves what is there, and reports whether it is new.
func (s *Store) SaveBlock(ctx context.Context, b *models.Block) (bool, error) {
	// Looked at first: MySQL counts a row that is left as it is, too.
	ids, err := s.BlockedIDs(ctx, b.UserID)
	if err != nil || slices.Contains(ids, b.BlockedID) {
		return false, err
	}
	err = s.writes(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(b).Error
	return err == nil, wrap(err, "block", "save block")
}

// DeleteBlock reports whether there was one.
func (s *Store) DeleteBlock(ctx context.Context, user, blocked int64) (bool, error) {
	q := s.writes(ctx).Where("f_user_id = ? AND f_blocked_id = ?", user, blocked).Delete(&models.Block{})
	return q.RowsAffected == 1, wrap(q.Error, "block", "delete block")
}

// Blocks returns whom a user blocks, by ascending id from after on.
func (s *Store) Blocks(ctx context.Context, user, after int64, limit int) ([]models.Block, error) {
	var list []models.Block
	err := s.reads(ctx).Where("f_user_id = ? AND f_blocked_id > ?", user, after).Order("f_blocked_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "block", "list blocks"))
}

// BlockedIDs returns everybody a user blocks.
func (s *Store) BlockedIDs(ctx context.Context, user int64) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.Block{}).Where("f_user_id = ?", user).Order("f_blocked_id").Pluck("f_blocked_id", &ids).Error
	return listed(ids, wrap(err, "block", "list blocked users"))
}

// BlockersOf returns everybody who blocks a user.
func (s *Store) BlockersOf(ctx context.Context, user int64) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.Block{}).Where("f_blocked_id = ?", user).Order("f_user_id").Pluck("f_user_id", &ids).Error
	return listed(ids, wrap(err, "block", "list who blocks"))
}

// BlockBetween reports whether a blocks b, and whether b blocks a.
func (s *Store) BlockBetween(ctx context.Context, a, b int64) (ab, ba bool, err error) {
	var list []models.Block
	err = s.reads(ctx).Where("f_user_id = ? AND f_blocked_id = ? OR f_user_id = ? AND f_blocked_id = ?", a, b, b, a).Find(&list).Error
	for _, row := range list {
		ab, ba = ab || row.UserID == a, ba || row.UserID == b
	}
	return ab, ba, wrap(err, "block", "load blocks")
}
