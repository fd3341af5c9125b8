package store

import (
	"context"
	"time"

	"flamingo/models"
)

// CloseUser empties an account for good: number and account name stay, so that
// nobody else gets them. What else belongs to it is removed later, see Deletions.
func (s *Store) CloseUser(ctx context.Context, id int64, nickname string, at time.Time) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		u := models.User{ID: id, Nickname: nickname, Birthday: models.DefaultBirthday, DeletedAt: &at}
		err := changed(tx.writes(ctx).Model(&u).Select("Nickname", "Password", "FaceType", "CustomFace", "Gender", "Birthday", "Signature",
			"Address", "Phone", "Mail", "Teams", "Settings", "Admin", "DeletedAt").Updates(&u), "user", "close account")
		if err != nil {
			return err
		}
		return wrap(tx.writes(ctx).Create(&models.Deletion{UserID: id, CreatedAt: at}).Error, "deletion", "close account")
	})
}

// Deletions returns closed accounts of which something is left, the oldest first.
func (s *Store) Deletions(ctx context.Context, limit int) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.Deletion{}).Order("f_created_at, f_user_id").Limit(limit).Pluck("f_user_id", &ids).Error
	return listed(ids, wrap(err, "deletion", "list deletions"))
}

// EraseUser removes what a closed account kept for itself, and takes it off
// the list of Deletions. What it wrote stays with those it wrote to.
func (s *Store) EraseUser(ctx context.Context, id int64) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		for _, row := range []any{&models.UserEvent{}, &models.Block{}, &models.SecondFactor{}, &models.RecoveryCode{}, &models.HiddenMessage{},
			&models.Delivery{}, &models.IdempotencyKey{}, &models.FileOwner{}, &models.ConversationMember{}, &models.Bot{}, &models.Deletion{},
			&models.PushSubscription{}, &models.PushGateway{}, &models.LastSeen{}} {
			if err := tx.writes(ctx).Where("f_user_id = ?", id).Delete(row).Error; err != nil {
				return wrap(err, "user", "erase user")
			}
		}
		return nil
	})
}

// GroupRequestsOf returns the groups that a user waits to be let into.
func (s *Store) GroupRequestsOf(ctx context.Context, user int64) ([]models.GroupRequest, error) {
	var list []models.GroupRequest
	err := s.reads(ctx).Where("f_user_id = ?", user).Order("f_group_id").Find(&list).Error
	return listed(list, wrap(err, "group request", "list group requests of user"))
}
