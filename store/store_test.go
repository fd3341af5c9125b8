package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/store"
	"flamingo/store/mariadbtest"
	"flamingo/store/storetest"
)

// eachDatabase runs test with options for an empty database of either kind.
func eachDatabase(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, store.Options{Driver: store.SQLite, SQLitePath: filepath.Join(t.TempDir(), "flamingo.db")})
	})
	t.Run("mysql", func(t *testing.T) {
		if cfg := mariadbtest.Config(t); cfg != nil {
			test(t, store.Options{Driver: store.MySQL, MySQL: cfg})
		}
	})
}

func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
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

func TestConformance(t *testing.T) {
	eachDatabase(t, func(t *testing.T, o store.Options) {
		storetest.Run(t, func(t *testing.T) chat.Store { return open(t, o) })
	})
}

// MariaDB 11.8 and later end a transaction that locks a row which somebody has
// changed since it first read something (innodb_snapshot_isolation; the servers
// of tests have that on).
func TestTransactionRunsAgainWhenARecordHasChanged(t *testing.T) {
	cfg := mariadbtest.Config(t)
	if cfg == nil {
		return
	}
	ctx := t.Context()
	s := open(t, store.Options{Driver: store.MySQL, MySQL: cfg})
	u := &models.User{Username: "alice", Nickname: "alice", Password: "old", RegisteredAt: time.Now()}
	if err := s.InsertUser(ctx, u); err != nil {
		t.Fatal(err)
	}
	attempts := 0
	err := s.InTx(ctx, func(tx chat.Store) error {
		attempts++
		if _, err := tx.Heads(ctx, u.ID, nil, 1); err != nil {
			return err
		}
		if attempts == 1 {
			if err := s.SetPassword(ctx, u.ID, "new"); err != nil {
				return err
			}
		}
		now, err := tx.User(ctx, u.ID)
		if err == nil && now.Password != "new" {
			t.Errorf("read password %q, want the one that was set", now.Password)
		}
		return err
	})
	if err != nil || attempts > 2 {
		t.Errorf("got error %v after %d attempts, want none after two", err, attempts)
	}
}
