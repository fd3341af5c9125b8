package chatport

import (
	"testing"
	"time"
)

// Window is how many messages may come twice after a connection was cut.
const Window = window

// ShortenGates lets pushes out sooner than real clients bear, and log-ins take
// longer, for tests whose clients are ready at once and never try again.
func ShortenGates(t testing.TB) {
	real := clientGates
	clientGates = gateTimes{settle: 5 * time.Millisecond, open: 100 * time.Millisecond}
	deadline := loginDeadline
	loginDeadline = 10 * time.Second // recordings do not log in again when a busy machine was too slow
	t.Cleanup(func() { clientGates, loginDeadline = real, deadline })
}

// ShortenHeartbeats asks idle Android clients for a sign of life more often.
func ShortenHeartbeats(t testing.TB) {
	real := heartbeatPeriod
	heartbeatPeriod = 50 * time.Millisecond
	t.Cleanup(func() { heartbeatPeriod = real })
}
