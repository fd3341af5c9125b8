package chat

import (
	"context"
	"fmt"

	"flamingo/content"
	"flamingo/models"
)

// The gate of a group: who comes in by asking, who decides about that, and who
// is kept out.

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
	user := func(r models.GroupRequest) int64 { return r.UserID }
	rows, next := page(rows, limit, user)
	list, err := withUsers(ctx, s, rows, user, func(r models.GroupRequest, u *models.User) GroupRequest { return GroupRequest{r, u} })
	return list, next, err
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
	user := func(b models.GroupBan) int64 { return b.UserID }
	rows, next := page(rows, limit, user)
	list, err := withUsers(ctx, s, rows, user, func(b models.GroupBan, u *models.User) Ban { return Ban{b, u} })
	return list, next, err
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
