package storetest

import (
	"fmt"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func testUsers(t *testing.T, s *suite) {
	ctx := t.Context()
	u := &models.User{Username: name("full"), Nickname: "昵称 😀", Password: strings.Repeat("h", 255), FaceType: 35, CustomFace: strings.Repeat("f", 32),
		Gender: 1, Birthday: 20010203, Signature: strings.Repeat("签", 256), Address: "address", Phone: "phone", Mail: "mail",
		Teams: []byte(`[{"members":[],"teamname":"My Friends"}]`), RegisteredAt: now()}
	must(t, s.store.InsertUser(ctx, u))
	if u.ID <= 0 || models.IsGroupID(u.ID) {
		t.Fatalf("got id %d, want one of a user", u.ID)
	}
	equal(t, "user by id", ok(s.store.User(ctx, u.ID))(t), u)
	equal(t, "user by name", ok(s.store.UserByName(ctx, u.Username))(t), u)
	_, err := s.store.User(ctx, 123456789)
	wantCode(t, "unknown id", err, chat.CodeNotFound)
	_, err = s.store.UserByName(ctx, "nobody")
	wantCode(t, "unknown name", err, chat.CodeNotFound)

	taken := &models.User{Username: u.Username, RegisteredAt: now()}
	wantCode(t, "name taken", s.store.InsertUser(ctx, taken), chat.CodeConflict)
	equal(t, "id after a conflict", taken.ID, 0)

	u.Nickname, u.CustomFace, u.Signature, u.Address, u.Phone, u.Mail = "new", "", "s", "a", "p", "m"
	u.FaceType, u.Gender, u.Birthday = 0, 0, 19991231
	change := *u
	change.Password, change.Username = "not", "these"
	must(t, s.store.UpdateProfile(ctx, &change))
	equal(t, "profile", ok(s.store.User(ctx, u.ID))(t), u)
	must(t, s.store.UpdateProfile(ctx, &change)) // the same once more is no error

	must(t, s.store.SetPassword(ctx, u.ID, "secret"))
	must(t, s.store.SetPassword(ctx, u.ID, "secret"))
	must(t, s.store.SetDisabled(ctx, u.ID, true))
	must(t, s.store.SetTeams(ctx, u.ID, []byte("teams")))
	u.Password, u.Disabled, u.Teams = "secret", true, []byte("teams")
	equal(t, "password, state and teams", ok(s.store.User(ctx, u.ID))(t), u)

	wantCode(t, "profile of nobody", s.store.UpdateProfile(ctx, &models.User{ID: 123456789}), chat.CodeNotFound)
	wantCode(t, "password of nobody", s.store.SetPassword(ctx, 123456789, ""), chat.CodeNotFound)
	wantCode(t, "state of nobody", s.store.SetDisabled(ctx, 123456789, true), chat.CodeNotFound)
	wantCode(t, "teams of nobody", s.store.SetTeams(ctx, 123456789, nil), chat.CodeNotFound)
}

// testNames uses names that a database compares as equal unless told not to.
func testNames(t *testing.T, s *suite) {
	ctx := t.Context()
	base := name("name")
	for _, n := range []string{base, strings.ToUpper(base), base + "\u00e9", base + "e", base + "e\u0301", base + "😀", base + "😁", base + "ß", base + "ss"} {
		must(t, s.store.InsertUser(ctx, &models.User{Username: n, RegisteredAt: now()}))
	}
	equal(t, "name", ok(s.store.UserByName(ctx, strings.ToUpper(base)))(t).Username, strings.ToUpper(base))
	for _, n := range []string{base + " ", " " + base, base + "\x00", base + "\xff", "\xff", ""} {
		_, err := s.store.UserByName(ctx, n)
		wantCode(t, fmt.Sprintf("name %q", n), err, chat.CodeNotFound)
	}
}

func testUserLists(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.user(t), s.user(t), s.user(t)
	list := ok(s.store.Users(ctx, []int64{c.ID, a.ID, 123456789, a.ID, b.ID}))(t)
	equal(t, "users by id", list, []models.User{*a, *b, *c})
	equal(t, "no users", ok(s.store.Users(ctx, nil))(t), nil)
	many := make([]int64, 5000)
	for i := range many {
		many[i] = 100_000_000 + int64(i)
	}
	equal(t, "one of many", ok(s.store.Users(ctx, append(many, b.ID)))(t), []models.User{*b})

	equal(t, "page", ok(s.store.ListUsers(ctx, a.ID, 1))(t), []models.User{*b})
	equal(t, "last page", ok(s.store.ListUsers(ctx, a.ID, 10))(t), []models.User{*b, *c})
	equal(t, "after the end", ok(s.store.ListUsers(ctx, c.ID, 10))(t), nil)
}

func testUserEvents(t *testing.T, s *suite) {
	ctx := t.Context()
	u := s.user(t)
	var want []models.UserEvent
	for i := range 5 {
		e := models.UserEvent{UserID: u.ID, Kind: "friend", Data: fmt.Appendf(nil, `{"n":%d}`, i), CreatedAt: now()}
		must(t, s.store.InTx(ctx, func(tx chat.Store) error { return tx.AppendUserEvent(ctx, &e) }))
		equal(t, "number", e.U, int64(i+1))
		want = append(want, e)
	}
	equal(t, "events", ok(s.store.UserEvents(ctx, u.ID, 0, 100))(t), want)
	equal(t, "page of events", ok(s.store.UserEvents(ctx, u.ID, 2, 2))(t), want[2:4])
	equal(t, "no events", ok(s.store.UserEvents(ctx, u.ID, 5, 2))(t), nil)
	equal(t, "newest event of the user", ok(s.store.User(ctx, u.ID))(t).Events, 5)

	err := s.store.InTx(ctx, func(tx chat.Store) error {
		must(t, tx.AppendUserEvent(ctx, &models.UserEvent{UserID: u.ID, Kind: "friend", CreatedAt: now()}))
		return errThere
	})
	if err == nil {
		t.Error("a transaction that failed was committed")
	}
	equal(t, "newest event after a rollback", ok(s.store.User(ctx, u.ID))(t).Events, 5)
	wantCode(t, "event of nobody", s.store.AppendUserEvent(ctx, &models.UserEvent{UserID: 123456789, CreatedAt: now()}), chat.CodeNotFound)
}

func testMeta(t *testing.T, s *suite) {
	ctx := t.Context()
	n := name("setting")
	_, err := s.store.Meta(ctx, n)
	wantCode(t, "unknown setting", err, chat.CodeNotFound)
	for _, v := range []string{"one", "two", "two", ""} {
		must(t, s.store.SetMeta(ctx, n, v))
		equal(t, "setting", ok(s.store.Meta(ctx, n))(t), v)
	}
}

// testIDs uses up the numbers, and puts the counters back afterwards.
func testIDs(t *testing.T, s *suite) {
	ctx := t.Context()
	insertUser := func() error {
		return s.store.InsertUser(ctx, &models.User{Username: name("last"), RegisteredAt: now()})
	}
	insertGroup := func() error { return s.store.InsertGroup(ctx, &models.Group{Name: "last", CreatedAt: now()}) }
	for _, c := range []struct {
		counter string
		largest int64
		insert  func() error
	}{
		{"next_user_id", models.GroupBoundary - 1, insertUser},
		{"next_group_id", models.MaxID, insertGroup},
	} {
		before := ok(s.store.Meta(ctx, c.counter))(t)
		must(t, s.store.SetMeta(ctx, c.counter, fmt.Sprint(c.largest)))
		must(t, c.insert())
		wantCode(t, "beyond "+c.counter, c.insert(), chat.CodeUnavailable)
		must(t, s.store.SetMeta(ctx, c.counter, before))
	}
	if g := s.group(t, s.user(t).ID); g.ID < models.FirstGroupID {
		t.Errorf("got group %d, want one from %d on", g.ID, models.FirstGroupID)
	}
}
