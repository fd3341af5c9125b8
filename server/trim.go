package server

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// trimPeriod is how often memory is looked at. One collection in it costs some
// milliseconds.
const trimPeriod = 30 * time.Second

// trimGain is how much has to have been allocated since the last time for a
// trim to be worth it.
const trimGain = 8 << 20 // bytes

// trim gives memory back to the system when there is less to do than before. The
// runtime keeps as much again as is in use, and after the log-ins of a morning
// would keep that all day.
func trim(ctx context.Context) {
	tick := time.NewTicker(trimPeriod)
	defer tick.Stop()
	var trimmed, last uint64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		allocated, live := heap()
		quiet := allocated-last < live/4
		last = allocated
		if quiet && allocated-trimmed > trimGain {
			debug.FreeOSMemory()
			trimmed = allocated
		}
	}
}

// heap returns the bytes that were ever allocated, and those in use.
func heap() (allocated, live uint64) {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}
