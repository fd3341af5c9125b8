// Package prove tries to make a server break its promises: nothing that was
// acknowledged is lost, nothing comes twice, everybody sees the same order.
//
// It starts a throw-away server as a process of its own, with clients of every
// kind, and lets them write, repeat, edit, take back and read at random while
// connections are cut, readers stall, the clock jumps and the process is
// killed. At the end it compares what every client was told with the database,
// read by a process that knows nothing else (Check).
//
// A seed decides what is tried. How the tries meet in time is up to the
// machine, so that a seed repeats the attack and not every step of its course.
package prove

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"flamingo/launch"
)

// Options of a run.
type Options struct {
	Duration time.Duration // of the attack; setting up and comparing come on top
	Seed     uint64
	Database string // URL of an empty database, as --database; empty is SQLite
	Shown    string // the database as it may be shown
	Program  string // binary of flamingo; empty is this one
	// Progress is told now and then what is going on; may be nil.
	Progress func(string)
}

// settleTime is how long clients may take to have everything when nobody
// disturbs them any more.
const settleTime = 60 * time.Second

// closing codes of docs/realtime.md that the prover knows.
const (
	codeSlow     = 4408
	codeExpired  = 4401
	codeProtocol = 4400
	codeTooLarge = 4413
)

// run is a proof under way.
type run struct {
	Options
	dir       string
	server    *launch.Server
	history   *History
	world     *world
	clockFile string

	kills, restarts, jumps int

	clients sync.WaitGroup // that stay connected until the run is over

	mu        sync.Mutex
	recovered int // guarded by mu
}

// Run proves, and reports. An error says that nothing could be proved; broken
// promises are in the report.
func Run(ctx context.Context, o Options) (report *Report, err error) {
	dir, err := os.MkdirTemp("", "flamingo-prove-")
	if err != nil {
		return nil, err
	}
	r := &run{Options: o, dir: dir, clockFile: filepath.Join(dir, "clock")}
	ctx, end := context.WithCancel(ctx)
	defer func() {
		end()
		r.clients.Wait()
		r.server.Kill()
		if err == nil && len(report.Broken) == 0 {
			os.RemoveAll(dir)
			return
		}
		r.say("data and log of the server are kept in %s", dir)
	}()
	if r.server, err = launch.New(dir, settings(o.Database, r.clockFile)...); err != nil {
		return nil, err
	}
	if o.Program != "" {
		r.server.Program(o.Program)
	}
	if err := r.setClock(0); err != nil {
		return nil, err
	}
	if err := r.server.Start(ctx); err != nil {
		return nil, err
	}

	// The first promise that is seen broken ends the attack.
	seen, stop := context.WithCancel(ctx)
	defer stop()
	r.history = NewHistory(func(b Broken) {
		r.say("%s", b)
		stop()
	})
	if r.world, err = r.settle(ctx); err != nil {
		return nil, fmt.Errorf("set up: %w", err)
	}
	attack, cancel := context.WithTimeout(seen, o.Duration)
	defer cancel()
	begun := time.Now()
	if err := r.attack(ctx, attack); err != nil {
		return nil, err
	}
	logs, members, received, err := r.outcome(ctx)
	if err != nil {
		return nil, err
	}
	report = Check(r.history, logs, members, received)
	report.Seed, report.Duration, report.Database = o.Seed, time.Since(begun), o.Shown
	report.Kills, report.Restarts, report.Jumps, report.Recovered = r.kills, r.restarts, r.jumps, r.recovered
	return report, nil
}

// settings of the server: no limit on what one user may do, which is not what is
// proved here.
func settings(database, clock string) []string {
	return []string{"--database=" + database, "--test-clock=" + clock, "--log-level=warn", "--log-format=text",
		"--messages-per-second=1000000", "--message-burst=1000000", "--requests-per-second=1000000", "--request-burst=1000000",
		"--address-requests-per-second=1000000", "--address-request-burst=1000000", "--login-attempts=1000000"}
}

func (r *run) say(format string, args ...any) {
	if r.Progress != nil {
		r.Progress(sprintf(format, args...))
	}
}

// random returns the dice of one part of the run. Each has its own, so that one
// that throws more often does not change the others.
func (r *run) random(part string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(part))
	return rand.New(rand.NewPCG(r.Seed, h.Sum64()))
}

// setClock moves the clock that the server goes by, from now on.
func (r *run) setClock(offset time.Duration) error {
	temp := r.clockFile + ".new"
	if err := os.WriteFile(temp, []byte(offset.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, r.clockFile)
}

// between returns a time from low to high.
func between(random *rand.Rand, low, high time.Duration) time.Duration {
	return low + time.Duration(random.Int64N(int64(high-low)))
}

// pause waits, and reports false when ctx ended it.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
