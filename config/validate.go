package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Validate returns the first setting that cannot work, named by its flag.
func (c Config) Validate() error {
	for _, check := range []func() error{c.validateAddresses, c.validateState, c.validateAccess, c.validateLimits} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c Config) validateAddresses() error {
	for _, l := range []struct{ flag, addr string }{
		{"http", c.HTTP},
		{"tcp-chat", c.TCPChat}, {"tcp-file", c.TCPFile}, {"tcp-image", c.TCPImage},
		{"tcp-monitor", c.TCPMonitor}, {"tcp-http", c.TCPHTTP},
	} {
		if err := validateAddress(l.addr); err != nil {
			return fmt.Errorf("--%s: %w", l.flag, err)
		}
	}
	return nil
}

func validateAddress(addr string) error {
	if addr == Off {
		return nil
	}
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("expected host:port, :port or off but got %q", addr)
	}
	return nil
}

// loopback gives an address without a host the one of this machine.
func loopback(addr string) string {
	if host, port, err := net.SplitHostPort(addr); err == nil && host == "" {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

func (c Config) validateState() error {
	if c.Data == "" {
		return errors.New("--data: expected a directory")
	}
	if _, err := ParseDatabase(c.Database, c.Data); err != nil {
		return fmt.Errorf("--database: %w", err)
	}
	if c.NATS != "" {
		return errors.New("--nats: not available in this version: a server runs as a single node")
	}
	return nil
}

func (c Config) validateAccess() error {
	for _, l := range []struct {
		flag    string
		origins []string
	}{{"origins", c.Origins}, {"cors-origins", c.CORSOrigins}} {
		for _, origin := range l.origins {
			u, err := url.Parse(origin)
			if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Scheme+"://"+u.Host != origin {
				return fmt.Errorf("--%s: expected https://host or https://host:port but got %q", l.flag, origin)
			}
		}
	}
	if _, err := mail.ParseAddress(c.PushContact); err != nil && !strings.HasPrefix(c.PushContact, "https://") {
		return fmt.Errorf("--push-contact: expected a mail address or https://host but got %q", c.PushContact)
	}
	for _, l := range []struct {
		flag     string
		networks []string
	}{{"trusted-proxies", c.TrustedProxies}, {"outbound-allow", c.OutboundAllow}} {
		for _, n := range l.networks {
			if _, err := ParseNetwork(n); err != nil {
				return fmt.Errorf("--%s: expected an address or a network such as 10.0.0.0/8 but got %q", l.flag, n)
			}
		}
	}
	return nil
}

// ParseNetwork reads an address, or a network in CIDR form.
func ParseNetwork(s string) (netip.Prefix, error) {
	if ip, err := netip.ParseAddr(s); err == nil {
		return ip.Prefix(ip.BitLen())
	}
	return netip.ParsePrefix(s)
}

func (c Config) validateLimits() error {
	for _, l := range []struct {
		flag         string
		value, least float64
	}{
		{"max-connections", float64(c.MaxConnections), 1},
		{"max-connections-per-address", float64(c.MaxConnectionsPerAddress), 1},
		{"frame-before-login", float64(c.FrameBeforeLogin), 1 << 10}, // the PC client's register and login
		{"messages-per-second", c.MessagesPerSecond, 0.1},
		{"message-burst", float64(c.MessageBurst), 1},
		{"requests-per-second", c.RequestsPerSecond, 0.001},
		{"request-burst", float64(c.RequestBurst), 1},
		{"address-requests-per-second", c.AddressRequestsPerSecond, 0.001},
		{"address-request-burst", float64(c.AddressRequestBurst), 1},
		{"login-attempts", float64(c.LoginAttempts), 1},
		{"max-file-size", float64(c.MaxFileSize), 1},
	} {
		if !(l.value >= l.least) { // so that NaN fails
			return fmt.Errorf("--%s: expected at least %v but got %v", l.flag, l.least, l.value)
		}
	}
	if c.LoginTimeout < time.Second {
		return fmt.Errorf("--login-timeout: expected at least 1s but got %v", c.LoginTimeout)
	}
	if c.RequestTimeout < time.Second {
		return fmt.Errorf("--request-timeout: expected at least 1s but got %v", c.RequestTimeout)
	}
	return nil
}
