// Package ws is the real-time door: GET /ws, the protocol flamingo.v1 of
// docs/realtime.md. A frame is decoded here, handed to package chat, and its
// outcome encoded; events of the hub are rendered once and shared by all
// sockets. No rule of the messenger lives here.
//
// A connection has one goroutine that reads, the handler itself. Before the
// hello it also writes; from then on everything is written by the session's
// queue, whose goroutine lives only while something is queued.
package ws

import (
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"

	"flamingo/chat"
	"flamingo/hub"
)

// Subprotocol is the version of the protocol.
const Subprotocol = "flamingo.v1"

// Limits of a connection.
const (
	MaxFrame = 64 << 10 // bytes of one frame from a client (docs/realtime.md "Transport")

	// PingPeriod is what the hello answer names. Proxies close connections that
	// are silent for 30 or 60 seconds.
	PingPeriod   = 25 * time.Second
	silenceLimit = PingPeriod * 5 / 2

	WriteTimeout = 30 * time.Second // a socket that takes nothing for so long is lost: longer than a phone is in a lift
	helloTimeout = 10 * time.Second
	closeTimeout = time.Second // for the peer's half of the closing handshake
	maxLinger    = 1 << 20     // bytes thrown away meanwhile

	maxInFlight = 256       // sends of one session that wait for their commit
	maxBatch    = 128 << 10 // bytes of several frames joined into one message

	// Requests of one session: far above what a person causes. Sending has a
	// limit of its own, per user.
	requestsPerSecond = 200
	requestBurst      = 1000
	maxRefused        = 1000 // refused requests until the session is ended
)

// Config is what the door needs.
type Config struct {
	Chat    *chat.Service
	Hub     *hub.Hub
	Log     *slog.Logger
	Origins []string // further origins that may connect, such as https://chat.example.org
}

// Server accepts sockets.
type Server struct {
	chat    *chat.Service
	hub     *hub.Hub
	log     *slog.Logger
	origins []string
	started time.Time
}

// New returns the door.
func New(c Config) *Server {
	return &Server{chat: c.Chat, hub: c.Hub, log: c.Log, origins: c.Origins, started: time.Now()}
}

// Register adds the route to app, whose server must keep hijacked connections:
// otherwise closing one does nothing on fasthttp.
func (s *Server) Register(app *fiber.App) {
	app.Get("/ws", s.checkOrigin, websocket.New(s.serve, websocket.Config{
		Subprotocols:    []string{Subprotocol},
		ReadBufferSize:  512, // frames may be longer; an idle connection holds no more
		WriteBufferSize: 4 << 10,
		WriteBufferPool: &sync.Pool{},
		RecoverHandler: func(c *websocket.Conn) {
			if e := recover(); e != nil {
				s.log.Error("socket handler panicked", "panic", e)
				c.Conn.Close()
			}
		},
	}))
}

// checkOrigin refuses pages of other origins before the upgrade (S-27).
// Programs that are no browser send no Origin.
func (s *Server) checkOrigin(c *fiber.Ctx) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" || slices.Contains(s.origins, origin) {
		return c.Next()
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Host, c.Get(fiber.HeaderHost)) {
		return fiber.ErrForbidden
	}
	return c.Next()
}

// serve runs one connection. contrib recycles the wrapper when serve returns,
// so only the inner connection is handed on, and serve waits for its writer.
func (s *Server) serve(c *websocket.Conn) {
	defer c.Conn.Close()
	newConn(s, c.Conn).run()
}
