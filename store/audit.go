package store

import (
	"context"

	"flamingo/models"
)

// InsertAudit writes an act of an administrator.
func (s *Store) InsertAudit(ctx context.Context, a *models.Audit) error {
	return wrap(s.writes(ctx).Create(a).Error, "act", "insert act")
}

// AuditLog returns acts, newest first, with an id below before unless that is empty.
func (s *Store) AuditLog(ctx context.Context, before string, limit int) ([]models.Audit, error) {
	if !isASCII(before) {
		return nil, nil
	}
	q := s.reads(ctx)
	if before != "" {
		q = q.Where("f_id < ?", before)
	}
	var list []models.Audit
	err := q.Order("f_id DESC").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "act", "list acts"))
}
