package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"flamingo/bench"
	"flamingo/config"
	"flamingo/server"
)

type benchCommand struct {
	Scenario string        `arg:"" enum:"start,pairs,fanout,idle,login,reconnect,missed" help:"What to measure: start, pairs, fanout, idle, login, reconnect or missed."`
	Door     string        `default:"web" enum:"web,rest,old" help:"Where clients come in: web (the socket), rest or old."`
	Sessions int           `default:"50" help:"Pairs, members of the group, or sessions."`
	Duration time.Duration `default:"10s" help:"How long is written or rested."`
	Rate     int           `placeholder:"N" help:"Messages per second in all; default as fast as answers come."`
	Window   int           `default:"1" help:"Messages that each sender has under way."`
	Messages int           `default:"100" help:"Messages to a group, or that were missed."`
	Slow     int           `placeholder:"N" help:"Members of the group that do not read."`
	Size     int           `default:"100" help:"Bytes of text in a message."`
	At       string        `placeholder:"HOST:PORT" help:"A server that runs; default is to start one on a fresh database."`
	AtChat   string        `placeholder:"HOST:PORT" help:"Its port for old clients."`
	PID      int           `name:"pid" placeholder:"N" help:"Its process, to say what it takes."`
	JSON     bool          `name:"json" help:"Print the report as JSON."`
}

// Run measures. Of the settings only the database counts, which may not exist
// yet.
func (b benchCommand) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	if b.Sessions < 1 || b.Messages < 1 || b.Slow > b.Sessions {
		return errors.New("--sessions and --messages are at least 1, --slow at most --sessions")
	}
	if b.At == "" {
		if _, err := newDatabase(ctx, cfg); err != nil {
			return err
		}
	}
	o := bench.Options{Scenario: b.Scenario, Door: b.Door, Sessions: b.Sessions, Duration: b.Duration, Rate: b.Rate, Window: b.Window,
		Messages: b.Messages, Slow: b.Slow, Size: b.Size, HTTP: b.At, Chat: b.AtChat, PID: b.PID, Database: cfg.Database,
		Progress: func(line string) { fmt.Fprintln(os.Stderr, line) },
		Crowd: func(ctx context.Context, data string, users int, fresh bool) (int64, error) {
			cfg := cfg
			cfg.Data = data
			return server.Crowd(ctx, cfg, users, bench.CrowdName, bench.Password, fresh)
		}}
	if b.Scenario == "login" && b.Door == bench.Web {
		o.Door = bench.REST // where browsers log in
	}
	report, err := bench.Run(ctx, o)
	if err != nil {
		return err
	}
	if b.JSON {
		return report.JSON(out)
	}
	return report.Text(out)
}
