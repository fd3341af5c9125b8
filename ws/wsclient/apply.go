package wsclient

import (
	"context"
	"encoding/json"
	"time"

	"flamingo/api/apitype"
)

// patience is how long a client waits for what comes before something that has
// come already, until it asks.
const patience = time.Second

func decode(data json.RawMessage, v any) bool { return json.Unmarshal(data, v) == nil }

// apply follows the gap rule: what continues the log is applied, what is known
// is dropped, what leaves a gap waits for a moment until the client asks.
func (c *Client) apply(ctx context.Context, conn *Conn, ev Event) error {
	switch ev.Event {
	case "msg", "skip":
		var m *apitype.Message
		if ev.Event == "msg" && !decode(ev.D, &m) {
			return nil
		}
		c.enter(ctx, conn, ev.Conversation, ev.Seq, m)
	case "chg":
		var behind bool
		c.update(func() {
			l := c.log(ev.Conversation)
			if behind = ev.Rev > l.Rev+1; !behind {
				l.change(apitype.Change{Conversation: ev.Conversation, Rev: ev.Rev, Kind: ev.Kind, Seq: ev.Seq, By: ev.By, D: ev.D})
			}
		})
		if behind {
			return c.catchUp(ctx, conn, ev.Conversation)
		}
	case "u":
		return c.applyUserEvent(ctx, conn, ev)
	}
	return nil
}

// enter puts a message in its place, nil for one that this user may not see.
func (c *Client) enter(ctx context.Context, conn *Conn, conversation string, seq int64, m *apitype.Message) {
	c.update(func() {
		l := c.log(conversation)
		if seq <= l.Seq {
			return
		}
		l.early[seq] = m
		if l.settle() && !l.asking {
			l.asking = true
			time.AfterFunc(patience, func() { c.ask(ctx, conn, conversation) })
		}
	})
}

func (c *Client) applyUserEvent(ctx context.Context, conn *Conn, ev Event) error {
	var behind bool
	var at int64
	c.update(func() {
		at = c.u
		if behind = ev.U > c.u+1; behind || ev.U <= c.u {
			return
		}
		c.u = ev.U
		e := apitype.UserEvent{U: ev.U, Kind: ev.Kind, TS: ev.TS}
		decode(ev.D, &e.D)
		c.hear(e)
	})
	if !behind {
		return nil
	}
	next := new(apitype.Sync)
	if err := conn.Do(ctx, "sync", map[string]any{"u": at}, next); err != nil {
		return err
	}
	return c.take(ctx, conn, next)
}

// hear applies an entry of the user's own log. What was read elsewhere is in
// nothing else: a conversation without news is not in a difference.
func (c *Client) hear(ev apitype.UserEvent) {
	c.events = append(c.events, ev)
	if ev.Kind == "read" {
		l := c.log(ev.D.Conversation)
		l.Head.Read = max(l.Head.Read, ev.D.Seq)
	}
}

// ask runs when something has waited long enough for what comes before it.
func (c *Client) ask(ctx context.Context, conn *Conn, conversation string) {
	var waiting bool
	c.update(func() {
		l := c.log(conversation)
		l.asking = false
		waiting = l.settle()
	})
	if waiting && c.catchUp(ctx, conn, conversation) != nil {
		conn.Close()
	}
}

// catchUp asks the log for what follows what the client has.
func (c *Client) catchUp(ctx context.Context, conn *Conn, conversation string) error {
	d := new(apitype.ConversationSync)
	c.mu.Lock()
	l := c.log(conversation)
	at, rev := l.Seq, l.Rev
	c.mu.Unlock()
	if err := conn.Do(ctx, "sync", map[string]any{"c": conversation, "after": at, "rev": rev, "limit": 200}, d); err != nil {
		return err
	}
	return c.takeLog(ctx, conn, d)
}
