package chat_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// deaf is the way to a receiver that takes nothing but pings.
type deaf struct{ calls chan chat.WebhookCall }

func (d deaf) CheckURL(string) error { return nil }

func (d deaf) Post(_ context.Context, c chat.WebhookCall) chat.WebhookAnswer {
	d.calls <- c
	if c.Event == chat.WebhookPing {
		return chat.WebhookAnswer{Status: 204}
	}
	return chat.WebhookAnswer{Reason: "the connection failed"}
}

func (d deaf) next(t *testing.T) chat.WebhookCall {
	t.Helper()
	select {
	case c := <-d.calls:
		return c
	case <-time.After(10 * time.Second):
		t.Fatal("the webhook was not called")
		panic("unreachable")
	}
}

// logged tells of lines of the log.
type logged struct{ lines chan string }

func (logged) Enabled(context.Context, slog.Level) bool { return true }
func (l logged) Handle(_ context.Context, r slog.Record) error {
	select {
	case l.lines <- r.Message:
	default:
	}
	return nil
}
func (l logged) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l logged) WithGroup(string) slog.Handler      { return l }

// TestDeliveryIsGivenUpAfterADay: with pauses that grow, and then it is there to
// be sent again.
func TestDeliveryIsGivenUpAfterADay(t *testing.T) {
	now, way := newClock(), deaf{make(chan chat.WebhookCall, 100)}
	w := newWorld(t, now.use, func(o *chat.Options) { o.Webhooks = way })
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	h, _, err := w.CreateWebhook(t.Context(), alice, chat.WebhookParams{URL: "https://example.org", Events: []chat.WebhookEvent{chat.WebhookMessage}})
	if err != nil {
		t.Fatal(err)
	}
	w.send(t, bob, models.DirectConversation(alice.UserID, bob.UserID), "1", "hello")
	var id string
	for attempt := 1; attempt <= 12; attempt++ {
		c := way.next(t)
		if id == "" {
			id = c.Delivery
		}
		if c.Delivery != id || c.Attempt != attempt {
			t.Fatalf("attempt %d is %d of %s, want that of %s", attempt, c.Attempt, c.Delivery, id)
		}
		// Its outcome is written before the ping goes out.
		if _, err := w.PingWebhook(t.Context(), alice, h.ID); err != nil {
			t.Fatal(err)
		}
		if c := way.next(t); c.Event != chat.WebhookPing {
			t.Fatalf("attempt %d is followed by %s at once", attempt, c.Event)
		}
		if list, _, err := w.WebhookDeliveries(t.Context(), alice, h.ID, true, "", 10); err != nil || (len(list) == 1) != (attempt == 12) {
			t.Fatalf("after attempt %d, dead are %+v, %v", attempt, list, err)
		}
		now.advance(9*time.Hour + time.Minute) // the longest pause
		if _, err := w.EditWebhook(t.Context(), alice, h.ID, chat.WebhookEdit{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.RedeliverWebhook(t.Context(), alice, h.ID, id); err != nil {
		t.Fatal(err)
	}
	if c := way.next(t); c.Delivery != id || c.Attempt != 1 {
		t.Errorf("sent again: attempt %d of %s, want the first of %s", c.Attempt, c.Delivery, id)
	}
}

// TestWebhookIsDisabledAfterLongFailure: with the reason, and what waited among
// the dead.
func TestWebhookIsDisabledAfterLongFailure(t *testing.T) {
	now, way, log := newClock(), deaf{make(chan chat.WebhookCall, 100)}, logged{make(chan string, 1000)}
	w := newWorld(t, now.use, func(o *chat.Options) { o.Webhooks, o.Log = way, slog.New(log) })
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	h, _, err := w.CreateWebhook(t.Context(), alice, chat.WebhookParams{URL: "https://example.org", Events: []chat.WebhookEvent{chat.WebhookMessage}})
	if err != nil {
		t.Fatal(err)
	}
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, bob, c, "1", "hello")
	way.next(t)
	w.send(t, bob, c, "2", "hello again")
	if _, err := w.EditWebhook(t.Context(), alice, h.ID, chat.WebhookEdit{}); err != nil { // asked for at once
		t.Fatal(err)
	}
	way.next(t) // so that the first outcome is written
	now.advance(4*24*time.Hour + time.Minute)
	for disabled := false; !disabled; {
		if _, err := w.EditWebhook(t.Context(), alice, h.ID, chat.WebhookEdit{}); err != nil {
			t.Fatal(err)
		}
		select {
		case line := <-log.lines:
			disabled = line == "webhook disabled"
		case <-way.calls:
		case <-time.After(10 * time.Second):
			t.Fatal("the webhook is not disabled")
		}
	}
	got, err := w.Webhook(t.Context(), alice, h.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.DisabledAt == nil || !strings.Contains(got.DisabledReason, "4 days") || !strings.Contains(got.DisabledReason, "the connection failed") {
		t.Errorf("got %+v, want it disabled with the reason", got)
	}
	dead, _, err := w.WebhookDeliveries(t.Context(), alice, h.ID, true, "", 10)
	if err != nil || len(dead) != 2 {
		t.Errorf("dead are %+v, %v, want both messages", dead, err)
	}
	_, err = w.PingWebhook(t.Context(), alice, h.ID)
	wantCode(t, err, chat.CodeConflict)
}

// TestInterruptedDeletionGoesOn: the server stopped behind the first transaction.
func TestInterruptedDeletionGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flamingo.db")
	w := openWorld(t, path)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	if err := w.RequestFriend(t.Context(), alice, bob.UserID, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.AnswerFriend(t.Context(), bob, alice.UserID, true); err != nil {
		t.Fatal(err)
	}
	g, err := w.CreateGroup(t.Context(), alice, "ours", bob.UserID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.CloseUser(t.Context(), alice.UserID, "gone", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := w.EraseDeleted(t.Context()); err != nil { // as the next start does
		t.Fatal(err)
	}
	if ids, err := w.store.FriendIDs(t.Context(), bob.UserID); err != nil || len(ids) > 0 {
		t.Errorf("bob has friends %v, %v, want none", ids, err)
	}
	if got, err := w.Group(t.Context(), bob, g.ID); err != nil || got.OwnerID != bob.UserID || got.Members != 1 {
		t.Errorf("the group is %+v, %v, want it bob's", got, err)
	}
	if left, err := w.store.Deletions(t.Context(), 10); err != nil || len(left) > 0 {
		t.Errorf("left to do: %v, %v", left, err)
	}
}

// TestQueueOfAWebhookIsBounded: what comes on top is counted, and dropped.
func TestQueueOfAWebhookIsBounded(t *testing.T) {
	way := deaf{make(chan chat.WebhookCall, 100)}
	w := newWorld(t, func(o *chat.Options) { o.Webhooks = way })
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	h, _, err := w.CreateWebhook(t.Context(), alice, chat.WebhookParams{URL: "https://example.org", Events: []chat.WebhookEvent{chat.WebhookMessage}})
	if err != nil {
		t.Fatal(err)
	}
	waiting := make([]models.WebhookDelivery, chat.MaxWebhookQueue-1)
	for i := range waiting {
		waiting[i] = models.WebhookDelivery{ID: fmt.Sprintf("%026d", i), WebhookID: h.ID, Event: string(chat.WebhookPing), NextAt: time.Now().Add(time.Hour), CreatedAt: time.Now()}
	}
	if err := w.store.InsertWebhookDeliveries(t.Context(), waiting); err != nil {
		t.Fatal(err)
	}
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, bob, c, "1", "the last that fits")
	if got := way.next(t); got.Message == nil || got.Message.Seq != 1 {
		t.Errorf("got a call %+v, want the message", got)
	}
	w.send(t, bob, c, "2", "one too many")
	for end := time.Now().Add(10 * time.Second); ; {
		got, err := w.Webhook(t.Context(), alice, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Dropped == 1 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("dropped are %d, want 1", got.Dropped)
		}
	}
	_, err = w.PingWebhook(t.Context(), alice, h.ID)
	wantCode(t, err, chat.CodeConflict)
}
