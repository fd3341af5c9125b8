package apitype

import (
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// APITokenRequest makes an API token.
type APITokenRequest struct {
	Name      string   `json:"name"`
	Scopes    []string `json:"scopes"`
	ExpiresAt string   `json:"expires_at"` // RFC 3339, empty for never
}

// Params returns r for the rules.
func (r APITokenRequest) Params() (chat.APITokenParams, error) {
	p := chat.APITokenParams{Name: r.Name}
	for _, s := range r.Scopes {
		p.Scopes = append(p.Scopes, chat.Scope(s))
	}
	if r.ExpiresAt != "" {
		at, err := time.Parse(time.RFC3339, r.ExpiresAt)
		if err != nil {
			return p, chat.Invalid("expires_at", "is not a time as in RFC 3339")
		}
		at = at.UTC().Truncate(time.Millisecond)
		p.ExpiresAt = &at
	}
	return p, nil
}

// APIToken is a token in the list. Token is there once, in the answer that made it.
type APIToken struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Scopes     []chat.Scope `json:"scopes"`
	Token      string       `json:"token,omitempty"`
	CreatedAt  Time         `json:"created_at"`
	LastUsedAt Time         `json:"last_used_at"`
	ExpiresAt  *Time        `json:"expires_at,omitempty"`
}

// APITokenList is the list of an account's tokens.
type APITokenList struct {
	Tokens []APIToken `json:"tokens"`
}

// FromAPIToken returns a token as its owner sees it.
func FromAPIToken(s *models.Session) APIToken {
	return APIToken{ID: s.ID, Name: s.Name, Scopes: chat.SplitScopes(s.Scopes), CreatedAt: Time(s.CreatedAt),
		LastUsedAt: Time(s.LastSeenAt), ExpiresAt: (*Time)(s.ExpiresAt)}
}

// FromAPITokens lists tokens.
func FromAPITokens(list []models.Session) APITokenList {
	out := APITokenList{Tokens: make([]APIToken, len(list))}
	for i := range list {
		out.Tokens[i] = FromAPIToken(&list[i])
	}
	return out
}
