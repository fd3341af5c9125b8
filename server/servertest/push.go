package servertest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"flamingo/config"
)

// AllowLoopback lets notifications and webhooks of users reach this machine.
func AllowLoopback(c *config.Config) { c.OutboundAllow = []string{"127.0.0.0/8"} }

// Browser takes notifications as a real one does, with a push service of its
// own (RFC 8030): it checks who sends (RFC 8292) and decrypts (RFC 8291).
type Browser struct {
	t       testing.TB
	service *httptest.Server
	key     *ecdh.PrivateKey
	auth    []byte
	got     chan Pushed

	mu      sync.Mutex
	answers []PushAnswer
}

// Pushed is a notification that arrived.
type Pushed struct {
	User  string `json:"user"`
	C     string `json:"c"`
	Seq   int64  `json:"seq"`
	From  string `json:"from"`
	Count int    `json:"n"`
	Title string `json:"title"`
	Text  string `json:"text"`
	TS    string `json:"ts"`

	Topic, Urgency, TTL, ServerKey string `json:"-"`
	Raw                            string `json:"-"`
}

// PushAnswer is what a push service says to a notification.
type PushAnswer struct {
	Status     int
	RetryAfter string
}

// NewBrowser starts a browser with a fresh pair of keys.
func NewBrowser(t testing.TB) *Browser {
	t.Helper()
	return NewBrowserAt(t, "127.0.0.1")
}

// NewBrowserAt is NewBrowser with its push service at an address of this machine.
func NewBrowserAt(t testing.TB, host string) *Browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{t: t, key: key, auth: make([]byte, 16), got: make(chan Pushed, 1000)}
	rand.Read(b.auth)
	b.service = httptest.NewUnstartedServer(http.HandlerFunc(b.serve))
	b.service.Listener.Close()
	if b.service.Listener, err = net.Listen("tcp", host+":0"); err != nil {
		t.Fatal(err)
	}
	b.service.Start()
	t.Cleanup(b.service.Close)
	return b
}

// Subscription is what the browser tells the server.
func (b *Browser) Subscription() map[string]any {
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{"endpoint": b.service.URL + "/send/secret",
		"keys": map[string]string{"p256dh": encode(b.key.PublicKey().Bytes()), "auth": encode(b.auth)}}
}

// Subscribe makes the browser that of a session.
func (b *Browser) Subscribe(t testing.TB, c *RESTClient) {
	t.Helper()
	if a := c.Do(t, http.MethodPut, "/api/v1/push/subscription", b.Subscription()); a.Status != http.StatusNoContent {
		t.Fatalf("subscribing is answered %d %s", a.Status, a.Body)
	}
}

// Answer makes the service say these things to the next notifications, which
// count as arrived all the same, and 201 to those behind.
func (b *Browser) Answer(answers ...PushAnswer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answers = answers
}

func (b *Browser) serve(w http.ResponseWriter, r *http.Request) {
	p, err := b.open(r)
	if err != nil {
		b.t.Errorf("a notification is not as the standards have it: %v", err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	answer := PushAnswer{Status: http.StatusCreated}
	if len(b.answers) > 0 {
		answer, b.answers = b.answers[0], b.answers[1:]
	}
	b.mu.Unlock()
	if answer.RetryAfter != "" {
		w.Header().Set("Retry-After", answer.RetryAfter)
	}
	w.WriteHeader(answer.Status)
	b.got <- p
}

func (b *Browser) open(r *http.Request) (p Pushed, err error) {
	if r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" {
		return p, fmt.Errorf("%s with encoding %q", r.Method, r.Header.Get("Content-Encoding"))
	}
	p.Topic, p.Urgency, p.TTL = r.Header.Get("Topic"), r.Header.Get("Urgency"), r.Header.Get("TTL")
	if len(p.Topic) > 32 || p.TTL == "" {
		return p, fmt.Errorf("topic %q, TTL %q", p.Topic, p.TTL)
	}
	if p.ServerKey, err = b.vouched(r.Header.Get("Authorization")); err != nil {
		return p, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 4097))
	if err != nil {
		return p, err
	}
	plain, err := b.decrypt(body)
	if err != nil {
		return p, err
	}
	p.Raw = string(plain)
	return p, json.Unmarshal(plain, &p)
}

// vouched checks who sends, and returns their key.
func (b *Browser) vouched(header string) (string, error) {
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	if !ok {
		return "", fmt.Errorf("authorization %q", header)
	}
	point, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || len(point) != 65 {
		return "", fmt.Errorf("key %q", key)
	}
	public := &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(point[1:33]), Y: new(big.Int).SetBytes(point[33:])}
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithAudience(b.service.URL), jwt.WithExpirationRequired())
	if sub, _ := claims.GetSubject(); err == nil && !strings.HasPrefix(sub, "mailto:") && !strings.HasPrefix(sub, "https://") {
		err = fmt.Errorf("subject %q", sub)
	}
	if exp, _ := claims.GetExpirationTime(); err == nil && time.Until(exp.Time) > 24*time.Hour {
		err = errors.New("the token is good for more than a day")
	}
	return key, err
}

func (b *Browser) decrypt(body []byte) ([]byte, error) {
	const head = 16 + 4 + 1 + 65
	if len(body) > 4096 || len(body) < head || body[20] != 65 {
		return nil, fmt.Errorf("a body of %d bytes", len(body))
	}
	salt, serverKey := body[:16], body[21:head]
	peer, err := ecdh.P256().NewPublicKey(serverKey)
	if err != nil {
		return nil, err
	}
	secret, err := b.key.ECDH(peer)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(serverKey)
	ikm, err := hkdf.Key(sha256.New, secret, b.auth, info, 32)
	if err != nil {
		return nil, err
	}
	cek, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(cek)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nonce, body[head:], nil)
	if err != nil {
		return nil, err
	}
	text := strings.TrimRight(string(plain), "\x00")
	if !strings.HasSuffix(text, "\x02") { // the mark of the last record, before its padding
		return nil, errors.New("the record has no end")
	}
	return []byte(strings.TrimSuffix(text, "\x02")), nil
}

// Next returns the next notification.
func (b *Browser) Next(t testing.TB) Pushed {
	t.Helper()
	select {
	case p := <-b.got:
		return p
	case <-time.After(2 * patience):
		t.Fatal("no notification came")
		return Pushed{}
	}
}

// Nothing checks that no notification waits to be looked at.
func (b *Browser) Nothing(t testing.TB) {
	t.Helper()
	select {
	case p := <-b.got:
		t.Errorf("got the notification %s, want none", p.Raw)
	default:
	}
}
