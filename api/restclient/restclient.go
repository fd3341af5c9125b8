// Package restclient is a small client of the REST API, for programs that talk
// to a server as their users would: the prover and the load generator. Its
// answers are the shapes of package apitype.
package restclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"flamingo/api/apitype"
)

// maxAnswer bounds what is read of an answer: a page of the longest messages.
const maxAnswer = 64 << 20

// Client is somebody, or a stranger while Token is empty. Its methods may be
// called from any goroutine once Token is set.
type Client struct {
	Base  string       // http://host:port
	HTTP  *http.Client // nil is http.DefaultClient
	Token string
}

// Problem is a request that was refused.
type Problem struct {
	Status       int    `json:"status"`
	Code         string `json:"code"`
	Detail       string `json:"detail"`
	Reason       string `json:"reason"`
	Field        string `json:"field"`
	RetryAfterMS int64  `json:"retry_after_ms"`
}

func (p *Problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail) }

// Refused reports whether the server has decided against a request for good.
// After any other error the request may or may not have been done.
func Refused(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Code != "rate_limited" && p.Code != "unavailable" && p.Code != "internal"
}

// RetryAfter is how long the server asks to wait before trying again.
func RetryAfter(err error) time.Duration {
	if p, ok := errors.AsType[*Problem](err); ok {
		return time.Duration(p.RetryAfterMS) * time.Millisecond
	}
	return 0
}

// Do makes a request under /api/v1 and decodes the answer into out; in and out
// may be nil.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.Base+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return err
	}
	if res.StatusCode/100 != 2 {
		p := &Problem{Status: res.StatusCode, Code: "internal"}
		_ = json.Unmarshal(data, p) // a proxy may answer with something else
		return p
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(data, out)
}

// Register makes an account and becomes it.
func (c *Client) Register(ctx context.Context, name, password string) (s apitype.Session, err error) {
	return s, c.enter(ctx, "/auth/register", map[string]any{"username": name, "nickname": name, "password": password}, &s)
}

// LogIn becomes the user of an account.
func (c *Client) LogIn(ctx context.Context, name, password string) (s apitype.Session, err error) {
	return s, c.enter(ctx, "/auth/login", map[string]any{"username": name, "password": password}, &s)
}

func (c *Client) enter(ctx context.Context, path string, in any, s *apitype.Session) error {
	stranger := *c
	stranger.Token = ""
	if err := stranger.Do(ctx, http.MethodPost, path, in, s); err != nil {
		return err
	}
	c.Token = s.AccessToken
	return nil
}

// Conversation is the path of a conversation, with more behind it.
func Conversation(id, more string) string { return "/conversations/" + url.PathEscape(id) + more }

// Send sends a message; body is that of the protocol, {"text": …}.
func (c *Client) Send(ctx context.Context, conversation, cid string, body any) (sent apitype.Sent, err error) {
	err = c.Do(ctx, http.MethodPost, Conversation(conversation, "/messages"), map[string]any{"cid": cid, "body": body}, &sent)
	return sent, err
}

// Messages reads a page of a log, ascending from after.
func (c *Client) Messages(ctx context.Context, conversation string, after int64, limit int) (page apitype.MessagePage, err error) {
	err = c.Do(ctx, http.MethodGet, Conversation(conversation, fmt.Sprintf("/messages?after=%d&limit=%d", after, limit)), nil, &page)
	return page, err
}
