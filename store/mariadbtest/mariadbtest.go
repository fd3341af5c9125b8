// Package mariadbtest gives tests a real MariaDB: one private server per test
// process, on a loopback port of the system's choice, started when the first
// test asks for it and gone with the process, however that ends.
//
// Where mariadbd is not installed, tests go on without it and say so on one
// line; with FLAMINGO_TEST_REQUIRE=mysql they fail, as they do when it does not
// start. FLAMINGO_TEST_MYSQL, an
// address like mysql://root:secret@127.0.0.1:3306, names a server to use
// instead, whose user may make databases.
package mariadbtest

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
)

var (
	shared    = sync.OnceValues(findServer)
	databases atomic.Int64
)

// Config returns the settings of a connection to a database of the test's own,
// which store.Open makes and which is removed after the test. It is nil where
// there is no MariaDB.
func Config(t testing.TB) *mysql.Config {
	t.Helper()
	server, err := shared()
	if err != nil {
		missing(t, err)
		return nil
	}
	cfg := server.Clone()
	cfg.DBName = fmt.Sprintf("flamingo_test_%d_%d", os.Getpid(), databases.Add(1))
	t.Cleanup(func() {
		if err := drop(server, cfg.DBName); err != nil {
			t.Errorf("remove database %s: %v", cfg.DBName, err)
		}
	})
	return cfg
}

// URL is Config in the form of the --database setting, empty where there is no
// MariaDB.
func URL(t testing.TB) string {
	t.Helper()
	cfg := Config(t)
	if cfg == nil {
		return ""
	}
	return (&url.URL{Scheme: "mysql", User: url.UserPassword(cfg.User, cfg.Passwd), Host: cfg.Addr, Path: "/" + cfg.DBName}).String()
}

// sayOnce is for the summary: what a passing test logs is not shown.
var sayOnce sync.Once

func missing(t testing.TB, err error) {
	t.Helper()
	if !errors.Is(err, errNotInstalled) || strings.Contains(os.Getenv("FLAMINGO_TEST_REQUIRE"), "mysql") {
		t.Fatalf("no MariaDB to test on: %v", err)
	}
	t.Logf("NOT TESTED on MariaDB: %v", err)
	sayOnce.Do(func() { fmt.Fprintf(os.Stderr, "NOT TESTED on MariaDB: %v\n", err) })
}

func findServer() (*mysql.Config, error) {
	address := os.Getenv("FLAMINGO_TEST_MYSQL")
	if address == "" {
		return start()
	}
	u, err := url.Parse(address)
	if err != nil || u.User == nil || u.Port() == "" {
		return nil, errors.New("FLAMINGO_TEST_MYSQL is no address like mysql://root:secret@127.0.0.1:3306")
	}
	password, _ := u.User.Password()
	return settings(u.Host, u.User.Username(), password), nil
}

func settings(addr, user, password string) *mysql.Config {
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.Passwd = "tcp", addr, user, password
	cfg.Logger = &mysql.NopLogger{}
	return cfg
}

func drop(server *mysql.Config, database string) error {
	connector, err := mysql.NewConnector(server)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	_, err = db.Exec("DROP DATABASE IF EXISTS " + database)
	return err
}
