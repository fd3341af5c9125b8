package store

import (
	"database/sql"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"

	"flamingo/models"
	"flamingo/store/mariadbtest"
)

// allModels are the rows of every table.
var allModels = []any{models.User{}, models.UserEvent{}, models.Session{}, models.Friendship{}, models.FriendRequest{}, models.Group{},
	models.GroupMember{}, models.Conversation{}, models.ConversationMember{}, models.Message{}, models.Delivery{}, models.File{}, models.Meta{},
	models.Block{}, models.GroupBan{}, models.GroupRequest{}, models.Invitation{}, models.Change{}, models.Reaction{}, models.Pin{}, models.HiddenMessage{},
	models.SecondFactor{}, models.RecoveryCode{}, models.Report{}, models.Audit{}, models.IdempotencyKey{},
	models.Bot{}, models.Deletion{}, models.IncomingWebhook{}, models.Webhook{}, models.WebhookDelivery{},
	models.PushSubscription{}, models.PushGateway{}, models.LastSeen{},
	models.FileOwner{}, models.FileGrant{}, models.Avatar{}, models.Upload{}}

// unused are the columns of the original that nobody uses. They stay, so that
// a new database and one that was taken over are the same.
var unused = map[string][]string{
	"t_user":              {"f_customfacefmt", "f_id", "f_owner_id", "f_remark", "f_update_time"},
	"t_user_relationship": {"f_remark", "f_update_time"},
	"t_chatmsg":           {"f_remark"},
}

func eachDatabase(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, Options{Driver: SQLite, SQLitePath: filepath.Join(t.TempDir(), "flamingo.db")})
	})
	t.Run("mysql", func(t *testing.T) {
		if cfg := mariadbtest.Config(t); cfg != nil {
			test(t, Options{Driver: MySQL, MySQL: cfg})
		}
	})
}

func openStore(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// columnsOf reads the columns and the primary keys of all tables.
func columnsOf(t *testing.T, s *Store) (columns, keys map[string][]string) {
	t.Helper()
	query := `SELECT m.name, c.name, c.pk > 0 FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 't\_%' ESCAPE '\'`
	if s.dialect == mysqlDialect {
		query = `SELECT table_name, column_name, column_key = 'PRI' FROM information_schema.columns WHERE table_schema = DATABASE()`
	}
	rows, err := s.reader.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, keys = map[string][]string{}, map[string][]string{}
	for rows.Next() {
		var table, column string
		var key bool
		if err := rows.Scan(&table, &column, &key); err != nil {
			t.Fatal(err)
		}
		if table == migrationTable || table == searchTable {
			continue
		}
		columns[table] = append(columns[table], column)
		if key {
			keys[table] = append(keys[table], column)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return sorted(columns), sorted(keys)
}

func sorted(m map[string][]string) map[string][]string {
	for _, list := range m {
		slices.Sort(list)
	}
	return m
}

func TestSchemaMatchesModels(t *testing.T) {
	eachDatabase(t, func(t *testing.T, o Options) {
		s := openStore(t, o)
		wantColumns, wantKeys := map[string][]string{}, map[string][]string{}
		for _, m := range allModels {
			sch, err := schema.Parse(reflect.New(reflect.TypeOf(m)).Interface(), &sync.Map{}, naming{})
			if err != nil {
				t.Fatal(err)
			}
			wantColumns[sch.Table] = sch.DBNames
			for _, f := range sch.PrimaryFields {
				wantKeys[sch.Table] = append(wantKeys[sch.Table], f.DBName)
			}
			if s.dialect == mysqlDialect {
				wantColumns[sch.Table] = append(wantColumns[sch.Table], unused[sch.Table]...)
			}
		}
		columns, keys := columnsOf(t, s)
		if diff := cmp.Diff(sorted(wantColumns), columns); diff != "" {
			t.Errorf("columns (-models +schema):\n%s", diff)
		}
		if diff := cmp.Diff(sorted(wantKeys), keys); diff != "" {
			t.Errorf("primary keys (-models +schema):\n%s", diff)
		}
	})
}

// TestAppendWritesEveryColumn holds the statements of the append path to the
// model, which they do not derive from it.
func TestAppendWritesEveryColumn(t *testing.T) {
	sch, err := schema.Parse(&models.Message{}, &sync.Map{}, naming{})
	if err != nil {
		t.Fatal(err)
	}
	got := append(strings.Split(messageRow, ", "), "f_id")
	if diff := cmp.Diff(slices.Sorted(slices.Values(sch.DBNames)), slices.Sorted(slices.Values(got))); diff != "" {
		t.Errorf("columns (-model +append):\n%s", diff)
	}
	if len(got)-1 != messageWidth {
		t.Errorf("got %d columns, want %d", len(got)-1, messageWidth)
	}
}

func TestPlanNamesWhatOpenDoes(t *testing.T) {
	eachDatabase(t, func(t *testing.T, o Options) {
		plan, err := Plan(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan) < 2 || !strings.HasPrefix(plan[0], "make the database ") || plan[1] != "apply schema change 1: first schema" {
			t.Errorf("got plan %q, want to make the database and its first schema", plan)
		}
		again, err := Plan(t.Context(), o)
		if diff := cmp.Diff(plan, again); diff != "" || err != nil {
			t.Errorf("a plan changed something: %v %s", err, diff)
		}
		openStore(t, o)
		if plan, err = Plan(t.Context(), o); err != nil || len(plan) > 0 {
			t.Errorf("after Open got plan %q, %v, want nothing to do", plan, err)
		}
	})
}

func TestOpenTwiceAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, o Options) {
		var opening sync.WaitGroup
		for range 4 {
			opening.Go(func() {
				s, err := Open(t.Context(), o)
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
		}
		opening.Wait()
	})
}

// TestInterruptedMigrationGoesOn stops the first one after every statement, as
// a killed process would. SQLite does it in one transaction.
func TestInterruptedMigrationGoesOn(t *testing.T) {
	cfg := mariadbtest.Config(t)
	if cfg == nil {
		return
	}
	text, err := migrations.ReadFile("migrations/mysql/00001_first_schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	var statements []string
	for part := range strings.SplitSeq(string(text), ";\n") {
		if strings.TrimSpace(part) != "" {
			statements = append(statements, part)
		}
	}
	whole, _ := columnsOf(t, openStore(t, Options{Driver: MySQL, MySQL: cfg}))
	for _, n := range []int{1, 2, len(statements) / 2, len(statements)} {
		cfg := mariadbtest.Config(t)
		full, err := mysqlConfig(cfg, Options{}.withDefaults().Log)
		if err != nil {
			t.Fatal(err)
		}
		if err := createDatabase(t.Context(), full); err != nil {
			t.Fatal(err)
		}
		err = onMySQL(t.Context(), full, func(c *sql.Conn) error {
			for _, statement := range statements[:n] {
				if _, err := c.ExecContext(t.Context(), statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got, _ := columnsOf(t, openStore(t, Options{Driver: MySQL, MySQL: cfg}))
		if diff := cmp.Diff(whole, got); diff != "" {
			t.Errorf("after %d statements (-whole +got):\n%s", n, diff)
		}
	}
}
