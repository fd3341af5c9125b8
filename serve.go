package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"

	"flamingo/config"
	"flamingo/server"
)

type serveCommand struct {
	Demo bool `help:"Make two people, Ada and Ben, with a friendship and a group, and print a link for each that signs a browser tab in as them."`
}

// Run serves until ctx is done.
func (c serveCommand) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	if c.Demo && cfg.HTTP == config.Off {
		return errors.New("--demo: there are no links to print while --http is off")
	}
	log, err := newLog(cfg)
	if err != nil {
		return err
	}
	srv, err := server.New(ctx, cfg, log)
	if err != nil {
		if ctx.Err() != nil {
			return nil // asked to stop before it was up
		}
		return err
	}
	says := announcement{Addrs: srv.Addrs()}
	if c.Demo {
		people, err := srv.Chat().Demo(ctx)
		if err != nil {
			return errors.Join(fmt.Errorf("--demo: %w", err), srv.Close())
		}
		says.Demo = demoLinks(people, says.Addrs)
	}
	if says.Setup, err = setupURL(ctx, srv); err != nil {
		log.Error("no link for the first administrator", "err", err)
	}
	if says.Setup != "" && cfg.PrintAddrs { // stdout is for the program that asked
		log.Warn("nobody administers this server yet: open the link, it is good once and for a day", "url", says.Setup)
	}
	if err := says.write(out, cfg); err != nil {
		log.Warn("start message not written", "err", err)
	}
	return srv.Run(ctx)
}

// newLog writes to stderr. Stdout is for answers.
func newLog(cfg config.Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return nil, fmt.Errorf("--log-level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	text := cfg.LogFormat == "text" || cfg.LogFormat == "auto" && term.IsTerminal(int(os.Stderr.Fd()))
	if text {
		return slog.New(slog.NewTextHandler(os.Stderr, options)), nil
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options)), nil
}
