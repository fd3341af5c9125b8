package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"path"
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
		b, err := fs.ReadFile(files, f.Name())
		if err != nil {
			return fmt.Errorf("read the documentation: %w", err)
		}
		name, packed := strings.CutSuffix(f.Name(), ".gz")
		if !packed {
			docs[name] = newPage(name, b)
			continue
		}
		sum := sha256.Sum256(b)
		docs[name] = &page{contentType: mime.TypeByExtension(path.Ext(name)), cacheControl: cacheRevalidate,
			etag: `"` + hex.EncodeToString(sum[:8]) + `"`, gzip: b}
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
	spec := newPage("asyncapi.yaml", ws.Spec())
	spec.contentType = "application/yaml"
	app.Get("/asyncapi.yaml", spec.send)
	return nil
}

// unpack returns what a page is to those who take nothing compressed.
func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
