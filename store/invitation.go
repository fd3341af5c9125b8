package store

import (
	"context"

	"gorm.io/gorm"

	"flamingo/models"
)

// InsertInvitation writes a new link.
func (s *Store) InsertInvitation(ctx context.Context, i *models.Invitation) error {
	return wrap(s.writes(ctx).Create(i).Error, "invitation", "insert invitation")
}

// Invitation returns a link by its id.
func (s *Store) Invitation(ctx context.Context, id string) (*models.Invitation, error) {
	i := new(models.Invitation)
	if !isASCII(id) {
		return nil, notFound("invitation")
	}
	err := s.reads(ctx).Where("f_id = ?", id).Take(i).Error
	if err == nil && i.ID != id { // differs in spaces at the end
		return nil, notFound("invitation")
	}
	return found(i, wrap(err, "invitation", "load invitation"))
}

// Invitations returns the links of a group, oldest first.
func (s *Store) Invitations(ctx context.Context, group int64) ([]models.Invitation, error) {
	var list []models.Invitation
	err := s.reads(ctx).Where("f_group_id = ?", group).Order("f_id").Find(&list).Error
	return listed(list, wrap(err, "invitation", "list invitations"))
}

// UseInvitation takes one use of a link that has a number of them.
func (s *Store) UseInvitation(ctx context.Context, id string) error {
	q := s.writes(ctx).Model(&models.Invitation{}).Where("f_id = ? AND f_uses_left > 0", id)
	return changed(q.UpdateColumn("f_uses_left", gorm.Expr("f_uses_left - 1")), "invitation", "use invitation")
}

// DeleteInvitation removes a link.
func (s *Store) DeleteInvitation(ctx context.Context, id string) error {
	if !isASCII(id) {
		return notFound("invitation")
	}
	return changed(s.writes(ctx).Where("f_id = ?", id).Delete(&models.Invitation{}), "invitation", "delete invitation")
}
