package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/server/servertest"
)

func walkSearch(w *world) {
	direct := w.alice.ConversationWith(w.bob.ID)
	w.alice.SendChat(w, w.bob.ID, "a needle in the hay")
	find(w.T, w.bob, "q=needle", 1)
	w.want(w.bob, 200, "GET /search?q=needle&c="+direct+"&from="+fmt.Sprint(w.alice.ID)+"&kind=text&since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z")
	w.want(w.bob, 400, "GET /search?q=...")
	w.want(w.bob, 400, "GET /search?q=needle&cursor=1'%20or%201=1")
	w.want(w.carl, 403, "GET /search?q=needle&c="+direct)
	nobody := models.ConversationWith(w.alice.ID, 99_999).String()
	w.want(w.alice, 404, "GET /search?q=needle&c="+nobody)
	w.want(w.bob, 400, "GET /search?q=needle&in=haystacks")
	var found struct {
		Hits   []hit
		People []struct{ Username string }
		Groups []struct{ Name string }
	}
	w.want(w.bob, 200, "GET /search?in=people&q=ali").Into(w, &found)
	if len(found.People) != 1 || found.People[0].Username != "alice" {
		w.Errorf("people that begin with ali: %+v", found)
	}
	w.want(w.bob, 201, "POST /groups", object{"name": "All the needles"})
	w.want(w.bob, 200, "GET /search?in=groups&q=NEEDLE").Into(w, &found)
	if len(found.Groups) != 1 || found.Groups[0].Name != "All the needles" {
		w.Errorf("groups of bob with a needle: %+v", found)
	}
	w.want(w.alice, 200, "GET /search?in=groups&q=NEEDLE").Into(w, &found)
	if len(found.Groups) != 0 {
		w.Errorf("groups of alice with a needle: %+v", found)
	}
	w.want(w.bob, 200, "GET /search?in=files&q=needle").Into(w, &found)
	if len(found.Hits) != 0 {
		w.Errorf("files with a needle: %+v", found)
	}

	w.want(w.bob, 200, "GET /conversations/"+direct+"/export")
	w.want(w.bob, 200, "GET /conversations/"+direct+"/export?format=jsonl")
	w.want(w.bob, 400, "GET /conversations/"+direct+"/export?format=exe")
	w.want(w.carl, 403, "GET /conversations/"+direct+"/export")
	w.want(w.alice, 404, "GET /conversations/"+nobody+"/export")
}

type hit struct {
	Message struct {
		C    string `json:"c"`
		Seq  int64  `json:"seq"`
		Body struct{ Text string }
	}
	Snippet []struct {
		Text string
		Hit  bool
	}
}

// find searches until there are so many hits: the index follows the log.
func find(t *testing.T, c *servertest.RESTClient, query string, want int) []hit {
	t.Helper()
	var hits []hit
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); ; <-tick.C {
		hits = nil
		for cursor := ""; ; {
			var page struct {
				Hits []hit
				Next string
			}
			c.Do(t, http.MethodGet, "/api/v1/search?limit=2&cursor="+cursor+"&"+query, nil).Into(t, &page)
			hits = append(hits, page.Hits...)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if len(hits) == want {
			return hits
		}
		if time.Now().After(deadline) {
			t.Fatalf("search for %s: got %d hits %+v, want %d", query, len(hits), hits, want)
		}
	}
}

// Both databases give the same answers.
func TestSearch(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		s := servertest.Start(t, database)
		alice, bob, carl := s.RESTClient(t, "alice"), s.RESTClient(t, "bob"), s.RESTClient(t, "carl")
		for _, text := range []string{"我们去火星吧", "火车在星期三", "Meeting about the Größe of Mars", "the meet is off", "a", "we all go"} {
			alice.SendChat(t, bob.ID, text)
		}
		alice.SendChat(t, carl.ID, "火星 is for carl")
		pc := s.LegacyClient(t, "dora", models.ClassPC)
		pc.SendChat(t, bob.ID, "an old 火星 client")

		q := func(text string) string { return "q=" + url.QueryEscape(text) }
		find(t, bob, q("火星"), 2)
		find(t, alice, q("火星"), 2)
		for _, c := range []struct {
			query string
			want  int
		}{
			{q("meet"), 2}, {q("MEETING größe"), 1}, {q("eeting"), 0}, {q("the"), 2}, {q("a"), 4}, {q("星"), 3}, {q("火 三"), 1},
			{q("火星") + "&c=" + bob.ConversationWith(alice.ID), 1}, {q("火星") + "&from=" + fmt.Sprint(alice.ID), 1},
			{q("火星") + "&until=2020-01-01T00:00:00Z", 0}, {q("火星") + "&since=2020-01-01T00:00:00Z", 2}, {q("火星") + "&kind=file", 0},
		} {
			find(t, bob, c.query, c.want)
		}
		found := find(t, bob, q("mars größe"), 1)[0]
		marked := ""
		for _, p := range found.Snippet {
			if p.Hit {
				marked += "[" + p.Text + "]"
			} else {
				marked += p.Text
			}
		}
		if want := "Meeting about the [Größe] of [Mars]"; marked != want {
			t.Errorf("got the snippet %q, want %q", marked, want)
		}

		// What was changed or taken back is found as it is now.
		mars := find(t, bob, q("我们"), 1)[0]
		path := fmt.Sprintf("/api/v1/conversations/%s/messages/%d", mars.Message.C, mars.Message.Seq)
		alice.Do(t, http.MethodPatch, path, map[string]any{"body": map[string]any{"text": "我们去金星吧"}})
		find(t, bob, q("我们去火星"), 0)
		find(t, bob, q("金星"), 1)
		alice.Do(t, http.MethodPost, path+"/recall", nil)
		find(t, bob, q("金星"), 0)

		// A file is found by its name and kind.
		file := alice.Upload(t, "quarterly.pdf", []byte("bytes")).File
		alice.SendBody(t, bob.ID, map[string]any{"segments": []any{map[string]any{"file": map[string]any{"file": file, "name": "quarterly.pdf", "size": 5}}}})
		find(t, bob, q("quart")+"&kind=file", 1)
		find(t, bob, "kind=file", 1)
	})
}

func TestExportHasWhatTheReaderMaySee(t *testing.T) {
	s := servertest.Start(t, fast)
	alice, bob := s.RESTClient(t, "alice"), s.RESTClient(t, "bob")
	const n = 450 // more than two pages
	for i := range n {
		alice.SendChat(t, bob.ID, fmt.Sprintf("<script>%d</script>", i))
	}
	path := "/api/v1/conversations/" + alice.ConversationWith(bob.ID) + "/export"
	a := bob.Do(t, http.MethodGet, path+"?format=jsonl", nil)
	lines := strings.Split(strings.TrimSpace(string(a.Body)), "\n")
	if len(lines) != n {
		t.Fatalf("got %d lines, want %d", len(lines), n)
	}
	for i, line := range lines {
		var m struct{ Seq int }
		if err := json.Unmarshal([]byte(line), &m); err != nil || m.Seq != i+1 {
			t.Fatalf("line %d is %s", i, line)
		}
	}
	// S-20: what people write is text in the page, and never a script.
	page := string(bob.Do(t, http.MethodGet, path, nil).Body)
	if strings.Contains(page, "<script") || strings.Count(page, "&lt;script&gt;") != n {
		t.Errorf("the page has %d messages as text", strings.Count(page, "&lt;script&gt;"))
	}
}
