package tcpcompat_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"flamingo/tcpcompat/replay"
)

var (
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	named    = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z0-9]\\w+)`")
	demand   = regexp.MustCompile(`\*\*(?:MUST NOT|MUST|BRIDGE)`)
)

// TestEveryDemandOfTheClientsHasATest holds docs/legacy.md: each MUST and BRIDGE
// of CLIENTS.md is quoted there beside its tests, each test named there exists,
// and each defect of WIRE.md has one.
func TestEveryDemandOfTheClientsHasATest(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile("../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	page, clients := read("legacy.md"), oneLine(read("protocol/CLIENTS.md"))

	tests := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile("../" + path)
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			tests[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range named.FindAllStringSubmatch(page, -1) {
		if !tests[m[1]] {
			t.Errorf("docs/legacy.md names %s, which does not exist", m[1])
		}
	}

	var quotes []string // of the table of demands
	for line := range strings.Lines(page) {
		cells := strings.Split(line, " | ")
		if len(cells) == 3 && named.MatchString(cells[2]) {
			quotes = append(quotes, cells[1])
		}
	}
	marks := demand.FindAllStringIndex(clients, -1)[2:] // the first two explain the marks
	for _, m := range marks {
		after := clients[m[1]:min(len(clients), m[1]+80)]
		found := false
		for _, q := range quotes {
			if i := strings.Index(after, q); i >= 0 && i < 12 {
				found = true
			}
		}
		if !found {
			t.Errorf("docs/legacy.md has no test for: %s", after)
		}
	}
	if len(marks) < 30 || len(quotes) < len(marks) {
		t.Errorf("%d demands and %d quotes were found: the pages have another form", len(marks), len(quotes))
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestDifferencesAreExplained holds the list of recordings that are met otherwise.
func TestDifferencesAreExplained(t *testing.T) {
	page, err := os.ReadFile("../docs/legacy.md")
	if err != nil {
		t.Fatal(err)
	}
	list, err := replay.Load("testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	_, differences, _ := strings.Cut(string(page), "## Where this server differs")
	names := 0
	for _, transcript := range list {
		if strings.Contains(differences, "`"+transcript.Name+"`") {
			names++
		}
	}
	if names != 10 {
		t.Errorf("docs/legacy.md explains %d recordings, want the 4 and 6 of TestRecordedConversations", names)
	}
}
