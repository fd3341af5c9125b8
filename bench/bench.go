// Package bench loads a server from outside, over the socket, REST and the old
// protocol, and measures what it does: how long answers take, how many messages
// are delivered, and what the server's process takes of the machine.
//
// It loads a server that runs somewhere, or one that it starts as a process of
// its own on a fresh database. Client and server then share the machine, which
// is what the figures of docs/performance.md say.
package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"flamingo/launch"
)

// Doors of a server.
const (
	Web  = "web"  // the socket
	REST = "rest" // HTTP
	Old  = "old"  // the chat port of old clients
)

// Options of a run. What a scenario has no use for is left alone.
type Options struct {
	Scenario string
	Door     string        // Web, REST or Old
	Sessions int           // pairs of pairs, members of fanout, otherwise sessions
	Duration time.Duration // of pairs and idle
	Rate     int           // messages per second in all; 0 is as fast as answers come
	Window   int           // messages that a sender has under way
	Messages int           // of fanout and missed
	Slow     int           // members of fanout that do not read
	Size     int           // bytes of text in a message

	HTTP string // address of a server that runs; empty starts one
	Chat string // and of its chat port
	PID  int    // and its process, on this machine, 0 is unknown

	Database string // of the server to start, as --database
	Program  string // binary of flamingo to start; empty is this one
	// Crowd makes accounts in the database of a server that has not been started:
	// hashing a password for each of thousands would take minutes. It returns a
	// group with all of them in it.
	Crowd func(ctx context.Context, data string, users int, fresh bool) (group int64, err error)
	// Progress is told what is going on.
	Progress func(string)
}

// scenarios by name.
var scenarios = map[string]struct {
	run   func(ctx context.Context, s *stage) error
	users func(o Options) int
	doors []string
	fresh bool // every account has a hash of its own
}{
	"start":     {start, func(Options) int { return 0 }, []string{Web}, false},
	"pairs":     {pairs, func(o Options) int { return 2 * o.Sessions }, []string{Web, REST, Old}, false},
	"fanout":    {fanout, func(o Options) int { return o.Sessions + 1 }, []string{Web, Old}, false},
	"idle":      {idle, func(o Options) int { return o.Sessions }, []string{Web, Old}, false},
	"login":     {login, func(o Options) int { return o.Sessions }, []string{REST, Old}, true},
	"reconnect": {reconnect, func(o Options) int { return o.Sessions }, []string{Web}, false},
	"missed":    {missed, func(Options) int { return 2 }, []string{Web}, false},
}

// Scenarios lists the names of the scenarios.
func Scenarios() []string { return slices.Sorted(maps.Keys(scenarios)) }

// stage is where a scenario happens.
type stage struct {
	Options
	dir    string
	server *launch.Server // nil when it was running before
	crowd  crowd
	report *Report
	before Usage
}

// Run runs a scenario.
func Run(ctx context.Context, o Options) (_ *Report, err error) {
	scenario, ok := scenarios[o.Scenario]
	if !ok {
		return nil, fmt.Errorf("there is no scenario %q; there are %s", o.Scenario, strings.Join(Scenarios(), ", "))
	}
	if !slices.Contains(scenario.doors, o.Door) {
		return nil, fmt.Errorf("scenario %s goes through %s, not %q", o.Scenario, strings.Join(scenario.doors, " or "), o.Door)
	}
	if o.HTTP != "" && (o.Scenario == "start" || o.Scenario == "reconnect") {
		return nil, fmt.Errorf("scenario %s starts and stops its server", o.Scenario)
	}
	s := &stage{Options: o, report: &Report{Scenario: o.Scenario, Door: o.Door, Sessions: o.Sessions}}
	if s.dir, err = os.MkdirTemp("", "flamingo-bench-"); err != nil {
		return nil, err
	}
	defer func() {
		if s.server != nil {
			err = errors.Join(err, s.server.Stop())
		}
		os.RemoveAll(s.dir)
	}()
	if err := s.open(ctx, scenario.users(o), scenario.fresh); err != nil {
		return nil, err
	}
	defer s.crowd.leave()
	if s.before, err = usage(s.pid()); err != nil {
		return nil, err
	}
	if err := scenario.run(ctx, s); err != nil {
		return nil, err
	}
	after, err := usage(s.pid())
	if err != nil {
		return nil, err
	}
	s.report.Server = after
	s.report.Server.CPU -= s.before.CPU
	return s.report, nil
}

// settings of a server to start: no limit on what one user or address may do.
var settings = []string{"--log-level=warn", "--log-format=text", "--messages-per-second=1000000000", "--message-burst=1000000000",
	"--requests-per-second=1000000", "--request-burst=1000000", "--address-requests-per-second=1000000", "--address-request-burst=1000000",
	"--max-connections-per-address=1000000", "--max-connections=1000000", "--login-attempts=1000000"}

// open starts the server, or goes to the one that runs, and sees to its accounts.
func (s *stage) open(ctx context.Context, users int, fresh bool) error {
	if s.HTTP != "" {
		return s.register(ctx, users)
	}
	var err error
	if s.server, err = launch.New(s.dir, append([]string{"--database=" + s.Database}, settings...)...); err != nil {
		return err
	}
	if s.Program != "" {
		s.server.Program(s.Program)
	}
	if s.Scenario == "start" {
		return nil
	}
	s.say("making %d accounts", users)
	if s.crowd.group, err = s.Crowd(ctx, s.dir+"/data", users, fresh); err != nil {
		return err
	}
	for i := range users {
		s.crowd.names = append(s.crowd.names, CrowdName(i))
	}
	return s.server.Start(ctx)
}

func (s *stage) say(format string, args ...any) {
	if s.Progress != nil {
		s.Progress(fmt.Sprintf(format, args...))
	}
}

func (s *stage) http() string {
	if s.server != nil {
		return s.server.Addrs().HTTP
	}
	return s.HTTP
}

func (s *stage) chat() string {
	if s.server != nil {
		return s.server.Addrs().TCPChat
	}
	return s.Chat
}

func (s *stage) pid() int {
	if s.server != nil {
		return s.server.PID()
	}
	return s.PID
}
