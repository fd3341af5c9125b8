package chat

import (
	"time"

	"golang.org/x/time/rate"

	"flamingo/cache"
)

// maxLimiters bounds the memory of limiters: about 200 bytes each. When there
// are more, those used least lately start afresh.
const maxLimiters = 100_000

func newLimiterCache[K comparable]() cache.Cache[K, *rate.Limiter] {
	return cache.ExpireAfterAccess[K, *rate.Limiter](maxLimiters, 10*time.Minute)
}

// rateLimiter bounds what one user sends.
type rateLimiter struct {
	perSecond rate.Limit
	burst     int
	now       func() time.Time
	users     cache.Cache[int64, *rate.Limiter]
}

func newRateLimiter(perSecond float64, burst int, now func() time.Time) *rateLimiter {
	return &rateLimiter{rate.Limit(perSecond), burst, now, newLimiterCache[int64]()}
}

// take uses up one action of user, or says when there is one again.
func (r *rateLimiter) take(user int64) error {
	l := r.users.GetOrCreate(user, func() *rate.Limiter { return rate.NewLimiter(r.perSecond, r.burst) })
	return limited(l, r.now(), "you send too fast")
}

// attemptLimiter bounds failed log-ins per account and address, so that
// passwords cannot be tried out, and one attacker does not lock a user out of
// their own place.
type attemptLimiter struct {
	perMinute int
	now       func() time.Time
	failed    cache.Cache[string, *rate.Limiter]
}

func newAttemptLimiter(perMinute int, now func() time.Time) *attemptLimiter {
	return &attemptLimiter{perMinute, now, newLimiterCache[string]()}
}

func (a *attemptLimiter) keys(username, address string) [2]string {
	return [2]string{"pair " + address + " " + username, "address " + address}
}

// check refuses when there were too many failures of late.
func (a *attemptLimiter) check(username, address string) error {
	for _, k := range a.keys(username, address) {
		if l, ok := a.failed.Get(k); ok && l.TokensAt(a.now()) < 1 {
			return &Error{Code: CodeRateLimited, Message: "too many failed log-ins, wait a minute", RetryAfter: time.Minute}
		}
	}
	return nil
}

// fail counts a failure. An address may fail ten times as often as one
// account on it: many people can share an address.
func (a *attemptLimiter) fail(username, address string) {
	for i, k := range a.keys(username, address) {
		n := a.perMinute
		if i == 1 {
			n *= 10
		}
		l := a.failed.GetOrCreate(k, func() *rate.Limiter { return rate.NewLimiter(rate.Limit(float64(n)/60), n) })
		l.AllowN(a.now(), 1)
	}
}

func limited(l *rate.Limiter, now time.Time, message string) error {
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	r.CancelAt(now)
	return &Error{Code: CodeRateLimited, Message: message, RetryAfter: wait}
}
