package store

import (
	"context"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SecondFactor returns what a user set up, confirmed or not.
func (s *Store) SecondFactor(ctx context.Context, user int64) (*models.SecondFactor, error) {
	f := new(models.SecondFactor)
	err := s.reads(ctx).Where("f_user_id = ?", user).Take(f).Error
	return found(f, wrap(err, "second factor", "load second factor"))
}

// SaveSecondFactor inserts or replaces.
func (s *Store) SaveSecondFactor(ctx context.Context, f *models.SecondFactor) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(f).Error
	return wrap(err, "second factor", "save second factor")
}

// DeleteSecondFactor also deletes the recovery codes.
func (s *Store) DeleteSecondFactor(ctx context.Context, user int64) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		if err := tx.writes(ctx).Where("f_user_id = ?", user).Delete(&models.SecondFactor{}).Error; err != nil {
			return wrap(err, "second factor", "delete second factor")
		}
		err := tx.writes(ctx).Where("f_user_id = ?", user).Delete(&models.RecoveryCode{}).Error
		return wrap(err, "recovery code", "delete recovery codes")
	})
}

// UseSecondFactor moves the counter forward. Of several callers with the same
// counter one succeeds.
func (s *Store) UseSecondFactor(ctx context.Context, user, counter int64) (bool, error) {
	q := s.writes(ctx).Model(&models.SecondFactor{}).Where("f_user_id = ? AND f_counter < ?", user, counter).
		UpdateColumn("f_counter", counter)
	return q.RowsAffected == 1, wrap(q.Error, "second factor", "use second factor")
}

// SetAppPassword writes the hash of the app password, empty for none.
func (s *Store) SetAppPassword(ctx context.Context, user int64, hash string) error {
	return changed(s.writes(ctx).Model(&models.SecondFactor{}).Where("f_user_id = ?", user).
		UpdateColumn("f_app_password", hash), "second factor", "set app password")
}

// ReplaceRecoveryCodes makes these the only ones.
func (s *Store) ReplaceRecoveryCodes(ctx context.Context, user int64, hashes [][]byte) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		if err := tx.writes(ctx).Where("f_user_id = ?", user).Delete(&models.RecoveryCode{}).Error; err != nil {
			return wrap(err, "recovery code", "replace recovery codes")
		}
		rows := make([]models.RecoveryCode, len(hashes))
		for i, h := range hashes {
			rows[i] = models.RecoveryCode{UserID: user, Hash: h}
		}
		return wrap(tx.writes(ctx).Create(&rows).Error, "recovery code", "replace recovery codes")
	})
}

// UseRecoveryCode deletes a code and reports whether it was there.
func (s *Store) UseRecoveryCode(ctx context.Context, user int64, hash []byte) (bool, error) {
	q := s.writes(ctx).Where("f_user_id = ? AND f_hash = ?", user, hash).Delete(&models.RecoveryCode{})
	return q.RowsAffected == 1, wrap(q.Error, "recovery code", "use recovery code")
}

// CountRecoveryCodes returns how many are left.
func (s *Store) CountRecoveryCodes(ctx context.Context, user int64) (int, error) {
	var n int64
	err := s.reads(ctx).Model(&models.RecoveryCode{}).Where("f_user_id = ?", user).Count(&n).Error
	return int(n), wrap(err, "recovery code", "count recovery codes")
}
