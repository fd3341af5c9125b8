package ws

import (
	"context"

	"flamingo/api/apitype"
	"flamingo/chat"
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

func (c *conn) typing(ctx context.Context, r request) error {
	conversation, err := r.conversation()
	if err != nil {
		return err
	}
	return c.server.chat.Type(ctx, c.actor, conversation, r.Kind)
}
