package static_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"flamingo/static"
)

// sources are what the build depends on, as in web/scripts/source-hash.mjs.
var (
	sourceFolders = []string{"public", "src"}
	sourceFiles   = []string{"index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"}
)

func TestBuildIsMadeFromTheseSources(t *testing.T) {
	web := os.DirFS("../web")
	paths := slices.Clone(sourceFiles)
	for _, folder := range sourceFolders {
		err := fs.WalkDir(web, folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.HasSuffix(path, ".test.ts") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(paths)
	list := sha256.New()
	for _, path := range paths {
		data, err := fs.ReadFile(web, path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(list, "%x  %s\n", sha256.Sum256(data), path)
	}
	want := fmt.Sprintf("%x\n", list.Sum(nil))
	got, err := fs.ReadFile(static.Files(), ".source-hash")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("static/dist was built from sources with hash %s, these have %s; run: cd web && npm ci && npm run build",
			strings.TrimSpace(string(got)), strings.TrimSpace(want))
	}
}

func TestIndexWorksUnderAStrictContentSecurityPolicy(t *testing.T) {
	data, err := fs.ReadFile(static.Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	index := string(data)
	for _, tag := range regexp.MustCompile(`(?i)<script[^>]*>`).FindAllString(index, -1) {
		if !strings.Contains(tag, " src=") {
			t.Errorf("got an inline script %s, want every script in a file", tag)
		}
	}
	if found := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:|data:|https?://`).FindString(index); found != "" {
		t.Errorf("got %q in index.html, want no inline code and no other host", found)
	}
	for _, tag := range []string{"<head>", "</head>", "<body>", "</body>"} {
		if !strings.Contains(index, tag) {
			t.Errorf("got no %s in index.html, want it written out", tag)
		}
	}
}

func TestIndexRefersToFilesThatExist(t *testing.T) {
	files := static.Files()
	data, err := fs.ReadFile(files, "index.html")
	if err != nil {
		t.Fatal(err)
	}
	refs := regexp.MustCompile(`(?:src|href)="/([^"]+)"`).FindAllStringSubmatch(string(data), -1)
	if len(refs) < 3 { // icon, script, style sheet
		t.Errorf("got %d references in index.html, want at least 3", len(refs))
	}
	for _, ref := range refs {
		if _, err := fs.Stat(files, ref[1]); err != nil {
			t.Errorf("index.html refers to a file that is not there: %v", err)
		}
	}
}
