package store

import (
	"context"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SaveFile inserts, or leaves what is there.
func (s *Store) SaveFile(ctx context.Context, f *models.File) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(f).Error
	return wrap(err, "file", "save file")
}

// File returns what is known of a content.
func (s *Store) File(ctx context.Context, md5 string) (*models.File, error) {
	if !isASCII(md5) {
		return nil, notFound("file")
	}
	f := new(models.File)
	err := s.reads(ctx).Where("f_md5 = ?", md5).Take(f).Error
	if err == nil && f.MD5 != md5 { // differs in spaces at the end
		return nil, notFound("file")
	}
	return found(f, wrap(err, "file", "load file"))
}
