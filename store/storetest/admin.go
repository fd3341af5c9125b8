package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/oklog/ulid/v2"

	"flamingo/chat"
	"flamingo/models"
)

func testAdmins(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b := s.user(t), s.user(t)
	among := func(id int64) bool { return slices.Contains(ok(s.store.Admins(ctx))(t), id) }
	equal(t, "a new user is an administrator", among(a.ID), false)
	for range 2 { // the second time it changes nothing
		must(t, s.store.SetAdmin(ctx, a.ID, true))
	}
	equal(t, "one who was made administrator", among(a.ID), true)
	equal(t, "another one", among(b.ID), false)
	equal(t, "the row", ok(s.store.User(ctx, a.ID))(t).Admin, true)
	must(t, s.store.SetDisabled(ctx, a.ID, true))
	equal(t, "one who is disabled", among(a.ID), false)
	must(t, s.store.SetDisabled(ctx, a.ID, false))
	equal(t, "one who is back", among(a.ID), true)
	must(t, s.store.CloseUser(ctx, a.ID, "gone", now()))
	equal(t, "one who is deleted", among(a.ID), false)
	equal(t, "the row of a deleted account", ok(s.store.User(ctx, a.ID))(t).Admin, false)
	wantCode(t, "nobody", s.store.SetAdmin(ctx, 1<<30, true), chat.CodeNotFound)

	// Two who see each other cannot both go.
	x, y := s.user(t), s.user(t)
	must(t, s.store.SetAdmin(ctx, x.ID, true))
	must(t, s.store.SetAdmin(ctx, y.ID, true))
	others := ok(s.store.Admins(ctx))(t)
	errLast := errors.New("the last one")
	leave := func(id int64) error {
		return s.store.InTx(ctx, func(tx chat.Store) error {
			list, err := tx.Admins(ctx)
			if err != nil {
				return err
			}
			if len(list) <= len(others)-1 {
				return errLast
			}
			return tx.SetAdmin(ctx, id, false)
		})
	}
	left := make(chan error, 2)
	for _, id := range []int64{x.ID, y.ID} {
		go func() { left <- leave(id) }()
	}
	first, second := <-left, <-left
	if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), errLast) {
		t.Errorf("two left at once: %v, %v, want one of them to be the last", first, second)
	}
	equal(t, "who is left", len(ok(s.store.Admins(ctx))(t)), len(others)-1)
	must(t, s.store.SetAdmin(ctx, x.ID, false))
	must(t, s.store.SetAdmin(ctx, y.ID, false))
}

func testAdminLists(t *testing.T, s *suite) {
	ctx := t.Context()
	word := name("Listed")
	var made []int64
	for range 4 {
		u := &models.User{Username: name(word), Nickname: word, Password: "hash", RegisteredAt: now()}
		must(t, s.store.InsertUser(ctx, u))
		made = append(made, u.ID)
	}
	must(t, s.store.SetDisabled(ctx, made[1], true))
	must(t, s.store.SetAdmin(ctx, made[2], true))
	must(t, s.store.CloseUser(ctx, made[3], word, now()))
	list := func(f chat.AccountFilter, after int64, limit int) (ids []int64) {
		t.Helper()
		for _, u := range ok(s.store.ListAccounts(ctx, f, after, limit))(t) {
			ids = append(ids, u.ID)
		}
		return ids
	}
	mine := []string{word}
	equal(t, "all", list(chat.AccountFilter{Prefixes: mine}, 0, 10), made)
	equal(t, "a page", list(chat.AccountFilter{Prefixes: mine}, made[0], 2), made[1:3])
	equal(t, "a number", list(chat.AccountFilter{Number: made[1]}, 0, 10), made[1:2])
	equal(t, "all there are", len(list(chat.AccountFilter{}, made[0]-1, 4)), 4)
	for state, want := range map[chat.AccountState][]int64{chat.AccountActive: {made[0], made[2]}, chat.AccountDisabled: {made[1]},
		chat.AccountAdmin: {made[2]}, chat.AccountDeleted: {made[3]}} {
		equal(t, string(state), list(chat.AccountFilter{Prefixes: mine, State: state}, 0, 10), want)
	}
	must(t, s.store.SetAdmin(ctx, made[2], false))
	for _, h := range hostile {
		list(chat.AccountFilter{Prefixes: []string{h}, State: chat.AccountState(h)}, 0, 10)
		_ = ok(s.store.ListGroups(ctx, []string{h}, 0, 0, 10))(t)
	}

	at := now()
	must(t, s.store.SaveSecondFactor(ctx, &models.SecondFactor{UserID: made[0], Secret: "x", ConfirmedAt: &at}))
	must(t, s.store.SaveSecondFactor(ctx, &models.SecondFactor{UserID: made[1], Secret: "x"}))
	have := ok(s.store.UsersWithFactor(ctx, made))(t)
	equal(t, "a second factor in force", []bool{have[made[0]], have[made[1]], have[made[2]]}, []bool{true, false, false})

	owner := s.user(t).ID
	var groups []int64
	for range 3 {
		g := &models.Group{Name: word, OwnerID: owner, CreatedAt: now()}
		must(t, s.store.InTx(ctx, func(tx chat.Store) error { return tx.InsertGroup(ctx, g) }))
		groups = append(groups, g.ID)
	}
	found := func(prefixes []string, number, after int64, limit int) (ids []int64) {
		t.Helper()
		for _, g := range ok(s.store.ListGroups(ctx, prefixes, number, after, limit))(t) {
			ids = append(ids, g.ID)
		}
		return ids
	}
	equal(t, "groups by name", found(mine, 0, 0, 10), groups)
	equal(t, "a page of groups", found(mine, 0, groups[0], 1), groups[1:2])
	equal(t, "a group by number", found(nil, groups[2], 0, 10), groups[2:])
	equal(t, "all groups", found(nil, 0, groups[0]-1, 3), groups)
}

func testReports(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b := s.user(t).ID, s.user(t).ID
	open := ok(s.store.CountOpenReports(ctx, 1000))(t)
	var ids []string
	for range 3 {
		r := &models.Report{ID: ulid.Make().String(), ByID: a, UserID: b, Reason: "spam", Content: []byte("x"), CreatedAt: now()}
		must(t, s.store.InsertReport(ctx, r))
		ids = append(ids, r.ID)
	}
	equal(t, "open reports", ok(s.store.CountOpenReports(ctx, 1000))(t), open+3)
	equal(t, "counted to a limit", ok(s.store.CountOpenReports(ctx, 2))(t), 2)
	r := ok(s.store.Report(ctx, ids[1]))(t)
	at := now()
	r.HandledAt, r.HandledBy, r.Outcome, r.Reason = &at, b, "done", "not written"
	must(t, s.store.HandleReport(ctx, r))
	r.Reason = "spam"
	equal(t, "a report that was handled", ok(s.store.Report(ctx, ids[1]))(t), r)
	equal(t, "open reports then", ok(s.store.CountOpenReports(ctx, 1000))(t), open+2)
	list := func(handled bool, before string, limit int) (got []string) {
		t.Helper()
		for _, r := range ok(s.store.Reports(ctx, handled, before, limit))(t) {
			got = append(got, r.ID)
		}
		return got
	}
	equal(t, "the newest that wait", list(false, "", 2), []string{ids[2], ids[0]})
	equal(t, "before one", list(false, ids[2], 1), []string{ids[0]})
	equal(t, "the newest that was handled", list(true, "", 1), []string{ids[1]})
	for _, h := range hostile {
		_, err := s.store.Report(ctx, h)
		wantCode(t, "report "+h, err, chat.CodeNotFound)
		list(false, h, 1)
	}
	wantCode(t, "no report", s.store.HandleReport(ctx, &models.Report{ID: "nothing", HandledAt: &at}), chat.CodeNotFound)
}

func testAudit(t *testing.T, s *suite) {
	ctx := t.Context()
	a := s.user(t).ID
	var rows []models.Audit
	for range 3 {
		row := models.Audit{ID: ulid.Make().String(), ByID: a, Act: "user.disable", UserID: a, GroupID: 1 << 28, ReportID: "r", Detail: "日本", CreatedAt: now()}
		must(t, s.store.InsertAudit(ctx, &row))
		rows = append(rows, row)
	}
	slices.Reverse(rows)
	equal(t, "the newest acts", ok(s.store.AuditLog(ctx, "", 2))(t), rows[:2])
	equal(t, "those before one", ok(s.store.AuditLog(ctx, rows[0].ID, 2))(t), rows[1:])
	for _, h := range hostile {
		_ = ok(s.store.AuditLog(ctx, h, 1))(t)
	}
	undo := errors.New("undo")
	err := s.store.InTx(ctx, func(tx chat.Store) error {
		must(t, tx.InsertAudit(ctx, &models.Audit{ID: ulid.Make().String(), Act: "setup", CreatedAt: now()}))
		return undo
	})
	if !errors.Is(err, undo) {
		t.Errorf("got %v, want the error of the transaction", err)
	}
	equal(t, "an act that was undone", ok(s.store.AuditLog(ctx, "", 1))(t), rows[:1])
}

func testStorageUse(t *testing.T, s *suite) {
	ctx := t.Context()
	before := ok(s.store.StorageUse(ctx))(t)
	u := s.user(t)
	gone := s.user(t)
	must(t, s.store.CloseUser(ctx, gone.ID, "gone", now()))
	s.group(t, u.ID)
	kind := name("x-test/kind")
	for range 2 {
		must(t, s.store.SaveFile(ctx, &models.File{MD5: name("md5-"), Size: 21, Type: kind, CreatedAt: now()}))
	}
	use := ok(s.store.StorageUse(ctx))(t)
	equal(t, "users and groups", []int64{use.Users - before.Users, use.Groups - before.Groups}, []int64{1, 1})
	if use.Database < 4096 {
		t.Errorf("the database takes %d bytes", use.Database)
	}
	i := slices.IndexFunc(use.Files, func(f chat.FileUse) bool { return f.Type == kind })
	if i < 0 || use.Files[i] != (chat.FileUse{Type: kind, Count: 2, Size: 42}) {
		t.Errorf("got %+v, want two files of 21 bytes as %s", use.Files, kind)
	}
}
