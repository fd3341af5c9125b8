package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"modernc.org/sqlite"

	"flamingo/chat"
)

// Numbers of failures that mean something to us.
const (
	mysqlChanged     = 1020 // ER_CHECKREAD: a row changed since the transaction first read
	mysqlDuplicate   = 1062 // ER_DUP_ENTRY
	mysqlLockTimeout = 1205 // ER_LOCK_WAIT_TIMEOUT
	mysqlDeadlock    = 1213 // ER_LOCK_DEADLOCK

	sqliteBusy       = 5    // SQLITE_BUSY, in the low byte
	sqlitePrimaryKey = 1555 // SQLITE_CONSTRAINT_PRIMARYKEY
	sqliteUnique     = 2067 // SQLITE_CONSTRAINT_UNIQUE
)

// wrap classifies the outcome of a query: a missing row is CodeNotFound and a
// broken uniqueness CodeConflict, both naming what; nil stays nil. doing says
// what failed otherwise.
func wrap(err error, what, doing string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return notFound(what)
	case isDuplicate(err):
		return &chat.Error{Code: chat.CodeConflict, Message: what + " exists already", Err: err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func notFound(what string) error { return chat.Errorf(chat.CodeNotFound, "no such %s", what) }

// changed is wrap for a write that concerns one row, which must exist.
func changed(db *gorm.DB, what, doing string) error {
	if db.Error == nil && db.RowsAffected == 0 {
		return notFound(what)
	}
	return wrap(db.Error, what, doing)
}

func isDuplicate(err error) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number == mysqlDuplicate
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == sqlitePrimaryKey || e.Code() == sqliteUnique)
}

// isTransient reports whether the same transaction may succeed when run again.
func isTransient(err error) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number == mysqlDeadlock || e.Number == mysqlLockTimeout || e.Number == mysqlChanged
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqliteBusy
}

// Bounds of retry. Deadlocks are found at once and one of those involved gets
// through, so the pause only has to take them apart.
const (
	maxAttempts = 10
	maxPause    = 20 * time.Millisecond // times the number of the attempt
)

// retry runs a transaction, or a statement that is one by itself, until it
// fails for good.
func retry(ctx context.Context, run func() error) error {
	for attempt := 1; ; attempt++ {
		err := run()
		if attempt == maxAttempts || !isTransient(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(time.Duration(attempt) * maxPause)):
		}
	}
}
