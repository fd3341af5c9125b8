package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// pages serves the browser client from memory, compressed once at the start.
type pages struct{ files map[string]*page }

type page struct {
	contentType  string
	cacheControl string
	etag         string
	plain, gzip  []byte // gzip is nil where it gains nothing, plain where it is large and seldom asked for
}

const (
	indexPage       = "index.html"
	assetsDir       = "assets/" // names there contain a hash of the content
	cacheForEver    = "public, max-age=31536000, immutable"
	cacheRevalidate = "no-cache"
)

func newPages(files fs.FS) (*pages, error) {
	p := &pages{files: map[string]*page{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		p.files[name] = newPage(name, b)
		return nil
	})
	if err == nil && p.files[indexPage] == nil {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return p, nil
}

func newPage(name string, b []byte) *page {
	sum := sha256.Sum256(b)
	p := &page{plain: b, etag: `"` + hex.EncodeToString(sum[:8]) + `"`, cacheControl: cacheRevalidate,
		contentType: mime.TypeByExtension(path.Ext(name))}
	if p.contentType == "" {
		p.contentType = fiber.MIMEOctetStream
	}
	if path.Ext(name) == ".webmanifest" {
		p.contentType = "application/manifest+json"
	}
	if strings.HasPrefix(name, assetsDir) {
		p.cacheControl = cacheForEver
	}
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is valid
	w.Write(b)
	w.Close()
	if z.Len() < len(b)*9/10 {
		p.gzip = z.Bytes()
	}
	return p
}

// serve answers GET and HEAD. A path without an extension is a place inside
// the client, which reads it from the address bar.
func (p *pages) serve(c *fiber.Ctx) error {
	if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead {
		return fiber.ErrMethodNotAllowed
	}
	name := strings.TrimPrefix(path.Clean(c.Path()), "/")
	file := p.files[name]
	if file == nil {
		if path.Ext(name) != "" || strings.HasPrefix(name, "api/") || name == "api" {
			return fiber.ErrNotFound
		}
		file = p.files[indexPage]
	}
	return file.send(c)
}

// send answers with a page, or that the browser has it.
func (p *page) send(c *fiber.Ctx) error {
	c.Set(fiber.HeaderETag, p.etag)
	c.Set(fiber.HeaderCacheControl, p.cacheControl)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderIfNoneMatch) == p.etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, p.contentType)
	if p.gzip != nil && c.Get(fiber.HeaderAcceptEncoding) != "" && c.AcceptsEncodings("gzip") == "gzip" {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(p.gzip)
	}
	if p.plain == nil {
		b, err := unpack(p.gzip)
		if err != nil {
			return err
		}
		return c.Send(b)
	}
	return c.Send(p.plain)
}
