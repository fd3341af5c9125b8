package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"
)

const (
	idempotencyKey    = "Idempotency-Key"
	idempotencyReplay = "Idempotency-Replayed" // on an answer that was given before
)

// ownRepeats are the POST routes that need no Idempotency-Key: what they send
// has a client id of its own, or repeating them does no harm.
var ownRepeats = map[string]bool{
	"/auth/logout":                true,
	"/conversations/:id/messages": true,
	"/forwards":                   true,
	"/mass-messages":              true,
	"/sync":                       true,
	"/uploads":                    true,
	"/files":                      true,
	"/files/instant":              true,
	"/files/:file/link":           true,
	// A password is kept nowhere. The second account of the name is refused, and
	// another new password does no harm.
	"/admin/users":              true,
	"/admin/users/:id/password": true,
}

// named reports whether r takes an Idempotency-Key.
func (r route) named() bool {
	return r.method == fiber.MethodPost && !r.access.open && !ownRepeats[r.path]
}

// storedAnswer is an answer as it is kept.
type storedAnswer struct {
	Status int
	Type   string
	Body   []byte
}

// idempotent answers a request that was made before as it was answered then,
// when the client has given it a name (draft-ietf-httpapi-idempotency-key-header).
func (a *API) idempotent(c *fiber.Ctx) error {
	name := c.Get(idempotencyKey)
	if name == "" {
		return c.Next()
	}
	body, err := readBody(c)
	if err != nil {
		return err
	}
	c.Request().SetBody(body)
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %s\n", c.Method(), c.OriginalURL())
	hash.Write(body)
	before, err := a.chat.BeginRequest(c.UserContext(), actor(c), name, [sha256.Size]byte(hash.Sum(nil)))
	if err != nil {
		return err
	}
	if before != nil {
		var answer storedAnswer
		if err := json.Unmarshal(before, &answer); err != nil {
			return fmt.Errorf("stored answer: %w", err)
		}
		c.Set(idempotencyReplay, "true")
		c.Set(fiber.HeaderContentType, answer.Type)
		return c.Status(answer.Status).Send(answer.Body)
	}
	if err := c.Next(); err != nil {
		if err := ErrorHandler(c, err); err != nil {
			return err
		}
	}
	return a.keepAnswer(c, name)
}

// keepAnswer keeps what will be the same next time. What failed because of us,
// of haste or of a bad credential may be tried again.
func (a *API) keepAnswer(c *fiber.Ctx, name string) error {
	var kept []byte
	status := c.Response().StatusCode()
	if status < fiber.StatusInternalServerError && status != fiber.StatusTooManyRequests && status != fiber.StatusUnauthorized {
		var err error
		kept, err = json.Marshal(storedAnswer{status, string(c.Response().Header.ContentType()), c.Response().Body()})
		if err != nil {
			return fmt.Errorf("keep answer: %w", err)
		}
	}
	// It was done: the time limit of the request does not undo it.
	return a.chat.EndRequest(context.WithoutCancel(c.UserContext()), actor(c), name, kept)
}
