package static

import (
	"embed"
	"io/fs"
)

//go:embed docs
var docs embed.FS

// Docs returns the page that shows openapi.yaml: index.html and what it loads.
// The viewer is Swagger UI as its authors publish it (Apache-2.0), which "npm
// run build" in web/ puts here, compressed because it is large: of
// swagger-ui.css there is only swagger-ui.css.gz. The page, its style and the
// script that starts the viewer are ours.
func Docs() fs.FS {
	files, err := fs.Sub(docs, "docs")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return files
}
