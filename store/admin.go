package store

import (
	"context"
	"fmt"
	"unicode/utf8"

	"gorm.io/gorm"

	"flamingo/chat"
	"flamingo/models"
)

// ListAccounts pages through accounts, closed ones too, by ascending id.
func (s *Store) ListAccounts(ctx context.Context, f chat.AccountFilter, after int64, limit int) ([]models.User, error) {
	q := s.reads(ctx).Where("f_user_id > ?", after)
	if len(f.Prefixes) > 0 || f.Number != 0 {
		match := s.read.Where("f_user_id = ?", f.Number)
		q = q.Where(beginsWith(match, f.Prefixes, "f_username", "f_nickname"))
	}
	switch f.State {
	case chat.AccountActive:
		q = q.Where("f_disabled = ? AND f_deleted_at IS NULL", false)
	case chat.AccountDisabled:
		q = q.Where("f_disabled = ? AND f_deleted_at IS NULL", true)
	case chat.AccountDeleted:
		q = q.Where("f_deleted_at IS NOT NULL")
	case chat.AccountAdmin:
		q = q.Where("f_admin = ?", true)
	}
	var list []models.User
	err := q.Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "user", "list accounts"))
}

// beginsWith adds to match the rows one of whose columns begins as one of prefixes.
func beginsWith(match *gorm.DB, prefixes []string, columns ...string) *gorm.DB {
	for _, p := range prefixes {
		if p == "" || !utf8.ValidString(p) {
			continue
		}
		for _, c := range columns {
			match = match.Or(c+" >= ? AND "+c+" < ?", p, p+lastRune)
		}
	}
	return match
}

// SetAdmin makes a user an administrator, or a user like any other.
func (s *Store) SetAdmin(ctx context.Context, id int64, admin bool) error {
	return changed(s.setUser(ctx, id, "f_admin", admin), "user", "set administrator")
}

// Admins returns the administrators who may log in, by ascending id.
func (s *Store) Admins(ctx context.Context) ([]int64, error) {
	var rows []models.User // whole rows of the index, which a transaction locks
	err := s.reads(ctx).Where("f_admin = ?", true).Select("f_user_id", "f_disabled", "f_deleted_at").Order("f_user_id").Find(&rows).Error
	var ids []int64
	for _, u := range rows {
		if !u.Disabled && u.DeletedAt == nil {
			ids = append(ids, u.ID)
		}
	}
	return listed(ids, wrap(err, "user", "list administrators"))
}

// UsersWithFactor returns those of users who have a second factor in force.
func (s *Store) UsersWithFactor(ctx context.Context, users []int64) (map[int64]bool, error) {
	rows, err := listByID[models.SecondFactor](ctx, s, "f_user_id", users)
	have := make(map[int64]bool, len(rows))
	for _, r := range rows {
		have[r.UserID] = r.ConfirmedAt != nil
	}
	return have, err
}

// ListGroups pages through groups by ascending id.
func (s *Store) ListGroups(ctx context.Context, prefixes []string, number, after int64, limit int) ([]models.Group, error) {
	q := s.reads(ctx).Where("f_id > ?", after)
	if len(prefixes) > 0 || number != 0 {
		q = q.Where(beginsWith(s.read.Where("f_id = ?", number), prefixes, "f_name"))
	}
	var list []models.Group
	err := q.Order("f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "group", "list groups"))
}

// StorageUse adds up what the database holds.
func (s *Store) StorageUse(ctx context.Context) (*chat.StorageUse, error) {
	u := new(chat.StorageUse)
	for _, count := range []struct {
		into  *int64
		query string
	}{
		{&u.Database, s.dialect.size},
		{&u.Users, `SELECT COUNT(*) FROM t_user WHERE f_deleted_at IS NULL`},
		{&u.Groups, `SELECT COUNT(*) FROM t_group`},
	} {
		if err := s.reads(ctx).Raw(count.query).Scan(count.into).Error; err != nil {
			return nil, fmt.Errorf("add up storage: %w", err)
		}
	}
	err := s.reads(ctx).Model(&models.File{}).Select("f_type AS type, COUNT(*) AS count, SUM(f_size) AS size").Group("f_type").Scan(&u.Files).Error
	if err != nil {
		return nil, fmt.Errorf("add up files: %w", err)
	}
	return u, nil
}
