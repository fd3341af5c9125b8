package storetest

import (
	"fmt"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testBots(t *testing.T, s *suite) {
	ctx := t.Context()
	owner, one, two := s.user(t), s.user(t), s.user(t)
	for _, u := range []*models.User{two, one} {
		must(t, s.store.InsertBot(ctx, &models.Bot{UserID: u.ID, OwnerID: owner.ID, CreatedAt: now()}))
	}
	wantCode(t, "the same bot again", s.store.InsertBot(ctx, &models.Bot{UserID: one.ID, OwnerID: two.ID, CreatedAt: now()}), chat.CodeConflict)
	equal(t, "owner", ok(s.store.Bot(ctx, one.ID))(t).OwnerID, owner.ID)
	_, err := s.store.Bot(ctx, owner.ID)
	wantCode(t, "a person", err, chat.CodeNotFound)
	list := ok(s.store.BotsOf(ctx, owner.ID))(t)
	equal(t, "bots", []int64{list[0].UserID, list[1].UserID}, []int64{one.ID, two.ID})
}

func testDeletion(t *testing.T, s *suite) {
	ctx := t.Context()
	u, other := s.user(t), s.user(t)
	g := s.group(t, other.ID)
	must(t, s.store.SetSettings(ctx, u.ID, []byte(`{"write":"friends"}`)))
	must(t, s.store.SetTeams(ctx, u.ID, []byte("teams")))
	u.Signature, u.Phone, u.FaceType = "a signature", "a number", 7
	must(t, s.store.UpdateProfile(ctx, u))
	ok(s.store.SaveBlock(ctx, &models.Block{UserID: u.ID, BlockedID: other.ID, CreatedAt: now()}))(t)
	must(t, s.store.SaveGroupRequest(ctx, &models.GroupRequest{GroupID: g.ID, UserID: u.ID, CreatedAt: now()}))
	ok(s.store.AppendUserEvents(ctx, []int64{u.ID}, &models.UserEvent{Kind: "group", Data: []byte("{}"), CreatedAt: now()}))(t)
	c := models.DirectConversation(u.ID, other.ID)
	s.say(t, c, u.ID, 1)

	at := now()
	must(t, s.store.CloseUser(ctx, u.ID, "nobody", at))
	got := ok(s.store.User(ctx, u.ID))(t)
	want := models.User{ID: u.ID, Username: u.Username, Nickname: "nobody", Birthday: models.DefaultBirthday, Events: 1, DeletedAt: &at,
		RegisteredAt: u.RegisteredAt}
	equal(t, "a closed account", *got, want)
	equal(t, "group requests", len(ok(s.store.GroupRequestsOf(ctx, u.ID))(t)), 1)
	equal(t, "deletions", ok(s.store.Deletions(ctx, 10))(t), []int64{u.ID})
	wantCode(t, "closing it again", s.store.CloseUser(ctx, u.ID, "nobody", at), chat.CodeConflict)

	for range 2 { // it may be run again
		must(t, s.store.EraseUser(ctx, u.ID))
	}
	equal(t, "deletions", len(ok(s.store.Deletions(ctx, 10))(t)), 0)
	equal(t, "blocks", len(ok(s.store.BlockedIDs(ctx, u.ID))(t)), 0)
	equal(t, "events", len(ok(s.store.UserEvents(ctx, u.ID, 0, 10))(t)), 0)
	_, err := s.store.ConversationMember(ctx, u.ID, c)
	wantCode(t, "what they kept about a conversation", err, chat.CodeNotFound)
	equal(t, "what they wrote", ok(s.store.Message(ctx, c, 1))(t).SenderID, u.ID)
	ok(s.store.ConversationMember(ctx, other.ID, c))(t)
	wantCode(t, "nobody", s.store.CloseUser(ctx, 123456789, "nobody", at), chat.CodeNotFound)
}

func testIncomingWebhooks(t *testing.T, s *suite) {
	ctx := t.Context()
	owner, bot := s.user(t), s.user(t)
	c := models.GroupConversation(s.group(t, owner.ID, bot.ID).ID)
	made := func(n int) *models.IncomingWebhook {
		return &models.IncomingWebhook{ID: fmt.Sprintf("%s%025d", "0", bot.ID*10+int64(n)), ConversationID: c, BotID: bot.ID, MadeBot: n == 1,
			ByID: owner.ID, Name: "hook", TokenHash: []byte{byte(n)}, CreatedAt: now()}
	}
	one, two := made(1), made(2)
	must(t, s.store.InsertIncomingWebhook(ctx, two))
	must(t, s.store.InsertIncomingWebhook(ctx, one))
	equal(t, "loaded", *ok(s.store.IncomingWebhook(ctx, one.ID))(t), *one)
	_, err := s.store.IncomingWebhook(ctx, one.ID+" ")
	wantCode(t, "with a space", err, chat.CodeNotFound)
	at := now()
	must(t, s.store.TouchIncomingWebhook(ctx, one.ID, at))
	one.UsedAt = &at
	equal(t, "of the conversation", ok(s.store.IncomingWebhooks(ctx, c))(t), []models.IncomingWebhook{*one, *two})
	must(t, s.store.DeleteIncomingWebhook(ctx, one.ID))
	wantCode(t, "deleted twice", s.store.DeleteIncomingWebhook(ctx, one.ID), chat.CodeNotFound)
	must(t, s.store.DeleteIncomingWebhooksOf(ctx, bot.ID))
	equal(t, "after all were deleted", len(ok(s.store.IncomingWebhooks(ctx, c))(t)), 0)
}

// webhook is one of a user, for a conversation or for all.
func (s *suite) webhook(t *testing.T, user int64, c models.ConversationID) *models.Webhook {
	t.Helper()
	h := &models.Webhook{ID: fmt.Sprintf("%s%025d", "0", s.user(t).ID), UserID: user, URL: "https://example.org/", Events: "edit message",
		ConversationID: c, Secret: []byte{1, 2}, CreatedAt: now()}
	must(t, s.store.InsertWebhook(t.Context(), h))
	return h
}

func testWebhooks(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.user(t), s.user(t), s.user(t)
	g := s.group(t, a.ID, b.ID)
	group, direct := models.GroupConversation(g.ID), models.DirectConversation(a.ID, c.ID)
	all, only, outside := s.webhook(t, a.ID, 0), s.webhook(t, b.ID, group), s.webhook(t, c.ID, 0)
	elsewhere, disabled := s.webhook(t, a.ID, direct), s.webhook(t, a.ID, 0)
	at := now()
	disabled.DisabledAt, disabled.DisabledReason, disabled.FailingSince, disabled.LastAt = &at, "it fails", &at, &at
	disabled.LastStatus, disabled.LastError, disabled.URL, disabled.Secret = 500, "500", "https://example.com/", []byte{3}
	must(t, s.store.UpdateWebhook(ctx, disabled))
	equal(t, "updated", *ok(s.store.Webhook(ctx, disabled.ID))(t), *disabled)

	ids := func(list []models.Webhook, err error) []string {
		t.Helper()
		must(t, err)
		var out []string
		for _, h := range list {
			out = append(out, h.ID)
		}
		return out
	}
	equal(t, "of the user", ids(s.store.Webhooks(ctx, a.ID)), []string{all.ID, elsewhere.ID, disabled.ID})
	equal(t, "for the group", ids(s.store.WebhooksFor(ctx, group)), []string{all.ID, only.ID})
	equal(t, "for two people", ids(s.store.WebhooksFor(ctx, direct)), []string{all.ID, outside.ID, elsewhere.ID})
	s.leave(t, g.ID, b.ID)
	equal(t, "for the group, after one has left", ids(s.store.WebhooksFor(ctx, group)), []string{all.ID})

	retired := s.user(t)
	none := s.webhook(t, retired.ID, 0)
	none.DisabledAt = &at
	must(t, s.store.UpdateWebhook(ctx, none))
	has := map[int64]bool{}
	for _, id := range ok(s.store.WebhookUsers(ctx))(t) {
		has[id] = true
	}
	if !has[a.ID] || !has[b.ID] || has[retired.ID] {
		t.Errorf("users with webhooks are %v, want %d and %d among them, not %d", has, a.ID, b.ID, retired.ID)
	}
	must(t, s.store.DropWebhookEvent(ctx, all.ID, 3))
	equal(t, "dropped", ok(s.store.Webhook(ctx, all.ID))(t).Dropped, int64(3))
}

func testWebhookDeliveries(t *testing.T, s *suite) {
	ctx := t.Context()
	a := s.user(t)
	h := s.webhook(t, a.ID, 0)
	at := now()
	made := func(n int, webhook string, next time.Time) models.WebhookDelivery {
		return models.WebhookDelivery{ID: fmt.Sprintf("%013d%013d", a.ID, n), WebhookID: webhook, Event: "message", ConversationID: 7, Position: int64(n),
			NextAt: next, CreatedAt: at}
	}
	one, two, three := made(1, h.ID, at.Add(time.Minute)), made(2, h.ID, at), made(3, h.ID, at)
	noted := made(4, "", at)
	noted.ConversationID, noted.UserID = 0, a.ID
	must(t, s.store.InsertWebhookDeliveries(ctx, nil))
	must(t, s.store.InsertWebhookDeliveries(ctx, []models.WebhookDelivery{one, two, three, noted}))
	equal(t, "next", *ok(s.store.NextWebhookDelivery(ctx, h.ID))(t), two)
	equal(t, "noted", ok(s.store.NewWebhookEvents(ctx, 10))(t), []models.WebhookDelivery{noted})
	equal(t, "count", ok(s.store.CountWebhookDeliveries(ctx, h.ID, 10))(t), 3)
	equal(t, "count to a limit", ok(s.store.CountWebhookDeliveries(ctx, h.ID, 2))(t), 2)
	equal(t, "webhooks that wait", ok(s.store.WaitingWebhooks(ctx))(t), []string{h.ID})
	must(t, s.store.DeleteWebhookDeliveries(ctx, []string{noted.ID, "nothing"}))

	two.Dead, two.Attempts, two.LastStatus, two.LastError, two.NextAt = true, 12, 500, "it answered 500", at.Add(time.Hour)
	must(t, s.store.UpdateWebhookDelivery(ctx, &two))
	equal(t, "updated", *ok(s.store.WebhookDelivery(ctx, h.ID, two.ID))(t), two)
	_, err := s.store.WebhookDelivery(ctx, "0", two.ID)
	wantCode(t, "of another webhook", err, chat.CodeNotFound)
	equal(t, "next", *ok(s.store.NextWebhookDelivery(ctx, h.ID))(t), three)
	equal(t, "dead", ok(s.store.WebhookDeliveries(ctx, h.ID, true, "", 10))(t), []models.WebhookDelivery{two})
	equal(t, "waiting, newest first", ok(s.store.WebhookDeliveries(ctx, h.ID, false, "", 10))(t), []models.WebhookDelivery{three, one})
	equal(t, "the page behind", ok(s.store.WebhookDeliveries(ctx, h.ID, false, three.ID, 10))(t), []models.WebhookDelivery{one})

	must(t, s.store.BuryWebhookDeliveries(ctx, h.ID))
	equal(t, "dead, after all were given up", len(ok(s.store.WebhookDeliveries(ctx, h.ID, true, "", 10))(t)), 3)
	must(t, s.store.TrimWebhookDeliveries(ctx, at))
	equal(t, "after a trim of what is older", len(ok(s.store.WebhookDeliveries(ctx, h.ID, true, "", 10))(t)), 3)
	must(t, s.store.TrimWebhookDeliveries(ctx, at.Add(time.Millisecond)))
	equal(t, "after a trim of all", len(ok(s.store.WebhookDeliveries(ctx, h.ID, true, "", 10))(t)), 0)

	must(t, s.store.InsertWebhookDeliveries(ctx, []models.WebhookDelivery{one}))
	must(t, s.store.DeleteWebhook(ctx, h.ID))
	_, err = s.store.NextWebhookDelivery(ctx, h.ID)
	wantCode(t, "next, after the webhook was deleted", err, chat.CodeNotFound)
	wantCode(t, "deleting it again", s.store.DeleteWebhook(ctx, h.ID), chat.CodeNotFound)
	before := ok(s.store.LastMessageID(ctx))(t)
	s.say(t, models.DirectConversation(a.ID, s.user(t).ID), a.ID, 1)
	if after := ok(s.store.LastMessageID(ctx))(t); after <= before {
		t.Errorf("the newest message is %d after another one, and was %d", after, before)
	}
}
