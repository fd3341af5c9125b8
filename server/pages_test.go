package server

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"
)

func TestPagesAreServedWithTheirCacheRules(t *testing.T) {
	script := strings.Repeat("console.log('flamingo');", 100)
	p, err := newPages(fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html><title>flamingo</title>")},
		"assets/app-1a.js": {Data: []byte(script)},
		".source-hash":     {Data: []byte("x")},
	})
	if err != nil {
		t.Fatal(err)
	}
	app := fiber.New()
	app.Use(p.serve)
	for _, tt := range []struct {
		name, method, path, acceptEncoding string
		status                             int
		cache, encoding                    string
	}{
		{"the client", "GET", "/", "", 200, cacheRevalidate, ""},
		{"a place in the client", "GET", "/c/d1-2", "", 200, cacheRevalidate, ""},
		{"an asset, compressed", "GET", "/assets/app-1a.js", "gzip, br", 200, cacheForEver, "gzip"},
		{"an asset, plain", "GET", "/assets/app-1a.js", "", 200, cacheForEver, ""},
		{"an old asset", "GET", "/assets/app-0.js", "", 404, "", ""},
		{"an unknown route of the API", "GET", "/api/v1/nope", "", 404, "", ""},
		{"a hidden file", "GET", "/.source-hash", "", 404, "", ""},
		{"a path outside", "GET", "/../../etc/passwd.txt", "", 404, "", ""},
		{"a write", "POST", "/", "", 405, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := httptest.NewRequest(tt.method, tt.path, nil)
			req.Header.Set("Accept-Encoding", tt.acceptEncoding)
			res, err := app.Test(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.StatusCode != tt.status || res.Header.Get("Cache-Control") != tt.cache || res.Header.Get("Content-Encoding") != tt.encoding {
				t.Errorf("got %d, %q, %q; want %d, %q, %q", res.StatusCode, res.Header.Get("Cache-Control"),
					res.Header.Get("Content-Encoding"), tt.status, tt.cache, tt.encoding)
			}
			if tt.status != 200 {
				return
			}
			again := httptest.NewRequest(tt.method, tt.path, nil)
			again.Header.Set("If-None-Match", res.Header.Get("ETag"))
			res, err = app.Test(again)
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := io.ReadAll(res.Body); res.StatusCode != 304 || len(b) != 0 {
				t.Errorf("unchanged: got %d and %d bytes, want 304 and none", res.StatusCode, len(b))
			}
		})
	}
}
