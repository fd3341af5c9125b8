// Package webhook calls the addresses that users want to be told of events at:
// it writes what an event says as clients read it, signs it, and posts it. What
// is sent when, and again, is a rule of package chat.
//
// The signature is that of the Standard Webhooks specification, so that a
// receiver needs no code of ours: the HMAC-SHA256 of id, time and body under
// the secret of the webhook.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/outbound"
)

// Fields of the header of a call.
const (
	HeaderID        = "webhook-id"        // of the delivery: a receiver that has it has seen this
	HeaderTimestamp = "webhook-timestamp" // of the attempt, in seconds since 1970
	HeaderSignature = "webhook-signature" // "v1," and the signature in base64
)

// maxAnswer is how much of an answer is read, in bytes: enough that the
// connection can be used again, whatever a receiver says.
const maxAnswer = 16 << 10

// Poster makes the calls.
type Poster struct {
	client *http.Client
	now    func() time.Time
}

// New returns a poster that reaches the internet, and the networks of allow.
func New(allow []netip.Prefix) *Poster {
	return &Poster{client: outbound.NewClient(allow), now: time.Now}
}

// CheckURL says what is wrong with an address, as the end of a sentence.
func (p *Poster) CheckURL(url string) error { return outbound.CheckURL(url) }

// Post makes a call and waits for the answer.
func (p *Poster) Post(ctx context.Context, c chat.WebhookCall) chat.WebhookAnswer {
	body, err := json.Marshal(apitype.FromWebhookCall(&c))
	if err != nil {
		return chat.WebhookAnswer{Reason: "the event cannot be written"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return chat.WebhookAnswer{Reason: "the address is not valid"}
	}
	at := p.now()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "flamingo-webhook")
	req.Header.Set(HeaderID, c.Delivery)
	req.Header.Set(HeaderTimestamp, strconv.FormatInt(at.Unix(), 10))
	req.Header.Set(HeaderSignature, Sign(c.Secret, c.Delivery, at, body))
	res, err := p.client.Do(req)
	if err != nil {
		return chat.WebhookAnswer{Reason: outbound.Reason(err)}
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer)) // what it says does not matter
	return chat.WebhookAnswer{Status: res.StatusCode}
}

// Sign returns the signature of a call.
func Sign(secret []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%d.%s", id, at.Unix(), body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
