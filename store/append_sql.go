package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// appendKind is a statement of AppendMessages.
type appendKind int

const (
	selectHeads      appendKind = iota // args: id
	insertHeads                        // id, last time, created
	insertMembers                      // user, conversation
	selectByClientID                   // conversation, sender, client id
	insertMessage                      // the columns of a message
	updateHeads                        // id, last seq, last time, created
	insertGrants                       // file, conversation, seq
	appendKinds
)

const (
	messageRow   = `f_conversation_id, f_seq, f_senderid, f_targetid, f_client_id, f_format, f_msgcontent, f_reply_to, f_via, f_client_seq, f_create_time, f_system, f_edited_at, f_recalled_at, f_expires_at`
	messageWidth = 15
)

// statementText is a statement for any number of rows: head, then row as often
// as there are rows, then tail.
type statementText struct {
	head, row, sep, tail string
	args                 int // of one row
}

func (t statementText) build(rows int) string {
	var b strings.Builder
	b.WriteString(t.head)
	for i := range rows {
		if i > 0 {
			b.WriteString(t.sep)
		}
		b.WriteString(t.row)
	}
	b.WriteString(t.tail)
	return b.String()
}

func appendTexts(d *dialect) [appendKinds]statementText {
	return [appendKinds]statementText{
		selectHeads: {args: 1, row: `?`, sep: `,`,
			head: `SELECT f_id, f_last_seq, f_last_time FROM t_conversation WHERE f_id IN (`,
			tail: `) ORDER BY f_id` + d.lock},
		insertHeads: {args: 3, row: `(?,0,0,?,?)`, sep: `,`,
			head: `INSERT INTO t_conversation (f_id, f_last_seq, f_rev, f_last_time, f_created_at) VALUES `,
			tail: ` ` + d.onConflict + ` f_id = ` + d.excluded("f_id")},
		insertMembers: {args: 2, row: `(?,?)`, sep: `,`,
			head: `INSERT INTO t_conversation_member (f_user_id, f_conversation_id) VALUES `,
			tail: ` ` + d.onConflict + ` f_user_id = ` + d.excluded("f_user_id")},
		// Both databases look up a chain of OR in the index, key by key; not
		// so a list of rows.
		selectByClientID: {args: 3, row: `f_conversation_id = ? AND f_senderid = ? AND f_client_id = ?`, sep: ` OR `,
			head: `SELECT f_id, ` + messageRow + ` FROM t_chatmsg WHERE `},
		insertMessage: {args: messageWidth, row: `(?` + strings.Repeat(`,?`, messageWidth-1) + `)`, sep: `,`,
			head: `INSERT INTO t_chatmsg (` + messageRow + `) VALUES `},
		insertGrants: {args: 3, row: `(?,?,?)`, sep: `,`,
			head: `INSERT INTO t_file_grant (f_file, f_conversation_id, f_seq) VALUES `,
			tail: ` ` + d.onConflict + ` f_seq = ` + d.excluded("f_seq")},
		updateHeads: {args: 4, row: `(?,?,0,?,?)`, sep: `,`,
			head: `INSERT INTO t_conversation (f_id, f_last_seq, f_rev, f_last_time, f_created_at) VALUES `,
			tail: ` ` + d.onConflict + ` f_last_seq = ` + d.excluded("f_last_seq") + `, f_last_time = ` + d.excluded("f_last_time")},
	}
}

// appendStatements prepares statements for 1, 2, 4 … maxStep rows: few enough
// to keep, on every connection, for a batch of any size.
type appendStatements struct {
	db    *sql.DB
	texts [appendKinds]statementText

	// Whoever prepares waits for a connection, which somebody may hold who
	// needs a statement: reading takes no lock.
	preparing sync.Mutex
	steps     atomic.Int32 // how many of each are prepared, and stay as they are
	prepared  [appendKinds][stepCount]*sql.Stmt
}

const (
	stepCount = 9 // 1, 2, 4 … 256
	maxStep   = 1 << (stepCount - 1)
)

func newAppendStatements(d *dialect, db *sql.DB) *appendStatements {
	return &appendStatements{db: db, texts: appendTexts(d)}
}

// stepFor returns the number of the smallest statement that takes rows.
func stepFor(rows int) int { return min(bits.Len(uint(rows-1)), stepCount-1) }

// largestStep is the largest number of rows up to n that there is a statement for.
func largestStep(n int) int { return min(maxStep, 1<<(bits.Len(uint(n))-1)) }

// ready prepares what statements of up to that many rows need. It comes before
// the transaction: on SQLite there is no other connection to prepare on.
func (s *appendStatements) ready(ctx context.Context, rows int) error {
	want := int32(stepFor(rows)) + 1
	if s.steps.Load() >= want {
		return nil
	}
	s.preparing.Lock()
	defer s.preparing.Unlock()
	for step := s.steps.Load(); step < want; step++ {
		for kind, text := range s.texts {
			stmt, err := s.db.PrepareContext(ctx, text.build(1<<step))
			if err != nil {
				return fmt.Errorf("prepare statement: %w", err)
			}
			s.prepared[kind][step] = stmt
		}
		s.steps.Store(step + 1)
	}
	return nil
}

// in returns the prepared statement of a step within tx.
func (s *appendStatements) in(ctx context.Context, tx *sql.Tx, kind appendKind, step int) *sql.Stmt {
	return tx.StmtContext(ctx, s.prepared[kind][step])
}

// each calls run for pieces of at most maxStep rows, filled up with repeats of
// the last row to what there is a statement for. That suits statements for
// which a repeated row is the same as one.
func (s *appendStatements) each(ctx context.Context, tx *sql.Tx, kind appendKind, args []any, run func(*sql.Stmt, []any) error) error {
	width := s.texts[kind].args
	for part := range slices.Chunk(args, maxStep*width) {
		step := stepFor(len(part) / width)
		last := part[len(part)-width:]
		part = slices.Clip(part)
		for len(part) < width<<step {
			part = append(part, last...)
		}
		if err := run(s.in(ctx, tx, kind, step), part); err != nil {
			return err
		}
	}
	return nil
}

// query runs a SELECT for all of args and calls scan for each row.
func (s *appendStatements) query(ctx context.Context, tx *sql.Tx, kind appendKind, args []any, scan func(*sql.Rows) error) error {
	return s.each(ctx, tx, kind, args, func(stmt *sql.Stmt, args []any) error {
		rows, err := stmt.QueryContext(ctx, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// exec runs an idempotent write for all of args.
func (s *appendStatements) exec(ctx context.Context, tx *sql.Tx, kind appendKind, args []any) error {
	return s.each(ctx, tx, kind, args, func(stmt *sql.Stmt, args []any) error {
		_, err := stmt.ExecContext(ctx, args...)
		return err
	})
}

// insert inserts messages, in a number there is a statement for, and returns
// the id of the first. SQLite reports the id of the last row, MySQL of the first.
func (s *appendStatements) insert(ctx context.Context, tx *sql.Tx, d *dialect, args []any, idStep int64) (first int64, err error) {
	rows := len(args) / messageWidth
	res, err := s.in(ctx, tx, insertMessage, stepFor(rows)).ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	if d.lastIDIsLast {
		id -= int64(rows-1) * idStep
	}
	return id, err
}
