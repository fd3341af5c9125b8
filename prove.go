package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"flamingo/config"
	"flamingo/prove"
	"flamingo/server"
)

type proveCommand struct {
	Duration time.Duration `default:"60s" help:"How long the server is attacked."`
	Seed     uint64        `placeholder:"N" help:"Repeats the attack of another run; default is one by chance."`
	JSON     bool          `name:"json" help:"Print the report as JSON."`
}

// Run proves on a server of its own. Of the settings only the database counts,
// which may not exist yet.
func (p proveCommand) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	shown, err := newDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	if p.Seed == 0 {
		p.Seed = rand.Uint64N(1 << 32)
	}
	o := prove.Options{Duration: p.Duration, Seed: p.Seed, Database: cfg.Database, Shown: shown,
		Progress: func(line string) { fmt.Fprintln(os.Stderr, line) }}
	o.Progress(fmt.Sprintf("seed %d, %v on %s", o.Seed, o.Duration, shown))
	report, err := prove.Run(ctx, o)
	if err != nil {
		return err
	}
	if p.JSON {
		err = report.JSON(out)
	} else {
		err = report.Text(out)
	}
	if err == nil && len(report.Broken) > 0 {
		err = fmt.Errorf("a promise was broken; repeat with --seed %d: %s", o.Seed, report.Broken[0])
	}
	return err
}

// newDatabase refuses a database that exists: a server that is killed and
// written to at random has no business there. It returns how to show it.
func newDatabase(ctx context.Context, cfg config.Config) (string, error) {
	if cfg.Database == "" {
		return "SQLite", nil // in a directory that is made for it
	}
	database, err := config.ParseDatabase(cfg.Database, "")
	if err != nil {
		return "", fmt.Errorf("--database: %w", err)
	}
	exists, err := server.DatabaseExists(ctx, cfg)
	if err == nil && exists {
		err = fmt.Errorf("%s exists; name a database that does not, which is made and may be dropped afterwards", database)
	}
	return database.String(), err
}
