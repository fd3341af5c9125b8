package api

import (
	"context"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"flamingo/cache"
	"flamingo/chat"
)

// Limits bound what one user or address may ask of the door. What the requests
// do has limits of its own, which the rules hold.
type Limits struct {
	UserPerSecond    float64 // requests of a user, on all devices, sustained
	UserBurst        int     // of a user at once
	AddressPerSecond float64 // requests without a valid token, per address
	AddressBurst     int
	Timeout          time.Duration  // for the work of one request
	Proxies          []netip.Prefix // whose X-Forwarded-For is believed
}

// maxLimiters bounds the memory of a limiter: about 200 bytes for each user or
// address. Those that were quiet longest start afresh.
const maxLimiters = 100_000

// limiter is a token bucket for each user, or for each address.
type limiter struct {
	name   string // in the RateLimit fields
	rate   rate.Limit
	burst  int
	bucket cache.Cache[string, *rate.Limiter]
}

func newLimiter(name string, perSecond float64, burst int) *limiter {
	return &limiter{name, rate.Limit(perSecond), burst, cache.ExpireAfterAccess[string, *rate.Limiter](maxLimiters, 10*time.Minute)}
}

// Fields of draft-ietf-httpapi-ratelimit-headers-10: the policy, what is left
// of it, and in how many seconds it is whole again.
const (
	rateLimitPolicy = "RateLimit-Policy"
	rateLimit       = "RateLimit"
)

// take uses up one request of key, or refuses it and says when there is one again.
func (l *limiter) take(c *fiber.Ctx, key string) error {
	bucket := l.bucket.GetOrCreate(key, func() *rate.Limiter { return rate.NewLimiter(l.rate, l.burst) })
	now := time.Now()
	allowed := bucket.AllowN(now, 1)
	left := max(bucket.TokensAt(now), 0)
	seconds := func(tokens float64) int { return max(int(math.Ceil(tokens/float64(l.rate))), 1) }
	c.Set(rateLimitPolicy, fmt.Sprintf("%q;q=%d;w=%d", l.name, l.burst, seconds(float64(l.burst))))
	c.Set(rateLimit, fmt.Sprintf("%q;r=%d;t=%d", l.name, int(left), seconds(float64(l.burst)-left)))
	if allowed {
		return nil
	}
	wait := time.Duration((1 - left) / float64(l.rate) * float64(time.Second))
	return &chat.Error{Code: chat.CodeRateLimited, Message: "too many requests", RetryAfter: max(wait, time.Millisecond)}
}

// limitAddress is for requests that nobody stands behind yet.
func (a *API) limitAddress(c *fiber.Ctx) error {
	if err := a.addresses.take(c, network(a.remote(c))); err != nil {
		return err
	}
	return c.Next()
}

// linkFactor is how many times as many files as other things an address may
// ask for: a page of a conversation shows dozens of pictures, each by a link
// that says who gave it.
const linkFactor = 10

// limitLinks is for files, which are asked for with a token or by a link.
func (a *API) limitLinks(c *fiber.Ctx) error {
	if err := a.links.take(c, network(a.remote(c))); err != nil {
		return err
	}
	return c.Next()
}

// network is what one host has for itself: an IPv6 address stands for its /64.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// remote returns the address of the client. A proxy that is trusted says who
// asked it: the last one in its list that is no proxy itself.
func (a *API) remote(c *fiber.Ctx) string {
	address := c.Context().RemoteIP().String()
	forwarded := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(forwarded) - 1; i >= 0 && a.isProxy(address); i-- {
		ip, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
		if err != nil {
			break
		}
		address = ip.Unmap().WithZone("").String()
	}
	return address
}

func (a *API) isProxy(address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, p := range a.limits.Proxies {
		if p.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// limitTime gives the work of a request an end: whoever waits longer has gone,
// and what still runs for them is in the way of others.
func (a *API) limitTime(c *fiber.Ctx) error {
	whole := c.UserContext()
	ctx, cancel := context.WithTimeout(whole, a.limits.Timeout)
	defer cancel()
	c.Locals(wholeKey, whole)
	c.SetUserContext(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.Next()
}

// slow frees a handler from the time limit: it moves a file, or waits for
// something to happen.
func slow(handle fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.SetUserContext(c.Locals(wholeKey).(context.Context))
		return handle(c)
	}
}
