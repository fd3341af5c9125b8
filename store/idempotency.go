package store

import (
	"context"
	"time"

	"flamingo/models"
)

// InsertIdempotencyKey is CodeConflict when the user has used the key.
func (s *Store) InsertIdempotencyKey(ctx context.Context, k *models.IdempotencyKey) error {
	return wrap(s.writes(ctx).Create(k).Error, "idempotency key", "insert idempotency key")
}

// IdempotencyKey returns a key that the user has used.
func (s *Store) IdempotencyKey(ctx context.Context, user int64, key []byte) (*models.IdempotencyKey, error) {
	k := new(models.IdempotencyKey)
	err := s.reads(ctx).Where("f_user_id = ? AND f_key = ?", user, key).Take(k).Error
	return found(k, wrap(err, "idempotency key", "load idempotency key"))
}

// AnswerIdempotencyKey stores the answer to a request.
func (s *Store) AnswerIdempotencyKey(ctx context.Context, user int64, key, answer []byte) error {
	return changed(s.writes(ctx).Model(&models.IdempotencyKey{}).Where("f_user_id = ? AND f_key = ?", user, key).
		UpdateColumn("f_answer", answer), "idempotency key", "answer idempotency key")
}

// DeleteIdempotencyKey forgets a request. One that is not there is fine.
func (s *Store) DeleteIdempotencyKey(ctx context.Context, user int64, key []byte) error {
	err := s.writes(ctx).Where("f_user_id = ? AND f_key = ?", user, key).Delete(&models.IdempotencyKey{}).Error
	return wrap(err, "idempotency key", "delete idempotency key")
}

// TrimIdempotencyKeys deletes the user's keys from before t, and the oldest of
// those beyond keep.
func (s *Store) TrimIdempotencyKeys(ctx context.Context, user int64, t time.Time, keep int) error {
	var oldest []time.Time
	err := s.reads(ctx).Model(&models.IdempotencyKey{}).Where("f_user_id = ?", user).
		Order("f_created_at DESC").Offset(keep).Limit(1).Pluck("f_created_at", &oldest).Error
	if err != nil {
		return wrap(err, "idempotency key", "count idempotency keys")
	}
	if len(oldest) > 0 && oldest[0].After(t) {
		t = oldest[0]
	}
	err = s.writes(ctx).Where("f_user_id = ? AND f_created_at <= ?", user, t).Delete(&models.IdempotencyKey{}).Error
	return wrap(err, "idempotency key", "trim idempotency keys")
}
