package api

import (
	"testing"
	"time"
)

// SetDrainTime sets for a test how long a body that nobody wanted is read on.
func SetDrainTime(t testing.TB, d time.Duration) {
	before := drainTime
	drainTime = d
	t.Cleanup(func() { drainTime = before })
}
