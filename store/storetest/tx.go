package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func testTransactions(t *testing.T, s *suite) {
	ctx := t.Context()
	u := s.user(t)
	failure := errors.New("changed my mind")
	err := s.store.InTx(ctx, func(tx chat.Store) error {
		must(t, tx.SetPassword(ctx, u.ID, "other"))
		equal(t, "password within the transaction", ok(tx.User(ctx, u.ID))(t).Password, "other")
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got error %v, want the one fn returned", err)
	}
	equal(t, "password after a rollback", ok(s.store.User(ctx, u.ID))(t).Password, "hash")

	must(t, s.store.InTx(ctx, func(tx chat.Store) error {
		must(t, tx.SetPassword(ctx, u.ID, "other"))
		return tx.InTx(ctx, func(tx chat.Store) error { return tx.SetDisabled(ctx, u.ID, true) })
	}))
	u = ok(s.store.User(ctx, u.ID))(t)
	if u.Password != "other" || !u.Disabled {
		t.Errorf("after a commit got %+v, want both changes", u)
	}

	func() {
		defer func() { recover() }()
		s.store.InTx(ctx, func(tx chat.Store) error {
			must(t, tx.SetPassword(ctx, u.ID, "third"))
			panic("bug")
		})
	}()
	equal(t, "password after a panic", ok(s.store.User(ctx, u.ID))(t).Password, "other")

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.store.InTx(cancelled, func(chat.Store) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context got error %v", err)
	}
	err = s.store.InTx(ctx, func(tx chat.Store) error {
		return tx.AppendMessages(ctx, batch(message(models.DirectConversation(u.ID, u.ID), u.ID, "", "x")))
	})
	if err == nil {
		t.Error("appending within a transaction was accepted")
	}
}

// testDeadlock takes two rows in both orders, again and again. SQLite lets only
// one side in at a time; elsewhere both soon wait for each other.
func testDeadlock(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b := s.user(t), s.user(t)
	var running sync.WaitGroup
	for _, ids := range [][2]int64{{a.ID, b.ID}, {b.ID, a.ID}} {
		running.Go(func() {
			for range 10 {
				err := s.store.InTx(ctx, func(tx chat.Store) error {
					for _, id := range ids {
						if err := tx.AppendUserEvent(ctx, &models.UserEvent{UserID: id, Kind: "team", Data: []byte("{}"), CreatedAt: now()}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Errorf("transaction: %v", err)
				}
			}
		})
	}
	running.Wait()
	for _, id := range []int64{a.ID, b.ID} {
		equal(t, "events", ok(s.store.User(ctx, id))(t).Events, 20)
	}
}

// testDeadlockOfAStatement lets a statement that stands alone take two rows in
// one order and a transaction take them in the other. The database gives up
// whoever changed less: the statement.
func testDeadlockOfAStatement(t *testing.T, s *suite) {
	ctx := t.Context()
	u := s.user(t)
	first, second := s.session(t, u.ID, models.ClassWeb, now()), s.session(t, u.ID, models.ClassWeb, now())
	if first.ID > second.ID { // statements look ids up in their order
		first, second = second, first
	}
	var running sync.WaitGroup
	loop := func(what string, step func() error) {
		running.Go(func() {
			for range 50 {
				if err := step(); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
	loop("statement", func() error { return s.store.TouchSessions(ctx, now(), first.ID, second.ID) })
	loop("transaction", func() error {
		return s.store.InTx(ctx, func(tx chat.Store) error {
			for range 3 {
				if err := tx.AppendUserEvent(ctx, &models.UserEvent{UserID: u.ID, Kind: "team", Data: []byte("{}"), CreatedAt: now()}); err != nil {
					return err
				}
			}
			if err := tx.TouchSessions(ctx, now(), second.ID); err != nil {
				return err
			}
			return tx.TouchSessions(ctx, now(), first.ID)
		})
	})
	running.Wait()
	equal(t, "events", ok(s.store.User(ctx, u.ID))(t).Events, 150)
}

// testReadsHold changes what was read, from several sides at once: no change
// may be lost.
func testReadsHold(t *testing.T, s *suite) {
	ctx := t.Context()
	u := s.user(t)
	stores := []chat.Store{s.store, s.open(t)}
	var running sync.WaitGroup
	for i := range 8 {
		running.Go(func() {
			for range 5 {
				err := stores[i%2].InTx(ctx, func(tx chat.Store) error {
					u, err := tx.User(ctx, u.ID)
					if err != nil {
						return err
					}
					return tx.SetTeams(ctx, u.ID, append(u.Teams, 'x'))
				})
				if err != nil {
					t.Errorf("transaction: %v", err)
				}
			}
		})
	}
	running.Wait()
	equal(t, "changes", len(ok(s.store.User(ctx, u.ID))(t).Teams), 40)

	// What was not there stays away until the commit.
	other := s.user(t)
	inserted := make([]error, 8)
	for i := range inserted {
		running.Go(func() {
			inserted[i] = stores[i%2].InTx(ctx, func(tx chat.Store) error {
				if _, err := tx.Friendship(ctx, u.ID, other.ID); !chat.IsCode(err, chat.CodeNotFound) {
					return errors.Join(err, errThere)
				}
				return tx.InsertFriendship(ctx, &models.Friendship{User1: u.ID, User2: other.ID})
			})
		})
	}
	running.Wait()
	n := 0
	for _, err := range inserted {
		switch {
		case err == nil:
			n++
		case !errors.Is(err, errThere):
			t.Errorf("insert after a look: %v", err)
		}
	}
	equal(t, "successful inserts", n, 1)
}

var errThere = errors.New("it is there")
