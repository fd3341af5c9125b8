package storetest

import (
	"testing"
	"time"

	"flamingo/models"
)

// testPeople covers what keeps people together and apart.
func testPeople(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.user(t), s.user(t), s.user(t)
	found := ok(s.store.FindUsers(ctx, []string{a.Username}, b.ID, 0, 10))(t)
	ids := []int64{}
	for _, u := range found {
		if u.ID == a.ID || u.ID == b.ID || u.ID == c.ID {
			ids = append(ids, u.ID)
		}
	}
	equal(t, "found by name and number", ids, []int64{a.ID, b.ID})
	equal(t, "behind the last", len(ok(s.store.FindUsers(ctx, []string{a.Username}, b.ID, c.ID, 10))(t)), 0)

	must(t, s.store.SetSettings(ctx, a.ID, []byte(`{"write":"friends"}`)))
	equal(t, "settings", string(ok(s.store.User(ctx, a.ID))(t).Settings), `{"write":"friends"}`)

	for _, at := range []time.Time{now().Add(-time.Hour), now()} {
		must(t, s.store.SaveLastSeen(ctx, []models.LastSeen{{UserID: a.ID, At: at}, {UserID: b.ID, At: at}}))
		equal(t, "last seen", ok(s.store.LastSeen(ctx, []int64{b.ID, c.ID}))(t), map[int64]time.Time{b.ID: at})
	}

	equal(t, "a new block", ok(s.store.SaveBlock(ctx, &models.Block{UserID: a.ID, BlockedID: b.ID, CreatedAt: now()}))(t), true)
	equal(t, "the same again", ok(s.store.SaveBlock(ctx, &models.Block{UserID: a.ID, BlockedID: b.ID, CreatedAt: now()}))(t), false)
	ab, ba, err := s.store.BlockBetween(ctx, a.ID, b.ID)
	must(t, err)
	equal(t, "who blocks whom", []bool{ab, ba}, []bool{true, false})
	equal(t, "blocked", ok(s.store.BlockedIDs(ctx, a.ID))(t), []int64{b.ID})
	equal(t, "blockers", ok(s.store.BlockersOf(ctx, b.ID))(t), []int64{a.ID})
	equal(t, "end of the block", ok(s.store.DeleteBlock(ctx, a.ID, b.ID))(t), true)
	equal(t, "its end again", ok(s.store.DeleteBlock(ctx, a.ID, b.ID))(t), false)

	numbers := ok(s.store.AppendUserEvents(ctx, []int64{b.ID, a.ID, b.ID}, &models.UserEvent{Kind: "group", Data: []byte("{}"), CreatedAt: now()}))(t)
	equal(t, "one event each", numbers, map[int64]int64{a.ID: 1, b.ID: 1})

	g := s.group(t, a.ID, b.ID)
	equal(t, "size", ok(s.store.GroupSizes(ctx, []int64{g.ID}))(t)[g.ID], 2)
	must(t, s.store.SaveGroupBan(ctx, &models.GroupBan{GroupID: g.ID, UserID: c.ID, ByID: a.ID, CreatedAt: now()}))
	equal(t, "bans", len(ok(s.store.GroupBans(ctx, g.ID, 0, 10))(t)), 1)
	must(t, s.store.InsertInvitation(ctx, &models.Invitation{ID: "01JDZ000000000000000000000", GroupID: g.ID, ByID: a.ID,
		TokenHash: []byte(name("hash")), UsesLeft: 1, CreatedAt: now()}))
	must(t, s.store.UseInvitation(ctx, "01JDZ000000000000000000000"))
	wantCode(t, "used up", s.store.UseInvitation(ctx, "01JDZ000000000000000000000"), "not_found")
	must(t, s.store.InsertReport(ctx, &models.Report{ID: "01JDZ000000000000000000001", ByID: a.ID, UserID: b.ID, Reason: "spam", CreatedAt: now()}))
	must(t, s.store.DeleteGroup(ctx, g.ID))
	_, err = s.store.GroupMember(ctx, g.ID, b.ID)
	wantCode(t, "member of a dissolved group", err, "not_found")
	equal(t, "left", ok(s.store.ConversationMember(ctx, b.ID, models.GroupConversation(g.ID)))(t).Left, true)
}
