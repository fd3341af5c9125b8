package store

import (
	"bytes"
	"context"
	"slices"
	"time"

	"flamingo/models"
)

// InsertSession writes a new session.
func (s *Store) InsertSession(ctx context.Context, sess *models.Session) error {
	return wrap(s.writes(ctx).Create(sess).Error, "session", "insert session")
}

// Session returns a session, revoked or not.
func (s *Store) Session(ctx context.Context, id string) (*models.Session, error) {
	sess := new(models.Session)
	if !isASCII(id) {
		return nil, notFound("session")
	}
	err := s.reads(ctx).Where("f_id = ?", id).Take(sess).Error
	if err == nil && sess.ID != id { // differs in spaces at the end
		return nil, notFound("session")
	}
	return found(sess, wrap(err, "session", "load session"))
}

// isASCII reports whether a column of ASCII text can be compared with s.
func isASCII(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(b byte) bool { return b >= 0x80 })
}

// Sessions returns the sessions of a user that are not revoked, newest first.
func (s *Store) Sessions(ctx context.Context, user int64) ([]models.Session, error) {
	var list []models.Session
	err := s.reads(ctx).Where("f_user_id = ? AND f_revoked_at IS NULL", user).Order("f_created_at DESC, f_id DESC").Find(&list).Error
	return listed(list, wrap(err, "session", "list sessions"))
}

// RotateRefresh replaces the refresh hash. Of several callers with the same old
// hash one succeeds.
func (s *Store) RotateRefresh(ctx context.Context, id string, old, new []byte, at time.Time) (bool, error) {
	if !isASCII(id) || bytes.Equal(old, new) {
		return false, nil
	}
	q := s.writes(ctx).Model(&models.Session{}).Where("f_id = ? AND f_revoked_at IS NULL", id)
	if old == nil {
		q = q.Where("f_refresh_hash IS NULL")
	} else {
		q = q.Where("f_refresh_hash = ?", old)
	}
	q = q.UpdateColumns(map[string]any{"f_refresh_hash": new, "f_last_seen_at": at})
	return q.RowsAffected == 1, wrap(q.Error, "session", "rotate refresh token")
}

// TouchSessions sets the last seen time.
func (s *Store) TouchSessions(ctx context.Context, at time.Time, ids ...string) error {
	for part := range slices.Chunk(ids, maxList) {
		err := s.writes(ctx).Model(&models.Session{}).Where("f_id IN ?", part).UpdateColumn("f_last_seen_at", at).Error
		if err != nil {
			return wrap(err, "session", "touch sessions")
		}
	}
	return nil
}

// RevokeSessions marks those that are not yet revoked, and removes their push
// subscriptions.
func (s *Store) RevokeSessions(ctx context.Context, at time.Time, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.inTransaction(ctx, func(tx *Store) error {
		for part := range slices.Chunk(ids, maxList) {
			err := tx.writes(ctx).Model(&models.Session{}).Where("f_id IN ? AND f_revoked_at IS NULL", part).
				UpdateColumn("f_revoked_at", at).Error
			if err == nil {
				err = tx.writes(ctx).Where("f_session_id IN ?", part).Delete(&models.PushSubscription{}).Error
			}
			if err != nil {
				return wrap(err, "session", "revoke sessions")
			}
		}
		return nil
	})
}

// RevokedSince returns the ids of the sessions revoked at or after t.
func (s *Store) RevokedSince(ctx context.Context, t time.Time) ([]string, error) {
	var ids []string
	err := s.reads(ctx).Model(&models.Session{}).Where("f_revoked_at >= ?", t).Order("f_revoked_at, f_id").Pluck("f_id", &ids).Error
	return listed(ids, wrap(err, "session", "list revoked sessions"))
}
