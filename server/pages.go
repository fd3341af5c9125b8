package server

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// pages serves the browser client from the binary. A page is compressed when
// it is first asked for: a start costs nothing for those that nobody opens.
type pages struct{ files map[string]*page }

type page struct {
	contentType  string
	cacheControl string
	read         func() ([]byte, error)     // as it is, for those who take nothing compressed
	packed       func() (packedPage, error) // made once
}

// packedPage is what browsers take of a page.
type packedPage struct {
	etag string
	gzip []byte // nil where it gains nothing
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
		p.files[name] = newPage(name, func() ([]byte, error) { return fs.ReadFile(files, name) })
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

// newPage returns a page that read gives the bytes of.
func newPage(name string, read func() ([]byte, error)) *page {
	return &page{contentType: contentType(name), cacheControl: cacheControl(name), read: read,
		packed: sync.OnceValues(func() (packedPage, error) {
			b, err := read()
			if err != nil {
				return packedPage{}, err
			}
			var z bytes.Buffer
			w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is valid
			w.Write(b)
			w.Close()
			if z.Len() >= len(b)*9/10 {
				return packedPage{etag: etag(b)}, nil
			}
			return packedPage{etag: etag(b), gzip: z.Bytes()}, nil
		})}
}

// newPackedPage returns a page that read gives the gzip of.
func newPackedPage(name string, read func() ([]byte, error)) *page {
	packed := sync.OnceValues(func() (packedPage, error) {
		b, err := read()
		return packedPage{etag: etag(b), gzip: b}, err
	})
	return &page{contentType: contentType(name), cacheControl: cacheControl(name), packed: packed,
		read: func() ([]byte, error) {
			p, err := packed()
			if err != nil {
				return nil, err
			}
			r, err := gzip.NewReader(bytes.NewReader(p.gzip))
			if err != nil {
				return nil, err
			}
			return io.ReadAll(r)
		}}
}

func contentType(name string) string {
	if path.Ext(name) == ".webmanifest" {
		return "application/manifest+json"
	}
	return cmp.Or(mime.TypeByExtension(path.Ext(name)), fiber.MIMEOctetStream)
}

func cacheControl(name string) string {
	if strings.HasPrefix(name, assetsDir) {
		return cacheForEver
	}
	return cacheRevalidate
}

func etag(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
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
	packed, err := p.packed()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderETag, packed.etag)
	c.Set(fiber.HeaderCacheControl, p.cacheControl)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderIfNoneMatch) == packed.etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, p.contentType)
	if packed.gzip != nil && c.Get(fiber.HeaderAcceptEncoding) != "" && c.AcceptsEncodings("gzip") == "gzip" {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(packed.gzip)
	}
	b, err := p.read()
	if err != nil {
		return err
	}
	return c.Send(b)
}
