package content

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// finds looks for a query in a text as the databases do.
func finds(text, query string) bool {
	tokens := SearchTokens(text)
	terms := ParseQuery(query)
	if len(terms) == 0 {
		return false
	}
	for _, term := range terms {
		found := false
		for i := range tokens {
			rest := tokens[i:min(len(tokens), i+len(term.Tokens))]
			last := len(term.Tokens) - 1
			found = found || len(rest) == len(term.Tokens) && slices.Equal(rest[:last], term.Tokens[:last]) &&
				(rest[last] == term.Tokens[last] || term.Prefix && strings.HasPrefix(rest[last], term.Tokens[last]))
		}
		if !found {
			return false
		}
	}
	return true
}

func TestSearchFindsWhatPeopleLookFor(t *testing.T) {
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"我们去火星吧", "火星", true},
		{"我们去火星吧", "去火星吧", true},
		{"我们去火星吧", "火", true},
		{"我们去火星吧", "吧", true}, // the last of its run
		{"我们去火星吧", "星火", false},
		{"火车到了，星期三", "火星", false},
		{"会议 meeting at 15:30", "会议 meet", true},
		{"Hello World", "world", true},
		{"Hello World", "wor", true},
		{"Hello World", "orld", false},
		{"a b c", "b", true},
		{"Café Größe", "cafe", true},
		{"Cafe", "café", true},
		{"привет мир", "прив", true},
		{"ＦＵＬＬ width", "full", true},
		{"ひらがな", "らが", true},
		{"한국어", "한국", true},
		{"report_2026-final.pdf", "final", true},
		{"nothing", "...", false},
		{"u706b661f", "火星", false},
	} {
		if got := finds(c.text, c.query); got != c.want {
			t.Errorf("%q in %q: got %v, want %v (tokens %q, terms %v)", c.query, c.text, got, c.want, SearchTokens(c.text), ParseQuery(c.query))
		}
	}
}

func TestSearchTokensSuitBothDatabases(t *testing.T) {
	for _, tok := range SearchTokens("a 火 the www 火星 ж Größe 😀 x1 " + strings.Repeat("w", 200)) {
		if len(tok) < 3 || len(tok) > 84 || strings.Trim(tok, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			t.Errorf("token %q is not 3 to 84 lower-case letters and digits", tok)
		}
	}
}

func TestHighlightMarksWhatWasLookedFor(t *testing.T) {
	for _, c := range []struct {
		text, query string
		limit       int
		want        string // hits in brackets
	}{
		{"我们去火星吧", "火星", 100, "我们去[火星]吧"},
		{"Hello helLO, othello", "hello", 100, "[Hello] [helLO], othello"},
		{"Ein Café!", "cafe", 100, "Ein [Café]!"},
		{"nothing", "zebra", 4, "noth"},
		{strings.Repeat("x ", 100) + "needle here", "needle", 45, strings.Repeat(" x", 17)[1:] + " [needle] here"},
	} {
		var got strings.Builder
		n := 0
		for _, p := range Highlight(c.text, c.query, c.limit) {
			n += utf8.RuneCountInString(p.Text)
			if p.Hit {
				got.WriteString("[" + p.Text + "]")
			} else {
				got.WriteString(p.Text)
			}
		}
		if got.String() != c.want || n > c.limit {
			t.Errorf("%q in %q: got %q (%d characters), want %q", c.query, c.text, got.String(), n, c.want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("我们去火星吧", "火星")
	f.Add("Hello Wörld", "wor")
	f.Fuzz(func(t *testing.T, text, query string) {
		SearchTokens(text)
		ParseQuery(query)
		var joined strings.Builder
		for _, p := range Highlight(text, query, 80) {
			joined.WriteString(p.Text)
		}
		if utf8.ValidString(text) && !strings.Contains(text, joined.String()) {
			t.Errorf("highlight of %q in %q is %q", query, text, joined.String())
		}
		// What is typed as it stands is found, unless there is nothing in it.
		if len(ParseQuery(text)) > 0 && len(text) < 200 && !finds(text, text) {
			t.Errorf("%q is not found in itself", text)
		}
	})
}
