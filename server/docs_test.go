package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"flamingo/server/servertest"
)

func TestDocsComeWithTheServer(t *testing.T) {
	srv := servertest.Start(t)
	fetch := func(path, encoding string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+srv.HTTPAddr()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", encoding)
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body := io.Reader(res.Body)
		if res.Header.Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(body); err != nil {
				t.Fatal(err)
			}
		}
		b, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(b)
	}
	for _, tt := range []struct{ path, contentType, holds string }{
		{"/docs", "text/html", `href="/asyncapi.yaml"`},
		{"/docs/start.js", "text/javascript", "/openapi.yaml"},
		{"/docs/swagger-ui-bundle.js", "text/javascript", "SwaggerUIBundle"},
		{"/docs/swagger-ui.css", "text/css", ".swagger-ui"},
		{"/docs/LICENSE.txt", "text/plain", "Apache License"},
		{"/openapi.yaml", "application/yaml", "openapi: 3.1"},
		{"/asyncapi.yaml", "application/yaml", "asyncapi: 3"},
	} {
		for _, encoding := range []string{"gzip", "identity"} {
			res, body := fetch(tt.path, encoding)
			if res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), tt.contentType) || !strings.Contains(body, tt.holds) {
				t.Errorf("%s, %s: got %d %s, %d bytes, want %s with %q", tt.path, encoding, res.StatusCode, res.Header.Get("Content-Type"), len(body), tt.contentType, tt.holds)
			}
			if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s comes under the policy %q", tt.path, policy)
			}
		}
	}
	if res, _ := fetch("/docs/swagger-ui-bundle.js", "gzip"); res.Header.Get("Content-Encoding") != "gzip" {
		t.Error("the viewer is not sent compressed")
	}
	if res, _ := fetch("/docs/nothing.js", "gzip"); res.StatusCode != 404 {
		t.Errorf("a file that is not there: %d", res.StatusCode)
	}
}
