package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// onlyIn names the packages that may use an outside library, by the beginning of its import path.
var onlyIn = map[string][]string{
	"github.com/gofiber/":         {"api", "ws", "static", "server"},
	"github.com/valyala/":         {"api", "ws", "static", "server"},
	"gorm.io/":                    {"store"},
	"modernc.org/sqlite":          {"store"},
	"github.com/nats-io/":         {"cluster"},
	"github.com/SherClockHolmes/": {"push"},
	"github.com/maypok86/otter/":  {"cache"},
}

// pure are packages stricter than the folder they are in: they import none of ours.
var pure = []string{"tcpcompat/wire"}

// forTests reports whether only tests import a package; such a one may import everything.
func forTests(pkg string) bool {
	return strings.HasSuffix(pkg, "test") || pkg == "tcpcompat/replay"
}

var tableRow = regexp.MustCompile("(?m)^\\| `([a-z.]+?)/?` \\|.*\\| (.*) \\|$")

// importTable reads from docs/architecture.md what each folder may import of ours.
func importTable(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for _, row := range tableRow.FindAllStringSubmatch(string(text), -1) {
		table[row[1]] = strings.Split(strings.NewReplacer("`", "", " ", "").Replace(row[2]), ",")
	}
	table[""] = table["main.go"]
	return table
}

// TestImportsFollowTheArchitecture holds the star: rules in the middle, adapters
// that never know each other, and outside libraries behind their adapter. A
// package in a folder of another has the same place as that.
func TestImportsFollowTheArchitecture(t *testing.T) {
	table := importTable(t)
	out, err := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for list := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct {
			ImportPath string
			Imports    []string // those of tests are not among them
		}
		if err := list.Decode(&pkg); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		name, _ := inModule(pkg.ImportPath)
		if forTests(name) {
			continue
		}
		allowed, listed := table[name]
		for at := name; !listed && at != "."; allowed, listed = table[at] {
			at = path.Dir(at)
		}
		if !listed {
			t.Errorf("package %s has no place in docs/architecture.md", pkg.ImportPath)
		}
		for _, imported := range pkg.Imports {
			own, isOurs := inModule(imported)
			if isOurs && (slices.Contains(pure, name) || forTests(own) || !slices.Contains(allowed, "all") &&
				!slices.Contains(allowed, own) && path.Dir(own) != name) {
				t.Errorf("%s may not import %s", pkg.ImportPath, imported)
			}
			for library, users := range onlyIn {
				if strings.HasPrefix(imported, library) && !slices.Contains(users, name) {
					t.Errorf("%s may not import %s, which is for %s", pkg.ImportPath, imported, strings.Join(users, ", "))
				}
			}
		}
	}
}

// inModule returns the path of a package within this module, "" for its root.
func inModule(importPath string) (name string, ours bool) {
	name, ours = strings.CutPrefix(importPath+"/", "flamingo/")
	return strings.TrimSuffix(name, "/"), ours
}
