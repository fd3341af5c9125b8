package store

import (
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"flamingo/models"
)

// SavePushSubscription inserts or replaces that of the session, and removes the
// one of another session with the same endpoint.
func (s *Store) SavePushSubscription(ctx context.Context, p *models.PushSubscription) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		err := tx.writes(ctx).Where("f_endpoint_hash = ? AND f_session_id <> ?", p.EndpointHash, p.SessionID).
			Delete(&models.PushSubscription{}).Error
		if err == nil {
			err = tx.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(p).Error
		}
		return wrap(err, "push subscription", "save push subscription")
	})
}

// PushSubscription returns that of a session.
func (s *Store) PushSubscription(ctx context.Context, session string) (*models.PushSubscription, error) {
	row := new(models.PushSubscription)
	err := s.reads(ctx).Where("f_session_id = ?", session).Take(row).Error
	return found(row, wrap(err, "push subscription", "load push subscription"))
}

// DeletePushSubscription removes that of a session, if it still has the
// endpoint; an empty hash is any.
func (s *Store) DeletePushSubscription(ctx context.Context, session string, endpointHash []byte) error {
	q := s.writes(ctx).Where("f_session_id = ?", session)
	if len(endpointHash) > 0 {
		q = q.Where("f_endpoint_hash = ?", endpointHash)
	}
	return wrap(q.Delete(&models.PushSubscription{}).Error, "push subscription", "delete push subscription")
}

// PushSubscriptions returns those of users, of sessions that are not revoked.
func (s *Store) PushSubscriptions(ctx context.Context, users []int64) ([]models.PushSubscription, error) {
	var rows []models.PushSubscription
	for part := range slices.Chunk(users, maxList) {
		var list []models.PushSubscription
		err := s.reads(ctx).Where("f_user_id IN ?", part).
			Where("EXISTS (SELECT 1 FROM t_session s WHERE s.f_id = t_push_subscription.f_session_id AND s.f_revoked_at IS NULL)").
			Order("f_user_id, f_session_id").Find(&list).Error
		if err != nil {
			return nil, wrap(err, "push subscription", "list push subscriptions")
		}
		rows = append(rows, list...)
	}
	return rows, nil
}

// SavePushGateway inserts or replaces.
func (s *Store) SavePushGateway(ctx context.Context, g *models.PushGateway) error {
	err := s.writes(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(g).Error
	return wrap(err, "push gateway", "save push gateway")
}

// PushGateways returns those of users.
func (s *Store) PushGateways(ctx context.Context, users []int64) ([]models.PushGateway, error) {
	return listByID[models.PushGateway](ctx, s, "f_user_id", users)
}

// DeletePushGateway reports whether there was one.
func (s *Store) DeletePushGateway(ctx context.Context, user int64) (bool, error) {
	q := s.writes(ctx).Where("f_user_id = ?", user).Delete(&models.PushGateway{})
	return q.RowsAffected == 1, wrap(q.Error, "push gateway", "delete push gateway")
}

// wantsPush is true of a member of a conversation who wants notifications.
const wantsPush = `f_left = ? AND f_mute = ? AND (EXISTS (SELECT 1 FROM t_push_subscription p WHERE p.f_user_id = t_conversation_member.f_user_id)
	OR EXISTS (SELECT 1 FROM t_push_gateway g WHERE g.f_user_id = t_conversation_member.f_user_id))`

// PushMembers returns the members of a conversation who want notifications of
// it, by ascending id from after on.
func (s *Store) PushMembers(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.ConversationMember, error) {
	var list []models.ConversationMember
	err := s.reads(ctx).Where("f_conversation_id = ? AND f_user_id > ?", c, after).Where(wantsPush, false, models.MuteNone).
		Order("f_user_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "push subscription", "list members who want notifications"))
}

// HasPush reports whether anybody wants notifications.
func (s *Store) HasPush(ctx context.Context) (bool, error) {
	var n int
	err := s.reads(ctx).Raw(`SELECT COUNT(*) FROM (SELECT * FROM (SELECT f_user_id FROM t_push_subscription LIMIT 1) s
		UNION ALL SELECT * FROM (SELECT f_user_id FROM t_push_gateway LIMIT 1) g) o`).Scan(&n).Error
	return n > 0, wrap(err, "push subscription", "look for push subscriptions")
}
