package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"flamingo/models"
)

// InsertWebhook writes a new one.
func (s *Store) InsertWebhook(ctx context.Context, h *models.Webhook) error {
	return wrap(s.writes(ctx).Create(h).Error, "webhook", "insert webhook")
}

// Webhook returns one by its id.
func (s *Store) Webhook(ctx context.Context, id string) (*models.Webhook, error) {
	h := new(models.Webhook)
	if !isASCII(id) {
		return nil, notFound("webhook")
	}
	err := s.reads(ctx).Where("f_id = ?", id).Take(h).Error
	if err == nil && h.ID != id { // differs in spaces at the end
		return nil, notFound("webhook")
	}
	return found(h, wrap(err, "webhook", "load webhook"))
}

// Webhooks returns those of a user, oldest first.
func (s *Store) Webhooks(ctx context.Context, user int64) ([]models.Webhook, error) {
	var list []models.Webhook
	err := s.reads(ctx).Where("f_user_id = ?", user).Order("f_id").Find(&list).Error
	return listed(list, wrap(err, "webhook", "list webhooks"))
}

// UpdateWebhook writes everything but user, time and number of what was dropped.
func (s *Store) UpdateWebhook(ctx context.Context, h *models.Webhook) error {
	return changed(s.writes(ctx).Model(&models.Webhook{ID: h.ID}).Select("URL", "Events", "ConversationID", "Secret", "LastAt", "LastStatus",
		"LastError", "FailingSince", "DisabledAt", "DisabledReason").Updates(h), "webhook", "update webhook")
}

// DropWebhookEvent counts events that found the queue full.
func (s *Store) DropWebhookEvent(ctx context.Context, id string, n int) error {
	err := s.writes(ctx).Model(&models.Webhook{ID: id}).UpdateColumn("f_dropped", gorm.Expr("f_dropped + ?", n)).Error
	return wrap(err, "webhook", "count dropped events")
}

// DeleteWebhook removes one with its deliveries.
func (s *Store) DeleteWebhook(ctx context.Context, id string) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		if err := changed(tx.writes(ctx).Where("f_id = ?", id).Delete(&models.Webhook{}), "webhook", "delete webhook"); err != nil {
			return err
		}
		err := tx.writes(ctx).Where("f_webhook_id = ?", id).Delete(&models.WebhookDelivery{}).Error
		return wrap(err, "delivery", "delete deliveries of webhook")
	})
}

// WebhookUsers returns who has a webhook that is not disabled, ascending.
func (s *Store) WebhookUsers(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.Webhook{}).Where("f_disabled_at IS NULL").Distinct("f_user_id").Order("f_user_id").Scan(&ids).Error
	return listed(ids, wrap(err, "webhook", "list users with webhooks"))
}

// WebhooksFor returns the webhooks that are not disabled of those who are in a
// conversation now, oldest first.
func (s *Store) WebhooksFor(ctx context.Context, c models.ConversationID) ([]models.Webhook, error) {
	db := s.reads(ctx).Where("f_disabled_at IS NULL AND f_conversation_id IN ?", []models.ConversationID{0, c})
	if c.IsGroup() {
		db = db.Where("f_user_id IN (?)", s.read.Session(&gorm.Session{NewDB: true}).Model(&models.GroupMember{}).
			Select("f_user_id").Where("f_group_id = ?", c.Group()))
	} else {
		low, high := c.Users()
		db = db.Where("f_user_id IN ?", []int64{low, high})
	}
	var list []models.Webhook
	return listed(list, wrap(db.Order("f_id").Find(&list).Error, "webhook", "list webhooks of conversation"))
}

// InsertWebhookDeliveries queues events.
func (s *Store) InsertWebhookDeliveries(ctx context.Context, list []models.WebhookDelivery) error {
	if len(list) == 0 {
		return nil
	}
	return wrap(s.writes(ctx).CreateInBatches(list, maxList/10).Error, "delivery", "insert deliveries")
}

// CountWebhookDeliveries returns how many wait, and counts to limit at most.
func (s *Store) CountWebhookDeliveries(ctx context.Context, webhook string, limit int) (int, error) {
	var n int
	err := s.reads(ctx).Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM t_webhook_delivery WHERE f_webhook_id = ? AND f_dead = ? LIMIT ?) d`,
		webhook, false, limit).Scan(&n).Error
	return n, wrap(err, "delivery", "count deliveries")
}

// NextWebhookDelivery returns the one that waits to be sent first.
func (s *Store) NextWebhookDelivery(ctx context.Context, webhook string) (*models.WebhookDelivery, error) {
	d := new(models.WebhookDelivery)
	err := s.reads(ctx).Where("f_webhook_id = ? AND f_dead = ?", webhook, false).Order("f_next_at, f_id").Take(d).Error
	return found(d, wrap(err, "delivery", "load next delivery"))
}

// WaitingWebhooks returns the ids of webhooks for which something waits.
func (s *Store) WaitingWebhooks(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.reads(ctx).Model(&models.WebhookDelivery{}).Where("f_dead = ? AND f_webhook_id <> ''", false).Distinct("f_webhook_id").Order("f_webhook_id").Scan(&ids).Error
	return listed(ids, wrap(err, "delivery", "list webhooks with deliveries"))
}

// WebhookDelivery returns one of a webhook.
func (s *Store) WebhookDelivery(ctx context.Context, webhook, id string) (*models.WebhookDelivery, error) {
	d := new(models.WebhookDelivery)
	if !isASCII(id) {
		return nil, notFound("delivery")
	}
	err := s.reads(ctx).Where("f_webhook_id = ? AND f_id = ?", webhook, id).Take(d).Error
	if err == nil && d.ID != id { // differs in spaces at the end
		return nil, notFound("delivery")
	}
	return found(d, wrap(err, "delivery", "load delivery"))
}

// WebhookDeliveries returns those that wait, or that were given up, newest
// first, with an id below before unless that is empty.
func (s *Store) WebhookDeliveries(ctx context.Context, webhook string, dead bool, before string, limit int) ([]models.WebhookDelivery, error) {
	db := s.reads(ctx).Where("f_webhook_id = ? AND f_dead = ?", webhook, dead)
	if before != "" {
		if !isASCII(before) {
			return nil, nil
		}
		db = db.Where("f_id < ?", before)
	}
	var list []models.WebhookDelivery
	return listed(list, wrap(db.Order("f_id DESC").Limit(limit).Find(&list).Error, "delivery", "list deliveries"))
}

// UpdateWebhookDelivery writes what became of an attempt.
func (s *Store) UpdateWebhookDelivery(ctx context.Context, d *models.WebhookDelivery) error {
	return changed(s.writes(ctx).Model(&models.WebhookDelivery{ID: d.ID}).Select("Dead", "Attempts", "NextAt", "LastStatus", "LastError").
		Updates(d), "delivery", "update delivery")
}

// NewWebhookEvents returns events of which nobody has looked who wants them, in
// the order of their ids.
func (s *Store) NewWebhookEvents(ctx context.Context, limit int) ([]models.WebhookDelivery, error) {
	var list []models.WebhookDelivery
	err := s.reads(ctx).Where("f_webhook_id = '' AND f_dead = ?", false).Order("f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "delivery", "list new events"))
}

// DeleteWebhookDeliveries removes several; those that are not there are gone already.
func (s *Store) DeleteWebhookDeliveries(ctx context.Context, ids []string) error {
	for part := range slices.Chunk(ids, maxList) {
		if err := s.writes(ctx).Where("f_id IN ?", part).Delete(&models.WebhookDelivery{}).Error; err != nil {
			return wrap(err, "delivery", "delete deliveries")
		}
	}
	return nil
}

// BuryWebhookDeliveries gives up all that wait for a webhook.
func (s *Store) BuryWebhookDeliveries(ctx context.Context, webhook string) error {
	err := s.writes(ctx).Model(&models.WebhookDelivery{}).Where("f_webhook_id = ? AND f_dead = ?", webhook, false).UpdateColumn("f_dead", true).Error
	return wrap(err, "delivery", "give up deliveries")
}

// TrimWebhookDeliveries removes what was given up and is from before t.
func (s *Store) TrimWebhookDeliveries(ctx context.Context, t time.Time) error {
	err := s.writes(ctx).Where("f_dead = ? AND f_created_at < ?", true, t).Delete(&models.WebhookDelivery{}).Error
	return wrap(err, "delivery", "trim deliveries")
}

// LastMessageID returns the id of the newest message, 0 without any.
func (s *Store) LastMessageID(ctx context.Context) (int64, error) {
	var id int64
	err := s.reads(ctx).Model(&models.Message{}).Select("f_id").Order("f_id DESC").Limit(1).Scan(&id).Error
	return id, wrap(err, "message", "find the newest message")
}
