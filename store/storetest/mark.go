package storetest

import (
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// testMarks puts reactions and pins on messages, hides some, and takes all of
// it away again.
func testMarks(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	s.say(t, c, a, 3)
	first, second := chat.MessageRef{Conversation: c, Seq: 1}, chat.MessageRef{Conversation: c, Seq: 2}
	at := now()
	react := func(seq, user int64, emoji string, after time.Duration) *models.Reaction {
		return &models.Reaction{ConversationID: c, Seq: seq, UserID: user, Emoji: emoji, CreatedAt: at.Add(after)}
	}
	for _, r := range []*models.Reaction{react(1, b, "👍", 0), react(1, a, "👍", time.Second), react(1, a, "👎", 2*time.Second), react(2, a, "👍", 0)} {
		equal(t, "new reaction", ok(s.store.InsertReaction(ctx, r))(t), true)
	}
	equal(t, "reaction once more", ok(s.store.InsertReaction(ctx, react(1, b, "👍", time.Hour)))(t), false)
	equal(t, "reactions, the first first", ok(s.store.ReactionCounts(ctx, []chat.MessageRef{first, second, {Conversation: c, Seq: 3}}))(t),
		map[chat.MessageRef][]chat.ReactionCount{
			first:  {{Emoji: "👍", N: 2, Users: []int64{b, a}}, {Emoji: "👎", N: 1, Users: []int64{a}}},
			second: {{Emoji: "👍", N: 1, Users: []int64{a}}},
		})
	equal(t, "reactions of a user", len(ok(s.store.ReactionsOf(ctx, a, c, 1))(t)), 2)
	equal(t, "reaction taken away", ok(s.store.DeleteReaction(ctx, react(1, a, "👎", 0)))(t), true)
	equal(t, "reaction taken away twice", ok(s.store.DeleteReaction(ctx, react(1, a, "👎", 0)))(t), false)

	for seq := int64(1); seq <= 2; seq++ {
		pin := &models.Pin{ConversationID: c, Seq: seq, ByID: a, CreatedAt: at.Add(time.Duration(seq) * time.Second)}
		equal(t, "new pin", ok(s.store.InsertPin(ctx, pin))(t), true)
		equal(t, "pin once more", ok(s.store.InsertPin(ctx, pin))(t), false)
	}
	pins := ok(s.store.Pins(ctx, c))(t)
	equal(t, "pins, the latest first", []int64{pins[0].Seq, pins[1].Seq}, []int64{2, 1})
	equal(t, "pinned among some", ok(s.store.PinnedIn(ctx, []chat.MessageRef{first, {Conversation: c, Seq: 3}}))(t), []chat.MessageRef{first})
	equal(t, "pin taken away", ok(s.store.DeletePin(ctx, c, 2))(t), true)
	equal(t, "pin taken away twice", ok(s.store.DeletePin(ctx, c, 2))(t), false)

	hidden := &models.HiddenMessage{UserID: b, ConversationID: c, Seq: 2}
	equal(t, "hide", ok(s.store.HideMessage(ctx, hidden))(t), true)
	equal(t, "hide once more", ok(s.store.HideMessage(ctx, hidden))(t), false)
	within := func(user, after, through int64) []chat.MessageRef {
		return ok(s.store.HiddenIn(ctx, user, []chat.Span{{Conversation: c, After: after, Through: through}}))(t)
	}
	equal(t, "hidden within", within(b, 1, 2), []chat.MessageRef{second})
	equal(t, "hidden after the piece", within(b, 0, 1), nil)
	equal(t, "hidden before the piece", within(b, 2, 3), nil)
	equal(t, "hidden by the other", within(a, 0, 3), nil)

	must(t, s.store.DeleteMarks(ctx, c, []int64{1}))
	equal(t, "pins after all", len(ok(s.store.Pins(ctx, c))(t)), 0)
	left := ok(s.store.ReactionCounts(ctx, []chat.MessageRef{first, second}))(t)
	if len(left[first]) != 0 || len(left[second]) != 1 {
		t.Errorf("after marks of message 1 were deleted, there are %v", left)
	}
}

// testReaders also looks who has ever used an old client.
func testReaders(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, late, gone := s.user(t).ID, s.user(t).ID, s.user(t).ID, s.user(t).ID
	g := s.group(t, a, b, gone)
	c := models.GroupConversation(g.ID)
	s.say(t, c, a, 2)
	s.join(t, g.ID, late)
	s.say(t, c, a, 1)
	for _, u := range []int64{a, b, late, gone} {
		ok(s.store.AdvanceRead(ctx, u, c, 3))(t)
	}
	equal(t, "old client of nobody", ok(s.store.HasOldClient(ctx, c))(t), false)
	ok(s.store.StartDelivery(ctx, gone, models.ClassPC))(t)
	equal(t, "old client of a member", ok(s.store.HasOldClient(ctx, c))(t), true)
	s.leave(t, g.ID, gone)
	equal(t, "old client of a former member", ok(s.store.HasOldClient(ctx, c))(t), false)
	equal(t, "readers of a message before the last joined", ok(s.store.ReadersOf(ctx, c, 2, 10))(t), []int64{a, b})
	equal(t, "readers of the last", ok(s.store.ReadersOf(ctx, c, 3, 10))(t), []int64{a, b, late})
	equal(t, "readers, not all", ok(s.store.ReadersOf(ctx, c, 3, 1))(t), []int64{a})
	equal(t, "readers of what is to come", ok(s.store.ReadersOf(ctx, c, 4, 10))(t), nil)

	equal(t, "members", ok(s.store.CountGroupMembers(ctx, g.ID, 10))(t), 3)
	equal(t, "members, counted to 2", ok(s.store.CountGroupMembers(ctx, g.ID, 2))(t), 2)
	stranger := s.user(t).ID
	equal(t, "in a group with one", ok(s.store.InGroupWith(ctx, a, []int64{stranger, late, gone, b}))(t), []int64{b, late})
	equal(t, "in a group with nobody", ok(s.store.InGroupWith(ctx, stranger, []int64{a, b}))(t), nil)
}

// testExpired uses a time that no other case does.
func testExpired(t *testing.T, s *suite) {
	ctx := t.Context()
	a, _, c := s.pair(t)
	at := time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range 3 {
		m := message(c, a, "", "x")
		expires := at.Add(time.Duration(i) * time.Second)
		m.ExpiresAt = &expires
		s.send(t, m)
	}
	seqs := func(after, until time.Time, limit int) (list []int64) {
		for _, m := range ok(s.store.Expired(ctx, after, until, limit))(t) {
			list = append(list, m.Seq)
		}
		return list
	}
	equal(t, "expired", seqs(at.Add(-time.Second), at.Add(time.Second), 10), []int64{1, 2})
	equal(t, "expired after the first", seqs(at, at.Add(time.Hour), 10), []int64{2, 3})
	equal(t, "expired, the first of them", seqs(at.Add(-time.Second), at.Add(time.Hour), 1), []int64{1})
	m := ok(s.store.Message(ctx, c, 2))(t)
	m.RecalledAt = &at
	must(t, s.store.UpdateMessage(ctx, m))
	equal(t, "expired without what was recalled", seqs(at.Add(-time.Second), at.Add(time.Hour), 10), []int64{1, 3})
}

// testPieces reads pieces of several logs, and heads by name.
func testPieces(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, first := s.pair(t)
	second := models.DirectConversation(a, s.user(t).ID)
	for _, c := range []models.ConversationID{first, second} {
		s.say(t, c, a, 4)
		for range 4 {
			must(t, s.store.AppendChange(ctx, &models.Change{ConversationID: c, Kind: "pin", ByID: a, CreatedAt: now()}))
		}
	}
	type at struct {
		c models.ConversationID
		n int64
	}
	spans := []chat.Span{{Conversation: second, After: 3, Through: 9}, {Conversation: first, After: 1, Through: 3}}
	want := []at{{first, 2}, {first, 3}, {second, 4}}
	var messages, changes []at
	for _, m := range ok(s.store.MessagesIn(ctx, spans))(t) {
		messages = append(messages, at{m.ConversationID, m.Seq})
	}
	for _, ch := range ok(s.store.ChangesIn(ctx, spans))(t) {
		changes = append(changes, at{ch.ConversationID, ch.Rev})
	}
	if len(messages) != 3 || len(changes) != 3 {
		t.Fatalf("got messages %v and changes %v, want 3 of each", messages, changes)
	}
	for i := range want {
		if messages[i] != want[i] || changes[i] != want[i] {
			t.Errorf("place %d: got message %v and change %v, want %v", i, messages[i], changes[i], want[i])
		}
	}
	heads := ok(s.store.HeadsOf(ctx, b, []models.ConversationID{first, second}))(t)
	if len(heads) != 1 || heads[0].Conversation.ID != first || heads[0].Last == nil || heads[0].Last.Seq != 4 || heads[0].Unread() != 4 {
		t.Errorf("got heads %+v, want that of %s with 4 unread", heads, first)
	}
	equal(t, "heads of nothing", len(ok(s.store.HeadsOf(ctx, a, nil))(t)), 0)
}

// testTrim keeps what is young, and events of a kind.
func testTrim(t *testing.T, s *suite) {
	ctx := t.Context()
	a, _, c := s.pair(t)
	s.say(t, c, a, 1)
	old := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, at := range []time.Time{old, old, now()} {
		must(t, s.store.AppendChange(ctx, &models.Change{ConversationID: c, Kind: "pin", ByID: a, CreatedAt: at}))
		for _, kind := range []string{"profile", "friend"} {
			must(t, s.store.AppendUserEvent(ctx, &models.UserEvent{UserID: a, Kind: kind, Data: []byte("{}"), CreatedAt: at}))
		}
	}
	before := old.Add(time.Hour)
	equal(t, "conversations trimmed", ok(s.store.TrimChanges(ctx, before, 10))(t), 1)
	equal(t, "conversations trimmed again", ok(s.store.TrimChanges(ctx, before, 10))(t), 0)
	left := ok(s.store.Changes(ctx, c, 0, 10))(t)
	if len(left) != 1 || left[0].Rev != 3 {
		t.Errorf("changes left: %+v, want the third alone", left)
	}
	equal(t, "users trimmed", ok(s.store.TrimUserEvents(ctx, before, "friend", 10))(t), 1)
	equal(t, "users trimmed again", ok(s.store.TrimUserEvents(ctx, before, "friend", 10))(t), 0)
	var events []int64
	for _, ev := range ok(s.store.UserEvents(ctx, a, 0, 10))(t) {
		events = append(events, ev.U)
	}
	equal(t, "events left", events, []int64{2, 4, 5, 6})
}
