package storetest

import (
	"sync"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testStartDelivery(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	other := s.user(t).ID
	g := s.group(t, a, other)
	conv := models.GroupConversation(g.ID)
	s.say(t, c, b, 4)
	s.say(t, conv, other, 2)
	ok(s.store.AdvanceRead(ctx, a, c, 3))(t)
	ok(s.store.AdvanceRead(ctx, a, conv, 2))(t)

	equal(t, "events", ok(s.store.StartDelivery(ctx, a, models.ClassPC))(t), 0)
	equal(t, "pending", ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t),
		[]chat.PendingDelivery{{ConversationID: c, After: 3, LastSeq: 4}})
	// From now on the class has a position of its own.
	ok(s.store.AdvanceRead(ctx, a, c, 4))(t)
	equal(t, "events once more", ok(s.store.StartDelivery(ctx, a, models.ClassPC))(t), 0)
	equal(t, "pending after reading elsewhere", len(ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t)), 1)
	ok(s.store.StartDelivery(ctx, a, models.ClassAndroid))(t)
	equal(t, "another class", ok(s.store.PendingDeliveries(ctx, a, models.ClassAndroid))(t), nil)

	// Conversations that begin later are delivered whole, oldest activity first.
	d := models.DirectConversation(a, other)
	s.say(t, d, other, 1)
	m := message(conv, other, "", "later")
	m.SentAt = now().Add(time.Second)
	s.send(t, m)
	equal(t, "pending of all", ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t), []chat.PendingDelivery{
		{ConversationID: c, After: 3, LastSeq: 4}, {ConversationID: d, After: 0, LastSeq: 1}, {ConversationID: conv, After: 2, LastSeq: 3}})
	s.leave(t, g.ID, a)
	equal(t, "pending without the group", len(ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t)), 2)

	_, err := s.store.StartDelivery(ctx, 123456789, models.ClassPC)
	wantCode(t, "delivery to nobody", err, chat.CodeNotFound)

	var starting sync.WaitGroup
	for range 8 {
		starting.Go(func() {
			if _, err := s.store.StartDelivery(ctx, b, models.ClassPC); err != nil {
				t.Errorf("start at the same time: %v", err)
			}
		})
	}
	starting.Wait()
}

func testStartDeliveryEvents(t *testing.T, s *suite) {
	ctx := t.Context()
	event := func(user int64, kind chat.Kind, at time.Time) {
		t.Helper()
		must(t, s.store.AppendUserEvent(ctx, &models.UserEvent{UserID: user, Kind: string(kind), Data: []byte("{}"), CreatedAt: at}))
	}
	start := func(what string, user int64, class models.Class, want int64) {
		t.Helper()
		equal(t, what, ok(s.store.StartDelivery(ctx, user, class))(t), want)
	}
	u, other, at := s.user(t).ID, s.user(t).ID, now()
	event(u, chat.KindRequest, at)
	event(u, chat.KindFriend, at)
	start("somebody who was never here", u, models.ClassPC, 0)
	start("a second device", u, models.ClassAndroid, 2)

	event(u, chat.KindRequest, at.Add(time.Second))
	event(u, chat.KindFriend, at.Add(time.Second))
	must(t, s.store.SaveFriendRequest(ctx, &models.FriendRequest{FromID: other, ToID: u, CreatedAt: at.Add(time.Second)}))
	start("a third device while a request waits", u, models.ClassMac, 2)
	start("the first device", u, models.ClassPC, 0)
	must(t, s.store.DeleteFriendRequest(ctx, other, u))
	start("a device when nothing waits", u, models.ClassIOS, 4)

	web := s.user(t).ID
	s.session(t, web, models.ClassWeb, at)
	event(web, chat.KindFriend, at)
	start("the first old client of a web user", web, models.ClassPC, 1)

	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{{UserID: u, Class: models.ClassPC, Seq: 3}}))
	start("after moving on", u, models.ClassPC, 3)
}

func testSaveDeliveries(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	s.say(t, c, b, 5)
	ok(s.store.StartDelivery(ctx, a, models.ClassPC))(t)
	ok(s.store.StartDelivery(ctx, a, models.ClassAndroid))(t)
	row := func(seq int64) models.Delivery {
		return models.Delivery{UserID: a, Class: models.ClassPC, ConversationID: c, Seq: seq}
	}
	after := func(what string, class models.Class, want int64) {
		t.Helper()
		equal(t, what, ok(s.store.PendingDeliveries(ctx, a, class))(t)[0].After, want)
	}
	must(t, s.store.SaveDeliveries(ctx, nil))
	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{row(2)}))
	after("saved position", models.ClassPC, 2)
	after("position of the other class", models.ClassAndroid, 0)
	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{row(1)}))
	after("after an older position", models.ClassPC, 2)
	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{row(3), row(4), row(2), {UserID: b, Class: models.ClassPC, ConversationID: c, Seq: 1}}))
	after("after several at once", models.ClassPC, 4)

	var saving sync.WaitGroup
	for i := range 8 {
		saving.Go(func() {
			rows := []models.Delivery{row(int64(i % 5)), {UserID: b, Class: models.ClassPC, ConversationID: c, Seq: int64(i)}}
			if i%2 == 0 {
				rows[0], rows[1] = rows[1], rows[0]
			}
			if err := s.store.SaveDeliveries(ctx, rows); err != nil {
				t.Errorf("save at the same time: %v", err)
			}
		})
	}
	saving.Wait()
	after("after all of them", models.ClassPC, 4)
	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{row(5)}))
	equal(t, "pending at the end", ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t), nil)
}

func testDeliveryRejoin(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b := s.user(t).ID, s.user(t).ID
	g := s.group(t, a, b)
	conv := models.GroupConversation(g.ID)
	ok(s.store.StartDelivery(ctx, a, models.ClassPC))(t)
	s.say(t, conv, b, 2)
	must(t, s.store.SaveDeliveries(ctx, []models.Delivery{{UserID: a, Class: models.ClassPC, ConversationID: conv, Seq: 1}}))
	s.leave(t, g.ID, a)
	s.say(t, conv, b, 3)
	s.join(t, g.ID, a)
	equal(t, "pending after coming back", ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t), nil)
	s.say(t, conv, b, 1)
	equal(t, "pending of what came since", ok(s.store.PendingDeliveries(ctx, a, models.ClassPC))(t),
		[]chat.PendingDelivery{{ConversationID: conv, After: 5, LastSeq: 6}})
}
