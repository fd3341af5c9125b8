package server

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"flamingo/api"
	"flamingo/config"
	"flamingo/static"
	"flamingo/ws"
)

// Limits of HTTP. A request that is not a file transfer is small and quick; a
// peer that is slower than this holds a connection for no good reason.
const (
	// Bytes that are read before a door looks at them. A body that is only a
	// little too large for its door is answered; a larger one ends the connection.
	maxBody         = 2 * api.MaxBody
	httpReadTimeout = 30 * time.Second
	httpIdleTimeout = 90 * time.Second
	httpHeaderBytes = 8 << 10
)

// contentSecurityPolicy lets the pages load nothing but what this server
// serves: no foreign script, style, font or frame.
const contentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// buildHTTP makes the one Fiber app: middleware, then REST, socket and pages.
func (s *Server) buildHTTP() error {
	app := fiber.New(fiber.Config{
		AppName:               "flamingo",
		ServerHeader:          "",
		DisableStartupMessage: true,
		Immutable:             true, // strings of a request outlive it
		CaseSensitive:         true, // one path, one way to write it
		StrictRouting:         true,
		ReduceMemoryUsage:     true, // 4 KB less for each idle socket (DEPENDENCIES.md section 3)
		BodyLimit:             maxBody,
		// Bodies are handed over as they come: a file is never in memory. Doors
		// that want a body whole limit it themselves.
		StreamRequestBody:            true,
		DisablePreParseMultipartForm: true,
		ReadBufferSize:               httpHeaderBytes,
		ReadTimeout:                  httpReadTimeout,
		IdleTimeout:                  httpIdleTimeout,
		Concurrency:                  s.cfg.MaxConnections,
		ErrorHandler:                 api.ErrorHandler,
	})
	// Without this, closing a socket does nothing on fasthttp while its handler runs.
	app.Server().KeepHijackedConns = true
	app.Server().NoDefaultServerHeader = true

	app.Use(recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: s.logPanic}), api.Drain, secureHeaders)
	app.Get("/healthz", s.health)
	version, revision := config.Version()
	s.api = api.New(api.Config{Chat: s.chat, Log: s.log, Limits: requestLimits(s.cfg), Origins: s.cfg.CORSOrigins,
		MaxFileSize: int64(s.cfg.MaxFileSize), Version: version, Revision: revision})
	s.api.Register(app)
	s.sockets = ws.New(ws.Config{Chat: s.chat, Hub: s.hub, Log: s.log, Origins: s.cfg.Origins})
	s.sockets.Register(app)
	if s.listeners.register != nil {
		app.Add(fiber.MethodGet, "/register.do", s.registerDo)
	}
	if err := registerDocs(app); err != nil {
		return err
	}
	pages, err := newPages(static.Files())
	if err != nil {
		return err
	}
	app.Use(pages.serve)
	s.app = app
	return nil
}

// logPanic records a bug of ours; the request is answered with 500.
func (s *Server) logPanic(c *fiber.Ctx, e any) {
	s.log.Error("handler panicked", "method", c.Method(), "route", c.Route().Path, "panic", e)
}

func secureHeaders(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderContentSecurityPolicy, contentSecurityPolicy)
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	return c.Next()
}

// health answers whether the database can be read.
func (s *Server) health(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if _, err := s.store.Meta(c.UserContext(), "epoch"); err != nil {
		s.log.Warn("health check failed", "err", err)
		return c.Status(fiber.StatusServiceUnavailable).JSON(fiber.Map{"status": "unavailable"})
	}
	return c.JSON(fiber.Map{"status": "ok"})
}
