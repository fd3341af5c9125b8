// Package static holds the built browser client.
//
// The files in dist are the output of "npm run build" in web/ and are committed,
// so that a clone with only Go builds the whole product. They need nothing but
// their own origin: no inline script or style, no other host, so that a
// Content-Security-Policy of default-src 'self' lets them work.
//
// Everything under assets/ has a hash of its content in its name and never
// changes; index.html and the files beside it do.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files returns the client as it is served: index.html at the root.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return files
}
