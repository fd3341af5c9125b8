// Package push carries notifications out of the server: to the push services of
// browsers, encrypted so that only the browser reads them (RFC 8030, 8291,
// 8292), and to gateways of users' own. It is chat.Pusher. Who is told what is
// decided in package chat.
package push

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/outbound"
)

// Config is what a Sender needs.
type Config struct {
	Key     []byte         // of NewKey; another one makes all subscriptions worthless
	Contact string         // https:// or mail address at which push services reach the operator
	Allow   []netip.Prefix // private networks that may be reached
}

// Sender sends notifications. Its methods may be called from any goroutine.
type Sender struct {
	client          *http.Client
	contact         string
	private, public string // base64url
}

var _ chat.Pusher = (*Sender)(nil)

// NewKey makes a key of this server (VAPID, RFC 8292).
func NewKey() []byte {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		panic(err) // rand.Reader does not fail
	}
	return key.Bytes()
}

// New returns a Sender.
func New(c Config) (*Sender, error) {
	key, err := ecdh.P256().NewPrivateKey(c.Key)
	if err != nil {
		return nil, fmt.Errorf("push key: %w", err)
	}
	return &Sender{client: outbound.NewClient(c.Allow), contact: strings.TrimPrefix(c.Contact, "mailto:"),
		private: encode(c.Key), public: encode(key.PublicKey().Bytes())}, nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// PublicKey is the server's, in base64url.
func (s *Sender) PublicKey() string { return s.public }

// CheckURL returns what is wrong with an address.
func (s *Sender) CheckURL(address string) error { return outbound.CheckURL(address) }

// notice is a notification as it is sent (docs/push.md).
type notice struct {
	User         string `json:"user"`
	Conversation string `json:"c,omitempty"`
	Seq          int64  `json:"seq,omitempty"`
	From         string `json:"from,omitempty"`
	Count        int    `json:"n"`
	Title        string `json:"title,omitempty"`
	Text         string `json:"text,omitempty"`
	TS           string `json:"ts"`
}

func payload(n chat.Notice) []byte {
	out := notice{User: strconv.FormatInt(n.UserID, 10), Count: n.Count, Title: n.Title, Text: n.Text,
		TS: n.At.UTC().Format("2006-01-02T15:04:05.000Z")}
	if n.Conversation != 0 {
		out.Conversation, out.Seq, out.From = n.Conversation.String(), n.Seq, strconv.FormatInt(n.From, 10)
	}
	b, err := json.Marshal(out)
	if err != nil {
		panic(fmt.Sprintf("encode notification: %v", err)) // texts and numbers always have a form
	}
	return b
}

// Push sends a notification, encrypted for the browser.
func (s *Sender) Push(ctx context.Context, to *models.PushSubscription, p chat.PushMessage) error {
	urgency := webpush.UrgencyNormal
	if p.Urgent {
		urgency = webpush.UrgencyHigh
	}
	res, err := webpush.SendNotificationWithContext(ctx, payload(p.Notice),
		&webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{P256dh: encode(to.Key), Auth: encode(to.Auth)}},
		&webpush.Options{HTTPClient: s.client, Subscriber: s.contact, Topic: p.Topic, TTL: int(p.TTL.Seconds()), Urgency: urgency,
			VAPIDPublicKey: s.public, VAPIDPrivateKey: s.private})
	if err != nil {
		return failed(err)
	}
	e := answered(res)
	// 401 and 403: the subscription was made for another key of this server.
	if e != nil && (res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden) {
		e.Gone = true
	}
	return orNil(e)
}

// Headers of what a gateway gets. The signature is that of the time, a full
// stop and the body, in hex.
const (
	headerTime      = "Flamingo-Timestamp"
	headerSignature = "Flamingo-Signature"
)

// Post sends a notification to a gateway, signed with its secret.
func (s *Sender) Post(ctx context.Context, to *models.PushGateway, p chat.PushMessage) error {
	body := payload(p.Notice)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return failed(err)
	}
	at := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "flamingo")
	req.Header.Set(headerTime, at)
	req.Header.Set(headerSignature, "v1="+Sign(to.Secret, at, body))
	res, err := s.client.Do(req)
	if err != nil {
		return failed(err)
	}
	return orNil(answered(res))
}

// Sign returns the signature of what a gateway gets.
func Sign(secret, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "%s.%s", timestamp, body)
	return hex.EncodeToString(h.Sum(nil))
}

// failed is an attempt without an answer. The address is a secret and stays
// out of the log.
func failed(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return &chat.PushError{Retry: !errors.Is(err, outbound.ErrRefused), Err: err}
}

// maxAnswer is how much of an answer is read, so that its connection can be
// used again.
const maxAnswer = 4 << 10

// answered reads what an answer means; nil is a notification that was taken.
func answered(res *http.Response) *chat.PushError {
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer)
	e := &chat.PushError{Err: fmt.Errorf("answered %d", res.StatusCode)}
	switch code := res.StatusCode; {
	case code/100 == 2:
		return nil
	case code == http.StatusGone:
		e.Gone = true
	case code == http.StatusTooManyRequests || code >= 500:
		e.Retry = true
		if seconds, err := strconv.ParseUint(res.Header.Get("Retry-After"), 10, 31); err == nil {
			e.After = time.Duration(seconds) * time.Second
		}
	}
	return e
}

// orNil keeps a nil *chat.PushError from becoming an error.
func orNil(e *chat.PushError) error {
	if e == nil {
		return nil
	}
	return e
}
