package store

import (
	"context"
	"database/sql"
)

// retrying is a pool whose statements, each a transaction by itself, are run
// again when the database gave one up for another: see isTransient. What is
// part of a larger transaction does not pass here; there InTx begins anew.
//
// Statements that a pool has prepared do not pass either. That is SQLite, where
// a single statement waits for the lock and cannot be the victim of another.
type retrying struct{ *sql.DB }

// ExecContext runs a statement until it fails for good.
func (p retrying) ExecContext(ctx context.Context, query string, args ...any) (result sql.Result, err error) {
	err = retry(ctx, func() error {
		result, err = p.DB.ExecContext(ctx, query, args...)
		return err
	})
	return result, err
}

// GetDBConn is how GORM finds the pool below.
func (p retrying) GetDBConn() (*sql.DB, error) { return p.DB, nil }
