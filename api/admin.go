package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// POST /admin/setup
func (a *API) setUp(c *fiber.Ctx) error {
	var req apitype.SetupRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	login, err := a.chat.SetUp(c.UserContext(), req.Token, req.Nickname, chat.LoginParams{Username: req.Username, Password: req.Password,
		Code: req.Code, Class: models.ClassWeb, DeviceID: req.Device.ID, DeviceName: req.Device.Name, RemoteAddr: a.remote(c)})
	if err != nil {
		return err
	}
	return a.answerLogin(c, fiber.StatusOK, login)
}

// GET /admin/stats
func (a *API) stats(c *fiber.Ctx) error {
	s, err := a.chat.Stats(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromStats(s))
}

// GET /admin/storage
func (a *API) storage(c *fiber.Ctx) error {
	s, err := a.chat.StorageInUse(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromStorage(s))
}

// GET /admin/settings
func (a *API) serverSettings(c *fiber.Ctx) error {
	list, err := a.chat.SettingsInForce(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromServerSettings(list))
}

// GET /admin/audit
func (a *API) listAudit(c *fiber.Ctx) error {
	before, limit, err := idPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.Audit(c.UserContext(), actor(c), before, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromAudit(list, next))
}

// GET /admin/groups
func (a *API) listAllGroups(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.AllGroups(c.UserContext(), actor(c), c.Query("q"), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromGroupEntries(list, next))
}

// DELETE /admin/groups/{id}
func (a *API) endGroup(c *fiber.Ctx, id int64) error {
	return done(c, a.chat.EndGroup(c.UserContext(), actor(c), id))
}

// GET /admin/reports
func (a *API) listReports(c *fiber.Ctx) error {
	before, limit, err := idPage(c)
	if err != nil {
		return err
	}
	state := c.Query("state", "open")
	if state != "open" && state != "resolved" {
		return chat.Invalid("state", "is not one of open, resolved")
	}
	list, next, err := a.chat.Reports(c.UserContext(), actor(c), state == "resolved", before, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromReportEntries(list, next))
}

// POST /admin/reports/{report}/resolve
func (a *API) resolveReport(c *fiber.Ctx) error {
	var req apitype.Resolution
	if err := bind(c, &req); err != nil {
		return err
	}
	r, err := a.chat.ResolveReport(c.UserContext(), actor(c), c.Params("report"), req.Note)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromReportEntry(r))
}
