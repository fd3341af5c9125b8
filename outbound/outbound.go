// Package outbound makes the requests that users cause the server to send: to
// webhooks and to push services. Whoever chooses the address must not reach
// what only the server can reach (SECURITY-CASES.md S-14), so that an address
// is looked at when it is dialled, after its name was resolved.
package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// MaxURL is the length in bytes of an address that a user may name: those of
// push services have a few hundred.
const MaxURL = 2048

// Limits of a request. An address that is slower is of no use: what is sent
// waits for it.
const (
	dialTimeout     = 5 * time.Second
	headerTimeout   = 10 * time.Second
	requestTimeout  = 15 * time.Second // all of it, the answer's body included
	idleTimeout     = 90 * time.Second
	maxHeaderBytes  = 16 << 10
	maxIdlePerHost  = 4 // push services are few, and get much
	maxConnsPerHost = 16
)

// ErrRefused is why a request was not sent: it would have gone to a network
// that users have no business in.
var ErrRefused = errors.New("address is not public")

// CheckURL returns what is wrong with an address that a user names, as the end
// of a sentence. Where it leads is looked at when it is dialled.
func CheckURL(raw string) error {
	if len(raw) > MaxURL {
		return fmt.Errorf("is longer than %d bytes", MaxURL)
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Opaque != "" || u.Hostname() == "":
		return errors.New("is not an address such as https://example.org/path")
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("must begin with https://")
	case u.User != nil:
		return errors.New("must not have a user or password in it")
	case u.Fragment != "":
		return errors.New("must not have a #fragment")
	}
	return nil
}

type plainKey struct{}

// transport marks requests that are not encrypted, for the look at the address.
type transport struct{ http.Transport }

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" {
		req = req.WithContext(context.WithValue(req.Context(), plainKey{}, true))
	}
	return t.Transport.RoundTrip(req)
}

// NewClient returns a client that reaches public addresses over https, and
// those in the networks of allow over http as well. It follows no redirects,
// uses no proxy, sends no cookies, and has a time limit; limit what you read of
// an answer.
func NewClient(allow []netip.Prefix) *http.Client {
	dialer := &net.Dialer{Timeout: dialTimeout, ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %s", ErrRefused, address)
		}
		return check(ctx, at.Addr(), allow)
	}}
	return &http.Client{
		Transport: &transport{http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: dialTimeout,
			ResponseHeaderTimeout: headerTimeout, IdleConnTimeout: idleTimeout, MaxResponseHeaderBytes: maxHeaderBytes,
			MaxIdleConnsPerHost: maxIdlePerHost, MaxConnsPerHost: maxConnsPerHost}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       requestTimeout,
	}
}

func check(ctx context.Context, addr netip.Addr, allow []netip.Prefix) error {
	addr = addr.Unmap().WithZone("")
	for _, p := range allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if !Public(addr) {
		return fmt.Errorf("%w: %s", ErrRefused, addr)
	}
	if ctx.Value(plainKey{}) != nil {
		return fmt.Errorf("%w over http: %s", ErrRefused, addr)
	}
	return nil
}

// special are the networks within the ordinary ones that are not for the
// public (IANA special-purpose address registries): private, shared, for
// documentation and tests, and IPv6 addresses that hide one of IPv4.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("224.0.0.0/3"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("3fff::/20"),
	netip.MustParsePrefix("168.63.129.16/32"), // given out, and still the inside of a cloud (Azure)
}

// globalIPv6 is all that is given out to hosts.
var globalIPv6 = netip.MustParsePrefix("2000::/3")

// Public reports whether an address is one of a host in the public internet.
func Public(addr netip.Addr) bool {
	addr = addr.Unmap()
	if !addr.IsValid() || addr.Is6() && !globalIPv6.Contains(addr) {
		return false
	}
	for _, p := range special {
		if p.Contains(addr) {
			return false
		}
	}
	return true
}

// Reason says in a few words, for the user who named the address, why a request
// had no answer. It tells them nothing of the network of the server.
func Reason(err error) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.Is(err, ErrRefused):
		return "the address is not public, or not encrypted"
	case errors.As(err, &dns):
		return "the name of the host cannot be resolved"
	case errors.As(err, &certificate):
		return "the certificate of the host is not valid"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	}
	return "the connection failed"
}
