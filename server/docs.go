package server

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/gofiber/fiber/v2"

	"flamingo/static"
	"flamingo/ws"
)

// registerDocs adds /docs, which shows openapi.yaml, and asyncapi.yaml beside
// openapi.yaml. They come under the policy of all pages: no inline code, no
// other host.
func registerDocs(app *fiber.App) error {
	files := static.Docs()
	docs := map[string]*page{}
	list, err := fs.ReadDir(files, ".")
	if err != nil {
		return fmt.Errorf("read the documentation: %w", err)
	}
	for _, f := range list {
		read := func() ([]byte, error) { return fs.ReadFile(files, f.Name()) }
		if name, packed := strings.CutSuffix(f.Name(), ".gz"); packed {
			docs[name] = newPackedPage(name, read)
		} else {
			docs[name] = newPage(name, read)
		}
	}
	app.Get("/docs", func(c *fiber.Ctx) error { return docs[indexPage].send(c) })
	app.Get("/docs/:file", func(c *fiber.Ctx) error {
		p := docs[c.Params("file")]
		if p == nil {
			return fiber.ErrNotFound
		}
		return p.send(c)
	})
	app.Get("/docs/", func(c *fiber.Ctx) error { return c.Redirect("/docs", fiber.StatusMovedPermanently) })
	spec := newPage("asyncapi.yaml", func() ([]byte, error) { return ws.Spec(), nil })
	spec.contentType = "application/yaml"
	app.Get("/asyncapi.yaml", spec.send)
	return nil
}
