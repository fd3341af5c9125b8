package store

import (
	"context"
	"time"

	"flamingo/models"
)

// InsertIncomingWebhook writes a new one.
func (s *Store) InsertIncomingWebhook(ctx context.Context, h *models.IncomingWebhook) error {
	return wrap(s.writes(ctx).Create(h).Error, "webhook", "insert incoming webhook")
}

// IncomingWebhook returns one by its id.
func (s *Store) IncomingWebhook(ctx context.Context, id string) (*models.IncomingWebhook, error) {
	h := new(models.IncomingWebhook)
	if !isASCII(id) {
		return nil, notFound("webhook")
	}
	err := s.reads(ctx).Where("f_id = ?", id).Take(h).Error
	if err == nil && h.ID != id { // differs in spaces at the end
		return nil, notFound("webhook")
	}
	return found(h, wrap(err, "webhook", "load incoming webhook"))
}

// IncomingWebhooks returns those of a conversation, oldest first.
func (s *Store) IncomingWebhooks(ctx context.Context, c models.ConversationID) ([]models.IncomingWebhook, error) {
	var list []models.IncomingWebhook
	err := s.reads(ctx).Where("f_conversation_id = ?", c).Order("f_id").Find(&list).Error
	return listed(list, wrap(err, "webhook", "list incoming webhooks"))
}

// TouchIncomingWebhook sets when one was used.
func (s *Store) TouchIncomingWebhook(ctx context.Context, id string, at time.Time) error {
	err := s.writes(ctx).Model(&models.IncomingWebhook{ID: id}).UpdateColumn("f_used_at", at).Error
	return wrap(err, "webhook", "touch incoming webhook")
}

// DeleteIncomingWebhook removes one.
func (s *Store) DeleteIncomingWebhook(ctx context.Context, id string) error {
	return changed(s.writes(ctx).Where("f_id = ?", id).Delete(&models.IncomingWebhook{}), "webhook", "delete incoming webhook")
}

// DeleteIncomingWebhooksOf removes those that post as this bot.
func (s *Store) DeleteIncomingWebhooksOf(ctx context.Context, bot int64) error {
	err := s.writes(ctx).Where("f_bot_id = ?", bot).Delete(&models.IncomingWebhook{}).Error
	return wrap(err, "webhook", "delete incoming webhooks of bot")
}
