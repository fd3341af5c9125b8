package store

import (
	"context"

	"flamingo/models"
)

// InsertBot says whose an account is.
func (s *Store) InsertBot(ctx context.Context, b *models.Bot) error {
	return wrap(s.writes(ctx).Create(b).Error, "bot", "insert bot")
}

// Bot returns whose an account is.
func (s *Store) Bot(ctx context.Context, user int64) (*models.Bot, error) {
	b := new(models.Bot)
	err := s.reads(ctx).Where("f_user_id = ?", user).Take(b).Error
	return found(b, wrap(err, "bot", "load bot"))
}

// BotsOf returns the bots of a user in the order they were made.
func (s *Store) BotsOf(ctx context.Context, owner int64) ([]models.Bot, error) {
	var list []models.Bot
	err := s.reads(ctx).Where("f_owner_id = ?", owner).Order("f_user_id").Find(&list).Error
	return listed(list, wrap(err, "bot", "list bots"))
}
