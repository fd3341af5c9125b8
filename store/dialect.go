package store

import (
	"database/sql"

	"github.com/pressly/goose/v3"
	gormmysql "gorm.io/driver/mysql"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// dialect is what differs between the databases.
type dialect struct {
	name       string // also the folder of its migrations
	goose      goose.Dialect
	dialector  func(gorm.ConnPool) gorm.Dialector
	prepare    bool           // GORM keeps prepared statements
	txOptions  *sql.TxOptions // of InTx
	lock       string         // what makes a SELECT lock its rows
	onConflict string         // begins what an insert does when the key exists
	excluded   func(column string) string
	greatest   string // function for the largest of its values
	searchKey  string // column of the search index with the message id
	newMatch   func() match
	size       string // query for the bytes that the database takes
	// lastIDIsLast says which id an insert of several rows reports.
	lastIDIsLast bool
}

var sqliteDialect = &dialect{
	name:  "sqlite",
	goose: goose.DialectSQLite3,
	dialector: func(db gorm.ConnPool) gorm.Dialector {
		return gormsqlite.New(gormsqlite.Config{DriverName: sqliteDriver, Conn: db})
	},
	prepare:      true,
	onConflict:   "ON CONFLICT DO UPDATE SET",
	excluded:     func(column string) string { return "excluded." + column },
	greatest:     "MAX",
	searchKey:    "rowid",
	newMatch:     func() match { return new(sqliteMatch) },
	size:         `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`,
	lastIDIsLast: true,
}

var mysqlDialect = &dialect{
	name:      "mysql",
	goose:     goose.DialectMySQL,
	dialector: func(db gorm.ConnPool) gorm.Dialector { return gormmysql.New(gormmysql.Config{Conn: db}) },
	// Reads of a transaction lock gaps too: what was not there stays away.
	txOptions:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead},
	lock:       " FOR UPDATE",
	onConflict: "ON DUPLICATE KEY UPDATE",
	// MariaDB has no other form; MySQL calls this one deprecated and keeps it.
	excluded:  func(column string) string { return "VALUES(" + column + ")" },
	greatest:  "GREATEST",
	searchKey: "f_id",
	newMatch:  func() match { return new(mysqlMatch) },
	size:      `SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables WHERE table_schema = DATABASE()`,
}
