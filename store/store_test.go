package store_test

import (
	"path/filepath"
	"testing"

	"flamingo/chat"
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
