package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"

	"flamingo/chat"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/store/mariadbtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// original is a database of the original server in a test.
type original struct {
	cfg   *mysql.Config // for Open
	db    *sql.DB
	users map[int64]string    // plain passwords
	hash  func(string) string // of the adoption; nil for that of the product
}

// dump and damage are what most tests start with.
var dump = []string{"original.sql", "original_damage.sql"}

// newOriginal loads files of testdata into a new database. It is nil where
// there is no MariaDB.
func newOriginal(t testing.TB, files ...string) *original {
	t.Helper()
	cfg := mariadbtest.Config(t)
	if cfg == nil {
		return nil
	}
	full, err := mysqlConfig(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := createDatabase(t.Context(), full); err != nil {
		t.Fatal(err)
	}
	loader, err := openMySQLPool(cfg, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer loader.Close()
	for _, name := range files {
		load(t, loader, name)
	}
	o := &original{cfg: cfg, users: map[int64]string{}}
	if o.db, err = openMySQLPool(full, 4); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.db.Close() })
	for _, u := range o.query(t, `SELECT f_user_id, COALESCE(f_password, '') FROM t_user WHERE f_user_id < `+boundary) {
		var id int64
		fmt.Sscan(u[0], &id)
		o.users[id] = u[1]
	}
	return o
}

// newQuickOriginal is newOriginal for a test that is not about passwords: its
// adoption makes cheap hashes, and the same of the same password, so that one
// that was hashed twice shows.
func newQuickOriginal(t testing.TB, files ...string) *original {
	t.Helper()
	o := newOriginal(t, files...)
	if o != nil {
		o.hash = func(password string) string {
			salt := []byte("salt of the test")
			key := argon2.IDKey([]byte(password), salt, 1, 8, 1, 32)
			return fmt.Sprintf("$argon2id$v=19$m=8,t=1,p=1$%s$%s", base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
		}
	}
	return o
}

// load runs the statements of a file, each of which ends a line, in the
// database that db is connected to.
func load(t testing.TB, db *sql.DB, name string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for s := range strings.SplitSeq(string(text), ";\n") {
		if s = strings.TrimSpace(s); s == "" || strings.Contains(s, "CREATE DATABASE") || strings.HasPrefix(s, "USE ") {
			continue
		}
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("load %s: %v: %.200s", name, err, s)
		}
	}
}

// query returns the rows of a query as text.
func (o *original) query(t testing.TB, query string, args ...any) [][]string {
	t.Helper()
	rows, err := o.db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for rows.Next() {
		values := make([]sql.NullString, len(names))
		pointers := make([]any, len(names))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(names))
		for i, v := range values {
			if row[i] = v.String; !v.Valid {
				row[i] = "NULL"
			}
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// adoption returns one in small batches, so that the few rows make many, of a
// server in Shanghai.
func (o *original) adoption(db *sql.DB, report func(string)) *adoption {
	a := newAdoption(db, Options{Report: report, Hash: o.hash}.withDefaults())
	a.timeZone = "'+08:00'"
	a.messageBatch, a.conversationBatch, a.teamBatch, a.hashBatch = 10, 7, 20, 16
	return a
}

func ignore(string) {}

// adopt runs an adoption in one go and returns its report.
func (o *original) adopt(t testing.TB) (report []string) {
	t.Helper()
	a := o.adoption(o.db, func(line string) { report = append(report, line) })
	if err := bringUpToDate(t.Context(), o.db, a); err != nil {
		t.Fatal(err)
	}
	return report
}

// contents returns all rows of all tables. What differs from run to run is
// masked unless exact.
func (o *original) contents(t testing.TB, exact bool) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range o.query(t, `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()`) {
		var columns []string
		for _, c := range o.query(t, `SELECT column_name FROM information_schema.columns
			WHERE table_schema = DATABASE() AND table_name = ? ORDER BY column_name`, table[0]) {
			if exact || !slices.Contains([]string{"f_update_time", "tstamp"}, c[0]) {
				columns = append(columns, c[0])
			}
		}
		for _, row := range o.query(t, `SELECT `+strings.Join(columns, ",")+` FROM `+table[0]) {
			for i, name := range columns {
				if name == "f_password" && !exact && strings.HasPrefix(row[i], "$argon2id$v=19$m=7168,t=5,p=1$") && len(row[i]) > 90 {
					row[i] = "a hash"
				}
				row[i] = name + "=" + row[i]
			}
			all[table[0]] = append(all[table[0]], strings.Join(row, " "))
		}
		slices.Sort(all[table[0]])
	}
	return all
}

func (o *original) options() Options { return Options{Driver: MySQL, MySQL: o.cfg, Hash: o.hash} }

// service runs the rules on the adopted database.
func (o *original) service(t testing.TB) *chat.Service {
	t.Helper()
	s, err := Open(t.Context(), o.options())
	if err != nil {
		t.Fatal(err)
	}
	svc, err := chat.New(t.Context(), chat.Options{Store: s, Notifier: hub.New(), TokenKey: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(svc.Close(context.Background()), s.Close()); err != nil {
			t.Error(err)
		}
	})
	return svc
}

// name returns the present account name of a user.
func (o *original) name(t testing.TB, id int64) string {
	t.Helper()
	return o.query(t, `SELECT f_username FROM t_user WHERE f_user_id = ?`, id)[0][0]
}

// actor logs a user in with the old password.
func (o *original) actor(t testing.TB, svc *chat.Service, id int64) chat.Actor {
	t.Helper()
	l, err := svc.LogIn(t.Context(), chat.LoginParams{Username: o.name(t, id), Password: o.users[id], Class: models.ClassPC})
	if err != nil {
		t.Fatalf("log in user %d: %v", id, err)
	}
	return chat.Actor{UserID: id, SessionID: l.Session.ID, Class: models.ClassPC}
}

// checkPasswords wants every user to get in with the old password.
func (o *original) checkPasswords(t *testing.T) {
	t.Helper()
	svc := o.service(t)
	ids := make(chan int64)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for id := range ids {
				l, err := svc.LogIn(t.Context(), chat.LoginParams{Username: o.name(t, id), Password: o.users[id], Class: models.ClassPC})
				if err != nil {
					t.Errorf("log in user %d: %v", id, err)
				} else if l.User.ID != id {
					t.Errorf("log in user %d: got user %d", id, l.User.ID)
				}
			}
		})
	}
	for id := range o.users {
		ids <- id
	}
	close(ids)
	workers.Wait()
}

// compareGolden compares lines with a file of testdata.
func compareGolden(t *testing.T, name string, lines []string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), lines); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestDryRunOfAnAdoptionCountsAndChangesNothing(t *testing.T) {
	o := newOriginal(t, dump...)
	if o == nil {
		return
	}
	before := o.contents(t, true)
	plan, err := Plan(t.Context(), o.options())
	if err != nil {
		t.Fatal(err)
	}
	later := func(line string) bool { return strings.HasPrefix(line, "apply schema change ") }
	compareGolden(t, "original_plan.golden", slices.DeleteFunc(plan, later))
	if diff := cmp.Diff(before, o.contents(t, true)); diff != "" {
		t.Errorf("a dry run changed the database (-before +after):\n%s", diff)
	}
}

func TestAdoptionReportsWhatItRepairs(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	report := o.adopt(t)
	compareGolden(t, "original_report.golden", report)
	for _, line := range report {
		for _, secret := range []string{"pw-A", "密码密码", "o'brien"} {
			if strings.Contains(line, secret) {
				t.Errorf("a password stands in the report: %s", line)
			}
		}
	}
}
