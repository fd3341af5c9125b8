package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/content"
	"flamingo/models"
)

func errByInvitation() error {
	return &Error{Code: CodeForbidden, Reason: ReasonInvited, Message: "one joins this group by invitation"}
}

func notBanned(ctx context.Context, tx Store, group, user int64) error {
	_, err := tx.GroupBan(ctx, group, user)
	if banned, err := there(err); err != nil || !banned {
		return err
	}
	return &Error{Code: CodeForbidden, Reason: ReasonBanned, Message: "you are banned from this group"}
}

// JoinGroup is AskToJoin for those who do not care whether it is granted at once.
func (s *Service) JoinGroup(ctx context.Context, a Actor, id int64) error {
	_, err := s.AskToJoin(ctx, a, id, "")
	return err
}

// AskToJoin makes the actor a member of an open group; they see what is sent
// from now on. Where admins decide, the request waits for one of them, and
// joined is false; asking again renews it. CodeNotFound for an unknown group,
// CodeConflict for a member, CodeForbidden with a Reason for somebody banned
// and for a group by invitation.
func (s *Service) AskToJoin(ctx context.Context, a Actor, id int64, greeting string) (joined bool, err error) {
	if err := text("greeting", greeting, MaxGreeting); err != nil {
		return false, err
	}
	err = s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if c.me != nil {
			return Errorf(CodeConflict, "you are in this group already")
		}
		if err := s.isPerson(ctx, c.tx, a); err != nil {
			return err
		}
		if err := notBanned(ctx, c.tx, id, a.UserID); err != nil {
			return err
		}
		switch c.g.JoinPolicy {
		case models.JoinOpen:
			joined = true
			c.notes = append(c.notes, groupNote{content.SystemJoined, []int64{a.UserID}})
			return c.add(a.UserID)
		case models.JoinApproval:
			joined = false
			return c.ask(greeting)
		}
		return errByInvitation()
	})
	return joined, err
}

// ask keeps a request and tells those who decide.
func (c *groupChange) ask(greeting string) error {
	err := c.tx.SaveGroupRequest(c.ctx, &models.GroupRequest{GroupID: c.g.ID, UserID: c.a.UserID, Greeting: greeting, CreatedAt: c.now})
	if err != nil {
		return err
	}
	return c.tellDeciders(c.a.UserID, ActionRequested, greeting)
}

// tellDeciders tells owner, admins and the applicant of a request.
func (c *groupChange) tellDeciders(applicant int64, action Action, greeting string) error {
	admins, err := c.tx.GroupAdmins(c.ctx, c.g.ID)
	if err != nil {
		return err
	}
	for _, user := range append(admins, applicant) {
		ev := c.tell(user, action)
		ev.User, ev.Greeting = applicant, greeting
	}
	return nil
}

// GroupRequest is somebody's wish to join a group.
type GroupRequest struct {
	models.GroupRequest
	User *models.User
}

// GroupRequests lists who waits to be let into a group, by ascending user from
// after on, and where the next page begins: for owner and admins.
func (s *Service) GroupRequests(ctx context.Context, a Actor, id, after int64, limit int) ([]GroupRequest, int64, error) {
	if err := s.needRole(ctx, a, id, models.RoleAdmin); err != nil {
		return nil, 0, err
	}
	limit = clampPage(limit)
	rows, err := s.store.GroupRequests(ctx, id, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list requests of group %d: %w", id, err)
	}
	rows, next := page(rows, limit, func(r models.GroupRequest) int64 { return r.UserID })
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.UserID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	list := make([]GroupRequest, 0, len(rows))
	for _, r := range rows {
		if u := users[r.UserID]; u != nil {
			list = append(list, GroupRequest{r, u})
		}
	}
	return list, next, nil
}

// needRole is groupChange.need for those who only look.
func (s *Service) needRole(ctx context.Context, a Actor, id int64, role models.Role) error {
	c := &groupChange{}
	var err error
	if c.g, err = s.group(ctx, id); err != nil {
		return err
	}
	if c.me, err = memberOrNil(ctx, s.store, id, a.UserID); err != nil {
		return err
	}
	return c.need(role)
}

// AnswerGroupRequest lets user in, or refuses: for owner and admins. Who asked
// may refuse their own request, which takes it back. CodeNotFound without one;
// letting a member in changes nothing.
func (s *Service) AnswerGroupRequest(ctx context.Context, a Actor, id, user int64, accept bool) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if own := user == a.UserID && !accept; !own {
			if err := c.need(models.RoleAdmin); err != nil {
				return err
			}
		}
		_, err := c.tx.GroupRequest(ctx, id, user)
		if IsCode(err, CodeNotFound) && accept {
			if m, merr := memberOrNil(ctx, c.tx, id, user); merr != nil || m != nil {
				return merr
			}
		}
		if err != nil {
			return err
		}
		if accept {
			if err := notBanned(ctx, c.tx, id, user); err != nil {
				return err
			}
			c.notes = append(c.notes, groupNote{content.SystemJoined, []int64{user}})
			return c.add(user)
		}
		return c.refuse(user)
	})
}

// refuse ends a request to join.
func (c *groupChange) refuse(user int64) error {
	if err := c.tx.DeleteGroupRequest(c.ctx, c.g.ID, user); err != nil {
		return err
	}
	return c.tellDeciders(user, ActionRefused, "")
}

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

// Ban is somebody who may not come back to a group.
type Ban struct {
	models.GroupBan
	User *models.User
}

// Bans lists who is banned from a group, by ascending user from after on, and
// where the next page begins: for owner and admins.
func (s *Service) Bans(ctx context.Context, a Actor, id, after int64, limit int) ([]Ban, int64, error) {
	if err := s.needRole(ctx, a, id, models.RoleAdmin); err != nil {
		return nil, 0, err
	}
	limit = clampPage(limit)
	rows, err := s.store.GroupBans(ctx, id, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list bans of group %d: %w", id, err)
	}
	rows, next := page(rows, limit, func(b models.GroupBan) int64 { return b.UserID })
	ids := make([]int64, len(rows))
	for i, b := range rows {
		ids[i] = b.UserID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	list := make([]Ban, 0, len(rows))
	for _, b := range rows {
		if u := users[b.UserID]; u != nil {
			list = append(list, Ban{b, u})
		}
	}
	return list, next, nil
}

// Unban lets user come back, who is no member by that. CodeNotFound for
// somebody who is not banned.
func (s *Service) Unban(ctx context.Context, a Actor, id, user int64) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := c.need(models.RoleAdmin); err != nil {
			return err
		}
		return c.tx.DeleteGroupBan(ctx, id, user)
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
