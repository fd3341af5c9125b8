package api_test

import (
	"net/http"
	"strconv"
	"testing"

	"flamingo/config"
	"flamingo/server/servertest"
)

func TestRequestsOfAUserAreLimited(t *testing.T) {
	w := newWorld(t, func(c *config.Config) { c.RequestBurst, c.RequestsPerSecond = 5, 0.001 })
	for range 3 { // with the two tokens made for carl
		w.want(w.carl, 200, "GET /me")
	}
	a := w.want(w.carl, 429, "GET /me")
	p := a.Problem(t, http.StatusTooManyRequests, "rate_limited")
	retry, err := strconv.ParseInt(a.Header.Get("Retry-After"), 10, 64)
	if err != nil || retry*1000 < p.RetryAfterMS || p.RetryAfterMS < 900_000 {
		t.Errorf("Retry-After is %q and retry_after_ms %d, want about 1000 s", a.Header.Get("Retry-After"), p.RetryAfterMS)
	}
	if got, want := a.Header.Get("RateLimit-Policy"), `"user";q=5;w=5000`; got != want {
		t.Errorf("RateLimit-Policy: got %s, want %s", got, want)
	}
	if got, want := a.Header.Get("RateLimit"), `"user";r=0;t=5000`; got != want {
		t.Errorf("RateLimit: got %s, want %s", got, want)
	}
	w.want(w.reader, 429, "GET /me") // a token of the same user
	w.want(w.bob, 200, "GET /me")
}

func TestBadTokensCountForTheirAddress(t *testing.T) {
	w := newWorld(t, func(c *config.Config) {
		c.AddressRequestBurst, c.AddressRequestsPerSecond = 5, 0.001
		c.TrustedProxies = []string{"127.0.0.0/8"}
	})
	guess := w.srv.Stranger()
	guess.Access = "guessed"
	for range 2 { // with three registrations
		w.want(guess, 401, "GET /me")
	}
	w.want(guess, 429, "GET /me")
	w.want(w.nobody, 429, "POST /auth/login", object{"username": "alice", "password": "x"})
	w.want(w.alice, 200, "GET /me")

	// Each client of a proxy has an address of its own, which it cannot choose.
	proxied := guess.With("X-Forwarded-For", "198.51.100.1")
	for range 5 {
		w.want(proxied, 401, "GET /me")
	}
	w.want(proxied, 429, "GET /me")
	w.want(guess.With("X-Forwarded-For", "203.0.113.9, 198.51.100.1"), 429, "GET /me")
	w.want(guess.With("X-Forwarded-For", "198.51.100.2"), 401, "GET /me")
	// A host has a whole network of IPv6 addresses.
	for i := range 5 {
		w.want(guess.With("X-Forwarded-For", "2001:db8::"+strconv.Itoa(i+1)), 401, "GET /me")
	}
	w.want(guess.With("X-Forwarded-For", "2001:db8::ff"), 429, "GET /me")
}

func TestForwardedAddressOfStrangersIsNotBelieved(t *testing.T) {
	w := newWorld(t, func(c *config.Config) {
		c.AddressRequestBurst, c.AddressRequestsPerSecond = 5, 0.001
		c.TrustedProxies = []string{"192.0.2.1"}
	})
	for i := range 2 {
		w.want(w.nobody.With("X-Forwarded-For", "198.51.100."+strconv.Itoa(i)), 401, "GET /me")
	}
	w.want(w.nobody.With("X-Forwarded-For", "198.51.100.9"), 429, "GET /me")
}

func TestMethodsOfAPath(t *testing.T) {
	w := newWorld(t)
	if a := w.want(w.alice, 200, "HEAD /me"); len(a.Body) > 0 || a.Header.Get("Content-Type") != "application/json" {
		t.Errorf("HEAD: got %q of type %q", a.Body, a.Header.Get("Content-Type"))
	}
	w.want(w.nobody, 401, "HEAD /me")
	if got := w.want(w.nobody, 204, "OPTIONS /me").Header.Get("Allow"); got != "GET, HEAD, PATCH, DELETE, OPTIONS" {
		t.Errorf("Allow of /me: %q", got)
	}
	if got := w.want(w.alice, 405, "DELETE /conversations/d1-2/messages").Header.Get("Allow"); got != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("Allow of messages: %q", got)
	}
	for _, path := range []string{"/nothing", "/ME", "/me/", "/me/../me", "//me", "/conversations//messages"} {
		w.want(w.alice, 404, "GET "+path)
	}
	w.want(w.nobody, 404, "OPTIONS /nothing")
}

func TestPagesOfOtherOriginsAreShutOutUnlessNamed(t *testing.T) {
	const friend, other = "https://intranet.example.org", "https://evil.example"
	allowed := func(a servertest.Answer) string { return a.Header.Get("Access-Control-Allow-Origin") }
	closed := newWorld(t)
	if a := closed.want(closed.alice.With("Origin", friend), 200, "GET /me"); allowed(a) != "" {
		t.Errorf("without a setting %s is allowed", allowed(a))
	}
	w := newWorld(t, func(c *config.Config) { c.CORSOrigins = []string{friend} })
	if a := w.want(w.alice.With("Origin", other), 200, "GET /me"); allowed(a) != "" {
		t.Errorf("%s is allowed: %s", other, allowed(a))
	}
	a := w.want(w.alice.With("Origin", friend), 200, "GET /me")
	if allowed(a) != friend || a.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("got origin %q, credentials %q", allowed(a), a.Header.Get("Access-Control-Allow-Credentials"))
	}
	preflight := w.nobody.With("Origin", friend).With("Access-Control-Request-Method", "PATCH")
	if a := w.want(preflight, 204, "OPTIONS /me"); allowed(a) != friend || a.Header.Get("Access-Control-Allow-Methods") == "" {
		t.Errorf("preflight: %v", a.Header)
	}
	if a := w.want(preflight.With("Origin", other), 204, "OPTIONS /me"); allowed(a) != "" {
		t.Errorf("preflight of %s: %v", other, a.Header)
	}
}

func TestListHasATag(t *testing.T) {
	w := newWorld(t)
	w.alice.SendChat(t, w.bob.ID, "one")
	tag := w.want(w.alice, 200, "GET /conversations").Header.Get("ETag")
	for _, have := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		if a := w.want(w.alice.With("If-None-Match", have), 304, "GET /conversations"); len(a.Body) > 0 || a.Header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: got %q, tag %s", have, a.Body, a.Header.Get("ETag"))
		}
	}
	w.want(w.alice.With("If-None-Match", `"other"`), 200, "GET /conversations")
	w.alice.SendChat(t, w.bob.ID, "two")
	if a := w.want(w.alice.With("If-None-Match", tag), 200, "GET /conversations"); a.Header.Get("ETag") == tag {
		t.Error("a new message does not change the tag of the list")
	}
}
