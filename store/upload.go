package store

import (
	"context"
	"time"

	"flamingo/models"
)

// InsertUpload begins an upload.
func (s *Store) InsertUpload(ctx context.Context, u *models.Upload) error {
	return wrap(s.writes(ctx).Create(u).Error, "upload", "insert upload")
}

// Upload returns an upload by id.
func (s *Store) Upload(ctx context.Context, id string) (*models.Upload, error) {
	if !isASCII(id) {
		return nil, notFound("upload")
	}
	u := new(models.Upload)
	err := s.reads(ctx).Where("f_id = ?", id).Take(u).Error
	if err == nil && u.ID != id { // differs in spaces at the end
		return nil, notFound("upload")
	}
	return found(u, wrap(err, "upload", "load upload"))
}

// UpdateUpload writes state, file and expiry.
func (s *Store) UpdateUpload(ctx context.Context, u *models.Upload) error {
	return changed(s.writes(ctx).Model(&models.Upload{ID: u.ID}).Select("State", "File", "ExpiresAt").Updates(u),
		"upload", "update upload")
}

// DeleteUpload removes an upload.
func (s *Store) DeleteUpload(ctx context.Context, id string) error {
	return changed(s.writes(ctx).Where("f_id = ?", id).Delete(&models.Upload{}), "upload", "delete upload")
}

// CountUploads counts the uploads of a user that are not finished.
func (s *Store) CountUploads(ctx context.Context, user int64) (n int64, err error) {
	err = s.reads(ctx).Model(&models.Upload{}).Where("f_user_id = ? AND f_file = ''", user).Count(&n).Error
	return n, wrap(err, "upload", "count uploads")
}

// ExpiredUploads returns some of those that expired before t.
func (s *Store) ExpiredUploads(ctx context.Context, t time.Time, limit int) ([]models.Upload, error) {
	var list []models.Upload
	err := s.reads(ctx).Where("f_expires_at < ?", t).Order("f_expires_at").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "upload", "list uploads"))
}
