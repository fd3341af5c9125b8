package store

import (
	"bytes"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"flamingo/store/mariadbtest"
)

func TestOpenErrorsAreOneSentence(t *testing.T) {
	dir := t.TempDir()
	noDatabase := filepath.Join(dir, "no.db")
	if err := os.WriteFile(noDatabase, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	closed := mysql.NewConfig()
	closed.Net, closed.Addr, closed.User, closed.Passwd, closed.DBName = "tcp", "127.0.0.1:1", "flamingo", mariadbtest.Password, "flamingo"
	cases := map[string]struct {
		o    Options
		want string
	}{
		"driver":    {Options{Driver: "oracle"}, `database driver "oracle" is unknown, want sqlite or mysql`},
		"folder":    {Options{Driver: SQLite, SQLitePath: filepath.Join(dir, "missing", "a.db")}, filepath.Join("missing", "a.db")},
		"no sqlite": {Options{Driver: SQLite, SQLitePath: noDatabase}, "file is not a database"},
		"no server": {Options{Driver: MySQL, MySQL: closed}, "127.0.0.1:1"},
	}
	if cfg := mariadbtest.Config(t); cfg != nil {
		cfg.Passwd = "wr0ng-" + mariadbtest.Password
		cases["password"] = struct {
			o    Options
			want string
		}{Options{Driver: MySQL, MySQL: cfg}, `cannot be used as user "flamingo"`}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c.o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			_, err := Open(t.Context(), c.o)
			if err == nil {
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got error %q, want one line with %q", err, c.want)
			}
			if strings.Contains(err.Error()+log.String(), mariadbtest.Password) {
				t.Errorf("the password is told: %v\n%s", err, log.String())
			}
			if _, err := Plan(t.Context(), c.o); name != "folder" && err == nil {
				t.Error("Plan found nothing wrong")
			}
		})
	}
}

// TestSQLiteSettings looks at every connection of both pools.
func TestSQLiteSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name with ? # % and 空格.db")
	s := openStore(t, Options{Driver: SQLite, SQLitePath: path})
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the file has another name: %v", err)
	}
	check := func(c *sql.Conn, pragma, want string) {
		t.Helper()
		var got string
		if err := c.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", pragma, got, err, want)
		}
	}
	for pool, db := range map[string]*sql.DB{"writer": s.writer, "reader": s.reader} {
		for range db.Stats().MaxOpenConnections {
			c, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			check(c, "journal_mode", "wal")
			check(c, "busy_timeout", "5000")
			check(c, "foreign_keys", "1")
			if pool == "writer" {
				check(c, "synchronous", "2")
				continue
			}
			if _, err := c.ExecContext(t.Context(), "DELETE FROM t_meta"); err == nil {
				t.Error("a reader can write")
			}
		}
	}
	if n := s.writer.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("got %d writers, want 1", n)
	}
}

func TestMySQLSettings(t *testing.T) {
	cfg := mariadbtest.Config(t)
	if cfg == nil {
		return
	}
	s := openStore(t, Options{Driver: MySQL, MySQL: cfg})
	for name, want := range map[string]string{
		"character_set_client": "utf8mb4", "character_set_database": "utf8mb4", "time_zone": "+00:00",
		"tx_isolation": "READ-COMMITTED", "innodb_lock_wait_timeout": mysqlLockWait,
		"sql_mode": "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
	} {
		var variable, got string
		if err := s.writer.QueryRowContext(t.Context(), "SHOW VARIABLES LIKE '"+name+"'").Scan(&variable, &got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
	if n := s.writer.Stats().MaxOpenConnections; n != mysqlConns {
		t.Errorf("got at most %d connections, want %d", n, mysqlConns)
	}
}
