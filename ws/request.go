package ws

import (
	"context"
	"encoding/json"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// request is every field that a client may send; an op reads its own.
type request struct {
	Op      string          `json:"op"`
	Token   string          `json:"token"`
	Device  apitype.Device  `json:"device"`
	C       string          `json:"c"`
	CID     string          `json:"cid"`
	Body    json.RawMessage `json:"body"`
	ReplyTo int64           `json:"reply_to"`
	TTLMS   int64           `json:"ttl_ms"`
	Seq     int64           `json:"seq"`
	Kind    string          `json:"kind"`
	Status  string          `json:"status"`
	Resume  *apitype.Resume `json:"resume"`
	After   *int64          `json:"after"`
	Rev     *int64          `json:"rev"`
	U       *int64          `json:"u"`
	Limit   int             `json:"limit"`
	More    string          `json:"more"`
	Users   []string        `json:"users"`
	Visible *bool           `json:"visible"`
}

func (r request) conversation() (models.ConversationID, error) {
	c, err := models.ParseConversationID(r.C)
	if err != nil {
		return 0, chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
	}
	return c, nil
}

func parseRequest(line []byte) (r request, err error) {
	err = apitype.Decode(line, &r)
	return r, err
}

// dispatch serves a request of a session: the d of its answer, or nil when
// none is due now.
func (c *conn) dispatch(ctx context.Context, id string, line []byte) (any, error) {
	r, err := parseRequest(line)
	if err != nil {
		return nil, err
	}
	switch r.Op {
	case "send", "read", "typing", "status":
		if err := c.actor.Allow(chat.ScopeMessages); err != nil {
			return nil, err
		}
	}
	switch r.Op {
	case "send":
		return nil, c.send(ctx, id, r)
	case "read":
		return c.markRead(ctx, r)
	case "typing":
		return nil, c.typing(ctx, r)
	case "status":
		return c.setStatus(ctx, r)
	case "visible":
		return c.setVisible(r)
	case "sync":
		return c.sync(ctx, r)
	case "watch":
		return c.watchUsers(ctx, r)
	case "refresh":
		return c.refresh(ctx, r)
	case "ping":
		return struct{}{}, nil
	case "hello":
		return nil, chat.Invalid("op", "hello was said before")
	}
	return nil, chat.Invalid("op", "is unknown")
}

// send queues a message and answers after its commit. The next request is read
// meanwhile: messages of one socket keep their order, and share commits.
func (c *conn) send(ctx context.Context, id string, r request) error {
	conversation, err := r.conversation()
	if err != nil {
		return err
	}
	c.inFlight <- struct{}{}
	err = c.server.chat.SubmitMessage(ctx, c.actor, chat.SendParams{Conversation: conversation, ClientID: r.CID,
		Format: content.Canonical, Content: r.Body, ReplyTo: r.ReplyTo, TTL: apitype.TTL(r.TTLMS), FromSocket: true},
		func(sent *chat.Sent, err error) {
			<-c.inFlight
			if err != nil {
				c.session.Send(errorFrame(id, err))
				return
			}
			c.session.Send(replyFrame(id, apitype.FromSent(sent)))
		})
	if err != nil {
		<-c.inFlight
	}
	return err
}

func (c *conn) markRead(ctx context.Context, r request) (any, error) {
	conversation, err := r.conversation()
	if err != nil {
		return nil, err
	}
	seq, err := c.server.chat.MarkRead(ctx, c.actor, conversation, r.Seq)
	if err != nil {
		return nil, err
	}
	return struct {
		C   string `json:"c"`
		Seq int64  `json:"seq"`
	}{r.C, seq}, nil
}

// refresh takes a fresh access token for the same session.
func (c *conn) refresh(ctx context.Context, r request) (any, error) {
	actor, expires, err := c.server.chat.Authenticate(ctx, r.Token)
	if err != nil {
		return nil, err
	}
	if actor.SessionID != c.actor.SessionID {
		return nil, chat.Invalid("token", "is of another session")
	}
	c.good(expires)
	return struct{}{}, nil
}
