package api

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/gofiber/fiber/v2"
)

// tagged gives the answer of a handler an ETag, and answers 304 to a client
// that has it already. It is for lists that are asked for often and change
// seldom: they are made all the same, but not sent.
func tagged(handle fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := handle(c); err != nil {
			return err
		}
		if c.Response().StatusCode() != fiber.StatusOK {
			return nil
		}
		sum := sha256.Sum256(c.Response().Body())
		tag := `"` + hex.EncodeToString(sum[:12]) + `"`
		c.Set(fiber.HeaderETag, tag)
		if matches(c.Get(fiber.HeaderIfNoneMatch), tag) {
			c.Response().ResetBody()
			c.Response().Header.Del(fiber.HeaderContentType)
			return c.SendStatus(fiber.StatusNotModified)
		}
		return nil
	}
}
