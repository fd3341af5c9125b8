package prove

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"flamingo/api/apitype"
	"flamingo/api/restclient"
	"flamingo/ws/wsclient"
)

// device is a browser of a user: the reference client, which is cut off and
// stalls, and a person who types faster than anybody.
type device struct {
	r        *run
	user     *user
	name     string
	client   *wsclient.Client
	login    credentials
	received *Received

	mine []*Message // acknowledged ones of this device; owned by act

	mu    sync.Mutex
	stall chan struct{} // nothing is read until it is closed; nil while it reads
}

func (r *run) addDevice(w *world, u *user, n int) {
	name := u.name + "-" + strconv.Itoa(n+1)
	d := &device{r: r, user: u, name: name, received: r.history.Receiver(name, strconv.FormatInt(u.id, 10), "web")}
	d.login = credentials{user: u, rest: r.restClient()}
	d.client = &wsclient.Client{URL: "ws://" + r.server.Addrs().HTTP + "/ws", Device: apitype.Device{ID: name, Name: "prove"},
		Token: d.login.get, OnEvent: d.heard, HTTP: narrow}
	u.devices = append(u.devices, d)
	w.devices = append(w.devices, d)
}

// narrow has sockets that take little from somebody who does not read: what
// both systems hold would hide for megabytes that nothing is read.
var narrow = &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
	DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return conn, conn.(*net.TCPConn).SetReadBuffer(64 << 10)
	}}}

// heard sees every event as it is read.
func (d *device) heard(ev wsclient.Event) {
	d.mu.Lock()
	stall := d.stall
	d.mu.Unlock()
	if stall != nil {
		<-stall
	}
	switch {
	case ev.Event == "msg" || ev.Event == "skip":
		d.received.Pushed(ev.Conversation, ev.Seq)
	case ev.Event == "bye":
		d.received.Closed(ev.Code)
	}
}

// live keeps the client connected, cutting it off at random until attack is
// done, and never after.
func (d *device) live(ctx, attack context.Context) {
	random := d.r.random(d.name + " cuts")
	for ctx.Err() == nil {
		connected, cut := context.WithCancel(ctx)
		if attack.Err() == nil {
			wait := between(random, 0, 4*time.Second)
			if random.IntN(5) == 0 {
				wait = between(random, 0, 30*time.Millisecond) // in the middle of the hello
			}
			time.AfterFunc(wait, func() {
				if attack.Err() == nil {
					cut()
				}
			})
		}
		d.received.Connected()
		err := d.client.Run(connected)
		cut()
		if closed, ok := errors.AsType[*wsclient.Closed](err); ok && (closed.Code == codeProtocol || closed.Code == codeTooLarge) {
			d.r.history.Break(Broken{"protocol", "", d.name, closed.Error()})
		}
		away := between(random, 0, 100*time.Millisecond)
		if random.IntN(6) == 0 {
			away = between(random, 0, 3*time.Second)
		}
		pause(attack, away)
	}
}

// stalls stops reading now and then.
func (d *device) stalls(attack context.Context) {
	random := d.r.random(d.name + " stalls")
	for pause(attack, between(random, 2*time.Second, 15*time.Second)) {
		stall := make(chan struct{})
		d.mu.Lock()
		d.stall = stall
		d.mu.Unlock()
		pause(attack, between(random, 100*time.Millisecond, 8*time.Second))
		d.mu.Lock()
		d.stall = nil
		d.mu.Unlock()
		close(stall)
	}
}

// act does at random what people do, until attack is done. What is under way
// then is finished.
func (d *device) act(ctx, attack context.Context) {
	random := d.r.random(d.name)
	var under sync.WaitGroup // what nobody here waits for
	defer under.Wait()
	for pause(attack, between(random, time.Millisecond, 30*time.Millisecond)) {
		c := d.user.in[random.IntN(len(d.user.in))]
		switch n := random.IntN(100); {
		case n < 4: // many at once, none of which waits for another
			for range 2 + random.IntN(40) {
				m := d.r.history.Mean(c.id, d.received.User, "web", words(random))
				under.Go(func() { d.attempt(ctx, m) })
			}
		case n < 58:
			d.send(ctx, d.r.history.Mean(c.id, d.received.User, "web", words(random)))
		case n < 66: // two devices send the same at once
			m := d.r.history.Mean(c.id, d.received.User, "web", words(random))
			other := d.user.devices[random.IntN(len(d.user.devices))]
			under.Go(func() { other.attempt(ctx, m) })
			d.send(ctx, m)
		case n < 74: // no patience to wait for the answer
			m := d.r.history.Mean(c.id, d.received.User, "web", words(random))
			short, cancel := context.WithTimeout(ctx, between(random, 0, 15*time.Millisecond))
			if !d.attempt(short, m) && random.IntN(3) > 0 {
				d.user.give(m)
			}
			cancel()
		case n < 84:
			if m := d.user.take(random); m != nil {
				d.send(ctx, m)
			}
		case n < 88:
			d.edit(ctx, random)
		case n < 90:
			d.recall(ctx, random)
		case n < 94:
			d.react(ctx, random)
		default:
			d.read(ctx, c, random.IntN(2) == 0)
		}
	}
}

// send sends until there is an answer.
func (d *device) send(ctx context.Context, m *Message) {
	if d.attempt(ctx, m) {
		d.mine = append(d.mine, m)
	}
}

// attempt reports whether the message was acknowledged. The client repeats it
// over as many connections as it takes until ctx is done.
func (d *device) attempt(ctx context.Context, m *Message) bool {
	first := d.r.history.Try(m) == 1
	sent, err := d.client.Send(ctx, m.Conversation, m.CID, wsclient.Text(m.Text))
	if e, ok := errors.AsType[*wsclient.Error](err); ok && ctx.Err() == nil {
		d.r.history.Refuse(m, e)
		d.r.history.Break(Broken{"refused", m.Conversation, d.name, sprintf("#%d: %v", m.Number, e)})
		return false
	}
	if err != nil {
		return false
	}
	if first && sent.Dup {
		d.r.recover()
	}
	d.r.history.Acked(m, sent)
	return true
}

// ask makes a REST request once, as its user. It reports whether it was
// acknowledged; if not, it may or may not have been done.
func (d *device) ask(ctx context.Context, method, path string, in, out any) bool {
	err := d.login.as().Do(ctx, method, path, in, out)
	if p, ok := errors.AsType[*restclient.Problem](err); ok && p.Status == http.StatusUnauthorized {
		_, _ = d.login.get(ctx) // for the next request
	}
	if p, ok := errors.AsType[*restclient.Problem](err); ok && p.Status == http.StatusInternalServerError {
		d.r.history.Break(Broken{"answer", "", d.name, sprintf("%s %s: %v", method, path, p)})
	}
	return err == nil
}

// pick returns one of the device's messages and where it stands.
func (d *device) pick(random *rand.Rand) (m *Message, path string, ok bool) {
	if len(d.mine) == 0 {
		return nil, "", false
	}
	m = d.mine[len(d.mine)-1-random.IntN(min(len(d.mine), 50))]
	sent, ok := d.r.history.Sent(m)
	return m, restclient.Conversation(m.Conversation, "/messages/"+strconv.FormatInt(sent.Seq, 10)), ok
}

func (d *device) edit(ctx context.Context, random *rand.Rand) {
	if m, path, ok := d.pick(random); ok {
		text, end := d.r.history.Edit(m, words(random))
		end(d.ask(ctx, http.MethodPatch, path, map[string]any{"body": wsclient.Text(text)}, nil))
	}
}

func (d *device) recall(ctx context.Context, random *rand.Rand) {
	if m, path, ok := d.pick(random); ok {
		end := d.r.history.Recall(m)
		end(d.ask(ctx, http.MethodPost, path+"/recall", nil, nil))
	}
}

func (d *device) react(ctx context.Context, random *rand.Rand) {
	if m, path, ok := d.pick(random); ok {
		end := d.r.history.React(m, d.received.User)
		end(d.ask(ctx, http.MethodPut, path+"/reactions/👍", nil, nil))
	}
}

// read says that everything the device has of a conversation was read, over the
// socket or REST, or looks how far the user has read.
func (d *device) read(ctx context.Context, c *conversation, look bool) {
	h := d.r.history
	called := h.Now()
	if look {
		var head apitype.Conversation
		if d.ask(ctx, http.MethodGet, restclient.Conversation(c.id, ""), nil, &head) {
			h.Looked(c.id, d.name, called, head.Seq)
			h.Positioned(c.id, d.received.User, called, 0, head.Read)
		}
		return
	}
	var seq int64
	var conn *wsclient.Conn
	err := d.client.Wait(ctx, func(st wsclient.State) bool {
		if conn = st.Conn; st.Logs[c.id] != nil {
			seq = st.Logs[c.id].Seq
		}
		return true
	})
	if err != nil || seq == 0 {
		return
	}
	var got apitype.ReadPosition
	ok := false
	if conn != nil && seq%2 == 0 {
		ok = conn.Do(ctx, "read", map[string]any{"c": c.id, "seq": seq}, &got) == nil
	} else {
		ok = d.ask(ctx, http.MethodPut, restclient.Conversation(c.id, "/read"), map[string]any{"seq": seq}, &got)
	}
	if ok {
		h.Positioned(c.id, d.received.User, called, seq, got.Seq)
	}
}
