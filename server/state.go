package server

import (
	"context"
	"log/slog"
	"net/netip"

	"github.com/go-sql-driver/mysql"

	"flamingo/api"
	"flamingo/chat"
	"flamingo/config"
	"flamingo/store"
)

func openStore(ctx context.Context, cfg config.Config, log *slog.Logger) (*store.Store, error) {
	o, err := storeOptions(cfg, log)
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, o)
}

func storeOptions(cfg config.Config, log *slog.Logger) (store.Options, error) {
	db, err := config.ParseDatabase(cfg.Database, cfg.Data)
	if err != nil {
		return store.Options{}, err
	}
	o := store.Options{Driver: string(db.Driver), SQLitePath: db.Path, Log: log}
	if db.Driver == config.MySQL {
		o.MySQL = mysql.NewConfig()
		o.MySQL.Net, o.MySQL.Addr = "tcp", db.Addr
		o.MySQL.User, o.MySQL.Passwd, o.MySQL.DBName = db.User, db.Password, db.Name
	}
	if cfg.CheapHashes {
		o.Hash = chat.HashPasswordCheaply
	}
	return o, nil
}

// limits are the settings that the rules hold.
func limits(cfg config.Config) chat.Limits {
	return chat.Limits{MessagesPerSecond: cfg.MessagesPerSecond, MessageBurst: cfg.MessageBurst,
		LogInsPerMinute: cfg.LoginAttempts, MinPassword: cfg.MinPassword,
		RegistrationClosed: cfg.Registration == config.RegistrationClosed}
}

// settingsInForce are the settings as administrators see them.
func settingsInForce(cfg config.Config) ([]chat.Setting, error) {
	list, err := cfg.List()
	settings := make([]chat.Setting, len(list))
	for i, s := range list {
		settings[i] = chat.Setting(s)
	}
	return settings, err
}

// requestLimits are the settings that the REST door holds.
func requestLimits(cfg config.Config) api.Limits {
	l := api.Limits{UserPerSecond: cfg.RequestsPerSecond, UserBurst: cfg.RequestBurst,
		AddressPerSecond: cfg.AddressRequestsPerSecond, AddressBurst: cfg.AddressRequestBurst, Timeout: cfg.RequestTimeout}
	l.Proxies = networks(cfg.TrustedProxies)
	return l
}

// networks reads what Validate has seen to.
func networks(list []string) (prefixes []netip.Prefix) {
	for _, s := range list {
		if prefix, err := config.ParseNetwork(s); err == nil {
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes
}
