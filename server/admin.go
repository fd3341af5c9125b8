package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/hub"
	"flamingo/store"
)

// OpenChat opens the store and the rules without any listener, for the
// subcommands. A server that runs on the same database notices what they
// change: sessions they revoke end within a second.
func OpenChat(ctx context.Context, cfg config.Config, log *slog.Logger) (*chat.Service, func() error, error) {
	data, err := openDataDir(cfg.Data)
	if err != nil {
		return nil, nil, err
	}
	var st *store.Store
	release := func() error {
		err := data.close()
		if st != nil {
			err = errors.Join(err, st.Close())
		}
		return err
	}
	key, err := data.secret("token.key")
	if err == nil {
		st, err = openStore(ctx, cfg, log)
	}
	var service *chat.Service
	if err == nil {
		service, err = chat.New(ctx, chat.Options{Store: st, Notifier: hub.New(), Log: log, TokenKey: key, Limits: limits(cfg)})
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return service, func() error {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), StopTimeout)
		defer cancel()
		return errors.Join(service.Close(closing), release())
	}, nil
}

// BeginSetup makes the token with which somebody becomes the first
// administrator; empty when there is one, or no door to come in by.
func (s *Server) BeginSetup(ctx context.Context) (string, error) {
	if s.addrs.HTTP == "" {
		return "", nil
	}
	return s.chat.BeginSetup(ctx)
}

// Migrate brings the database to the present schema and says on out what it
// does, or with dryRun what it would do.
func Migrate(ctx context.Context, cfg config.Config, dryRun bool, out io.Writer) error {
	data, err := openDataDir(cfg.Data)
	if err != nil {
		return err
	}
	defer data.close()
	o, err := storeOptions(cfg, nil)
	if err != nil {
		return err
	}
	plan, err := store.Plan(ctx, o)
	if err != nil {
		return err
	}
	if len(plan) == 0 {
		fmt.Fprintln(out, "the database is up to date")
		return nil
	}
	for _, step := range plan {
		fmt.Fprintln(out, step)
	}
	if dryRun {
		return nil
	}
	o.Report = func(line string) { fmt.Fprintln(out, line) }
	st, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "done")
	return st.Close()
}

// DatabaseExists reports whether the database of the settings is there already,
// whatever it holds. A server would make it.
func DatabaseExists(ctx context.Context, cfg config.Config) (bool, error) {
	o, err := storeOptions(cfg, nil)
	if err != nil {
		return false, err
	}
	return store.Exists(ctx, o)
}
