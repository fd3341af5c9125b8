package server_test

import (
	"net/http"
	"strings"
	"testing"

	"flamingo/server/servertest"
)

func TestErrorsOfAPageAreInTheLogAndCannotFillIt(t *testing.T) {
	var log lines
	srv := servertest.StartLogging(t, &log)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	report := func(c *servertest.RESTClient, message string) int {
		return c.Do(t, http.MethodPost, "/api/v1/error-reports", map[string]any{"message": message, "stack": "at show\nat main", "version": "1.2", "browser": "B/3"}).Status
	}
	if status := report(alice, "x is undefined"); status != http.StatusNoContent {
		t.Fatalf("answered %d", status)
	}
	for _, want := range []string{`message="x is undefined"`, `stack="at show\nat main"`, "version=1.2", "browser=B/3"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s: %s", want, log.String())
		}
	}
	for _, message := range []string{"", "two\nlines", strings.Repeat("x", 501)} {
		if status := report(alice, message); status != http.StatusBadRequest {
			t.Errorf("a message of %d bytes is answered %d", len(message), status)
		}
	}
	refused := false
	for range 5 {
		refused = refused || report(alice, "again") == http.StatusTooManyRequests
	}
	if !refused {
		t.Error("the sixth report within a moment is taken")
	}
	if n := strings.Count(log.String(), "a client reports an error"); n > 5 {
		t.Errorf("the log has %d reports", n)
	}
	if status := report(bob, "of another"); status != http.StatusNoContent {
		t.Errorf("another user is answered %d", status)
	}
}
