package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Adoption takes over the database of an original server in place: what it
// stores is kept under the names it has, columns and tables of ours are added,
// groups get tables of their own, old messages get their conversation and
// number, plain passwords are hashed, and what the original damaged is repaired
// (WIRE.md sections 12 and 13). The result is a database as the first migration
// makes it; later migrations find no difference.
//
// It may be interrupted at any point and goes on from there: t_meta holds the
// last step done, and within a step of many transactions the last row done.
// No step looks at anything that a later one changes.
type adoption struct {
	db   *sql.DB
	log  *slog.Logger
	tell *teller

	timeZone string // of the database server, as an expression

	// Rows per transaction.
	messageBatch, conversationBatch, teamBatch, hashBatch int

	// hash makes the stored form of a password.
	hash func(password string) string

	// after is called when a step is done; an error ends the adoption there.
	after func(step string) error
}

// Default batches: a transaction of each takes less than a second or so, and
// little memory.
const (
	messageBatch      = 1000
	conversationBatch = 5000
	teamBatch         = 1000
	hashBatch         = 64
)

func newAdoption(db *sql.DB, o Options) *adoption {
	return &adoption{db: db, log: o.Log, tell: &teller{report: o.Report}, timeZone: "@@global.time_zone",
		messageBatch: messageBatch, conversationBatch: conversationBatch, teamBatch: teamBatch, hashBatch: hashBatch,
		hash: o.Hash, after: func(string) error { return nil }}
}

// adoptionStep is done in one of three ways.
type adoptionStep struct {
	name string
	// schema changes commit by themselves and do nothing when repeated.
	schema func(*adoption, context.Context) error
	// whole is one transaction.
	whole func(*adoption, context.Context, *sql.Tx) error
	// batch is one of many transactions. It handles some of the rows with an id
	// above after and returns the id of the last one, or after when none is left.
	batch func(a *adoption, ctx context.Context, tx *sql.Tx, after int64) (last int64, err error)
}

var adoptionSteps = []adoptionStep{
	{name: "tables", schema: (*adoption).tables},
	{name: "columns", schema: (*adoption).columns},
	{name: "times", whole: (*adoption).times},
	{name: "groups", whole: (*adoption).groups},
	{name: "friendships", whole: (*adoption).friendships},
	{name: "names", whole: (*adoption).names},
	{name: "keys", schema: (*adoption).keys},
	{name: "default team", whole: (*adoption).defaultTeam},
	{name: "teams", batch: (*adoption).teams},
	{name: "messages", batch: (*adoption).messages},
	{name: "message keys", schema: (*adoption).messageKeys},
	{name: "members", batch: (*adoption).members},
	{name: "passwords", batch: (*adoption).passwords},
	{name: "rewrite", schema: (*adoption).rewrite},
	{name: "counters", whole: (*adoption).counters},
}

// boundary is models.GroupBoundary as it stands in statements.
const boundary = "268435455"

// adoptionState says how far the adoption of db is: needed is false for a
// database that is empty or ours, last names the last step done.
func adoptionState(ctx context.Context, db *sql.DB) (needed bool, last string, err error) {
	const columns = `SELECT COUNT(*), COALESCE(SUM(column_name = 'f_disabled'), 0), COALESCE(SUM(column_name IN ('f_user_id', 'f_username', 'f_password')), 0)
		FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 't_user'`
	var all, ours, originals int
	if err := db.QueryRowContext(ctx, columns).Scan(&all, &ours, &originals); err != nil {
		return false, "", fmt.Errorf("look for table t_user: %w", err)
	}
	if all == 0 {
		return false, "", nil
	}
	if originals != 3 {
		return false, "", errors.New("its table t_user belongs to another program")
	}
	last, err = metaValue(ctx, db, metaAdoption)
	if isNoSuchTable(err) {
		last, err = "", nil
	}
	return ours == 0 || last != "" && last != adoptionDone, last, err
}

// remaining returns the steps after last.
func remaining(last string) []adoptionStep {
	i := slices.IndexFunc(adoptionSteps, func(s adoptionStep) bool { return s.name == last })
	return adoptionSteps[i+1:]
}

// run does what is left of the adoption, if anything.
func (a *adoption) run(ctx context.Context) error {
	needed, last, err := adoptionState(ctx, a.db)
	if err != nil || !needed {
		return err
	}
	a.log.Info("taking over the database of an original server", "done", last)
	steps := remaining(last)
	for i, step := range steps {
		begun := time.Now()
		if err := a.do(ctx, step); err != nil {
			return fmt.Errorf("take over original database, step %s: %w", step.name, err)
		}
		a.tell.rest()
		a.log.Info("take-over: step done", "step", step.name, "left", len(steps)-i-1, "took", time.Since(begun).Round(time.Millisecond))
		if err := a.after(step.name); err != nil {
			return err
		}
	}
	return nil
}

// do does a step and marks it as done.
func (a *adoption) do(ctx context.Context, step adoptionStep) error {
	switch {
	case step.schema != nil:
		if err := step.schema(a, ctx); err != nil {
			return err
		}
		return a.inTx(ctx, func(tx *sql.Tx) error { return markDone(ctx, tx, step) })
	case step.whole != nil:
		return a.inTx(ctx, func(tx *sql.Tx) error {
			if err := step.whole(a, ctx, tx); err != nil {
				return err
			}
			return markDone(ctx, tx, step)
		})
	}
	return a.inBatches(ctx, step)
}

// progressPeriod is how often a long step says where it is.
const progressPeriod = 10 * time.Second

func (a *adoption) inBatches(ctx context.Context, step adoptionStep) error {
	said := time.Now()
	for done := false; !done; {
		var last int64
		err := a.inTx(ctx, func(tx *sql.Tx) error {
			after, err := lockedProgress(ctx, tx)
			if err != nil {
				return err
			}
			if last, err = step.batch(a, ctx, tx, after); err != nil {
				return err
			}
			if done = last == after; done {
				return markDone(ctx, tx, step)
			}
			return setProgress(ctx, tx, last)
		})
		if err != nil {
			return err
		}
		if time.Since(said) >= progressPeriod {
			a.log.Info("take-over: step goes on", "step", step.name, "last id", last)
			said = time.Now()
		}
	}
	return nil
}

// inTx runs fn in a transaction.
func (a *adoption) inTx(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// The adoption keeps its state in t_meta. Progress is the id of the last row
// done of a step in batches, and only there while such a step is under way.
const (
	metaAdoption         = "adoption"
	metaAdoptionProgress = "adoption_progress"
	adoptionDone         = "done" // in place of the last step's name
)

func markDone(ctx context.Context, tx *sql.Tx, step adoptionStep) error {
	value := step.name
	if len(remaining(step.name)) == 0 {
		value = adoptionDone
	}
	return execAll(ctx, tx, `DELETE FROM t_meta WHERE f_name IN ('`+metaAdoption+`', '`+metaAdoptionProgress+`')`,
		`INSERT INTO t_meta (f_name, f_value) VALUES ('`+metaAdoption+`', '`+value+`')`)
}

func metaValue(ctx context.Context, db *sql.DB, name string) (value string, err error) {
	err = db.QueryRowContext(ctx, `SELECT f_value FROM t_meta WHERE f_name = ?`, name).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read setting %s: %w", name, err)
	}
	return value, nil
}

// lockedProgress returns 0 at the beginning of a step. The lock keeps a second
// process from doing the same rows, should it be let in by a lost connection.
func lockedProgress(ctx context.Context, tx *sql.Tx) (last int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT CAST(f_value AS SIGNED) FROM t_meta WHERE f_name = ? FOR UPDATE`, metaAdoptionProgress).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read progress: %w", err)
	}
	return last, nil
}

func setProgress(ctx context.Context, tx *sql.Tx, last int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO t_meta (f_name, f_value) VALUES (?, ?) ON DUPLICATE KEY UPDATE f_value = VALUES(f_value)`,
		metaAdoptionProgress, last)
	if err != nil {
		return fmt.Errorf("write progress: %w", err)
	}
	return nil
}

const errNoSuchTable = 1146

func isNoSuchTable(err error) bool {
	e, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && e.Number == errNoSuchTable
}

func execAll(ctx context.Context, tx *sql.Tx, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", abridged(s), err)
		}
	}
	return nil
}

// abridged is a statement as it stands in an error.
func abridged(s string) string {
	return fmt.Sprintf("%.80s…", strings.Join(strings.Fields(s), " "))
}
