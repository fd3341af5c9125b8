package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
)

// GET /server
func (a *API) server(c *fiber.Ctx) error {
	return c.JSON(apitype.Server{Version: a.version, Revision: a.revision})
}
