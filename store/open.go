package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"github.com/go-sql-driver/mysql"

	"flamingo/chat"
)

// Drivers of Options.
const (
	SQLite = "sqlite"
	MySQL  = "mysql" // MariaDB too
)

// Options say which database to use.
type Options struct {
	Driver     string        // SQLite or MySQL
	SQLitePath string        // of the file, which need not exist; its folder must
	MySQL      *mysql.Config // address, user and database, which need not exist; the rest has defaults
	Log        *slog.Logger  // default none

	// Report is told, a line at a time, what was repaired or left out when the
	// database of an original server is taken over. Default: Log.
	Report func(line string)

	// Hash makes the stored form of a password that is taken over. Tests that
	// are not about it set a cheap one; default chat.HashPassword.
	Hash func(password string) string
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Report == nil {
		o.Report = func(line string) { o.Log.Info("take-over: repaired", "what", line) }
	}
	if o.Hash == nil {
		o.Hash = chat.HashPassword
	}
	return o
}

// Open opens the database, makes it when it does not exist, and brings its
// schema up to date. An error is one sentence for the operator, without the
// password.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := open(ctx, o.withDefaults())
	if err != nil {
		return nil, err
	}
	if err := s.grantOldFiles(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(ctx context.Context, o Options) (*Store, error) {
	switch o.Driver {
	case SQLite:
		return openSQLite(ctx, o)
	case MySQL:
		return openMySQL(ctx, o)
	}
	return nil, fmt.Errorf("database driver %q is unknown, want %s or %s", o.Driver, SQLite, MySQL)
}

// Plan says what Open would do to the database before it can be used: a
// sentence per step, none when it is up to date. It changes nothing.
func Plan(ctx context.Context, o Options) ([]string, error) {
	o = o.withDefaults()
	switch o.Driver {
	case SQLite:
		return planSQLite(ctx, o)
	case MySQL:
		return planMySQL(ctx, o)
	}
	return nil, fmt.Errorf("database driver %q is unknown, want %s or %s", o.Driver, SQLite, MySQL)
}

// Exists reports whether there is a database already, whatever it holds. Open
// would make one.
func Exists(ctx context.Context, o Options) (bool, error) {
	o = o.withDefaults()
	if o.Driver == MySQL {
		return mysqlExists(ctx, o)
	}
	_, err := os.Stat(o.SQLitePath)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
