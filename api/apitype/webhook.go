package apitype

import (
	"flamingo/chat"
	"flamingo/models"
)

// NewWebhook makes a webhook.
type NewWebhook struct {
	URL          string   `json:"url"`
	Events       []string `json:"events"`
	Conversation string   `json:"c"` // empty: all that one is in
}

// Params returns n for the rules.
func (n NewWebhook) Params() (chat.WebhookParams, error) {
	p := chat.WebhookParams{URL: n.URL, Events: webhookEvents(n.Events)}
	if n.Conversation != "" {
		var err error
		if p.Conversation, err = models.ParseConversationID(n.Conversation); err != nil {
			return p, chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
		}
	}
	return p, nil
}

func webhookEvents(names []string) []chat.WebhookEvent {
	if names == nil {
		return nil
	}
	list := make([]chat.WebhookEvent, len(names))
	for i, n := range names {
		list[i] = chat.WebhookEvent(n)
	}
	return list
}

// WebhookEdit is the body of PATCH /webhooks/{id}: what is absent stays.
type WebhookEdit struct {
	URL     *string  `json:"url"`
	Events  []string `json:"events"`
	Enabled *bool    `json:"enabled"`
}

// Params returns e for the rules.
func (e WebhookEdit) Params() chat.WebhookEdit {
	return chat.WebhookEdit{URL: e.URL, Events: webhookEvents(e.Events), Enabled: e.Enabled}
}

// Webhook is an address that is told of events. Secret is there once, in the
// answer that made it.
type Webhook struct {
	ID           string              `json:"id"`
	URL          string              `json:"url"`
	Events       []chat.WebhookEvent `json:"events"`
	Conversation string              `json:"c,omitempty"` // absent: all that one is in
	Enabled      bool                `json:"enabled"`
	Secret       string              `json:"secret,omitempty"`
	CreatedAt    Time                `json:"created_at"`

	LastAt         *Time  `json:"last_at,omitempty"`     // of the newest attempt
	LastStatus     int32  `json:"last_status,omitempty"` // of HTTP, absent when there was no answer
	LastError      string `json:"last_error,omitempty"`
	FailingSince   *Time  `json:"failing_since,omitempty"`
	DisabledAt     *Time  `json:"disabled_at,omitempty"`
	DisabledReason string `json:"disabled_reason,omitempty"`
	Dropped        int64  `json:"dropped"` // events that found the queue full
}

// WebhookList is all webhooks of an account.
type WebhookList struct {
	Webhooks []Webhook `json:"webhooks"`
}

// FromWebhook returns a webhook, with its secret where it is known.
func FromWebhook(h *models.Webhook, secret string) Webhook {
	out := Webhook{ID: h.ID, URL: h.URL, Events: chat.SplitEvents(h.Events), Enabled: h.DisabledAt == nil, Secret: secret,
		CreatedAt: Time(h.CreatedAt), LastAt: (*Time)(h.LastAt), LastStatus: h.LastStatus, LastError: h.LastError,
		FailingSince: (*Time)(h.FailingSince), DisabledAt: (*Time)(h.DisabledAt), DisabledReason: h.DisabledReason, Dropped: h.Dropped}
	if h.ConversationID != 0 {
		out.Conversation = h.ConversationID.String()
	}
	return out
}

// FromWebhooks lists webhooks.
func FromWebhooks(list []models.Webhook) WebhookList {
	out := WebhookList{Webhooks: make([]Webhook, len(list))}
	for i := range list {
		out.Webhooks[i] = FromWebhook(&list[i], "")
	}
	return out
}

// WebhookSecret is the answer to the making of a new secret.
type WebhookSecret struct {
	Secret string `json:"secret"`
}

// States of a delivery.
const (
	DeliveryWaiting = "waiting"
	DeliveryDead    = "dead"
)

// WebhookDelivery is an event on its way to a webhook.
type WebhookDelivery struct {
	ID           string `json:"id"`
	Event        string `json:"event"`
	Conversation string `json:"c,omitempty"`
	State        string `json:"state"` // waiting or dead
	Attempts     int32  `json:"attempts"`
	NextAt       *Time  `json:"next_at,omitempty"` // when it waits
	LastStatus   int32  `json:"last_status,omitempty"`
	LastError    string `json:"last_error,omitempty"`
	CreatedAt    Time   `json:"created_at"`
}

// WebhookDeliveryList is a page of deliveries, newest first.
type WebhookDeliveryList struct {
	Deliveries []WebhookDelivery `json:"deliveries"`
	Next       string            `json:"next"` // cursor of the next page, empty at the end
}

// FromWebhookDelivery returns a delivery as the owner of the webhook sees it.
func FromWebhookDelivery(d *models.WebhookDelivery) WebhookDelivery {
	out := WebhookDelivery{ID: d.ID, Event: d.Event, State: DeliveryWaiting, Attempts: d.Attempts, LastStatus: d.LastStatus,
		LastError: d.LastError, CreatedAt: Time(d.CreatedAt)}
	if d.Dead {
		out.State = DeliveryDead
	} else {
		out.NextAt = (*Time)(&d.NextAt)
	}
	if d.ConversationID != 0 {
		out.Conversation = d.ConversationID.String()
	}
	return out
}

// FromWebhookDeliveries returns a page.
func FromWebhookDeliveries(list []models.WebhookDelivery, next string) WebhookDeliveryList {
	out := WebhookDeliveryList{Deliveries: make([]WebhookDelivery, len(list)), Next: next}
	for i := range list {
		out.Deliveries[i] = FromWebhookDelivery(&list[i])
	}
	return out
}

// WebhookPayload is the body of a call to a webhook (docs/integrations.md).
type WebhookPayload struct {
	ID      string `json:"id"` // of the delivery
	Webhook string `json:"webhook"`
	Event   string `json:"event"`
	TS      Time   `json:"ts"` // of the event
	Data    any    `json:"data"`
}

// FromWebhookCall returns what a call says: a Message, a Change or a UserEvent,
// as sockets and REST show them, or an empty object.
func FromWebhookCall(c *chat.WebhookCall) WebhookPayload {
	out := WebhookPayload{ID: c.Delivery, Webhook: c.Webhook, Event: string(c.Event), TS: Time(c.At), Data: struct{}{}}
	switch {
	case c.Message != nil:
		out.Data = FromView(c.Message)
	case c.Change != nil:
		out.Data = FromChange(c.Change)
	case c.UserEvent != nil:
		out.Data = FromUserEvent(c.UserEvent)
	}
	return out
}
