package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm/clause"

	"flamingo/chat"
	"flamingo/models"
)

// Settings of the store itself: the ids that come next. A counter rather than
// the largest id in use, so that no id is given to somebody else later.
const (
	nextUserID  = "next_user_id"
	nextGroupID = "next_group_id"
)

// Meta returns a setting.
func (s *Store) Meta(ctx context.Context, name string) (string, error) {
	row := new(models.Meta)
	err := s.reads(ctx).Where("f_name = ?", name).Take(row).Error
	return row.Value, wrap(err, "setting", "read setting "+name)
}

// SetMeta writes a setting.
func (s *Store) SetMeta(ctx context.Context, name, value string) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&models.Meta{Name: name, Value: value}).Error
	return wrap(err, "setting", "write setting "+name)
}

// nextID takes the next id of a counter, within a transaction.
func (s *Store) nextID(ctx context.Context, counter string, largest int64) (int64, error) {
	value, err := s.Meta(ctx, counter)
	if err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read setting %s: %w", counter, err)
	}
	if id > largest {
		return 0, chat.Errorf(chat.CodeUnavailable, "this server has no free number left, the last one is %d", largest)
	}
	return id, s.SetMeta(ctx, counter, strconv.FormatInt(id+1, 10))
}
