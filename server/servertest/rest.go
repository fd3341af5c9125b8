package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"flamingo/api/apitest"
	"flamingo/models"
)

// RESTClient is a program that knows the REST API and nothing else, such as
// curl. With a token it is somebody; without one it is a stranger.
type RESTClient struct {
	ID      int64 // of the user
	Name    string
	Access  string // token that goes with every request, unless empty
	Refresh string // token for new ones
	Session string
	base    string
	cids    int
	header  http.Header // goes with every request
}

// With returns the same client, with a header field that goes with every request.
func (c *RESTClient) With(name, value string) *RESTClient {
	other := *c
	other.header = c.header.Clone()
	if other.header == nil {
		other.header = http.Header{}
	}
	other.header.Set(name, value)
	return &other
}

// Answer is what a request came back with.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Problem is an error answer (RFC 9457) with the members that the API adds.
type Problem struct {
	Type         string `json:"type"`
	Title        string `json:"title"`
	Status       int    `json:"status"`
	Code         string `json:"code"`
	Detail       string `json:"detail"`
	Reason       string `json:"reason"`
	Field        string `json:"field"`
	RetryAfterMS int64  `json:"retry_after_ms"`
}

// Stranger returns a REST client that has not logged in.
func (s *Server) Stranger() *RESTClient {
	return &RESTClient{base: "http://" + s.HTTPAddr()}
}

// RESTClient registers the user name unless it exists, and logs in.
func (s *Server) RESTClient(t testing.TB, name string) *RESTClient {
	t.Helper()
	c := s.Stranger()
	a := c.Do(t, http.MethodPost, "/api/v1/auth/register", credentials(name))
	if a.Status == http.StatusConflict {
		a = c.Do(t, http.MethodPost, "/api/v1/auth/login", credentials(name))
	}
	if a.Status/100 != 2 {
		t.Fatalf("%s cannot log in: %d %s", name, a.Status, a.Body)
	}
	c.Take(t, a)
	return c
}

// LogIn logs in with a password that need not be that of a test user.
func (s *Server) LogIn(t testing.TB, name, password string) (*RESTClient, Answer) {
	t.Helper()
	c := s.Stranger()
	a := c.Do(t, http.MethodPost, "/api/v1/auth/login", map[string]string{"username": name, "password": password})
	if a.Status == http.StatusOK {
		c.Take(t, a)
	}
	return c, a
}

func credentials(name string) map[string]string {
	return map[string]string{"username": name, "nickname": name, "password": Password(name)}
}

// Take makes the client the session in an answer of the auth routes.
func (c *RESTClient) Take(t testing.TB, a Answer) {
	t.Helper()
	var s struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Session string `json:"session"`
		User    struct {
			ID       int64  `json:"id,string"`
			Username string `json:"username"`
		} `json:"user"`
	}
	a.Into(t, &s)
	c.ID, c.Name, c.Access, c.Refresh, c.Session = s.User.ID, s.User.Username, s.Access, s.Refresh, s.Session
}

// Do sends a request. A body that is a string or bytes goes as it is, another
// as JSON; nil is none. An exchange that is not as openapi.yaml says fails the
// test.
func (c *RESTClient) Do(t testing.TB, method, path string, body any) Answer {
	t.Helper()
	return c.DoWith(t, method, path, body, nil)
}

// DoWith is Do with further headers; Content-Type is one of them when the body
// is not JSON.
func (c *RESTClient) DoWith(t testing.TB, method, path string, body any, header map[string]string) Answer {
	t.Helper()
	var sent []byte
	switch b := body.(type) {
	case nil:
	case string:
		sent = []byte(b)
	case []byte:
		sent = b
	default:
		var err error
		if sent, err = json.Marshal(b); err != nil {
			t.Fatal(err)
		}
	}
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(sent)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	if reader != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	maps.Copy(req.Header, c.header)
	if c.Access != "" {
		req.Header.Set("Authorization", "Bearer "+c.Access)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	contract, err := apitest.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.Check(apitest.Exchange{Request: req, Sent: sent, Response: res, Received: data}); err != nil {
		t.Error(err)
	}
	return Answer{res.StatusCode, res.Header, data}
}

// Into decodes an answer of success.
func (a Answer) Into(t testing.TB, v any) {
	t.Helper()
	if a.Status/100 != 2 {
		t.Fatalf("got %d %s, want success", a.Status, a.Body)
	}
	if err := json.Unmarshal(a.Body, v); err != nil {
		t.Fatalf("decode %s: %v", a.Body, err)
	}
}

// Problem decodes an error answer, which must have that status and code.
func (a Answer) Problem(t testing.TB, status int, code string) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(a.Body, &p); err != nil || a.Status != status || p.Code != code || p.Status != status {
		t.Errorf("got %d %s (%v), want %d with code %s", a.Status, a.Body, err, status, code)
	}
	if got := a.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
		t.Errorf("an error of type %q, want application/problem+json", got)
	}
	return p
}

// Sent says where a message stands.
type Sent struct {
	Conversation string    `json:"c"`
	Seq          int64     `json:"seq"`
	MID          string    `json:"mid"`
	TS           time.Time `json:"ts"`
	Dup          bool      `json:"dup"`
}

// ConversationWith returns the id of the direct conversation with a user, or of
// a group.
func (c *RESTClient) ConversationWith(target int64) string {
	return models.ConversationWith(c.ID, target).String()
}

func (c *RESTClient) nextCID() string {
	c.cids++
	return fmt.Sprintf("%s-%d", c.Session, c.cids)
}

// SendChat sends a text to a user or group.
func (c *RESTClient) SendChat(t testing.TB, target int64, text string) Sent {
	t.Helper()
	var sent Sent
	c.Do(t, http.MethodPost, "/api/v1/conversations/"+c.ConversationWith(target)+"/messages",
		map[string]any{"cid": c.nextCID(), "body": map[string]string{"text": text}}).Into(t, &sent)
	return sent
}

// File is stored content.
type File struct {
	File   string `json:"file"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Upload stores a file.
func (c *RESTClient) Upload(t testing.TB, name string, data []byte) File {
	t.Helper()
	var f File
	c.DoWith(t, http.MethodPost, "/api/v1/files?name="+url.QueryEscape(name), data,
		map[string]string{"Content-Type": "application/octet-stream"}).Into(t, &f)
	return f
}

// SendBody sends a message to a user or group.
func (c *RESTClient) SendBody(t testing.TB, target int64, body any) Answer {
	t.Helper()
	return c.Do(t, http.MethodPost, "/api/v1/conversations/"+c.ConversationWith(target)+"/messages",
		map[string]any{"cid": c.nextCID(), "body": body})
}

// WebMessage is a message as REST and sockets show it.
type WebMessage struct {
	MID          string          `json:"mid"`
	Conversation string          `json:"c"`
	Seq          int64           `json:"seq"`
	From         int64           `json:"from,string"`
	TS           string          `json:"ts"`
	CID          string          `json:"cid"`
	ReplyTo      int64           `json:"reply_to"`
	Hidden       bool            `json:"hidden"`
	Via          string          `json:"via"`
	Body         json.RawMessage `json:"body"`
	Text         string          `json:"-"` // of the body
}

// UnmarshalJSON also reads the text.
func (m *WebMessage) UnmarshalJSON(data []byte) error {
	type plain WebMessage
	if err := json.Unmarshal(data, (*plain)(m)); err != nil {
		return err
	}
	var body struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(m.Body, &body); err != nil {
		return err
	}
	m.Text = body.Text
	return nil
}

// Messages reads the log of a conversation after a seq.
func (c *RESTClient) Messages(t testing.TB, target, after int64) []WebMessage {
	t.Helper()
	var page struct {
		Messages []WebMessage `json:"messages"`
	}
	c.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/conversations/%s/messages?after=%d&limit=200", c.ConversationWith(target), after), nil).Into(t, &page)
	return page.Messages
}
