package api

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/oklog/ulid/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// pathID reads the id of a user or group in the path.
func pathID(c *fiber.Ctx, name string) (int64, error) { return parseID(name, c.Params(name)) }

func parseID(field, s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 32)
	if err != nil || id <= 0 || apitype.ID(id) != s {
		return 0, chat.Invalid(field, "is not the id of a user or group")
	}
	return id, nil
}

func parseIDs(field string, list []string) ([]int64, error) {
	ids := make([]int64, len(list))
	for i, s := range list {
		id, err := parseID(field, s)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}

// keyPage reads limit and cursor of a list that is ordered by a number.
func keyPage(c *fiber.Ctx) (after int64, limit int, err error) {
	n, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return 0, 0, err
	}
	after, err = apitype.DecodeKey(c.Query("cursor"))
	return after, int(n), err
}

// idPage reads limit and cursor of a list that is ordered by ids that are ULIDs.
func idPage(c *fiber.Ctx) (before string, limit int, err error) {
	n, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return "", 0, err
	}
	before = c.Query("cursor")
	if _, err := ulid.ParseStrict(before); err != nil && before != "" {
		return "", 0, chat.Invalid("cursor", "is none of this list")
	}
	return before, int(n), nil
}

// done answers what has nothing to say but that it worked.
func done(c *fiber.Ctx, err error) error {
	if err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// with runs do with the id in the path.
func with(name string, do func(c *fiber.Ctx, id int64) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID(c, name)
		if err != nil {
			return err
		}
		return do(c, id)
	}
}

// GET /me/settings
func (a *API) settings(c *fiber.Ctx) error {
	s, err := a.chat.Settings(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(s)
}

// PATCH /me/settings
func (a *API) updateSettings(c *fiber.Ctx) error {
	var req apitype.SettingsChange
	if err := bind(c, &req); err != nil {
		return err
	}
	s, err := a.chat.UpdateSettings(c.UserContext(), actor(c), req.Params())
	if err != nil {
		return err
	}
	return c.JSON(s)
}

// GET /users?q=
func (a *API) searchUsers(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.FindUsers(c.UserContext(), actor(c), c.Query("q"), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromFound(list, next))
}

// GET /users/{id}
func (a *API) user(c *fiber.Ctx, id int64) error {
	contact, err := a.chat.Contact(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromContact(contact))
}

// GET /presence?users=1,2
func (a *API) presence(c *fiber.Ctx) error {
	if c.Query("users") == "" {
		return chat.Invalid("users", "is missing")
	}
	ids, err := parseIDs("users", strings.Split(c.Query("users"), ","))
	if err != nil {
		return err
	}
	seen, err := a.chat.PresenceOf(c.UserContext(), actor(c), ids)
	if err != nil {
		return err
	}
	out := apitype.PresenceList{Presence: make([]apitype.Presence, len(ids))}
	for i, id := range ids {
		out.Presence[i] = apitype.FromPresence(id, seen[id])
	}
	return c.JSON(out)
}

// GET /friends
func (a *API) listFriends(c *fiber.Ctx) error {
	teams, err := a.chat.FriendList(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromTeams(teams))
}

// PATCH /friends/{id}
func (a *API) updateFriend(c *fiber.Ctx, id int64) error {
	var req apitype.FriendChange
	if err := bind(c, &req); err != nil {
		return err
	}
	return done(c, a.chat.UpdateFriend(c.UserContext(), actor(c), id, req.Team, req.Remark))
}

// DELETE /friends/{id}
func (a *API) deleteFriend(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.DeleteFriend(c.UserContext(), actor(c), id))
}

// GET /friend-requests
func (a *API) listFriendRequests(c *fiber.Ctx) error {
	in, out, err := a.chat.FriendRequests(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromFriendRequests(in, out))
}

// POST /friend-requests
func (a *API) requestFriend(c *fiber.Ctx) error {
	var req apitype.FriendRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	id, err := parseID("user", req.User)
	if err != nil {
		return err
	}
	return done(c, a.chat.RequestFriend(c.UserContext(), actor(c), id, req.Greeting))
}

// POST /friend-requests/{user}/accept
func (a *API) acceptFriend(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.AnswerFriend(c.UserContext(), actor(c), id, true))
}

// POST /friend-requests/{user}/refuse
func (a *API) refuseFriend(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.AnswerFriend(c.UserContext(), actor(c), id, false))
}

// DELETE /friend-requests/{user}
func (a *API) withdrawRequest(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.WithdrawRequest(c.UserContext(), actor(c), id))
}

// POST /teams
func (a *API) addTeam(c *fiber.Ctx) error {
	var req apitype.TeamName
	if err := bind(c, &req); err != nil {
		return err
	}
	return done(c, a.chat.AddTeam(c.UserContext(), actor(c), req.Name))
}

// teamName reads the name in the path.
func teamName(c *fiber.Ctx) (string, error) {
	name, err := url.PathUnescape(c.Params("name"))
	if err != nil {
		return "", chat.Invalid("name", "is not escaped well")
	}
	return name, nil
}

// PATCH /teams/{name}
func (a *API) renameTeam(c *fiber.Ctx) error {
	var req apitype.TeamName
	if err := bind(c, &req); err != nil {
		return err
	}
	name, err := teamName(c)
	if err != nil {
		return err
	}
	return done(c, a.chat.RenameTeam(c.UserContext(), actor(c), name, req.Name))
}

// DELETE /teams/{name}
func (a *API) deleteTeam(c *fiber.Ctx) error {
	name, err := teamName(c)
	if err != nil {
		return err
	}
	return done(c, a.chat.DeleteTeam(c.UserContext(), actor(c), name))
}

// GET /blocks
func (a *API) listBlocks(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.Blocks(c.UserContext(), actor(c), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromBlocks(list, next))
}

// PUT /blocks/{user}
func (a *API) block(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.Block(c.UserContext(), actor(c), id))
}

// DELETE /blocks/{user}
func (a *API) unblock(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.Unblock(c.UserContext(), actor(c), id))
}

// POST /error-reports
func (a *API) reportError(c *fiber.Ctx) error {
	var req apitype.ErrorReportRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	if err := a.chat.ReportError(c.UserContext(), actor(c), chat.ErrorReport(req)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// POST /reports
func (a *API) report(c *fiber.Ctx) error {
	var req apitype.ReportRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	p := chat.ReportParams{Seq: req.Seq, Reason: req.Reason, Text: req.Text}
	var err error
	if req.User != "" {
		if p.UserID, err = parseID("user", req.User); err != nil {
			return err
		}
	}
	if req.Conversation != "" {
		if p.Conversation, err = models.ParseConversationID(req.Conversation); err != nil {
			return chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
		}
	}
	if _, err := a.chat.Report(c.UserContext(), actor(c), p); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
