package api

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"
)

//go:embed openapi.yaml
var spec []byte

// Spec returns openapi.yaml, the contract of this package.
func Spec() []byte { return spec }

// specType is the media type of openapi.yaml (RFC 9512).
const specType = "application/yaml"

// serveSpec answers GET /openapi.yaml. It says nothing about anybody, so
// caches may keep it until the program changes.
func serveSpec(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-cache")
	c.Set(fiber.HeaderContentType, specType)
	return c.Send(spec)
}
