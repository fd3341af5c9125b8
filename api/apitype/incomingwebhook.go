package apitype

import "flamingo/chat"

// NewIncomingWebhook makes an address to post messages at.
type NewIncomingWebhook struct {
	Name string `json:"name"`
	Bot  string `json:"bot"` // a bot of one's own to post as; empty: one is made
}

// IncomingWebhook is an address to post messages at. Token and Path are there
// once, in the answer that made it.
type IncomingWebhook struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Bot        Profile `json:"bot"`
	By         string  `json:"by"`
	Token      string  `json:"token,omitempty"`
	Path       string  `json:"path,omitempty"`
	CreatedAt  Time    `json:"created_at"`
	LastUsedAt *Time   `json:"last_used_at,omitempty"` // absent: never
}

// IncomingWebhookList is all of a conversation.
type IncomingWebhookList struct {
	Webhooks []IncomingWebhook `json:"incoming_webhooks"`
}

// FromIncomingWebhook returns one as those see it who may make one.
func FromIncomingWebhook(v *chat.IncomingWebhookView) IncomingWebhook {
	return IncomingWebhook{ID: v.ID, Name: v.Name, Bot: FromProfile(v.Bot), By: ID(v.ByID), CreatedAt: Time(v.CreatedAt),
		LastUsedAt: (*Time)(v.UsedAt)}
}

// FromIncomingWebhooks lists those of a conversation.
func FromIncomingWebhooks(list []chat.IncomingWebhookView) IncomingWebhookList {
	out := IncomingWebhookList{Webhooks: make([]IncomingWebhook, len(list))}
	for i := range list {
		out.Webhooks[i] = FromIncomingWebhook(&list[i])
	}
	return out
}

// WebhookPost is what a program posts.
type WebhookPost struct {
	Text     string `json:"text"`
	Name     string `json:"name"` // on whose behalf
	ClientID string `json:"cid"`  // makes a repeat harmless
}

// Params returns p for the rules.
func (p WebhookPost) Params() chat.WebhookPost {
	return chat.WebhookPost{Text: p.Text, Name: p.Name, ClientID: p.ClientID}
}
