package storetest

import (
	"slices"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testAdvanceRead(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	s.say(t, c, a, 5)
	for _, step := range []struct{ seq, want int64 }{{3, 3}, {1, 3}, {3, 3}, {5, 5}, {0, 5}} {
		equal(t, "read position", ok(s.store.AdvanceRead(ctx, b, c, step.seq))(t), step.want)
		equal(t, "stored position", ok(s.store.ConversationMember(ctx, b, c))(t).ReadSeq, step.want)
	}
	equal(t, "position of the other", ok(s.store.ConversationMember(ctx, a, c))(t).ReadSeq, 0)
	_, err := s.store.AdvanceRead(ctx, a, models.DirectConversation(a, a), 1)
	wantCode(t, "no conversation", err, chat.CodeNotFound)
}

// heads returns the first page of a user's list.
func (s *suite) heads(t *testing.T, user int64) []chat.Head {
	t.Helper()
	return ok(s.store.Heads(t.Context(), user, nil, 100))(t)
}

func testHeads(t *testing.T, s *suite) {
	a, b, ab := s.pair(t)
	c := s.user(t).ID
	ac := models.DirectConversation(a, c)
	equal(t, "no conversations", s.heads(t, a), nil)
	cid := "cid"
	first := &models.Message{ConversationID: ab, SenderID: a, TargetID: b, ClientID: &cid, Format: 1, Content: []byte("😀"), ReplyTo: 1,
		Via: models.ClassPC, ClientSeq: 4, SentAt: now()}
	s.send(t, first)
	second := message(ac, c, "", "second")
	second.SentAt = first.SentAt.Add(time.Second)
	s.send(t, second)

	equal(t, "list", s.heads(t, a), []chat.Head{
		{Conversation: models.Conversation{ID: ac, LastSeq: 1, LastTime: second.SentAt, CreatedAt: second.SentAt},
			Member: models.ConversationMember{UserID: a, ConversationID: ac}, Last: second},
		{Conversation: models.Conversation{ID: ab, LastSeq: 1, LastTime: first.SentAt, CreatedAt: first.SentAt},
			Member: models.ConversationMember{UserID: a, ConversationID: ab}, OwnUnread: 1, Last: first},
	})
	third := message(ab, b, "", "third")
	third.SentAt = second.SentAt.Add(time.Second)
	s.send(t, third)
	list := s.heads(t, a)
	equal(t, "newest activity", list[0].Last, third)
	equal(t, "other conversation", list[1].Last, second)
	equal(t, "list of another user", len(s.heads(t, b)), 1)
}

func testHeadsOfGroups(t *testing.T, s *suite) {
	a, b := s.user(t).ID, s.user(t).ID
	g := s.group(t, a)
	conv := models.GroupConversation(g.ID)
	list := s.heads(t, a)
	equal(t, "a group nobody has written in", list, []chat.Head{{
		Conversation: models.Conversation{ID: conv, LastTime: g.CreatedAt, CreatedAt: g.CreatedAt},
		Member:       models.ConversationMember{UserID: a, ConversationID: conv}}})

	s.say(t, conv, a, 3)
	s.join(t, g.ID, b)
	list = s.heads(t, b)
	if len(list) != 1 || list[0].Last != nil || list[0].Unread() != 0 {
		t.Errorf("new member got %+v, want the group without a last message", list)
	}
	last := message(conv, a, "", "welcome")
	s.send(t, last)
	list = s.heads(t, b)
	equal(t, "first message for the new member", list[0].Last, last)
	equal(t, "unread of the new member", list[0].Unread(), 1)

	s.leave(t, g.ID, b)
	equal(t, "list after leaving", s.heads(t, b), nil)
	s.join(t, g.ID, b)
	equal(t, "last message after coming back", s.heads(t, b)[0].Last, nil)
}

// testHeadsPages gives several conversations the same time.
func testHeadsPages(t *testing.T, s *suite) {
	ctx := t.Context()
	u, at := s.user(t).ID, now()
	var want []models.ConversationID
	for i := range 9 {
		m := message(models.DirectConversation(u, s.user(t).ID), u, "", "x")
		m.SentAt = at.Add(time.Duration(i/3) * time.Millisecond)
		s.send(t, m)
		want = append(want, m.ConversationID)
	}
	slices.Reverse(want) // newest first; of one time the larger id, which is the later peer
	for limit := 1; limit <= 10; limit++ {
		var got []models.ConversationID
		var from *chat.HeadCursor
		for {
			page := ok(s.store.Heads(ctx, u, from, limit))(t)
			if len(page) == 0 {
				break
			}
			if len(page) > limit {
				t.Fatalf("got %d conversations, want at most %d", len(page), limit)
			}
			for _, h := range page {
				got = append(got, h.Conversation.ID)
			}
			end := page[len(page)-1].Conversation
			from = &chat.HeadCursor{LastTime: end.LastTime, ID: end.ID}
		}
		equal(t, "conversations in pages", got, want)
	}
}

func testUnread(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	unread := func(what string, user, want int64) {
		t.Helper()
		equal(t, what, s.heads(t, user)[0].Unread(), want)
	}
	s.say(t, c, a, 3)
	unread("of the sender", a, 0)
	unread("of the other", b, 3)
	s.say(t, c, b, 2)
	unread("of the first sender after an answer", a, 2)
	unread("of who answered without reading", b, 3)
	ok(s.store.AdvanceRead(ctx, b, c, 2))(t)
	unread("after reading a part", b, 1)
	ok(s.store.AdvanceRead(ctx, b, c, 4))(t)
	unread("after reading into one's own", b, 0)
	equal(t, "own messages behind the position", s.heads(t, b)[0].OwnUnread, 1)
	ok(s.store.AdvanceRead(ctx, a, c, 5))(t)
	unread("after reading all", a, 0)

	soon, past := now().Add(time.Hour), now().Add(-time.Second)
	for _, at := range []*time.Time{&soon, &past} {
		m := message(c, b, "", "vanishes")
		m.ExpiresAt = at
		s.send(t, m)
	}
	unread("with one that expired", a, 1)
	hide := func(user int64, c models.ConversationID, seq int64) {
		ok(s.store.HideMessage(ctx, &models.HiddenMessage{UserID: user, ConversationID: c, Seq: seq}))(t)
	}
	hide(a, c, 6)
	hide(a, c, 7) // expired, and counts once
	hide(b, c, 7)
	unread("with both deleted for oneself", a, 0)
	ok(s.store.SaveBlock(ctx, &models.Block{UserID: a, BlockedID: b, CreatedAt: now()}))(t)
	s.say(t, c, b, 1)
	unread("of somebody blocked, directly", a, 1)

	d := s.user(t).ID
	g := models.GroupConversation(s.group(t, d, b).ID)
	s.say(t, g, b, 2)
	unread("in a group", d, 2)
	ok(s.store.SaveBlock(ctx, &models.Block{UserID: d, BlockedID: b, CreatedAt: now()}))(t)
	unread("in a group of somebody blocked", d, 0)
	hide(d, g, 1)
	unread("of somebody blocked, and deleted for oneself", d, 0)
	note := message(g, b, "", "note")
	note.System = true
	s.send(t, note)
	unread("with a note", d, 0)

	a, b, c = s.pair(t)
	s.say(t, c, a, 2)
	s.say(t, c, b, chat.UnreadDepth-2)
	unread("as far as each is looked at", a, chat.UnreadDepth-2)
	s.say(t, c, a, 3)
	unread("of one's own beyond that", a, chat.UnreadDepth+1)
	ok(s.store.AdvanceRead(ctx, a, c, 2))(t)
	unread("after reading, within it again", a, chat.UnreadDepth-2+1)
}
