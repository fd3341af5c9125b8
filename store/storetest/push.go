package storetest

import (
	"bytes"
	"testing"

	"flamingo/models"
)

func testPush(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	s.say(t, c, a, 1)
	session := func(user int64) string {
		sess := &models.Session{ID: name("session"), UserID: user, Class: models.ClassWeb, CreatedAt: now(), LastSeenAt: now()}
		must(t, s.store.InsertSession(ctx, sess))
		return sess.ID
	}
	first, second, third := session(a), session(a), session(b)
	subscription := func(session string, user int64, place string) *models.PushSubscription {
		hash := bytes.Repeat([]byte(place), 32)[:32]
		return &models.PushSubscription{SessionID: session, UserID: user, EndpointHash: hash, Endpoint: "https://push.example.org/" + place,
			Key: bytes.Repeat([]byte{4}, 65), Auth: bytes.Repeat([]byte{5}, 16), CreatedAt: now()}
	}
	place := name("place")
	old, own := subscription(first, a, place+"a"), subscription(second, a, place+"b")
	for _, p := range []*models.PushSubscription{old, own, own} {
		must(t, s.store.SavePushSubscription(ctx, p))
	}
	equal(t, "of a session", ok(s.store.PushSubscription(ctx, second))(t), own)
	moved := subscription(third, b, place+"a") // another account in the same browser
	must(t, s.store.SavePushSubscription(ctx, moved))
	_, err := s.store.PushSubscription(ctx, first)
	wantCode(t, "of the account before", err, "not_found")
	equal(t, "of both", ok(s.store.PushSubscriptions(ctx, []int64{a, b}))(t), []models.PushSubscription{*own, *moved})
	equal(t, "somebody has one", ok(s.store.HasPush(ctx))(t), true)

	users := func() (ids []int64) {
		for _, m := range ok(s.store.PushMembers(ctx, c, 0, 10))(t) {
			ids = append(ids, m.UserID)
		}
		return ids
	}
	equal(t, "members", users(), []int64{a, b})
	equal(t, "behind the first", len(ok(s.store.PushMembers(ctx, c, a, 10))(t)), 1)
	must(t, s.store.DeletePushSubscription(ctx, second, []byte("another endpoint")))
	equal(t, "after a deletion that comes late", users(), []int64{a, b})
	must(t, s.store.DeletePushSubscription(ctx, second, own.EndpointHash))
	equal(t, "after the deletion", users(), []int64{b})
	must(t, s.store.UpdateConversationMember(ctx, &models.ConversationMember{UserID: b, ConversationID: c, Mute: models.MuteSilent}))
	equal(t, "of a muted conversation", len(users()), 0)

	must(t, s.store.RevokeSessions(ctx, now(), third))
	_, err = s.store.PushSubscription(ctx, third)
	wantCode(t, "of a revoked session", err, "not_found")

	gateway := &models.PushGateway{UserID: a, URL: "https://example.org", Secret: "one", CreatedAt: now()}
	must(t, s.store.SavePushGateway(ctx, gateway))
	gateway.Secret = "two"
	must(t, s.store.SavePushGateway(ctx, gateway))
	equal(t, "gateways", ok(s.store.PushGateways(ctx, []int64{a, b}))(t), []models.PushGateway{*gateway})
	equal(t, "with a gateway", users(), []int64{a})
	equal(t, "deletion", ok(s.store.DeletePushGateway(ctx, a))(t), true)
	equal(t, "deletion again", ok(s.store.DeletePushGateway(ctx, a))(t), false)
}
