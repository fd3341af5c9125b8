// Flamingo is a self-hosted instant messenger: a server for browsers and for
// the clients of the C++ server it succeeds.
//
// This package is the command line: settings, signals, exit code. What runs is
// put together in package server.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"flamingo/config"
	"flamingo/server"
	"flamingo/tcpcompat"
)

// commands is the command line. The settings go with every command.
type commands struct {
	config.Settings

	Serve   serveCommand   `cmd:"" default:"withargs" help:"Run the server. This is what happens without a command."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date, or take over the one of the original server."`
	User    userCommands   `cmd:"" help:"Manage accounts. A running server notices at once."`
	Upgrade struct {
		Publish publishCommand `cmd:"" help:"Offer packages to the update of the old PC client."`
	} `cmd:"" help:"Updates of the old PC client."`
	Bench   benchCommand   `cmd:"" help:"Load a server and measure it: one that runs, or one that is started for it."`
	Prove   proveCommand   `cmd:"" help:"Start a throw-away server, attack it with clients of every kind, and check that nothing is lost, doubled or out of order."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "flamingo:", sentence(err))
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c commands
	command, err := config.Parse(&c, &c.Settings, args, os.Environ(),
		kong.Name("flamingo"), kong.Description("A self-hosted instant messenger. Every setting is a flag and a variable: --tcp-chat is FLAMINGO_TCP_CHAT."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	command.BindTo(ctx, (*context.Context)(nil))
	command.BindTo(os.Stdout, (*io.Writer)(nil))
	return command.Run(c.Config)
}

// sentence puts an error on one line, for the operator and for journals.
func sentence(err error) string {
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

type migrateCommand struct {
	DryRun bool `help:"Say what would be done, and do nothing."`
}

// Run prints what is done on the way.
func (m migrateCommand) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return server.Migrate(ctx, cfg, m.DryRun, out)
}

type publishCommand struct {
	Version string   `required:"" placeholder:"1.2.1003" help:"Version that the packages bring a client to."`
	Zips    []string `arg:"" name:"zip" help:"Package, a zip file."`
}

// Run puts the packages and their manifest into the data directory.
func (p publishCommand) Run(cfg config.Config, out io.Writer) error {
	if err := tcpcompat.PublishUpgrade(cfg.Data, p.Version, p.Zips); err != nil {
		return err
	}
	fmt.Fprintf(out, "Published version %s. Clients see it at their next start.\n", p.Version)
	return nil
}

type versionCommand struct{}

// Run prints version and revision as the Go tool stamped them.
func (versionCommand) Run(out io.Writer) error {
	version, revision := config.Version()
	if revision != "" {
		revision = ", revision " + revision
	}
	_, err := fmt.Fprintf(out, "flamingo %s%s, %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
