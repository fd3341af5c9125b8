// Package api is the REST door: it decodes a request, calls one method of
// package chat, and encodes the outcome as openapi.yaml says. It holds no rule
// of the messenger. The list of routes stands in routes.go, in the order of
// openapi.yaml; a test holds the two together.
package api

import (
	"io"
	"log/slog"
	"strings"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// Prefix is where the routes are.
const Prefix = "/api/v1"

// Config is what the door needs.
type Config struct {
	Chat        *chat.Service
	Log         *slog.Logger
	Limits      Limits
	MaxFileSize int64 // in bytes; told to clients, held by the store of files
	// Version and Revision are told to those who have logged in.
	Version, Revision string
	// Origins are the web pages elsewhere that may use the API; the client of
	// this server needs none.
	Origins []string
}

// API serves REST.
type API struct {
	chat        *chat.Service
	log         *slog.Logger
	limits      Limits
	origins     []string
	maxFileSize int64
	version     string
	revision    string
	transfers   transfers

	users, addresses, links *limiter
}

// New returns the door.
func New(c Config) *API {
	return &API{chat: c.Chat, log: c.Log, limits: c.Limits, origins: c.Origins, maxFileSize: c.MaxFileSize,
		version: c.Version, revision: c.Revision,
		users:     newLimiter("user", c.Limits.UserPerSecond, c.Limits.UserBurst),
		addresses: newLimiter("address", c.Limits.AddressPerSecond, c.Limits.AddressBurst),
		links:     newLimiter("files", linkFactor*c.Limits.AddressPerSecond, linkFactor*c.Limits.AddressBurst)}
}

// Keys of what the middleware leaves for the handlers.
const (
	actorKey = "actor"
	logKey   = "log"
	wholeKey = "context without the time limit"
)

// authenticate lets those through who bear a valid access token and do not ask
// too often. A bad token counts for the address it came from.
func (a *API) authenticate(c *fiber.Ctx) error {
	actor, err := a.identify(c)
	if err != nil {
		if limited := a.addresses.take(c, network(a.remote(c))); limited != nil {
			return limited
		}
		return err
	}
	if err := a.users.take(c, apitype.ID(actor.UserID)); err != nil {
		return err
	}
	c.Locals(actorKey, actor)
	return c.Next()
}

// identify returns whose access token a request bears.
func (a *API) identify(c *fiber.Ctx) (chat.Actor, error) {
	token, ok := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	if !ok {
		return chat.Actor{}, chat.Errorf(chat.CodeUnauthenticated, "this needs a bearer token")
	}
	actor, _, err := a.chat.Authenticate(c.UserContext(), token)
	return actor, err
}

// allow lets an API token do what its scopes say.
func (a *API) allow(scope chat.Scope) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := actor(c).Allow(scope); err != nil {
			return err
		}
		return c.Next()
	}
}

func actor(c *fiber.Ctx) chat.Actor { return c.Locals(actorKey).(chat.Actor) }

// prepare gives error answers their log, and keeps every answer from caches:
// what it says is for one person (S-25).
func (a *API) prepare(c *fiber.Ctx) error {
	c.Locals(logKey, a.log)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Vary(fiber.HeaderAuthorization)
	return c.Next()
}

// MaxBody is the size in bytes of the largest JSON that a request may have: a
// message, written as wastefully as JSON allows, fits in several times.
const MaxBody = 1 << 20

// bind decodes the body of a request.
func bind(c *fiber.Ctx, v any) error {
	body, err := readBody(c)
	if err != nil {
		return err
	}
	return apitype.Decode(body, v)
}

// readBody reads a body that is not a file. What is too large is refused
// before it is in memory, when the server hands bodies over as they come.
func readBody(c *fiber.Ctx) ([]byte, error) {
	var body []byte
	if stream := c.Context().RequestBodyStream(); stream != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(stream, MaxBody+1)); err != nil {
			return nil, chat.Errorf(chat.CodeInvalid, "the body ends too early")
		}
		if len(body) <= MaxBody {
			c.Locals(wholeBody, true)
		}
	} else {
		body = c.Body()
	}
	if len(body) > MaxBody {
		return nil, chat.Errorf(chat.CodeTooLarge, "the body is larger than %d bytes", MaxBody)
	}
	return body, nil
}

// conversation reads the id in the path.
func conversation(c *fiber.Ctx) (models.ConversationID, error) {
	id, err := models.ParseConversationID(c.Params("id"))
	if err != nil {
		return 0, chat.Invalid("id", "is not a conversation, such as d3-12 or g268435456")
	}
	return id, nil
}
