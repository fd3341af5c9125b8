package outbound_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"flamingo/outbound"
)

func TestS14PrivateAddressesAreNotPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "::1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "::": false,
		"10.1.2.3": false, "172.31.255.255": false, "172.32.0.1": true, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false,
		"fe80::1": false, "fc00::1": false, "ff02::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "168.63.129.16": false, "192.0.0.192": false, "fd00:ec2::254": false, "fe80::1%eth0": false, "::7f00:1": false, "2001:0:1::": false,
	} {
		if got := outbound.Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s is public: %v, want %v", addr, got, want)
		}
	}
}

func TestS14AddressesAreCheckedWhenDialled(t *testing.T) {
	reached := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reached++; r.URL.Path == "/away" {
			http.Redirect(w, r, "/", http.StatusFound)
		}
	}))
	defer srv.Close()
	byName := strings.Replace(srv.URL, "127.0.0.1", "localhost", 1)
	closed := outbound.NewClient(nil)
	for _, url := range []string{srv.URL, byName, strings.Replace(srv.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1),
		strings.Replace(byName, "http:", "https:", 1)} {
		if res, err := closed.Get(url); !errors.Is(err, outbound.ErrRefused) {
			t.Errorf("%s is answered %v, %v; want it refused", url, res, err)
		}
	}
	if reached != 0 {
		t.Errorf("the server was reached %d times", reached)
	}
	open := outbound.NewClient([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})
	res, err := open.Get(srv.URL + "/away")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusFound || reached != 1 {
		t.Errorf("a redirect is answered %d after %d requests, want it not to be followed", res.StatusCode, reached)
	}
}

func TestReasonsTellNothingOfTheNetwork(t *testing.T) {
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	defer srv.Close()
	open := outbound.NewClient([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})
	for url, want := range map[string]string{
		"http://10.0.0.1/":     "the address is not public, or not encrypted",
		srv.URL:                "the certificate of the host is not valid",
		"http://x.invalid/":    "the name of the host cannot be resolved",
		"http://127.0.0.1:1/x": "the connection failed",
	} {
		_, err := open.Get(url)
		if got := outbound.Reason(err); got != want {
			t.Errorf("%s: %v is told as %q, want %q", url, err, got, want)
		}
	}
}

func TestURLsThatUsersMayName(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://example.org/a?b=c": true, "http://127.0.0.1:8080/x": true,
		"": false, "example.org": false, "ftp://example.org": false, "file:///etc/passwd": false, "https://": false, "https:x": false,
		"https://a:b@example.org": false, "https://example.org/#x": false, "https://example.org/" + strings.Repeat("x", outbound.MaxURL): false,
	} {
		if err := outbound.CheckURL(url); (err == nil) != ok {
			t.Errorf("%.60s: %v, want it allowed: %v", url, err, ok)
		}
	}
}
