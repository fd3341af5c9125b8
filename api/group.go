package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// GET /groups
func (a *API) listGroups(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.Groups(c.UserContext(), actor(c), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromGroups(list, next))
}

// POST /groups
func (a *API) createGroup(c *fiber.Ctx) error {
	var req apitype.NewGroup
	if err := bind(c, &req); err != nil {
		return err
	}
	users, err := parseIDs("users", req.Users)
	if err != nil {
		return err
	}
	g, refused, err := a.chat.CreateGroupWith(c.UserContext(), actor(c), req.Name, users)
	if err != nil {
		return err
	}
	view, err := a.chat.Group(c.UserContext(), actor(c), g.ID)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.CreatedGroup{Group: apitype.FromGroup(view), Refused: apitype.FromRefused(refused)})
}

// GET /groups/{id}
func (a *API) group(c *fiber.Ctx, id int64) error {
	return a.answerGroup(c)(a.chat.Group(c.UserContext(), actor(c), id))
}

func (a *API) answerGroup(c *fiber.Ctx) func(*chat.GroupView, error) error {
	return func(g *chat.GroupView, err error) error {
		if err != nil {
			return err
		}
		return c.JSON(apitype.FromGroup(g))
	}
}

// PATCH /groups/{id}
func (a *API) editGroup(c *fiber.Ctx, id int64) error {
	var req apitype.GroupEdit
	if err := bind(c, &req); err != nil {
		return err
	}
	e, err := req.Params()
	if err != nil {
		return err
	}
	return a.answerGroup(c)(a.chat.EditGroup(c.UserContext(), actor(c), id, e))
}

// DELETE /groups/{id}
func (a *API) dissolveGroup(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.DissolveGroup(c.UserContext(), actor(c), id))
}

// POST /groups/{id}/join
func (a *API) joinGroup(c *fiber.Ctx, id int64) error {
	var req apitype.JoinRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	joined, err := a.chat.AskToJoin(c.UserContext(), actor(c), id, req.Greeting)
	if err != nil {
		return err
	}
	return c.JSON(apitype.Joined{Joined: joined})
}

// POST /groups/{id}/leave
func (a *API) leaveGroup(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.LeaveGroup(c.UserContext(), actor(c), id))
}

// POST /groups/{id}/transfer
func (a *API) transferGroup(c *fiber.Ctx, id int64) error {
	var req apitype.UserID
	if err := bind(c, &req); err != nil {
		return err
	}
	user, err := parseID("user", req.User)
	if err != nil {
		return err
	}
	return done(c, a.chat.TransferGroup(c.UserContext(), actor(c), id, user))
}

// GET /groups/{id}/members
func (a *API) listMembers(c *fiber.Ctx, id int64) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.ListMembers(c.UserContext(), actor(c), id, after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromMembers(list, next))
}

// POST /groups/{id}/members
func (a *API) inviteMembers(c *fiber.Ctx, id int64) error {
	var req apitype.UserIDs
	if err := bind(c, &req); err != nil {
		return err
	}
	users, err := parseIDs("users", req.Users)
	if err != nil {
		return err
	}
	refused, err := a.chat.InviteMembers(c.UserContext(), actor(c), id, users)
	if err != nil {
		return err
	}
	return c.JSON(apitype.RefusedList{Refused: apitype.FromRefused(refused)})
}

// inGroup runs do with the ids of group and user in the path.
func inGroup(do func(c *fiber.Ctx, group, user int64) error) fiber.Handler {
	return with("id", func(c *fiber.Ctx, group int64) error {
		user, err := pathID(c, "user")
		if err != nil {
			return err
		}
		return do(c, group, user)
	})
}

// PATCH /groups/{id}/members/{user}
func (a *API) editMember(c *fiber.Ctx, group, user int64) error {
	var req apitype.MemberEdit
	if err := bind(c, &req); err != nil {
		return err
	}
	e, err := req.Params()
	if err != nil {
		return err
	}
	m, err := a.chat.EditMember(c.UserContext(), actor(c), group, user, e)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromMember(m))
}

// DELETE /groups/{id}/members/{user}
func (a *API) removeMember(c *fiber.Ctx, group, user int64) error {
	ban := false
	switch c.Query("ban") {
	case "", "false":
	case "true":
		ban = true
	default:
		return chat.Invalid("ban", "must be true or false")
	}
	return done(c, a.chat.RemoveMember(c.UserContext(), actor(c), group, user, ban))
}

// GET /groups/{id}/bans
func (a *API) listBans(c *fiber.Ctx, id int64) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.Bans(c.UserContext(), actor(c), id, after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromBans(list, next))
}

// DELETE /groups/{id}/bans/{user}
func (a *API) unban(c *fiber.Ctx, group, user int64) error {
	return done(c, a.chat.Unban(c.UserContext(), actor(c), group, user))
}

// GET /groups/{id}/requests
func (a *API) listGroupRequests(c *fiber.Ctx, id int64) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.GroupRequests(c.UserContext(), actor(c), id, after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromGroupRequests(list, next))
}

// POST /groups/{id}/requests/{user}/accept
func (a *API) acceptGroupRequest(c *fiber.Ctx, group, user int64) error {
	return done(c, a.chat.AnswerGroupRequest(c.UserContext(), actor(c), group, user, true))
}

// POST /groups/{id}/requests/{user}/refuse
func (a *API) refuseGroupRequest(c *fiber.Ctx, group, user int64) error {
	return done(c, a.chat.AnswerGroupRequest(c.UserContext(), actor(c), group, user, false))
}

// GET /groups/{id}/invitations
func (a *API) listInvitations(c *fiber.Ctx, id int64) error {
	list, err := a.chat.Invitations(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromInvitations(list))
}

// POST /groups/{id}/invitations
func (a *API) invite(c *fiber.Ctx, id int64) error {
	var req apitype.NewInvitation
	if err := bind(c, &req); err != nil {
		return err
	}
	inv, token, err := a.chat.Invite(c.UserContext(), actor(c), id, req.Params())
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromInvitation(inv, token))
}

// DELETE /groups/{id}/invitations/{invitation}
func (a *API) revokeInvitation(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.RevokeInvitation(c.UserContext(), actor(c), id, c.Params("invitation")))
}

// GET /invitations/{token}
func (a *API) previewInvitation(c *fiber.Ctx) error {
	p, err := a.chat.PreviewInvitation(c.UserContext(), actor(c), c.Params("token"))
	if err != nil {
		return err
	}
	return c.JSON(apitype.InvitationPreview{Group: apitype.FromGroup(&p.Group), By: apitype.FromProfile(p.By)})
}

// POST /invitations/{token}/accept
func (a *API) acceptInvitation(c *fiber.Ctx) error {
	return a.answerGroup(c)(a.chat.AcceptInvitation(c.UserContext(), actor(c), c.Params("token")))
}
