package chat

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"flamingo/models"
)

// A webhook is an address that a user, or a bot, wants to be told of events at:
// what it may see of its conversations, and what happens to its friends and
// groups. webhookqueue.go says how an event gets into the queue of a webhook,
// webhooksend.go how it leaves it.

// WebhookEvent is a kind of what a webhook is told of.
type WebhookEvent string

// Events. Those of a conversation are called like changes, those of the user's
// own log like the kinds of that.
const (
	WebhookMessage WebhookEvent = "message"
	WebhookPing    WebhookEvent = "ping" // made by PingWebhook, and sent to every webhook
)

// WebhookEvents returns all that one can ask for.
func WebhookEvents() []WebhookEvent {
	return []WebhookEvent{WebhookMessage,
		WebhookEvent(ChangeEdit), WebhookEvent(ChangeRecall), WebhookEvent(ChangeReact), WebhookEvent(ChangePin),
		WebhookEvent(ChangeMembers), WebhookEvent(ChangeSettings),
		WebhookEvent(KindFriend), WebhookEvent(KindRequest), WebhookEvent(KindGroup)}
}

const (
	// MaxWebhooks is how many a user has: each is looked at with every event.
	MaxWebhooks = 20

	// webhookSecretPrefix is that of the Standard Webhooks specification, whose
	// libraries take the secret as it is.
	webhookSecretPrefix = "whsec_"
	webhookSecretSize   = 32 // bytes: as long as the hash it keys
)

// WebhookParams are a webhook to make.
type WebhookParams struct {
	URL          string
	Events       []WebhookEvent
	Conversation models.ConversationID // 0: all that the actor is in
}

// WebhookEdit holds what to change of a webhook; nil leaves it as it is.
type WebhookEdit struct {
	URL     *string
	Events  []WebhookEvent
	Enabled *bool
}

// CreateWebhook makes a webhook and the secret that its deliveries are signed
// with, which is returned this once. CodeConflict when there are MaxWebhooks.
func (s *Service) CreateWebhook(ctx context.Context, a Actor, p WebhookParams) (*models.Webhook, string, error) {
	events, err := joinEvents(p.Events)
	if err != nil {
		return nil, "", err
	}
	if err := s.checkWebhookURL(p.URL); err != nil {
		return nil, "", err
	}
	if p.Conversation != 0 {
		if err := s.mayTakePart(ctx, a, p.Conversation); err != nil {
			return nil, "", err
		}
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, "", err
	}
	h := &models.Webhook{ID: newID(), UserID: a.UserID, URL: p.URL, Events: events, ConversationID: p.Conversation, CreatedAt: s.now()}
	secret := s.newWebhookSecret(h)
	err = s.store.InTx(ctx, func(tx Store) error {
		if err := s.isOpen(ctx, tx, a.UserID); err != nil {
			return err
		}
		list, err := tx.Webhooks(ctx, a.UserID)
		if err != nil {
			return err
		}
		if len(list) >= MaxWebhooks {
			return Errorf(CodeConflict, "you have %d webhooks already", MaxWebhooks)
		}
		if err := followFromNow(ctx, tx); err != nil {
			return err
		}
		return tx.InsertWebhook(ctx, h)
	})
	if err != nil {
		return nil, "", fmt.Errorf("create webhook of user %d: %w", a.UserID, err)
	}
	return h, secret, s.webhooks.load(ctx)
}

func (s *Service) checkWebhookURL(url string) error {
	if s.poster == nil {
		return Errorf(CodeForbidden, "this server calls no webhooks")
	}
	if err := s.poster.CheckURL(url); err != nil {
		return Invalid("url", "%s", err)
	}
	return nil
}

// joinEvents returns events as they are stored.
func joinEvents(list []WebhookEvent) (string, error) {
	return joinWords("events", list, WebhookEvents())
}

// SplitEvents reads the events of a webhook's row.
func SplitEvents(s string) []WebhookEvent { return splitWords[WebhookEvent](s) }

// wants reports whether a webhook is to be told of an event.
func wants(h *models.Webhook, event string) bool {
	return event == string(WebhookPing) || slices.Contains(strings.Fields(h.Events), event)
}

// newWebhookSecret makes a secret for h, which keeps it sealed: who reads the
// database cannot sign.
func (s *Service) newWebhookSecret(h *models.Webhook) string {
	b := make([]byte, webhookSecretSize)
	rand.Read(b)
	h.Secret = s.seals.seal(Actor{UserID: h.UserID}, sealedSecret(h), b)
	return webhookSecretPrefix + base64.StdEncoding.EncodeToString(b)
}

func sealedSecret(h *models.Webhook) string { return "webhook " + h.ID }

// Webhooks lists the actor's webhooks, oldest first.
func (s *Service) Webhooks(ctx context.Context, a Actor) ([]models.Webhook, error) {
	return s.store.Webhooks(ctx, a.UserID)
}

// Webhook returns one of the actor's webhooks.
func (s *Service) Webhook(ctx context.Context, a Actor, id string) (*models.Webhook, error) {
	return ownWebhook(ctx, s.store, a, id)
}

func ownWebhook(ctx context.Context, tx Store, a Actor, id string) (*models.Webhook, error) {
	h, err := tx.Webhook(ctx, id)
	if err != nil {
		return nil, err
	}
	if h.UserID != a.UserID {
		return nil, errNoWebhook
	}
	return h, nil
}

// EditWebhook changes one of the actor's webhooks. One that is disabled drops
// what waits, to be seen among the dead deliveries; enabling it forgives its
// failures.
func (s *Service) EditWebhook(ctx context.Context, a Actor, id string, e WebhookEdit) (*models.Webhook, error) {
	if e.URL != nil {
		if err := s.checkWebhookURL(*e.URL); err != nil {
			return nil, err
		}
	}
	events := ""
	if e.Events != nil {
		var err error
		if events, err = joinEvents(e.Events); err != nil {
			return nil, err
		}
	}
	defer s.webhooks.hurry(id) // it may work now
	return s.changeWebhook(ctx, a, id, func(tx Store, h *models.Webhook) error {
		set(&h.URL, e.URL)
		if events != "" {
			h.Events = events
		}
		switch {
		case e.Enabled == nil || *e.Enabled == (h.DisabledAt == nil):
		case *e.Enabled:
			h.DisabledAt, h.DisabledReason, h.FailingSince = nil, "", nil
			return followFromNow(ctx, tx)
		default:
			return disableWebhook(ctx, tx, h, s.now(), "disabled by its owner")
		}
		return nil
	})
}

// disableWebhook sets h to be disabled; the caller writes it.
func disableWebhook(ctx context.Context, tx Store, h *models.Webhook, now time.Time, reason string) error {
	h.DisabledAt, h.DisabledReason = &now, reason
	return tx.BuryWebhookDeliveries(ctx, h.ID)
}

func (s *Service) changeWebhook(ctx context.Context, a Actor, id string, change func(Store, *models.Webhook) error) (*models.Webhook, error) {
	var h *models.Webhook
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if h, err = ownWebhook(ctx, tx, a, id); err != nil {
			return err
		}
		if err := change(tx, h); err != nil {
			return err
		}
		return tx.UpdateWebhook(ctx, h)
	})
	if err != nil {
		return nil, fmt.Errorf("change webhook %s: %w", id, err)
	}
	return h, s.webhooks.load(ctx)
}

// RenewWebhookSecret replaces the secret of one of the actor's webhooks and
// returns the new one, this once. What waits is signed with it.
func (s *Service) RenewWebhookSecret(ctx context.Context, a Actor, id string) (string, error) {
	var secret string
	_, err := s.changeWebhook(ctx, a, id, func(_ Store, h *models.Webhook) error {
		secret = s.newWebhookSecret(h)
		return nil
	})
	return secret, err
}

// DeleteWebhook removes one of the actor's webhooks and what waits for it.
func (s *Service) DeleteWebhook(ctx context.Context, a Actor, id string) error {
	err := s.store.InTx(ctx, func(tx Store) error {
		if _, err := ownWebhook(ctx, tx, a, id); err != nil {
			return err
		}
		return tx.DeleteWebhook(ctx, id)
	})
	if err != nil {
		return fmt.Errorf("delete webhook %s: %w", id, err)
	}
	return s.webhooks.load(ctx)
}

// PingWebhook queues an event that says nothing, to try a webhook out.
// CodeConflict when it is disabled, or its queue is full.
func (s *Service) PingWebhook(ctx context.Context, a Actor, id string) (*models.WebhookDelivery, error) {
	now := s.now()
	d := models.WebhookDelivery{ID: newID(), WebhookID: id, Event: string(WebhookPing), NextAt: now, CreatedAt: now}
	err := s.store.InTx(ctx, func(tx Store) error {
		if err := mayQueue(ctx, tx, a, id); err != nil {
			return err
		}
		return tx.InsertWebhookDeliveries(ctx, []models.WebhookDelivery{d})
	})
	if err != nil {
		return nil, fmt.Errorf("ping webhook %s: %w", id, err)
	}
	s.webhooks.hurry(id)
	return &d, nil
}

// mayQueue refuses to queue something that nobody would send.
func mayQueue(ctx context.Context, tx Store, a Actor, id string) error {
	h, err := ownWebhook(ctx, tx, a, id)
	if err != nil {
		return err
	}
	if h.DisabledAt != nil {
		return Errorf(CodeConflict, "this webhook is disabled")
	}
	n, err := tx.CountWebhookDeliveries(ctx, id, MaxWebhookQueue)
	if err == nil && n >= MaxWebhookQueue {
		err = Errorf(CodeConflict, "%d deliveries wait for this webhook already", MaxWebhookQueue)
	}
	return err
}

// WebhookDeliveries lists what waits for one of the actor's webhooks or, with
// dead, what was given up: newest first, from below an id on, and where the
// next page begins, empty at the end.
func (s *Service) WebhookDeliveries(ctx context.Context, a Actor, id string, dead bool, before string, limit int) ([]models.WebhookDelivery, string, error) {
	if _, err := ownWebhook(ctx, s.store, a, id); err != nil {
		return nil, "", err
	}
	limit = clampPage(limit)
	rows, err := s.store.WebhookDeliveries(ctx, id, dead, before, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list deliveries of webhook %s: %w", id, err)
	}
	if len(rows) <= limit {
		return rows, "", nil
	}
	return rows[:limit], rows[limit-1].ID, nil
}

// RedeliverWebhook sends a delivery that waits, or was given up, as if it were
// new. CodeConflict when the webhook is disabled.
func (s *Service) RedeliverWebhook(ctx context.Context, a Actor, id, delivery string) (*models.WebhookDelivery, error) {
	var d *models.WebhookDelivery
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if err := mayQueue(ctx, tx, a, id); err != nil {
			return err
		}
		if d, err = tx.WebhookDelivery(ctx, id, delivery); err != nil {
			return err
		}
		d.Dead, d.Attempts, d.NextAt = false, 0, s.now()
		return tx.UpdateWebhookDelivery(ctx, d)
	})
	if err != nil {
		return nil, fmt.Errorf("redeliver %s: %w", delivery, err)
	}
	s.webhooks.hurry(id)
	return d, nil
}
