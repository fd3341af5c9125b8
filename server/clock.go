package server

import (
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// clockPeriod is how often the offset of a clock is read.
const clockPeriod = 50 * time.Millisecond

// clock is the time that the rules go by: the system's, and for the prover an
// offset that it may change at any time, as an operator or NTP may with the
// system's. What measures how long something takes has its own, monotonic clock.
type clock struct {
	offset atomic.Int64 // nanoseconds
	stop   chan struct{}
	reader sync.WaitGroup
}

// newClock returns the clock of the system, or, when a file is named, one that
// is the duration in it ahead.
func newClock(file string, log *slog.Logger) *clock {
	c := &clock{stop: make(chan struct{})}
	if file == "" {
		return c
	}
	log.Warn("the clock has an offset", "file", file)
	c.read(file)
	c.reader.Go(func() {
		tick := time.NewTicker(clockPeriod)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				c.read(file)
			case <-c.stop:
				return
			}
		}
	})
	return c
}

func (c *clock) read(file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		return // it stays as it is
	}
	if d, err := time.ParseDuration(strings.TrimSpace(string(text))); err == nil {
		c.offset.Store(int64(d))
	}
}

func (c *clock) now() time.Time {
	t := time.Now()
	if d := c.offset.Load(); d != 0 {
		t = t.Round(0).Add(time.Duration(d)) // as after a jump: without what a monotonic clock knows
	}
	return t
}

func (c *clock) close() {
	close(c.stop)
	c.reader.Wait()
}
