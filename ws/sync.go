package ws

import (
	"context"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// defaultSync is the number of messages in an answer to a sync that nobody
// asked to be longer.
const defaultSync = 50

// sync asks the log: for what follows a position in a conversation, for what
// follows one in the user's own log, or for further conversations of a resume.
func (c *conn) sync(ctx context.Context, r request) (any, error) {
	switch {
	case r.More != "":
		from, err := apitype.DecodeCursor(r.More)
		if err != nil {
			return nil, chat.Invalid("more", "is not one that this server gave")
		}
		return fromDifference(c.server.chat.ResumeMore(ctx, c.actor, from))
	case r.Resume != nil:
		from, err := r.Resume.Params()
		if err != nil {
			return nil, err
		}
		return fromDifference(c.server.chat.Resume(ctx, c.actor, from))
	case r.C != "":
		return c.syncConversation(ctx, r)
	case r.U != nil:
		return fromDifference(c.server.chat.ResumeEvents(ctx, c.actor, *r.U))
	}
	return nil, chat.Invalid("c", "is missing, and so are u, resume and more")
}

func fromDifference(d *chat.Difference, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return apitype.FromDifference(d), nil
}

func (c *conn) syncConversation(ctx context.Context, r request) (any, error) {
	conversation, err := r.conversation()
	if err != nil {
		return nil, err
	}
	at := chat.Position{Rev: -1}
	if r.After != nil {
		at.Seq = *r.After
	}
	if r.Rev != nil {
		at.Rev = *r.Rev
	}
	limit := r.Limit
	switch {
	case at.Seq < 0:
		return nil, chat.Invalid("after", "is negative")
	case limit == 0:
		limit = defaultSync
	case limit < 0 || limit > chat.MaxPage:
		return nil, chat.Invalid("limit", "must be a whole number from 1 to %d", chat.MaxPage)
	}
	d, err := c.server.chat.SyncConversation(ctx, c.actor, conversation, at, limit)
	if err != nil {
		return nil, err
	}
	return apitype.FromConversationDifference(d), nil
}
