package chatport

import (
	"testing"
	"time"
)

// ShortenGates lets pushes out sooner than real clients bear, for tests whose
// clients are ready at once.
func ShortenGates(t testing.TB) {
	real := clientGates
	clientGates = gateTimes{settle: 5 * time.Millisecond, open: 100 * time.Millisecond}
	t.Cleanup(func() { clientGates = real })
}
