package ws

import (
	"context"
	"strconv"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/models"
)

// parseStatus reads what a client wants to show of itself; empty is online.
func parseStatus(s string) (chat.Status, error) {
	if s == "" {
		return chat.StatusOnline, nil
	}
	status, ok := apitype.ParseStatus(s)
	if !ok {
		return 0, chat.Invalid("status", "must be one of online, away, busy and invisible")
	}
	return status, nil
}

func (c *conn) setStatus(ctx context.Context, r request) (any, error) {
	if r.Status == "" {
		return nil, chat.Invalid("status", "is missing")
	}
	status, err := parseStatus(r.Status)
	if err != nil {
		return nil, err
	}
	if err := c.server.chat.SetStatus(ctx, c.actor, status, 0); err != nil {
		return nil, err
	}
	return struct{}{}, nil
}

// setVisible takes down whether somebody looks at the client.
func (c *conn) setVisible(r request) (any, error) {
	if r.Visible == nil {
		return nil, chat.Invalid("visible", "is missing")
	}
	c.server.chat.SetVisible(c.actor, *r.Visible)
	return struct{}{}, nil
}

func (c *conn) typing(ctx context.Context, r request) error {
	conversation, err := r.conversation()
	if err != nil {
		return err
	}
	return c.server.chat.Type(ctx, c.actor, conversation, r.Kind)
}

// watchUsers replaces the list of users whose presence the session follows.
func (c *conn) watchUsers(ctx context.Context, r request) (any, error) {
	users := make([]int64, len(r.Users))
	for i, id := range r.Users {
		n, err := strconv.ParseInt(id, 10, 32)
		if err != nil || n <= 0 || models.IsGroupID(n) {
			return nil, chat.Invalid("users", "has %.20q, which is no user id", id)
		}
		users[i] = n
	}
	seen, err := c.server.chat.Watch(ctx, c.actor, users)
	if err != nil {
		return nil, err
	}
	list := make([]apitype.Presence, len(seen))
	for i, s := range seen {
		list[i] = apitype.FromPresence(s.UserID, s.Presence)
	}
	return struct {
		Presence []apitype.Presence `json:"presence"`
	}{list}, nil
}
