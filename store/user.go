package store

import (
	"context"
	"slices"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"flamingo/models"
)

// maxList is how many ids stand in one statement.
const maxList = 1000

// InsertUser gives u the next free id. It is never given again.
func (s *Store) InsertUser(ctx context.Context, u *models.User) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		id, err := tx.nextID(ctx, nextUserID, models.GroupBoundary-1)
		if err != nil {
			return err
		}
		row := *u
		row.ID = id
		if err := tx.writes(ctx).Create(&row).Error; err != nil {
			return wrap(err, "user", "insert user")
		}
		*u = row
		return nil
	})
}

// User returns a user by id.
func (s *Store) User(ctx context.Context, id int64) (*models.User, error) {
	u := new(models.User)
	err := s.reads(ctx).Where("f_user_id = ?", id).Take(u).Error
	return found(u, wrap(err, "user", "load user"))
}

// UserByName returns the user of a login name, compared byte for byte. MySQL
// ignores spaces at the end in a comparison, hence the second look.
func (s *Store) UserByName(ctx context.Context, username string) (*models.User, error) {
	if !utf8.ValidString(username) {
		return nil, notFound("user") // nothing a database could be asked for
	}
	u := new(models.User)
	err := s.reads(ctx).Where("f_username = ?", username).Take(u).Error
	if err == nil && u.Username != username {
		err = gorm.ErrRecordNotFound
	}
	return found(u, wrap(err, "user", "load user by name"))
}

// found returns row, or nil with an error.
func found[T any](row *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return row, nil
}

// listed returns list, or nil with an error: a list that was cut off half-way is
// no answer.
func listed[T any](list []T, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Users returns those of ids that exist, by ascending id.
func (s *Store) Users(ctx context.Context, ids []int64) ([]models.User, error) {
	return listByID[models.User](ctx, s, "f_user_id", ids)
}

// listByID returns the rows with these ids, by ascending id.
func listByID[T any](ctx context.Context, s *Store, column string, ids []int64) ([]T, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	var rows []T
	for part := range slices.Chunk(slices.Compact(ids), maxList) {
		var list []T
		if err := s.reads(ctx).Where(clause.IN{Column: column, Values: anys(part)}).Order(column).Find(&list).Error; err != nil {
			return nil, wrap(err, "row", "list by id")
		}
		rows = append(rows, list...)
	}
	return rows, nil
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// ListUsers pages through all users by ascending id.
func (s *Store) ListUsers(ctx context.Context, after int64, limit int) ([]models.User, error) {
	var list []models.User
	err := s.reads(ctx).Where("f_user_id > ?", after).Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "user", "list users"))
}

// UpdateProfile writes the columns that a profile consists of.
func (s *Store) UpdateProfile(ctx context.Context, u *models.User) error {
	return changed(s.writes(ctx).Model(&models.User{ID: u.ID}).
		Select("Nickname", "FaceType", "CustomFace", "Gender", "Birthday", "Signature", "Address", "Phone", "Mail").
		Updates(u), "user", "update profile")
}

// SetPassword writes the hash of a password.
func (s *Store) SetPassword(ctx context.Context, id int64, hash string) error {
	return changed(s.setUser(ctx, id, "f_password", hash), "user", "set password")
}

// SetDisabled closes an account, or opens it again.
func (s *Store) SetDisabled(ctx context.Context, id int64, disabled bool) error {
	return changed(s.setUser(ctx, id, "f_disabled", disabled), "user", "disable user")
}

// SetTeams writes a user's list of teams.
func (s *Store) SetTeams(ctx context.Context, id int64, teams []byte) error {
	return changed(s.setUser(ctx, id, "f_teaminfo", teams), "user", "set teams")
}

// SetSettings writes a user's settings.
func (s *Store) SetSettings(ctx context.Context, id int64, settings []byte) error {
	return changed(s.setUser(ctx, id, "f_settings", settings), "user", "set settings")
}

// lastRune sorts behind every text that begins as the one before it does.
const lastRune = "\U0010FFFF"

// FindUsers looks for beginnings of accounts and nicknames, which have an
// index each, and for a number.
func (s *Store) FindUsers(ctx context.Context, prefixes []string, number, after int64, limit int) ([]models.User, error) {
	match := beginsWith(s.read.Where("f_user_id = ?", number), prefixes, "f_username", "f_nickname")
	var list []models.User
	err := s.reads(ctx).Where("f_user_id > ? AND f_disabled = ? AND f_deleted_at IS NULL", after, false).Where(match).
		Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "user", "find users"))
}

func (s *Store) setUser(ctx context.Context, id int64, column string, value any) *gorm.DB {
	return s.writes(ctx).Model(&models.User{ID: id}).UpdateColumn(column, value)
}

// AppendUserEvent gives e the next number of its user. The number is taken
// from the user's row, which stays locked until the commit.
func (s *Store) AppendUserEvent(ctx context.Context, e *models.UserEvent) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		err := changed(tx.setUser(ctx, e.UserID, "f_u", gorm.Expr("f_u + 1")), "user", "number user event")
		if err != nil {
			return err
		}
		row := *e
		if err := tx.reads(ctx).Model(&models.User{ID: e.UserID}).Select("f_u").Scan(&row.U).Error; err != nil {
			return wrap(err, "user", "number user event")
		}
		if row.Data == nil {
			row.Data = []byte{}
		}
		if err := tx.writes(ctx).Create(&row).Error; err != nil {
			return wrap(err, "user event", "insert user event")
		}
		e.U = row.U
		return nil
	})
}

// AppendUserEvents writes one event to many logs in a few statements: a group
// may have thousands of members who all learn of its end.
func (s *Store) AppendUserEvents(ctx context.Context, users []int64, e *models.UserEvent) (map[int64]int64, error) {
	users = slices.Clone(users)
	slices.Sort(users) // rows are locked in one order
	users = slices.Compact(users)
	numbers := make(map[int64]int64, len(users))
	data := e.Data
	if data == nil {
		data = []byte{}
	}
	err := s.inTransaction(ctx, func(tx *Store) error {
		clear(numbers)
		for part := range slices.Chunk(users, maxList) {
			err := tx.writes(ctx).Model(&models.User{}).Where("f_user_id IN ?", part).UpdateColumn("f_u", gorm.Expr("f_u + 1")).Error
			if err != nil {
				return wrap(err, "user", "number user events")
			}
			var rows []models.User
			err = tx.reads(ctx).Where("f_user_id IN ?", part).Select("f_user_id", "f_u").Order("f_user_id").Find(&rows).Error
			if err != nil {
				return wrap(err, "user", "number user events")
			}
			events := make([]models.UserEvent, len(rows))
			for i, u := range rows {
				events[i] = models.UserEvent{UserID: u.ID, U: u.Events, Kind: e.Kind, Data: data, CreatedAt: e.CreatedAt}
				numbers[u.ID] = u.Events
			}
			if len(events) == 0 {
				continue
			}
			if err := tx.writes(ctx).Create(&events).Error; err != nil {
				return wrap(err, "user event", "insert user events")
			}
		}
		return nil
	})
	return numbers, err
}

// UserEvents returns what follows number after, oldest first.
func (s *Store) UserEvents(ctx context.Context, user, after int64, limit int) ([]models.UserEvent, error) {
	var list []models.UserEvent
	err := s.reads(ctx).Where("f_user_id = ? AND f_u > ?", user, after).Order("f_u").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "user event", "list user events"))
}
