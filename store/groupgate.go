package store

import (
	"context"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SaveGroupBan inserts, or leaves what is there.
func (s *Store) SaveGroupBan(ctx context.Context, b *models.GroupBan) error {
	return wrap(s.writes(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(b).Error, "ban", "save ban")
}

// GroupBan returns the ban of a user from a group.
func (s *Store) GroupBan(ctx context.Context, group, user int64) (*models.GroupBan, error) {
	b := new(models.GroupBan)
	err := s.reads(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Take(b).Error
	return found(b, wrap(err, "ban", "load ban"))
}

// DeleteGroupBan lifts a ban.
func (s *Store) DeleteGroupBan(ctx context.Context, group, user int64) error {
	return changed(s.writes(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Delete(&models.GroupBan{}), "ban", "delete ban")
}

// GroupBans returns the bans of a group by ascending user from after on.
func (s *Store) GroupBans(ctx context.Context, group, after int64, limit int) ([]models.GroupBan, error) {
	var list []models.GroupBan
	err := s.reads(ctx).Where("f_group_id = ? AND f_user_id > ?", group, after).Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "ban", "list bans"))
}

// SaveGroupRequest inserts or replaces.
func (s *Store) SaveGroupRequest(ctx context.Context, r *models.GroupRequest) error {
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "f_group_id"}, {Name: "f_user_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"f_greeting", "f_created_at"}),
	}
	return wrap(s.writes(ctx).Clauses(replace).Create(r).Error, "request", "save request")
}

// GroupRequest returns the request of a user to join a group.
func (s *Store) GroupRequest(ctx context.Context, group, user int64) (*models.GroupRequest, error) {
	r := new(models.GroupRequest)
	err := s.reads(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Take(r).Error
	return found(r, wrap(err, "request", "load request"))
}

// DeleteGroupRequest removes a request; one that is not there is gone already.
func (s *Store) DeleteGroupRequest(ctx context.Context, group, user int64) error {
	err := s.writes(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Delete(&models.GroupRequest{}).Error
	return wrap(err, "request", "delete request")
}

// GroupRequests returns those waiting by ascending user from after on.
func (s *Store) GroupRequests(ctx context.Context, group, after int64, limit int) ([]models.GroupRequest, error) {
	var list []models.GroupRequest
	err := s.reads(ctx).Where("f_group_id = ? AND f_user_id > ?", group, after).Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "request", "list requests"))
}
