package chat

import (
	"context"
	"fmt"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// Bounds of groups. Texts are as long as the columns.
const (
	// MaxGroupMembers bounds a group: one message reaches all of them at once.
	MaxGroupMembers = 10_000
	// MaxInvited is how many users one request adds.
	MaxInvited      = 200
	MaxNotice       = 2000
	MaxIntroduction = 1000
	MaxCard         = 64
	// MaxMute is how long a member is muted at most; for longer there is the ban.
	MaxMute = 366 * 24 * time.Hour
)

// GroupView is a group as one user sees it.
type GroupView struct {
	models.Group
	Members int
	Mine    *models.GroupMember // the user's own membership, nil for somebody outside
}

// CreateGroup makes a group with the actor as its owner and first member, and
// adds those of users who may be added as InviteMembers does.
func (s *Service) CreateGroup(ctx context.Context, a Actor, groupName string, users ...int64) (*models.Group, error) {
	g, _, err := s.CreateGroupWith(ctx, a, groupName, users)
	return g, err
}

// CreateGroupWith is CreateGroup that also says who was not added, and why.
func (s *Service) CreateGroupWith(ctx context.Context, a Actor, groupName string, users []int64) (*models.Group, []NotAdded, error) {
	if err := firstError(name("name", groupName, MaxGroupName), fewEnough(users)); err != nil {
		return nil, nil, err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, nil, err
	}
	var c *groupChange
	var refused []NotAdded
	err := s.store.InTx(ctx, func(tx Store) error {
		c = s.newGroupChange(ctx, tx, a)
		if err := s.isPerson(ctx, tx, a); err != nil {
			return err
		}
		c.g = &models.Group{Name: groupName, OwnerID: a.UserID, CreatedAt: c.now}
		if err := tx.InsertGroup(ctx, c.g); err != nil {
			return err
		}
		c.me = &models.GroupMember{GroupID: c.g.ID, UserID: a.UserID, Role: models.RoleOwner, Team: DefaultTeam, JoinedAt: c.now}
		if err := tx.InsertGroupMember(ctx, c.me); err != nil {
			return err
		}
		c.joined = append(c.joined, a.UserID)
		c.tell(a.UserID, ActionCreated)
		var err error
		if refused, err = c.addAll(users); err != nil {
			return err
		}
		return c.write()
	})
	if err != nil {
		return nil, nil, fmt.Errorf("create group: %w", err)
	}
	c.announce()
	return c.g, refused, nil
}

// Group returns a group. Those who are not in it see it when they could join it
// or ask to: a group by invitation is CodeForbidden to them, and so is every
// group to those who are banned from it.
func (s *Service) Group(ctx context.Context, a Actor, id int64) (*GroupView, error) {
	g, err := s.group(ctx, id)
	if err != nil {
		return nil, err
	}
	mine, err := memberOrNil(ctx, s.store, id, a.UserID)
	if err != nil {
		return nil, err
	}
	if mine == nil {
		if err := notBanned(ctx, s.store, id, a.UserID); err != nil {
			return nil, err
		}
		if g.JoinPolicy == models.JoinInvitation {
			return nil, errByInvitation()
		}
		g.Notice = "" // is for members
	}
	sizes, err := s.store.GroupSizes(ctx, []int64{id})
	if err != nil {
		return nil, fmt.Errorf("count members of group %d: %w", id, err)
	}
	return &GroupView{*g, sizes[id], mine}, nil
}

func (s *Service) group(ctx context.Context, id int64) (*models.Group, error) {
	if !models.IsGroupID(id) {
		return nil, Errorf(CodeNotFound, "no such group")
	}
	return s.store.Group(ctx, id)
}

// Groups lists the groups the actor is in, in joining order from membership
// after on, and where the next page begins, 0 at the end.
func (s *Service) Groups(ctx context.Context, a Actor, after int64, limit int) ([]GroupView, int64, error) {
	limit = clampPage(limit)
	rows, err := s.store.ListMemberships(ctx, a.UserID, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list groups of user %d: %w", a.UserID, err)
	}
	rows, next := page(rows, limit, func(m models.GroupMember) int64 { return m.ID })
	views, err := s.viewGroups(ctx, rows)
	return views, next, err
}

// viewGroups returns the groups of memberships of one user, in their order.
func (s *Service) viewGroups(ctx context.Context, mine []models.GroupMember) ([]GroupView, error) {
	ids := make([]int64, len(mine))
	for i, m := range mine {
		ids[i] = m.GroupID
	}
	groups, err := s.groupsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	sizes, err := s.store.GroupSizes(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("count members: %w", err)
	}
	views := make([]GroupView, 0, len(mine))
	for i, m := range mine {
		if g := groups[m.GroupID]; g != nil {
			views = append(views, GroupView{*g, sizes[g.ID], &mine[i]})
		}
	}
	return views, nil
}

// GroupEdit holds what to change of a group; nil leaves it as it is.
type GroupEdit struct {
	Name, Notice, Introduction *string
	Picture                    *string // md5 of a stored picture, empty for none
	JoinPolicy                 *models.JoinPolicy
	MutedAll                   *bool
}

func (e GroupEdit) check() error {
	if e.Name != nil {
		if err := name("name", *e.Name, MaxGroupName); err != nil {
			return err
		}
	}
	if e.Notice != nil {
		if err := text("notice", *e.Notice, MaxNotice); err != nil {
			return err
		}
	}
	if e.Introduction != nil {
		if err := text("introduction", *e.Introduction, MaxIntroduction); err != nil {
			return err
		}
	}
	if e.Picture != nil {
		if err := faceHash("picture", *e.Picture); err != nil {
			return err
		}
	}
	if e.JoinPolicy != nil && *e.JoinPolicy > models.JoinInvitation {
		return Invalid("join_policy", "is unknown")
	}
	return nil
}

// EditGroup changes what a group is: its owner and admins may.
func (s *Service) EditGroup(ctx context.Context, a Actor, id int64, e GroupEdit) (*GroupView, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	if err := s.checkFace(ctx, a, "picture", e.Picture); err != nil {
		return nil, err
	}
	view := new(GroupView)
	err := s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleAdmin); err != nil {
			return err
		}
		before := *c.g
		if err := showFace(ctx, c.tx, c.g.Picture, e.Picture, s.now()); err != nil {
			return err
		}
		set(&c.g.Name, e.Name)
		set(&c.g.Notice, e.Notice)
		set(&c.g.Introduction, e.Introduction)
		set(&c.g.Picture, e.Picture)
		set(&c.g.JoinPolicy, e.JoinPolicy)
		set(&c.g.MutedAll, e.MutedAll)
		n, err := c.size()
		if err != nil {
			return err
		}
		*view = GroupView{*c.g, n, c.me}
		if before == *c.g {
			return nil
		}
		c.silenced = c.g.MutedAll && !before.MutedAll
		if before.Name != c.g.Name {
			c.notes = append(c.notes, groupNote{content.SystemRenamed, nil})
		}
		if err := c.tx.UpdateGroup(ctx, c.g); err != nil {
			return err
		}
		return c.changeSettings()
	})
	if err != nil {
		return nil, err
	}
	return view, nil
}

// DissolveGroup ends a group: its owner may. The conversation leaves the lists
// of all members, and nobody reads or writes it any more.
func (s *Service) DissolveGroup(ctx context.Context, a Actor, id int64) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleOwner); err != nil {
			return err
		}
		return c.dissolve()
	})
}

// TransferGroup makes another member the owner; the owner before becomes an admin.
func (s *Service) TransferGroup(ctx context.Context, a Actor, id, user int64) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleOwner); err != nil {
			return err
		}
		if user == a.UserID {
			return Invalid("user", "is the owner already")
		}
		heir, err := c.tx.GroupMember(ctx, id, user)
		if err != nil {
			return err
		}
		u, err := c.tx.User(ctx, user)
		if err != nil {
			return err
		}
		if u.Bot {
			return Invalid("user", "is a bot, which owns no group")
		}
		c.me.Role = models.RoleAdmin
		if err := c.tx.UpdateGroupMember(ctx, c.me); err != nil {
			return err
		}
		if err := c.changeMember(MemberRole, c.me); err != nil {
			return err
		}
		return c.inherit(heir)
	})
}

// Member is a member of a group as other members see them.
type Member struct {
	models.GroupMember
	User     *models.User
	Presence Presence
}

// GroupMembers lists the members of a group in joining order, for members only.
func (s *Service) GroupMembers(ctx context.Context, a Actor, id int64) ([]Member, error) {
	if !models.IsGroupID(id) {
		return nil, Errorf(CodeNotFound, "no such group")
	}
	if err := s.mayTakePart(ctx, a, models.GroupConversation(id)); err != nil {
		return nil, err
	}
	rows, err := s.store.GroupMembers(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list members of group %d: %w", id, err)
	}
	return s.viewMembers(ctx, rows)
}

// ListMembers is GroupMembers in pages: from membership after on, and where the
// next page begins, 0 at the end.
func (s *Service) ListMembers(ctx context.Context, a Actor, id, after int64, limit int) ([]Member, int64, error) {
	if _, err := s.group(ctx, id); err != nil {
		return nil, 0, err
	}
	if err := s.mayTakePart(ctx, a, models.GroupConversation(id)); err != nil {
		return nil, 0, err
	}
	limit = clampPage(limit)
	rows, err := s.store.ListGroupMembers(ctx, id, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list members of group %d: %w", id, err)
	}
	rows, next := page(rows, limit, func(m models.GroupMember) int64 { return m.ID })
	members, err := s.viewMembers(ctx, rows)
	return members, next, err
}

func (s *Service) viewMembers(ctx context.Context, rows []models.GroupMember) ([]Member, error) {
	return withUsers(ctx, s, rows, func(m models.GroupMember) int64 { return m.UserID }, func(m models.GroupMember, u *models.User) Member {
		return Member{GroupMember: m, User: u, Presence: s.Presence(u.ID)}
	})
}
