package api

import "github.com/gofiber/fiber/v2"

// route is one operation of openapi.yaml.
type route struct {
	method, path string
	open         bool // needs no access token
	handle       fiber.Handler
}

// routes lists all operations in the order of openapi.yaml.
func (a *API) routes() []route {
	return []route{
		{fiber.MethodPost, "/auth/register", true, a.register},
		{fiber.MethodPost, "/auth/login", true, a.logIn},
		{fiber.MethodPost, "/auth/refresh", true, a.refresh},
		{fiber.MethodPost, "/auth/logout", false, a.logOut},

		{fiber.MethodGet, "/me", false, a.me},
		{fiber.MethodPatch, "/me", false, a.updateMe},
		{fiber.MethodPut, "/me/password", false, a.changePassword},
		{fiber.MethodGet, "/sessions", false, a.listSessions},
		{fiber.MethodDelete, "/sessions/:id", false, a.revokeSession},

		{fiber.MethodGet, "/users", false, a.findUser},

		{fiber.MethodGet, "/conversations", false, a.listConversations},
		{fiber.MethodGet, "/conversations/:id/messages", false, a.listMessages},
		{fiber.MethodPost, "/conversations/:id/messages", false, a.sendMessage},
	}
}

// Register adds the routes to app.
func (a *API) Register(app *fiber.App) {
	group := app.Group(Prefix, a.prepare)
	for _, r := range a.routes() {
		handlers := []fiber.Handler{r.handle}
		if !r.open {
			handlers = []fiber.Handler{a.authenticate, r.handle}
		}
		group.Add(r.method, r.path, handlers...)
	}
	group.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
}
