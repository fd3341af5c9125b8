package api_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"flamingo/server/servertest"
)

func TestNamedRequestIsDoneOnce(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		w := newWorld(t, database)
		request, body := "POST /api-tokens", object{"name": "backup", "scopes": []string{"read"}}
		named := w.alice.With("Idempotency-Key", "01JDP3V2Q8Y4ZC9T5B6R7N8M2K")
		first := w.want(named, 201, request, body)
		for range 2 {
			again := w.want(named, 201, request, body)
			if !bytes.Equal(again.Body, first.Body) || again.Header.Get("Idempotency-Replayed") != "true" ||
				again.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
				t.Errorf("again: %s %v, want what the first answer was: %s", again.Body, again.Header, first.Body)
			}
		}
		if first.Header.Get("Idempotency-Replayed") != "" {
			t.Error("the first answer says that it is a repeat")
		}
		body["name"] = "another"
		w.want(named, 409, request, body).Problem(t, http.StatusConflict, "conflict")
		w.want(named, 409, "POST /me/recovery-codes", object{"password": "x"})
		w.want(w.bob.With("Idempotency-Key", "01JDP3V2Q8Y4ZC9T5B6R7N8M2K"), 201, request, body) // a name is one's own
		if n := countTokens(w, w.alice); n != 1 {
			t.Errorf("%d tokens were made, want 1", n)
		}
		for _, bad := range []string{strings.Repeat("x", 65), "with space", "ünicode"} {
			w.want(w.alice.With("Idempotency-Key", bad), 400, request, body)
		}
	})
}

func countTokens(w *world, c *servertest.RESTClient) int {
	var list struct{ Tokens []struct{ ID string } }
	w.want(c, 200, "GET /api-tokens").Into(w, &list)
	return len(list.Tokens)
}

func TestNamedRequestIsDoneOnceByManyAtOnce(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			a := w.alice.With("Idempotency-Key", "same").Do(t, http.MethodPost, "/api/v1/api-tokens", object{"name": "x", "scopes": []string{"read"}})
			if a.Status != http.StatusCreated && a.Status != http.StatusConflict {
				t.Errorf("got %d %s", a.Status, a.Body)
			}
		})
	}
	wg.Wait()
	if n := countTokens(w, w.alice); n != 1 {
		t.Errorf("%d tokens were made, want 1", n)
	}
}

// Answers hold tokens and passwords, which are in the database nowhere else.
func TestKeptAnswersCannotBeReadInTheDatabase(t *testing.T) {
	w := newWorld(t)
	var made struct{ Token string }
	w.want(w.alice.With("Idempotency-Key", "readable-name"), 201, "POST /api-tokens", object{"name": "x", "scopes": []string{"read"}}).Into(t, &made)
	w.srv.Stop(t)
	for _, name := range []string{"flamingo.db", "flamingo.db-wal"} {
		data, err := os.ReadFile(filepath.Join(w.srv.Config.Data, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(made.Token)) || bytes.Contains(data, []byte("readable-name")) {
			t.Errorf("%s has the token or the name of the request in it", name)
		}
	}
}
