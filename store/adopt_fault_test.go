package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
)

// failure is how a faulty database ends.
type failure int

const (
	cutBefore failure = iota // the connection is lost before the statement gets there
	cutAfter                 // it is lost before the answer comes
	cancelled                // the process is told to stop while the statement runs
	failures
)

var errCut = errors.New("connection cut by the test")

// faulty is a connection to a database that fails at a statement. Commits are
// statements too.
type faulty struct {
	driver.Connector
	kind   failure
	cancel context.CancelFunc

	mu   sync.Mutex
	left int // statements until it fails
}

func (f *faulty) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := f.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultyConn{c.(mysqlConn), f}, nil
}

// do runs a statement, or fails.
func (f *faulty) do(c driver.Conn, statement func() error) error {
	f.mu.Lock()
	f.left--
	left := f.left
	f.mu.Unlock()
	switch {
	case left > 0:
		return statement()
	case left == 0 && f.kind == cutAfter:
		statement()
	case left == 0 && f.kind == cancelled:
		f.cancel()
		return statement()
	}
	c.Close()
	return errCut
}

// mysqlConn is what the driver's connections can do.
type mysqlConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.SessionResetter
	driver.Validator
	driver.Pinger
}

type faultyConn struct {
	mysqlConn
	f *faulty
}

func (c *faultyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (res driver.Result, err error) {
	err = c.f.do(c.mysqlConn, func() error {
		res, err = c.mysqlConn.ExecContext(ctx, query, args)
		return err
	})
	return res, err
}

func (c *faultyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = c.f.do(c.mysqlConn, func() error {
		rows, err = c.mysqlConn.QueryContext(ctx, query, args)
		return err
	})
	return rows, err
}

func (c *faultyConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.mysqlConn.BeginTx(ctx, o)
	return &faultyTx{tx, c}, err
}

type faultyTx struct {
	driver.Tx
	c *faultyConn
}

func (t *faultyTx) Commit() error { return t.c.f.do(t.c.mysqlConn, t.Tx.Commit) }

// adoptFaulty runs an adoption that fails after some statements, and reports
// whether it got through.
func (o *original) adoptFaulty(t *testing.T, kind failure, statements int) (done bool) {
	t.Helper()
	cfg, err := mysqlConfig(o.cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f := &faulty{Connector: connector, kind: kind, cancel: cancel, left: statements}
	db := sql.OpenDB(f)
	defer db.Close()
	err = bringUpToDate(ctx, db, o.adoption(db, ignore))
	if err != nil && !errors.Is(err, errCut) && !errors.Is(err, context.Canceled) && !strings.Contains(err.Error(), "invalid connection") {
		t.Fatalf("failed at statement %d: %v", statements, err)
	}
	return err == nil
}

// TestInterruptedAdoptionEndsInTheSameState lets adoptions fail at one
// statement after the other, in every way, until they are done.
func TestInterruptedAdoptionEndsInTheSameState(t *testing.T) {
	for _, files := range [][]string{dump, {"original_early.sql"}} {
		t.Run(files[0], func(t *testing.T) {
			o := newQuickOriginal(t, files...)
			if o == nil {
				return
			}
			o.adopt(t)
			want := o.contents(t, false)
			for first := range failures {
				if len(files) > 1 && first > 0 {
					break // all ways by turns are enough with so many passwords
				}
				t.Run(fmt.Sprint(first), func(t *testing.T) {
					o := newQuickOriginal(t, files...)
					attempts := 1
					for ; !o.adoptFaulty(t, (first+failure(attempts))%failures, attempts); attempts++ {
					}
					t.Logf("done at attempt %d", attempts)
					if diff := cmp.Diff(want, o.contents(t, false)); diff != "" {
						t.Errorf("interrupted adoption (-uninterrupted +interrupted):\n%s", diff)
					}
				})
			}
		})
	}
}

func TestAdoptionInterruptedAfterEveryStepEndsInTheSameState(t *testing.T) {
	uninterrupted := newQuickOriginal(t, dump...)
	if uninterrupted == nil {
		return
	}
	uninterrupted.adopt(t)
	o := newQuickOriginal(t, dump...)
	errStop := errors.New("stopped by the test")
	var steps []string
	for {
		a := o.adoption(o.db, ignore)
		a.after = func(step string) error {
			steps = append(steps, step)
			return errStop
		}
		if err := bringUpToDate(t.Context(), o.db, a); err == nil {
			break
		} else if !errors.Is(err, errStop) {
			t.Fatal(err)
		}
		if plan, err := Plan(t.Context(), o.options()); err != nil || len(plan) == 0 && len(steps) < len(adoptionSteps) {
			t.Errorf("dry run after step %s: got %q, %v, want what is left", steps[len(steps)-1], plan, err)
		}
	}
	if len(steps) != len(adoptionSteps) {
		t.Errorf("got steps %q, want each of %d once", steps, len(adoptionSteps))
	}
	if diff := cmp.Diff(uninterrupted.contents(t, false), o.contents(t, false)); diff != "" {
		t.Errorf("interrupted adoption (-uninterrupted +interrupted):\n%s", diff)
	}
}

// TestAdoptionGoesOnFromEveryStatement starts anew for each statement, on a
// database with few rows.
func TestAdoptionGoesOnFromEveryStatement(t *testing.T) {
	o := newQuickOriginal(t, "original_early.sql")
	if o == nil {
		return
	}
	o.adopt(t)
	want := o.contents(t, false)
	const stride = 4 // and another way to fail at each
	for n := 1; ; n += stride {
		o := newQuickOriginal(t, "original_early.sql")
		if o.adoptFaulty(t, failure(n)%failures, n) {
			t.Logf("an adoption is %d statements or so", n)
			return
		}
		o.adopt(t)
		if diff := cmp.Diff(want, o.contents(t, false)); diff != "" {
			t.Errorf("interrupted at statement %d (-uninterrupted +interrupted):\n%s", n, diff)
		}
	}
}
