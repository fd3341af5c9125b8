package ws

import (
	"context"
	"encoding/json"
	"time"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
	"flamingo/hub"
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
	Seq     int64           `json:"seq"`
}

func parseRequest(line []byte) (r request, err error) {
	err = apitype.Decode(line, &r)
	return r, err
}

// helloAnswer is the d of the answer to a hello.
type helloAnswer struct {
	User    string `json:"user"`
	Session string `json:"session"`
	Epoch   string `json:"epoch"`
	Ping    int    `json:"ping"` // seconds
	Limits  struct {
		Frame int `json:"frame"` // bytes
		Text  int `json:"text"`  // characters
	} `json:"limits"`
}

// hello makes the connection a session. It joins the hub first and answers
// then: what is announced in between waits for the answer and is not lost.
func (c *conn) hello(ctx context.Context, id string, line []byte) error {
	r, err := parseRequest(line)
	if err != nil || r.Op != "hello" {
		return &closing{code: closeUnauthenticated, reason: "the first request is hello"}
	}
	actor, expires, err := c.server.chat.Authenticate(ctx, r.Token)
	if err != nil {
		why := &closing{code: closeUnauthenticated, reason: chat.Describe(err).Message}
		switch e := chat.Describe(err); {
		case e.Reason == chat.ReasonRevoked:
			why.code = closeRevoked
		case e.Code != chat.CodeUnauthenticated:
			c.logInternal(err)
			why = &closing{code: closeStopping, reason: "try again", reconnect: true, after: time.Second}
		}
		return why
	}
	if err := actor.Allow(chat.ScopeRead); err != nil {
		return &closing{code: closeRevoked, reason: chat.Describe(err).Message}
	}
	session := hub.NewSession(actor.SessionID, actor.UserID, actor.Class, r.Device.ID, c)
	if !c.server.hub.Join(session, 0) {
		return closingFor(chat.End{Reason: chat.EndStopping})
	}
	c.actor, c.session, c.expires = actor, session, expires
	groups, err := c.server.chat.SessionStarted(ctx, actor)
	if err != nil {
		c.logInternal(err)
		close(c.ready)
		return &closing{code: closeStopping, reason: "try again", reconnect: true, after: time.Second}
	}
	c.server.hub.Subscribe(session, groups)

	answer := helloAnswer{User: apitype.ID(actor.UserID), Session: actor.SessionID, Epoch: c.server.chat.Epoch(),
		Ping: int(PingPeriod.Seconds())}
	answer.Limits.Frame, answer.Limits.Text = MaxFrame, content.MaxText
	err = c.write(replyFrame(id, answer))
	close(c.ready)
	if err != nil {
		return err
	}
	c.socket.SetReadDeadline(time.Time{}) // from now on watchOver decides
	c.schedule(min(PingPeriod, time.Until(expires)))
	return nil
}

// dispatch serves a request of a session: the d of its answer, or nil when
// none is due now.
func (c *conn) dispatch(ctx context.Context, id string, line []byte) (any, error) {
	r, err := parseRequest(line)
	if err != nil {
		return nil, err
	}
	switch r.Op {
	case "send", "read":
		if err := c.actor.Allow(chat.ScopeMessages); err != nil {
			return nil, err
		}
	}
	switch r.Op {
	case "send":
		return nil, c.send(ctx, id, r)
	case "read":
		return c.markRead(ctx, r)
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
	conversation, err := models.ParseConversationID(r.C)
	if err != nil {
		return chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
	}
	c.inFlight <- struct{}{}
	err = c.server.chat.SubmitMessage(ctx, c.actor, chat.SendParams{Conversation: conversation, ClientID: r.CID,
		Format: content.Canonical, Content: r.Body, ReplyTo: r.ReplyTo, FromSocket: true},
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
	conversation, err := models.ParseConversationID(r.C)
	if err != nil {
		return nil, chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
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
	c.mu.Lock()
	c.expires = expires
	c.mu.Unlock()
	c.schedule(min(PingPeriod, time.Until(expires)))
	return struct{}{}, nil
}
