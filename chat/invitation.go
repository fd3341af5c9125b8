package chat

import (
	"context"
	"crypto/subtle"
	"fmt"
	"slices"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// An invitation is a link into one group, for the role of a member and no
// other. It works while the one who made it might still invite: whoever leaves
// or loses the right takes their links along.

// Bounds of invitations.
const (
	// MaxInvitations is how many links a group has at once.
	MaxInvitations = 50
	// MaxInvitationLife is how long a link works at most, and MaxUses how often.
	MaxInvitationLife = 366 * 24 * time.Hour
	MaxUses           = MaxGroupMembers
)

// InvitationParams are what a link is good for.
type InvitationParams struct {
	Uses int           // how many may join by it; 0: any number
	Life time.Duration // how long it works; 0: until it is withdrawn
}

// Invite makes a link into a group. The token is returned here and nowhere
// else: only its hash is kept.
func (s *Service) Invite(ctx context.Context, a Actor, id int64, p InvitationParams) (*models.Invitation, string, error) {
	if p.Uses < 0 || p.Uses > MaxUses {
		return nil, "", Invalid("uses", "must be a whole number from 0 to %d", MaxUses)
	}
	if p.Life < 0 || p.Life > MaxInvitationLife {
		return nil, "", Invalid("expires_in", "must be a number of seconds from 0 to %d", int(MaxInvitationLife.Seconds()))
	}
	token, hash := newRefreshToken(newID())
	inv := &models.Invitation{ID: refreshSession(token), GroupID: id, ByID: a.UserID, TokenHash: hash, UsesLeft: -1}
	err := s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := mayInvite(c.g, c.me); err != nil {
			return err
		}
		list, err := c.tx.Invitations(ctx, id)
		if err != nil {
			return err
		}
		good := 0
		for _, old := range list { // those that work no more make room
			if !spent(&old, c.now) {
				good++
			} else if err := c.tx.DeleteInvitation(ctx, old.ID); err != nil {
				return err
			}
		}
		if good >= MaxInvitations {
			return Errorf(CodeTooLarge, "the group has %d links already", MaxInvitations)
		}
		inv.CreatedAt = c.now
		if p.Uses > 0 {
			inv.UsesLeft = int32(p.Uses)
		}
		if p.Life > 0 {
			at := c.now.Add(p.Life)
			inv.ExpiresAt = &at
		}
		return c.tx.InsertInvitation(ctx, inv)
	})
	if err != nil {
		return nil, "", err
	}
	return inv, token, nil
}

// spent reports whether a link works no more.
func spent(i *models.Invitation, now time.Time) bool {
	return i.UsesLeft == 0 || i.ExpiresAt != nil && !now.Before(*i.ExpiresAt)
}

// Invitations lists the links of a group that work, oldest first: all of them
// for owner and admins, their own for other members.
func (s *Service) Invitations(ctx context.Context, a Actor, id int64) ([]models.Invitation, error) {
	if err := s.needRole(ctx, a, id, models.RoleMember); err != nil {
		return nil, err
	}
	list, err := s.store.Invitations(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list invitations of group %d: %w", id, err)
	}
	all, now := s.needRole(ctx, a, id, models.RoleAdmin) == nil, s.now()
	return slices.DeleteFunc(list, func(i models.Invitation) bool {
		return spent(&i, now) || !all && i.ByID != a.UserID
	}), nil
}

// RevokeInvitation makes a link useless: who made it may, and owner and admins.
func (s *Service) RevokeInvitation(ctx context.Context, a Actor, id int64, invitation string) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleMember); err != nil {
			return err
		}
		i, err := c.tx.Invitation(ctx, invitation)
		if err != nil {
			return err
		}
		if i.GroupID != id {
			return Errorf(CodeNotFound, "no such invitation")
		}
		if i.ByID != a.UserID {
			if err := c.need(models.RoleAdmin); err != nil {
				return err
			}
		}
		return c.tx.DeleteInvitation(ctx, invitation)
	})
}

// errNoInvitation is all there is to know of a token that does not work.
func errNoInvitation() error {
	return Errorf(CodeNotFound, "this invitation is unknown, used up, too old or withdrawn")
}

// invitationOf returns the link of a token, when it works.
func (s *Service) invitationOf(ctx context.Context, tx Store, token string) (*models.Invitation, error) {
	i, err := tx.Invitation(ctx, refreshSession(token))
	if IsCode(err, CodeNotFound) {
		return nil, errNoInvitation()
	}
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(i.TokenHash, hashRefresh(token)) != 1 || spent(i, s.now()) {
		return nil, errNoInvitation()
	}
	return i, nil
}

// stillGood refuses a link whose maker may not invite any more.
func stillGood(ctx context.Context, tx Store, g *models.Group, i *models.Invitation) error {
	maker, err := memberOrNil(ctx, tx, g.ID, i.ByID)
	if err != nil {
		return err
	}
	if mayInvite(g, maker) != nil {
		return errNoInvitation()
	}
	return nil
}

// InvitationPreview is what somebody who holds a link may know before joining.
type InvitationPreview struct {
	Group GroupView
	By    *models.User
}

// PreviewInvitation shows the group that a token leads to. CodeNotFound for a
// token that does not work.
func (s *Service) PreviewInvitation(ctx context.Context, a Actor, token string) (*InvitationPreview, error) {
	i, err := s.invitationOf(ctx, s.store, token)
	if err != nil {
		return nil, err
	}
	g, err := s.store.Group(ctx, i.GroupID)
	if err != nil {
		return nil, errNoInvitation()
	}
	if err := firstError(stillGood(ctx, s.store, g, i), notBanned(ctx, s.store, g.ID, a.UserID)); err != nil {
		return nil, err
	}
	by, err := s.store.User(ctx, i.ByID)
	if err != nil {
		return nil, err
	}
	mine, err := memberOrNil(ctx, s.store, g.ID, a.UserID)
	if err != nil {
		return nil, err
	}
	sizes, err := s.store.GroupSizes(ctx, []int64{g.ID})
	if err != nil {
		return nil, fmt.Errorf("count members of group %d: %w", g.ID, err)
	}
	if mine == nil {
		g.Notice = ""
	}
	return &InvitationPreview{GroupView{*g, sizes[g.ID], mine}, by}, nil
}

// AcceptInvitation makes the actor a member by a token and returns the group.
// Who is one already stays one, and no use is taken.
func (s *Service) AcceptInvitation(ctx context.Context, a Actor, token string) (*GroupView, error) {
	i, err := s.invitationOf(ctx, s.store, token)
	if err != nil {
		return nil, err
	}
	err = s.changeGroup(ctx, a, i.GroupID, func(c *groupChange) error {
		if c.me != nil {
			return nil
		}
		// Looked at again, now that the group is locked: others may have used it up.
		i, err := s.invitationOf(ctx, c.tx, token)
		if err != nil {
			return err
		}
		if err := firstError(stillGood(ctx, c.tx, c.g, i), notBanned(ctx, c.tx, c.g.ID, a.UserID)); err != nil {
			return err
		}
		if i.UsesLeft > 0 {
			if err := c.tx.UseInvitation(ctx, i.ID); err != nil {
				return err
			}
		}
		c.notes = append(c.notes, groupNote{content.SystemJoined, []int64{a.UserID}})
		return c.add(a.UserID)
	})
	if err != nil {
		return nil, err
	}
	return s.Group(ctx, a, i.GroupID)
}
