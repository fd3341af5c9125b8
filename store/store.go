// Package store keeps the messenger's state in SQLite, or in MySQL or MariaDB:
// it is the [chat.Store] of a real server.
//
// What it promises beyond that contract: a commit is on disk before a method
// returns, a transaction that the database gave up for another one is run
// again, and every query is bounded and parameterised. Queries go through GORM,
// one file per row, except where thousands of messages a second pass: see
// AppendMessages.
//
// Both databases pass the same tests, those of package storetest. The schema
// is brought up to date by Open; see the numbered files in migrations.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"flamingo/chat"
)

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	dialect *dialect
	log     *slog.Logger
	// write and read are the same on MySQL and within a transaction. SQLite
	// has one connection that writes, and readers that never wait for it.
	write, read *gorm.DB
	inTx        bool

	// Not for the Store of a transaction.
	writer, reader *sql.DB
	statements     *appendStatements
	idStep         int64 // distance of the ids of one multi-row insert
}

var _ chat.Store = (*Store)(nil)

// newStore puts GORM on top of two open pools.
func newStore(d *dialect, log *slog.Logger, writer, reader *sql.DB) (*Store, error) {
	write, err := openGORM(d, writer)
	if err != nil {
		return nil, err
	}
	read := write
	if reader != writer {
		if read, err = openGORM(d, reader); err != nil {
			return nil, err
		}
	}
	return &Store{dialect: d, log: log, write: write, read: read, writer: writer, reader: reader,
		statements: newAppendStatements(d, writer), idStep: 1}, nil
}

// preparedStatements bounds GORM's cache of statements, per pool: lists of ids
// make statements of many lengths.
const preparedStatements = 200

func openGORM(d *dialect, db *sql.DB) (*gorm.DB, error) {
	g, err := gorm.Open(d.dialector(retrying{db}), &gorm.Config{
		NamingStrategy:         naming{},
		Logger:                 logger.Discard, // errors are returned, and logged where they stop
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		PrepareStmt:            d.prepare,
		PrepareStmtMaxSize:     preparedStatements,
	})
	if err != nil {
		return nil, fmt.Errorf("set up queries: %w", err)
	}
	return g, nil
}

// Close waits for running queries and closes the database.
func (s *Store) Close() error {
	err := s.writer.Close()
	if s.reader != s.writer {
		err = errors.Join(err, s.reader.Close())
	}
	return err
}

// InTx runs fn in one transaction. The Store that fn gets locks what it reads,
// on SQLite with the one lock there is. fn must use no other Store: on SQLite
// it would wait for itself. A deadlock or a lock that is not to be had makes fn
// run again, a few times.
func (s *Store) InTx(ctx context.Context, fn func(tx chat.Store) error) error {
	return s.inTransaction(ctx, func(tx *Store) error { return fn(tx) })
}

// inTransaction is InTx for this package. Within a transaction it joins that.
func (s *Store) inTransaction(ctx context.Context, fn func(tx *Store) error) error {
	if s.inTx {
		return fn(s)
	}
	return retry(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			db = db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Session(&gorm.Session{})
			return fn(&Store{dialect: s.dialect, log: s.log, write: db, read: db, inTx: true})
		}, s.dialect.txOptions)
	})
}

// reads and writes return the handle for one query.
func (s *Store) reads(ctx context.Context) *gorm.DB  { return s.read.WithContext(ctx) }
func (s *Store) writes(ctx context.Context) *gorm.DB { return s.write.WithContext(ctx) }
