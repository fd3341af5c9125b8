package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// LeaveGroup ends the actor's membership. CodeNotFound without one. When the
// owner goes, the admin who is there longest becomes the owner, or else the
// member who is; with the last person the group ends.
func (s *Service) LeaveGroup(ctx context.Context, a Actor, id int64) error {
	return s.changeGroup(ctx, a, id, (*groupChange).leave)
}

func (c *groupChange) leave() error {
	if c.me == nil {
		return Errorf(CodeNotFound, "you are not in this group")
	}
	if c.me.Role == models.RoleOwner {
		members, err := c.tx.GroupMembers(c.ctx, c.g.ID)
		if err != nil {
			return err
		}
		if len(members) == 1 {
			return c.leaveLast()
		}
		heir, err := c.heir(members)
		if err != nil {
			return err
		}
		if heir == nil { // bots own no group
			return c.dissolve()
		}
		if err := c.inherit(heir); err != nil {
			return err
		}
	}
	c.notes = append(c.notes, groupNote{content.SystemLeft, []int64{c.a.UserID}})
	return c.remove(c.me, MemberLeft, ActionLeft)
}

// leaveLast ends the group, which the member learns of as having left.
func (c *groupChange) leaveLast() error {
	if err := c.tx.DeleteGroup(c.ctx, c.g.ID); err != nil {
		return err
	}
	c.left = append(c.left, c.a.UserID)
	c.tell(c.a.UserID, ActionLeft)
	return nil
}

// heir is who follows the actor as the owner: members stand in joining order.
// Nil when there are only bots.
func (c *groupChange) heir(members []models.GroupMember) (*models.GroupMember, error) {
	ids := make([]int64, len(members))
	for i, m := range members {
		ids[i] = m.UserID
	}
	users, err := c.tx.Users(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	bots := map[int64]bool{}
	for _, u := range users {
		bots[u.ID] = u.Bot
	}
	rest := slices.DeleteFunc(slices.Clone(members), func(m models.GroupMember) bool { return m.UserID == c.a.UserID || bots[m.UserID] })
	if len(rest) == 0 {
		return nil, nil
	}
	heir := slices.MaxFunc(rest, func(x, y models.GroupMember) int { return int(x.Role) - int(y.Role) })
	return &heir, nil
}

// NotAdded is somebody who could not be made a member.
type NotAdded struct {
	UserID int64
	Err    *Error
}

func fewEnough(users []int64) error {
	if len(users) > MaxInvited {
		return &Error{Code: CodeTooLarge, Field: "users", Message: fmt.Sprintf("users are more than %d", MaxInvited)}
	}
	return nil
}

// InviteMembers makes friends of the actor members of a group at once, those
// who let friends do that. The others are returned with the reason. Who is a
// member already stays one.
func (s *Service) InviteMembers(ctx context.Context, a Actor, id int64, users []int64) ([]NotAdded, error) {
	if len(users) == 0 {
		return nil, Invalid("users", "is empty")
	}
	if err := fewEnough(users); err != nil {
		return nil, err
	}
	var refused []NotAdded
	err := s.changeGroup(ctx, a, id, func(c *groupChange) (err error) {
		if err := mayInvite(c.g, c.me); err != nil {
			return err
		}
		refused, err = c.addAll(users)
		return err
	})
	if err != nil {
		return nil, err
	}
	return refused, nil
}

// addAll adds those of users who may be added.
func (c *groupChange) addAll(users []int64) (refused []NotAdded, err error) {
	var added []int64
	for i, user := range users {
		if slices.Contains(users[:i], user) {
			continue
		}
		m, err := memberOrNil(c.ctx, c.tx, c.g.ID, user)
		if err != nil {
			return nil, err
		}
		if m != nil {
			continue
		}
		err = c.mayAdd(user)
		if err == nil {
			err = c.add(user)
		}
		if e := Describe(err); err != nil && e.Code == CodeInternal {
			return nil, err
		} else if err != nil {
			refused = append(refused, NotAdded{user, e})
			continue
		}
		added = append(added, user)
	}
	if len(added) > 0 {
		c.notes = append(c.notes, groupNote{content.SystemJoined, added})
	}
	return refused, nil
}

// mayAdd refuses whom the actor cannot make a member without asking.
func (c *groupChange) mayAdd(user int64) error {
	u, err := c.tx.User(c.ctx, user)
	if err != nil {
		return err
	}
	if err := reachable(u); err != nil {
		return err
	}
	friends, err := areFriends(c.ctx, c.tx, c.a.UserID, user)
	if err != nil {
		return err
	}
	if !friends {
		return Errorf(CodeForbidden, "this user is no friend of yours, send them an invitation link")
	}
	if err := notBlocked(c.ctx, c.tx, c.a.UserID, user); err != nil {
		return err
	}
	if settingsOf(u).AddToGroups != WhoFriends {
		return &Error{Code: CodeForbidden, Reason: ReasonUnwanted, Message: "this user joins groups by themselves, send them an invitation link"}
	}
	_, err = c.tx.GroupBan(c.ctx, c.g.ID, user)
	if banned, err := there(err); err != nil {
		return err
	} else if banned {
		return &Error{Code: CodeForbidden, Reason: ReasonBanned, Message: "this user is banned from the group"}
	}
	return nil
}

// RemoveMember puts user out of a group, and with ban keeps them from coming
// back: the owner may with all others, admins with those who are none. With
// ban it also works on somebody who is not in the group.
func (s *Service) RemoveMember(ctx context.Context, a Actor, id, user int64, ban bool) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleAdmin); err != nil {
			return err
		}
		if user == a.UserID {
			return Invalid("user", "is yourself")
		}
		m, err := memberOrNil(ctx, c.tx, id, user)
		if err != nil {
			return err
		}
		if m == nil && !ban {
			return Errorf(CodeNotFound, "no such member")
		}
		if m != nil {
			if err := c.above(m); err != nil {
				return err
			}
			c.notes = append(c.notes, groupNote{content.SystemRemoved, []int64{user}})
			if err := c.remove(m, MemberRemoved, ActionRemoved); err != nil {
				return err
			}
		}
		if !ban {
			return nil
		}
		if _, err := c.tx.User(ctx, user); err != nil {
			return err
		}
		if err := c.tx.DeleteGroupRequest(ctx, id, user); err != nil {
			return err
		}
		return c.tx.SaveGroupBan(ctx, &models.GroupBan{GroupID: id, UserID: user, ByID: a.UserID, CreatedAt: c.now})
	})
}

// MemberEdit holds what to change of a member; nil leaves it as it is.
type MemberEdit struct {
	Role       *models.Role // member or admin: by the owner
	MutedUntil *time.Time   // the zero time lets them write again: by somebody above
	Card       *string      // by themselves, or by somebody above
}

// EditMember changes a member of a group and returns them as they are now.
func (s *Service) EditMember(ctx context.Context, a Actor, id, user int64, e MemberEdit) (*Member, error) {
	if e.Role != nil && *e.Role != models.RoleMember && *e.Role != models.RoleAdmin {
		return nil, Invalid("role", "must be member or admin: there is a transfer for the owner")
	}
	if e.Card != nil {
		if err := line("card", *e.Card, MaxCard); err != nil {
			return nil, err
		}
	}
	now := s.now()
	if m := e.MutedUntil; m != nil && !m.IsZero() && (!m.After(now) || m.After(now.Add(MaxMute))) {
		return nil, Invalid("muted_until", "must lie ahead, by %d days at most", MaxMute/(24*time.Hour))
	}
	view := new(Member)
	err := s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleMember); err != nil {
			return err
		}
		m, err := c.tx.GroupMember(ctx, id, user)
		if err != nil {
			return err
		}
		if err := c.editMember(m, e); err != nil {
			return err
		}
		u, err := c.tx.User(ctx, user)
		*view = Member{GroupMember: *m, User: u}
		return err
	})
	if err != nil {
		return nil, err
	}
	view.Presence = s.Presence(user)
	return view, nil
}

func (c *groupChange) editMember(m *models.GroupMember, e MemberEdit) error {
	if e.Role != nil {
		if err := firstError(c.need(models.RoleOwner), c.above(m)); err != nil {
			return err
		}
	}
	if e.MutedUntil != nil {
		if err := c.above(m); err != nil {
			return err
		}
	}
	if e.Card != nil && m.UserID != c.a.UserID {
		if err := c.above(m); err != nil {
			return err
		}
	}
	var actions []MemberAction
	if e.Role != nil && *e.Role != m.Role {
		m.Role = *e.Role
		actions = append(actions, MemberRole)
	}
	if e.MutedUntil != nil {
		if m.MutedUntil = nil; !e.MutedUntil.IsZero() {
			until := e.MutedUntil.UTC().Truncate(time.Millisecond)
			m.MutedUntil = &until
			actions = append(actions, MemberMuted)
		} else {
			actions = append(actions, MemberUnmuted)
		}
	}
	if e.Card != nil && *e.Card != m.Card {
		m.Card = *e.Card
		actions = append(actions, MemberCard)
	}
	if len(actions) == 0 {
		return nil
	}
	c.muted = append(c.muted, m.UserID)
	if err := c.tx.UpdateGroupMember(c.ctx, m); err != nil {
		return err
	}
	for _, action := range actions {
		if err := c.changeMember(action, m); err != nil {
			return err
		}
	}
	return nil
}
