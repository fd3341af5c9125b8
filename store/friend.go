package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"flamingo/models"
)

// Friendship returns the friendship of two users, in whatever order they are named.
func (s *Store) Friendship(ctx context.Context, a, b int64) (*models.Friendship, error) {
	f := new(models.Friendship)
	err := s.reads(ctx).Where("f_user_id1 = ? AND f_user_id2 = ?", min(a, b), max(a, b)).Take(f).Error
	return found(f, wrap(err, "friendship", "load friendship"))
}

// Friendships returns those of a user in the order they were made.
func (s *Store) Friendships(ctx context.Context, user int64) ([]models.Friendship, error) {
	var list []models.Friendship
	err := s.friendsOf(ctx, user).Find(&list).Error
	return listed(list, wrap(err, "friendship", "list friendships"))
}

// FriendIDs returns the friends of a user in the same order.
func (s *Store) FriendIDs(ctx context.Context, user int64) ([]int64, error) {
	var ids []int64
	err := s.friendsOf(ctx, user).Model(&models.Friendship{}).
		Select("CASE WHEN f_user_id1 = ? THEN f_user_id2 ELSE f_user_id1 END", user).Scan(&ids).Error
	return listed(ids, wrap(err, "friendship", "list friends"))
}

func (s *Store) friendsOf(ctx context.Context, user int64) *gorm.DB {
	return s.reads(ctx).Where("f_user_id1 = ? OR f_user_id2 = ?", user, user).Order("f_id")
}

// InsertFriendship writes a new friendship and gives it an id.
func (s *Store) InsertFriendship(ctx context.Context, f *models.Friendship) error {
	return wrap(s.writes(ctx).Create(f).Error, "friendship", "insert friendship")
}

// UpdateFriendship writes teams and remark names.
func (s *Store) UpdateFriendship(ctx context.Context, f *models.Friendship) error {
	return changed(s.writes(ctx).Model(&models.Friendship{ID: f.ID}).Select("Team1", "Team2", "Mark1", "Mark2").Updates(f),
		"friendship", "update friendship")
}

// DeleteFriendship ends a friendship.
func (s *Store) DeleteFriendship(ctx context.Context, id int64) error {
	return changed(s.writes(ctx).Where("f_id = ?", id).Delete(&models.Friendship{}), "friendship", "delete friendship")
}

// FriendRequest returns the request of one user to another.
func (s *Store) FriendRequest(ctx context.Context, from, to int64) (*models.FriendRequest, error) {
	r := new(models.FriendRequest)
	err := s.reads(ctx).Where("f_from_id = ? AND f_to_id = ?", from, to).Take(r).Error
	return found(r, wrap(err, "friend request", "load friend request"))
}

// SaveFriendRequest inserts or replaces.
func (s *Store) SaveFriendRequest(ctx context.Context, r *models.FriendRequest) error {
	replace := clause.OnConflict{ // UpdateAll would leave the time of the first
		Columns:   []clause.Column{{Name: "f_from_id"}, {Name: "f_to_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"f_greeting", "f_created_at"}),
	}
	err := s.writes(ctx).Clauses(replace).Create(r).Error
	return wrap(err, "friend request", "save friend request")
}

// DeleteFriendRequest removes a request; one that is not there is gone already.
func (s *Store) DeleteFriendRequest(ctx context.Context, from, to int64) error {
	err := s.writes(ctx).Where("f_from_id = ? AND f_to_id = ?", from, to).Delete(&models.FriendRequest{}).Error
	return wrap(err, "friend request", "delete friend request")
}

// FriendRequestsTo returns those waiting for a user's answer, oldest first.
func (s *Store) FriendRequestsTo(ctx context.Context, user int64, limit int) ([]models.FriendRequest, error) {
	var list []models.FriendRequest
	err := s.reads(ctx).Where("f_to_id = ?", user).Order("f_created_at, f_from_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "friend request", "list friend requests"))
}

// FriendRequestsFrom returns those of a user that wait for others, oldest first.
func (s *Store) FriendRequestsFrom(ctx context.Context, user int64, limit int) ([]models.FriendRequest, error) {
	var list []models.FriendRequest
	err := s.reads(ctx).Where("f_from_id = ?", user).Order("f_created_at, f_to_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "friend request", "list own friend requests"))
}
