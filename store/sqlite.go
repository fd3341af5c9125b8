package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"

	_ "modernc.org/sqlite" // the driver
)

const sqliteDriver = "sqlite"

// sqliteReaders is the size of the pool of readers. WAL lets them read while
// the one writer writes; more of them gained nothing.
const sqliteReaders = 4

// sqliteDSN returns the settings of a connection: durable commits, times as
// milliseconds in UTC. Another process may hold the lock for a moment, such as
// the user subcommand; transactions take it at their beginning, because one
// that reads first and writes later can be refused without any waiting.
func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{
		"_txlock":              {"immediate"},
		"_time_integer_format": {"unix_milli"},
		"_inttotime":           {"1"},
		"_timezone":            {"UTC"},
		"_pragma":              append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...),
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func openSQLite(ctx context.Context, o Options) (_ *Store, err error) {
	var pools []*sql.DB
	defer func() {
		if err != nil {
			for _, db := range pools {
				db.Close()
			}
		}
	}()
	durable := []string{"journal_mode(WAL)", "synchronous(FULL)"}
	open := func(conns int, pragmas ...string) *sql.DB {
		db, oerr := sql.Open(sqliteDriver, sqliteDSN(o.SQLitePath, pragmas...))
		if oerr != nil {
			err = oerr
			return nil
		}
		db.SetMaxOpenConns(conns)
		db.SetMaxIdleConns(conns)
		pools = append(pools, db)
		return db
	}
	// What a statement changed is kept in memory until it has ended: a file
	// takes a tenth of the time of a commit. Migrations, which may sort whole
	// tables, have the disk for it.
	migrator := open(1, durable...)
	writer := open(1, append(durable, "temp_store(MEMORY)", "cache_size(-16000)")...)
	if err != nil {
		return nil, fmt.Errorf("database %s cannot be opened: %w", o.SQLitePath, err)
	}
	// Changing a new file to WAL does not wait for others who do the same.
	if err := retry(ctx, func() error { return migrator.PingContext(ctx) }); err != nil {
		return nil, fmt.Errorf("database %s cannot be opened: %w", o.SQLitePath, err)
	}
	if err := migrateSQLite(ctx, migrator, o.Log); err != nil {
		return nil, fmt.Errorf("database %s: %w", o.SQLitePath, err)
	}
	migrator.Close()
	reader := open(sqliteReaders, "query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("database %s cannot be opened: %w", o.SQLitePath, err)
	}
	return newStore(sqliteDialect, o.Log, writer, reader)
}

// migrateSQLite tries again when it fails: another process that started at the
// same moment may have been first, with the table of versions and then with a
// change itself. Each change is a transaction, so that nothing is done twice.
func migrateSQLite(ctx context.Context, db *sql.DB, log *slog.Logger) (err error) {
	for range 3 {
		if err = migrate(ctx, sqliteDialect, db, log); err == nil {
			return nil
		}
	}
	return err
}

func planSQLite(ctx context.Context, o Options) ([]string, error) {
	if _, err := os.Stat(o.SQLitePath); errors.Is(err, fs.ErrNotExist) {
		steps, err := pendingSteps(sqliteDialect, 0)
		return append([]string{"make the database " + o.SQLitePath}, steps...), err
	}
	db, err := sql.Open(sqliteDriver, sqliteDSN(o.SQLitePath, "query_only(1)"))
	if err != nil {
		return nil, fmt.Errorf("database %s cannot be opened: %w", o.SQLitePath, err)
	}
	defer db.Close()
	version, err := schemaVersion(ctx, db, `SELECT COUNT(*) FROM sqlite_schema WHERE name = '`+migrationTable+`'`)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", o.SQLitePath, err)
	}
	return pendingSteps(sqliteDialect, version)
}
