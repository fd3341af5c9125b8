package apitype

import (
	"encoding/base64"
	"strings"

	"flamingo/chat"
	"flamingo/models"
)

// PushKey is the server's public key.
type PushKey struct {
	Key string `json:"key"` // P-256 uncompressed, in base64url: the applicationServerKey of a subscription
}

// PushSubscription is what a browser says of a subscription.
type PushSubscription struct {
	Endpoint string `json:"endpoint"`
	Keys     struct {
		P256DH string `json:"p256dh"`
		Auth   string `json:"auth"`
	} `json:"keys"`
}

// Params returns key and secret of the encryption.
func (p PushSubscription) Params() (key, auth []byte, err error) {
	if key, err = fromBase64URL("keys.p256dh", p.Keys.P256DH); err == nil {
		auth, err = fromBase64URL("keys.auth", p.Keys.Auth)
	}
	return key, auth, err
}

func fromBase64URL(field, s string) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil, chat.Invalid(field, "is not base64url")
	}
	return b, nil
}

// PushGatewayRequest names a gateway.
type PushGatewayRequest struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
}

// PushGateway is a program of the user's own that takes notifications.
type PushGateway struct {
	URL       string `json:"url"`
	Secret    string `json:"secret,omitempty"` // in the answer to its making only
	CreatedAt Time   `json:"created_at"`
}

// FromPushGateway leaves the secret out.
func FromPushGateway(g *models.PushGateway) PushGateway {
	return PushGateway{URL: g.URL, CreatedAt: Time(g.CreatedAt)}
}
