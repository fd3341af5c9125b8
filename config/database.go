package config

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// Driver is a kind of database.
type Driver string

// The databases a server can use.
const (
	SQLite Driver = "sqlite"
	MySQL  Driver = "mysql" // MariaDB too
)

const (
	sqliteFile = "flamingo.db"
	mysqlPort  = "3306"
	mysqlName  = "flamingo"
)

// Database says where the messages are. Printing one does not show the password.
type Database struct {
	Driver Driver
	Path   string // of SQLite

	// Of MySQL.
	User     string
	Password string
	Addr     string // host and port
	Name     string
}

// databaseName is what MySQL accepts between backticks without surprises in
// backups and grants, in the length it allows.
var databaseName = regexp.MustCompile(`^[A-Za-z0-9_$-]{1,64}$`)

var errDatabaseURL = errors.New("expected mysql://user:password@host:3306/name, or nothing for SQLite")

// ParseDatabase reads the setting Database; port 3306 and the name flamingo may
// be left out. In a user name and password every character may stand as it is,
// and %40 and the like are read as in any URL. No error repeats what might be
// part of a password.
func ParseDatabase(setting, dataDir string) (Database, error) {
	if setting == "" {
		return Database{Driver: SQLite, Path: filepath.Join(dataDir, sqliteFile)}, nil
	}
	scheme, rest, found := strings.Cut(setting, "://")
	if !found {
		return Database{}, errDatabaseURL
	}
	if scheme != "mysql" && scheme != "mariadb" {
		return Database{}, fmt.Errorf("unknown kind of database: %w", errDatabaseURL)
	}
	// A host and a name hold no @, a password may.
	at := strings.LastIndex(rest, "@")
	if at < 0 {
		return Database{}, fmt.Errorf("no user: %w", errDatabaseURL)
	}
	user, password, _ := strings.Cut(rest[:at], ":")
	u, err := url.Parse("mysql://" + rest[at+1:]) // nothing secret is left in it
	if err != nil {
		return Database{}, errDatabaseURL
	}
	db := Database{Driver: MySQL, User: unescape(user), Password: unescape(password),
		Addr: net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), mysqlPort)), Name: cmp.Or(strings.TrimPrefix(u.Path, "/"), mysqlName)}
	switch {
	case db.User == "":
		return Database{}, fmt.Errorf("no user: %w", errDatabaseURL)
	case u.Hostname() == "":
		return Database{}, fmt.Errorf("no host: %w", errDatabaseURL)
	case !databaseName.MatchString(db.Name):
		return Database{}, fmt.Errorf("the name of a database has 1 to 64 letters, digits, _, $ or -: %w", errDatabaseURL)
	case u.RawQuery != "" || u.Fragment != "":
		return Database{}, fmt.Errorf("parameters are not supported: %w", errDatabaseURL)
	}
	return db, nil
}

// unescape reads the escapes of a URL. A text with a % that is none stays as it is.
func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// String describes the database without its password.
func (d Database) String() string {
	if d.Driver == SQLite {
		return "SQLite, " + d.Path
	}
	return fmt.Sprintf("MySQL, %s on %s as %s", d.Name, d.Addr, d.User)
}

// GoString keeps the password out of %#v as well.
func (d Database) GoString() string { return d.String() }
