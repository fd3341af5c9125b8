package store

import (
	"context"
	"strings"

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

// SaveFileOwner inserts or replaces.
func (s *Store) SaveFileOwner(ctx context.Context, o *models.FileOwner) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(o).Error
	return wrap(err, "file", "save owner of file")
}

// FileOwner returns what a user has called a file that is theirs.
func (s *Store) FileOwner(ctx context.Context, user int64, file string) (*models.FileOwner, error) {
	o := new(models.FileOwner)
	err := s.reads(ctx).Where("f_user_id = ? AND f_file = ?", user, file).Take(o).Error
	return found(o, wrap(err, "file", "load owner of file"))
}

// mayRead asks in the order of what it costs. The memberships of one user are
// few; a file may be in many conversations.
const mayRead = `SELECT CASE
	WHEN EXISTS (SELECT 1 FROM t_file_owner WHERE f_user_id = ? AND f_file = ?) THEN 1
	WHEN EXISTS (SELECT 1 FROM t_avatar WHERE f_file = ? OR f_large = ?) THEN 1
	WHEN EXISTS (SELECT 1 FROM t_file_grant g JOIN t_conversation_member m ON m.f_user_id = ? AND m.f_conversation_id = g.f_conversation_id
		WHERE g.f_file = ? AND m.f_left = ? AND g.f_seq > m.f_joined_seq) THEN 1
	ELSE 0 END`

// MayReadFile tells whether a user owns a file, may read a message that refers
// to it, or it is an avatar.
func (s *Store) MayReadFile(ctx context.Context, user int64, file string) (bool, error) {
	if !isASCII(file) || file != strings.TrimSpace(file) || file == "" { // MySQL ignores spaces at the end
		return false, nil
	}
	var may bool
	err := s.reads(ctx).Raw(mayRead, user, file, file, file, user, file, false).Scan(&may).Error
	return may, wrap(err, "file", "look who may read file")
}

// SetFileGrants makes files those that a message refers to.
func (s *Store) SetFileGrants(ctx context.Context, c models.ConversationID, seq int64, files []string) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		err := tx.writes(ctx).Where("f_conversation_id = ? AND f_seq = ?", c, seq).Delete(&models.FileGrant{}).Error
		if err != nil || len(files) == 0 {
			return wrap(err, "file", "close files to conversation")
		}
		rows := make([]models.FileGrant, len(files))
		for i, f := range files {
			rows[i] = models.FileGrant{File: f, ConversationID: c, Seq: seq}
		}
		err = tx.writes(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
		return wrap(err, "file", "open files to conversation")
	})
}

// SaveAvatar inserts or replaces.
func (s *Store) SaveAvatar(ctx context.Context, a *models.Avatar) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(a).Error
	return wrap(err, "avatar", "save avatar")
}

// Avatar returns the avatar of which file is the small or the large picture.
func (s *Store) Avatar(ctx context.Context, file string) (*models.Avatar, error) {
	if !isASCII(file) || file == "" {
		return nil, notFound("avatar")
	}
	a := new(models.Avatar)
	err := s.reads(ctx).Where("f_file = ? OR f_large = ?", file, file).Take(a).Error
	return found(a, wrap(err, "avatar", "load avatar"))
}
