package wsclient

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"flamingo/api/apitype"
	"flamingo/content"
)

// Log is what a client has of one conversation.
type Log struct {
	Head     apitype.Conversation // as it last came
	Seq, Rev int64
	Messages map[int64]apitype.Message  // by seq; positions that the user may not see are not in it
	early    map[int64]*apitype.Message // came before what precedes it; nil is a position to skip
	later    map[int64][]apitype.Change // of messages that have not come yet
	asking   bool
}

// Client follows everything its user may see over any number of connections:
// the state machine of docs/realtime.md. It keeps whole logs, and fills every
// gap at once; a client with a screen would do so when somebody looks.
type Client struct {
	URL    string
	Token  func(context.Context) (string, error) // an access token that is good now
	Device apitype.Device
	// OnEvent, if set, sees every event when it is read, before it is applied.
	// While it does not return, nothing more is read of the connection.
	OnEvent func(Event)
	// HTTP makes the connections; nil is http.DefaultClient.
	HTTP *http.Client

	mu      sync.Mutex // guards what follows
	epoch   string
	u       int64
	logs    map[string]*Log
	events  []apitype.UserEvent
	resets  int
	conn    *Conn
	changed chan struct{} // closed at the next change of anything here
}

// Run connects, and connects again, until ctx is done or the server wants this
// client no more, which is a *Closed.
func (c *Client) Run(ctx context.Context) error {
	for wait := time.Duration(0); ; {
		err := c.connected(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if closed, ok := errors.AsType[*Closed](err); ok {
			if !closed.Reconnect {
				return err
			}
			wait = time.Duration(closed.AfterMS) * time.Millisecond
		} else {
			wait = min(max(2*wait, 100*time.Millisecond), 10*time.Second)
		}
		select { // full jitter, so that a thousand clients do not come back at once
		case <-time.After(rand.N(wait + time.Millisecond)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// connected lives through one connection.
func (c *Client) connected(ctx context.Context) error {
	token, err := c.Token(ctx)
	if err != nil {
		return err
	}
	resume := c.positions()
	queue := make(chan Event, 1<<16) // a server that is this far ahead of us ends the connection
	conn, err := Dial(ctx, c.URL, Options{Token: token, Device: c.Device, Resume: &resume, HTTP: c.HTTP, OnEvent: func(ev Event) {
		if c.OnEvent != nil {
			c.OnEvent(ev)
		}
		queue <- ev
	}})
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := c.take(ctx, conn, conn.Hello.Sync); err != nil {
		return err
	}
	c.update(func() { c.conn = conn })
	defer c.update(func() { c.conn = nil })
	for {
		select {
		case ev := <-queue:
			if err := c.apply(ctx, conn, ev); err != nil {
				return err
			}
		case <-conn.Done():
			return conn.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// positions is the vector to resume from: the conversations that were active last.
func (c *Client) positions() apitype.Resume {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := apitype.Resume{Epoch: c.epoch, U: c.u, C: map[string]apitype.Position{}}
	ids := slices.SortedFunc(maps.Keys(c.logs), func(a, b string) int {
		return cmp.Compare(c.logs[b].lastTime(), c.logs[a].lastTime())
	})
	for _, id := range ids[:min(len(ids), 200)] {
		r.C[id] = apitype.Position{c.logs[id].Seq, c.logs[id].Rev}
	}
	return r
}

func (l *Log) lastTime() int64 {
	return time.Time(l.Messages[l.Seq].TS).UnixMilli()
}

// take applies a difference and asks for what it leaves out.
func (c *Client) take(ctx context.Context, conn *Conn, d *apitype.Sync) error {
	for {
		c.update(func() {
			if c.epoch = d.Epoch; d.Reset || c.logs == nil {
				c.logs, c.events = map[string]*Log{}, nil
				c.resets++
			}
			c.u = d.U
			for _, ev := range d.Events {
				c.hear(ev)
			}
		})
		for i := range d.C {
			if err := c.takeLog(ctx, conn, &d.C[i]); err != nil {
				return err
			}
		}
		next := new(apitype.Sync)
		switch {
		case d.EventsMore:
			if err := conn.Do(ctx, "sync", map[string]any{"u": d.U}, next); err != nil {
				return err
			}
			next.More = d.More
		case d.More != nil:
			if err := conn.Do(ctx, "sync", map[string]any{"more": *d.More}, next); err != nil {
				return err
			}
			next.U = c.u // what came meanwhile is on its way as events
		default:
			return nil
		}
		d = next
	}
}

// takeLog applies what is new in one conversation, and asks on to its end.
func (c *Client) takeLog(ctx context.Context, conn *Conn, d *apitype.ConversationSync) error {
	for {
		var at, rev int64
		c.update(func() {
			if d.Gone || d.Stale { // what is kept may be wrong
				delete(c.logs, d.ID)
			}
			if d.Gone {
				return
			}
			l := c.log(d.ID)
			read := max(l.Head.Read, d.Read) // an answer may be older than the last event
			if l.Head = d.Conversation; l.Seq == 0 {
				l.Rev = max(l.Rev, d.Rev) // messages come as they are now
			}
			l.Head.Read = read
			if !d.Gap && !d.Stale {
				l.take(d)
			}
			at, rev = l.Seq, l.Rev
		})
		if d.Gone || !d.Gap && !d.Stale && !d.More {
			return nil
		}
		next := new(apitype.ConversationSync)
		if err := conn.Do(ctx, "sync", map[string]any{"c": d.ID, "after": at, "rev": rev, "limit": 200}, next); err != nil {
			return err
		}
		d = next
	}
}

// take applies messages, positions to skip and changes that continue the log.
func (l *Log) take(d *apitype.ConversationSync) {
	for _, m := range d.Messages {
		// Of two answers on their way the older may come last: it knows less
		// about a message than the changes since.
		if _, known := l.Messages[m.Seq]; !known || d.Rev >= l.Rev {
			l.put(m)
		}
		l.Seq = max(l.Seq, m.Seq)
	}
	for _, r := range d.Skip {
		l.Seq = max(l.Seq, r[1])
	}
	for _, ch := range d.Changes {
		l.change(ch)
	}
	l.settle()
}

func (c *Client) log(id string) *Log {
	l := c.logs[id]
	if l == nil {
		l = &Log{Messages: map[int64]apitype.Message{}, early: map[int64]*apitype.Message{}, later: map[int64][]apitype.Change{}}
		c.logs[id] = l
	}
	return l
}

// settle takes over what came before its turn; true when something still waits.
func (l *Log) settle() bool {
	maps.DeleteFunc(l.early, func(seq int64, _ *apitype.Message) bool { return seq <= l.Seq })
	for {
		m, ok := l.early[l.Seq+1]
		if !ok {
			return len(l.early) > 0
		}
		l.Seq++
		delete(l.early, l.Seq)
		if m != nil {
			l.put(*m)
		}
	}
}

// put enters a message with the changes that came before it did.
func (l *Log) put(m apitype.Message) {
	for _, ch := range l.later[m.Seq] {
		applyChange(&m, ch)
	}
	delete(l.later, m.Seq)
	l.Messages[m.Seq] = m
}

// change applies an entry of the change log. It says how things are now, so
// that applying it twice does no harm.
func (l *Log) change(ch apitype.Change) {
	if ch.Rev <= l.Rev {
		return
	}
	l.Rev = ch.Rev
	m, ok := l.Messages[ch.Seq]
	if !ok {
		if ch.Seq > l.Seq { // it has overtaken its message, which is on its way as it was
			l.later[ch.Seq] = append(l.later[ch.Seq], ch)
		}
		return
	}
	applyChange(&m, ch)
	l.Messages[ch.Seq] = m
}

// Send sends a message with a client id of the caller's and returns when it is
// durable, over as many connections and attempts as it takes.
func (c *Client) Send(ctx context.Context, conversation, cid string, body any) (apitype.Sent, error) {
	for {
		conn, changed := c.current()
		if conn != nil {
			sent, err := conn.Send(ctx, conversation, cid, body)
			if err == nil {
				c.sent(ctx, conn, sent, cid, body)
			}
			if err == nil || refused(err) {
				return sent, err
			}
			if e, ok := errors.AsType[*Error](err); ok {
				changed = after(time.Duration(e.RetryAfterMS) * time.Millisecond)
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return apitype.Sent{}, ctx.Err()
		}
	}
}

// sent enters a message that the answer to its send is the only news of. One
// that was stored before may have been edited since: the log knows.
func (c *Client) sent(ctx context.Context, conn *Conn, sent apitype.Sent, cid string, body any) {
	data, err := json.Marshal(body)
	if sent.Dup || err != nil {
		_ = c.catchUp(ctx, conn, sent.Conversation) // if that fails, the next connection resumes
		return
	}
	parsed, err := content.Parse(data)
	if err != nil {
		return
	}
	m := apitype.Message{ID: sent.ID, Conversation: sent.Conversation, Seq: sent.Seq, From: conn.Hello.User, TS: sent.TS,
		ClientID: cid, Body: parsed.JSON(), Hidden: parsed.Hidden(), Via: "web"}
	c.enter(ctx, conn, sent.Conversation, sent.Seq, &m)
}

func after(d time.Duration) chan struct{} {
	c := make(chan struct{})
	time.AfterFunc(d, func() { close(c) })
	return c
}

func (c *Client) current() (*Conn, chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.conn, c.changed
}

// update changes what mu guards and wakes those who wait for it.
func (c *Client) update(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// Wait returns when done is true of the client's state, or ctx is done. done is
// called with the state locked.
func (c *Client) Wait(ctx context.Context, done func(State) bool) error {
	for {
		c.mu.Lock()
		ok := done(State{c.epoch, c.u, c.logs, c.events, c.resets, c.conn})
		if c.changed == nil {
			c.changed = make(chan struct{})
		}
		changed := c.changed
		c.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// State is what a client knows. Read it in Wait only.
type State struct {
	Epoch  string
	U      int64
	Logs   map[string]*Log
	Events []apitype.UserEvent
	Resets int   // how often it began from nothing
	Conn   *Conn // nil while not connected
}

func applyChange(m *apitype.Message, ch apitype.Change) {
	switch ch.Kind {
	case "edit":
		var d struct {
			Body   json.RawMessage `json:"body"`
			Edited *apitype.Time   `json:"edited"`
		}
		if decode(ch.D, &d) {
			m.Body, m.Edited = d.Body, d.Edited
		}
	case "recall":
		m.Body = content.Body{}.JSON()
		m.Recalled, m.Edited, m.Reactions, m.Pinned, m.Hidden = true, nil, nil, false, false
	case "react":
		var d struct {
			Reactions []apitype.Reaction `json:"reactions"`
		}
		if decode(ch.D, &d) {
			if m.Reactions = d.Reactions; len(d.Reactions) == 0 {
				m.Reactions = nil
			}
		}
	case "pin":
		var d struct {
			Pinned bool `json:"pinned"`
		}
		if decode(ch.D, &d) {
			m.Pinned = d.Pinned
		}
	}
}
