package prove

import (
	"context"
	"strconv"
	"time"

	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/tcpcompat/wire"
)

// old is a client of the old protocol. It is told nothing of what becomes of
// its messages, and cannot ask what it missed.
type old struct {
	r        *run
	user     *user
	class    models.Class
	client   *legacyclient.Client
	received *Received
}

func (r *run) addOld(w *world, u *user, class models.Class) {
	o := &old{r: r, user: u, class: class, received: r.history.Receiver(u.name+"-"+class.String(), strconv.FormatInt(u.id, 10), class.String())}
	o.client = legacyclient.New(r.server.Addrs().TCPChat, class)
	o.client.OnFrame = o.heard
	w.olds = append(w.olds, o)
}

// heard takes what nobody waits for.
func (o *old) heard(f legacyclient.Frame) bool {
	switch f.Cmd {
	case wire.CmdLogin, wire.CmdFriendList, wire.CmdGroupMembers:
		return false
	case wire.CmdChat:
		m, err := f.Chat()
		if err != nil {
			o.r.history.Break(Broken{"content", "", o.received.Name, err.Error()})
			return true
		}
		conversation := models.ConversationWith(m.From, m.Target).String()
		if n, ok := numberOf(m.Text); ok {
			o.received.Shown(conversation, n)
		} else {
			o.received.Noted()
		}
	}
	return true
}

// enter connects and logs in as the clients do.
func (o *old) enter() error {
	o.received.Connected()
	if err := o.client.Dial(); err != nil {
		return err
	}
	err := o.client.LogIn(o.user.name, o.user.password)
	if err == nil {
		_, err = o.client.FriendList()
	}
	if err != nil {
		o.client.Close()
	}
	return err
}

// live keeps the client connected, cutting it off at random until attack is
// done, and never after.
func (o *old) live(ctx, attack context.Context) {
	random := o.r.random(o.received.Name + " cuts")
	for ctx.Err() == nil {
		if err := o.enter(); err == nil {
			cut := between(random, 0, 4*time.Second)
			if attack.Err() != nil {
				cut = settleTime * 2
			}
			timer := time.NewTimer(cut)
			select {
			case <-timer.C:
			case <-o.client.Done():
			case <-ctx.Done():
			}
			timer.Stop()
		}
		// What has reached the system of the client counts as delivered, so it
		// has to be read before the connection is cut.
		o.client.Leave(random.IntN(2) == 0)
		pause(ctx, between(random, 10*time.Millisecond, 500*time.Millisecond))
	}
}

// act sends until attack is done. What it sends while it is not connected is
// lost, as it is for its users.
func (o *old) act(attack context.Context) {
	random := o.r.random(o.received.Name)
	for pause(attack, between(random, time.Millisecond, 150*time.Millisecond)) {
		c := o.user.in[random.IntN(len(o.user.in))]
		m := o.r.history.Mean(c.id, o.received.User, o.received.Door, words(random))
		o.r.history.Try(m)
		_ = o.client.SendChat(c.target(o.user), m.Text)
	}
}

// target is the number by which an old client of u calls a conversation.
func (c *conversation) target(u *user) int64 {
	id, err := models.ParseConversationID(c.id)
	if err != nil {
		return 0
	}
	return id.Peer(u.id)
}

// final waits until the client was shown all there is. One that does not get
// there is compared as it is.
func (o *old) final(ctx context.Context, logs Logs) {
	wait, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	for {
		missing := 0
		for _, c := range o.user.in {
			missing += o.received.missing(c.id, logs[c.id])
		}
		if missing == 0 {
			return
		}
		if !pause(wait, 100*time.Millisecond) {
			o.r.say("%s was not shown %d messages within %v", o.received.Name, missing, settleTime)
			return
		}
	}
}
