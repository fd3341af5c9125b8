package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// POST /sync
func (a *API) sync(c *fiber.Ctx) error {
	var req apitype.SyncRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	if req.WaitMS < 0 || req.WaitMS > chat.MaxWait.Milliseconds() {
		return chat.Invalid("wait_ms", "must be a whole number from 0 to %d", chat.MaxWait.Milliseconds())
	}
	if req.More != "" {
		from, err := apitype.DecodeCursor(req.More)
		if err != nil {
			return chat.Invalid("more", "is not one that this server gave")
		}
		d, err := a.chat.ResumeMore(c.UserContext(), actor(c), from)
		if err != nil {
			return err
		}
		return c.JSON(apitype.FromDifference(d))
	}
	var from chat.Positions
	if req.Resume != nil {
		var err error
		if from, err = req.Resume.Params(); err != nil {
			return err
		}
	}
	d, err := a.chat.WaitForNews(c.UserContext(), actor(c), from, time.Duration(req.WaitMS)*time.Millisecond)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromDifference(d))
}
