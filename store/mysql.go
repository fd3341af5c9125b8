package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"flamingo/chat"
)

// Settings of the connections. The server may close idle ones after a time of
// its own, hence the lifetime. A lock is waited for briefly: whoever holds it
// longer is stuck, and the transaction is tried again a few times anyway.
const (
	mysqlConns        = 16
	mysqlConnLifetime = 3 * time.Minute
	mysqlDialTimeout  = 5 * time.Second
	mysqlIOTimeout    = 30 * time.Second
	mysqlLockWait     = "3" // seconds
	mysqlCollation    = "utf8mb4_general_ci"
)

// mysqlConfig completes the settings of a connection: UTF-8 of four bytes,
// times in UTC cut to milliseconds, strict about values that do not fit, and
// counts of rows found rather than changed.
func mysqlConfig(from *mysql.Config, log *slog.Logger) (*mysql.Config, error) {
	cfg := from.Clone()
	cfg.Collation = mysqlCollation
	cfg.ParseTime, cfg.Loc = true, time.UTC
	cfg.InterpolateParams, cfg.ClientFoundRows, cfg.CheckConnLiveness = true, true, true
	cfg.Timeout = cmp.Or(cfg.Timeout, mysqlDialTimeout)
	cfg.ReadTimeout = cmp.Or(cfg.ReadTimeout, mysqlIOTimeout)
	cfg.WriteTimeout = cmp.Or(cfg.WriteTimeout, mysqlIOTimeout)
	cfg.Logger = driverLog{log}
	cfg.Params = maps.Clone(cfg.Params)
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	maps.Copy(cfg.Params, map[string]string{
		"sql_mode":                 "'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
		"time_zone":                "'+00:00'",
		"innodb_lock_wait_timeout": mysqlLockWait,
	})
	if err := cfg.Apply(mysql.TimeTruncate(time.Millisecond)); err != nil {
		return nil, fmt.Errorf("set up MySQL: %w", err)
	}
	return cfg, nil
}

// driverLog passes on what the driver has to say, such as that it gave up a
// connection: queries return the error too.
type driverLog struct{ log *slog.Logger }

func (l driverLog) Print(v ...any) {
	l.log.Debug("mysql driver", "text", strings.TrimSpace(fmt.Sprint(v...)))
}

func openMySQLPool(cfg *mysql.Config, conns int) (*sql.DB, error) {
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, fmt.Errorf("set up MySQL: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxLifetime(mysqlConnLifetime)
	return db, nil
}

func openMySQL(ctx context.Context, o Options) (_ *Store, err error) {
	cfg, err := mysqlConfig(o.MySQL, o.Log)
	if err != nil {
		return nil, err
	}
	if err := createDatabase(ctx, cfg); err != nil {
		return nil, err
	}
	if err := prepareMySQL(ctx, cfg, o); err != nil {
		return nil, fmt.Errorf("database %s at %s: %w", cfg.DBName, cfg.Addr, err)
	}
	db, err := openMySQLPool(cfg, mysqlConns)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	isolation, err := isolationVariable(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("database %s at %s: %w", cfg.DBName, cfg.Addr, err)
	}
	// Batches of messages lock the rows they read and no gaps between them, so
	// that nodes do not wait for each other. InTx asks for more.
	cfg.Params[isolation] = "'READ-COMMITTED'"
	db.Close()
	if db, err = openMySQLPool(cfg, mysqlConns); err != nil {
		return nil, err
	}
	s, err := newStore(mysqlDialect, o.Log, db, db)
	if err != nil {
		return nil, err
	}
	if err := db.QueryRowContext(ctx, `SELECT @@auto_increment_increment`).Scan(&s.idStep); err != nil {
		return nil, fmt.Errorf("read settings of the database server: %w", err)
	}
	return s, nil
}

// isolationVariable returns the name of the variable that says how transactions
// are kept apart: it differs between MySQL, MariaDB and their versions.
func isolationVariable(ctx context.Context, db *sql.DB) (name string, err error) {
	var value string
	err = db.QueryRowContext(ctx, `SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')`).Scan(&name, &value)
	if err != nil {
		return "", fmt.Errorf("read settings of the database server: %w", err)
	}
	return name, nil
}

const errUnknownDatabase = 1049

// createDatabase makes the database when it does not exist. A user who may use
// the database only, not make it, is fine when it is there.
func createDatabase(ctx context.Context, cfg *mysql.Config) error {
	err := onMySQL(ctx, cfg, func(*sql.Conn) error { return nil })
	if e, ok := errors.AsType[*mysql.MySQLError](err); !ok || e.Number != errUnknownDatabase {
		return connectError(cfg, err)
	}
	server := cfg.Clone()
	server.DBName = ""
	err = onMySQL(ctx, server, func(c *sql.Conn) error {
		_, err := c.ExecContext(ctx, "CREATE DATABASE IF NOT EXISTS "+quoteName(cfg.DBName)+
			" CHARACTER SET utf8mb4 COLLATE "+mysqlCollation)
		return err
	})
	if err != nil {
		return fmt.Errorf("database %s does not exist at %s and cannot be made: %w", cfg.DBName, cfg.Addr, err)
	}
	return nil
}

// onMySQL runs fn on a connection of its own.
func onMySQL(ctx context.Context, cfg *mysql.Config, fn func(*sql.Conn) error) error {
	db, err := openMySQLPool(cfg, 1)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return fn(conn)
}

func connectError(cfg *mysql.Config, err error) error {
	if err == nil {
		return nil
	}
	return &chat.Error{Code: chat.CodeUnavailable, Err: err,
		Message: fmt.Sprintf("database server %s cannot be used as user %q", cfg.Addr, cfg.User)}
}

func quoteName(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// migrationLockWait is how long a node waits, in seconds, for another one that
// is changing the schema.
const migrationLockWait = 600

// prepareMySQL brings the schema up to date, that of an original server too. One
// node does it, the others wait.
func prepareMySQL(ctx context.Context, cfg *mysql.Config, o Options) error {
	cfg = cfg.Clone()
	cfg.ReadTimeout = 0                  // changing a large table takes its time,
	cfg.Params["wait_timeout"] = "86400" // during which the lock below is not used
	db, err := openMySQLPool(cfg, 2)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // and with it the lock
	var got sql.NullInt64
	name := fmt.Sprintf("flamingo.%.50s", cfg.DBName)
	if err := conn.QueryRowContext(ctx, `SELECT GET_LOCK(?, ?)`, name, migrationLockWait).Scan(&got); err != nil {
		return fmt.Errorf("wait for other nodes: %w", err)
	}
	if got.Int64 != 1 {
		return errors.New("another node has been changing the schema for " + strconv.Itoa(migrationLockWait) + " seconds")
	}
	return bringUpToDate(ctx, db, newAdoption(db, o))
}

func bringUpToDate(ctx context.Context, db *sql.DB, a *adoption) error {
	// The library makes its table and the first row in it one after the other,
	// and refuses what an interruption between the two leaves.
	_, err := db.ExecContext(ctx, `INSERT INTO `+migrationTable+` (version_id, is_applied)
		SELECT 0, 1 FROM (SELECT COUNT(*) AS versions FROM `+migrationTable+`) all_versions WHERE versions = 0`)
	if err != nil && !isNoSuchTable(err) {
		return fmt.Errorf("read schema: %w", err)
	}
	if err := a.run(ctx); err != nil {
		return err
	}
	return migrate(ctx, mysqlDialect, db, a.log)
}

// mysqlExists reports whether the server has the database, empty or not.
func mysqlExists(ctx context.Context, o Options) (bool, error) {
	cfg, err := mysqlConfig(o.MySQL, o.Log)
	if err != nil {
		return false, err
	}
	err = onMySQL(ctx, cfg, func(*sql.Conn) error { return nil })
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok && e.Number == errUnknownDatabase {
		return false, nil
	}
	if err != nil {
		return false, connectError(cfg, err)
	}
	return true, nil
}

func planMySQL(ctx context.Context, o Options) ([]string, error) {
	cfg, err := mysqlConfig(o.MySQL, o.Log)
	if err != nil {
		return nil, err
	}
	err = onMySQL(ctx, cfg, func(*sql.Conn) error { return nil })
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok && e.Number == errUnknownDatabase {
		steps, err := pendingSteps(mysqlDialect, 0)
		return append([]string{"make the database " + cfg.DBName + " at " + cfg.Addr}, steps...), err
	}
	if err != nil {
		return nil, connectError(cfg, err)
	}
	cfg.ReadTimeout = 0 // counting the rows of a large table takes its time
	db, err := openMySQLPool(cfg, 1)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	plan, err := planAdoption(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("database %s at %s: %w", cfg.DBName, cfg.Addr, err)
	}
	version, err := schemaVersion(ctx, db, `SELECT COUNT(*) FROM information_schema.tables
		WHERE table_schema = DATABASE() AND table_name = '`+migrationTable+`'`)
	if err != nil {
		return nil, fmt.Errorf("database %s at %s: %w", cfg.DBName, cfg.Addr, err)
	}
	if len(plan) > 0 {
		version = firstSchema // which the take-over makes
	}
	steps, err := pendingSteps(mysqlDialect, version)
	return append(plan, steps...), err
}
