package ws

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
	"flamingo/hub"
	"flamingo/models"
)

// sockets numbers connections: a session that connects again is another
// sender, whose answers under way went to the old socket.
var sockets atomic.Int64

// hello makes the connection a session. It joins the hub first and computes the
// difference then: what is announced in between waits for the answer and is
// not lost. The other order loses messages.
func (c *conn) hello(ctx context.Context, id string, line []byte) error {
	r, err := parseRequest(line)
	if err != nil || r.Op != "hello" {
		return &closing{code: closeUnauthenticated, reason: "the first request is hello"}
	}
	status, err := parseStatus(r.Status)
	if err != nil {
		return &closing{code: closeProtocol, reason: chat.Describe(err).Message}
	}
	var from chat.Positions
	if r.Resume != nil {
		if from, err = r.Resume.Params(); err != nil {
			return &closing{code: closeProtocol, reason: chat.Describe(err).Message}
		}
	}
	actor, expires, err := c.server.chat.Authenticate(ctx, r.Token)
	if err != nil {
		why := &closing{code: closeUnauthenticated, reason: chat.Describe(err).Message}
		switch e := chat.Describe(err); {
		case e.Reason == chat.ReasonRevoked:
			why.code = closeRevoked
		case e.Code != chat.CodeUnauthenticated:
			return c.tryAgain(err)
		}
		return why
	}
	if err := actor.Allow(chat.ScopeRead); err != nil {
		return &closing{code: closeRevoked, reason: chat.Describe(err).Message}
	}
	actor.Socket = fmt.Sprintf("#%d", sockets.Add(1))
	session := hub.NewSession(actor.SessionID, actor.UserID, actor.Class, r.Device.ID, c)
	session.SetInitialStatus(status, 0)
	session.SetInitiallyVisible(r.Visible != nil && *r.Visible)
	if !c.server.hub.Join(session, 0) {
		return closingFor(chat.End{Reason: chat.EndStopping})
	}
	c.actor, c.session = actor, session
	defer close(c.ready)
	answer, err := c.greet(ctx, r.Resume != nil, from)
	if err != nil {
		if chat.IsCode(err, chat.CodeInvalid) {
			return &closing{code: closeProtocol, reason: chat.Describe(err).Message}
		}
		return c.tryAgain(err)
	}
	if err := c.write(replyFrame(id, answer)); err != nil {
		return err
	}
	c.socket.SetReadDeadline(time.Time{}) // from now on watchOver decides
	c.good(expires)
	return nil
}

// tryAgain sends a client away for an error that is not its own.
func (c *conn) tryAgain(err error) error {
	c.logInternal(err)
	return &closing{code: closeStopping, reason: "try again", reconnect: true, after: time.Second}
}

// greet makes c hear of what concerns its user and returns the answer to its hello.
func (c *conn) greet(ctx context.Context, resume bool, from chat.Positions) (*apitype.Hello, error) {
	groups, err := c.server.chat.SessionStarted(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	c.server.hub.Subscribe(c.session, groups)
	if c.blocked, err = c.server.chat.BlockedBy(ctx, c.actor); err != nil {
		return nil, err
	}
	answer := &apitype.Hello{User: apitype.ID(c.actor.UserID), Session: c.actor.SessionID, Epoch: c.server.chat.Epoch(),
		Ping: int(PingPeriod.Seconds()), Limits: apitype.Limits{Frame: MaxFrame, Text: content.MaxText}}
	if resume {
		d, err := c.server.chat.Resume(ctx, c.actor, from)
		if err != nil {
			return nil, err
		}
		sync := apitype.FromDifference(d)
		answer.Sync = &sync
		c.contained = containedIn(d)
		answer.U = d.U
	} else if answer.U, err = c.server.chat.EventPosition(ctx, c.actor); err != nil {
		return nil, err
	}
	return answer, nil
}

// containedFor is how long what the answer to a hello held is remembered.
// Clients drop by themselves what they have.
const containedFor = 10 * time.Second

// contained is what the answer to a hello held already: of what is announced
// meanwhile, that is left out.
type contained struct {
	until         time.Time // announcements are never that late
	u             int64
	conversations map[models.ConversationID]chat.Position
}

func containedIn(d *chat.Difference) *contained {
	in := &contained{until: time.Now().Add(containedFor), u: d.U, conversations: make(map[models.ConversationID]chat.Position, len(d.Conversations))}
	for _, c := range d.Conversations {
		in.conversations[c.Conversation.ID] = chat.Position{Seq: c.Conversation.LastSeq, Rev: c.Conversation.Rev}
	}
	return in
}

func (in *contained) has(ev chat.Event) bool {
	switch ev := ev.(type) {
	case chat.MessageSent:
		return ev.Message.Seq <= in.conversations[ev.Message.ConversationID].Seq
	case chat.ConversationChanged:
		return ev.Rev <= in.conversations[ev.Conversation].Rev
	case chat.UserEvent:
		return ev.U <= in.u
	}
	return false
}
