package prove

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"flamingo/api/apitype"
	"flamingo/ws/wsclient"
)

// attack lets everything happen at once until its context is done, and returns
// when whoever was in the middle of something has ended it. Clients stay
// connected until ctx is done.
func (r *run) attack(ctx, attack context.Context) error {
	var acting sync.WaitGroup
	for _, d := range r.world.devices {
		r.clients.Go(func() { d.live(ctx, attack) })
		acting.Go(func() { d.act(ctx, attack) })
		acting.Go(func() { d.stalls(attack) })
	}
	for _, p := range r.world.programs {
		acting.Go(func() { p.act(ctx, attack) })
		acting.Go(func() { p.follow(ctx, attack) })
	}
	for _, o := range r.world.olds {
		r.clients.Go(func() { o.live(ctx, attack) })
		acting.Go(func() { o.act(attack) })
	}
	acting.Go(func() { r.moveClock(attack) })
	err := r.kill(ctx, attack)
	acting.Wait()
	return err
}

// kill ends the server again and again, mostly where it stands, and starts it.
func (r *run) kill(ctx, attack context.Context) error {
	random := r.random("kills")
	for pause(attack, between(random, 500*time.Millisecond, 5*time.Second)) {
		if random.IntN(4) > 0 {
			r.server.Kill()
			r.kills++
		} else {
			if err := r.server.Stop(); err != nil {
				r.history.Break(Broken{"stop", "", "", sprintf("the server did not stop cleanly: %v", err)})
			}
			r.restarts++
		}
		if random.IntN(2) == 0 {
			pause(attack, between(random, 0, time.Second))
		}
		if err := r.server.Start(ctx); err != nil {
			return fmt.Errorf("the server does not start again: %w", err)
		}
	}
	return nil
}

// moveClock moves the server's clock by up to a day either way.
func (r *run) moveClock(attack context.Context) {
	random := r.random("clock")
	for pause(attack, between(random, 2*time.Second, 10*time.Second)) {
		offset := []time.Duration{0, time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour}[random.IntN(5)]
		if err := r.setClock(offset); err != nil {
			r.say("the clock cannot be moved: %v", err)
			return
		}
		r.jumps++
	}
}

func (r *run) recover() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.recovered++
}

// outcome waits until everybody has everything, kills the server once more, and
// reads the database through a process that knows nothing else.
func (r *run) outcome(ctx context.Context) (Logs, Members, []*Received, error) {
	r.say("the attack is over, comparing")
	r.server.Kill()
	if err := r.server.Start(ctx); err != nil {
		return nil, nil, nil, fmt.Errorf("the server does not start again: %w", err)
	}
	logs, members := Logs{}, Members{}
	ends := map[string]apitype.Conversation{}
	for _, u := range r.world.users {
		if _, err := u.session.LogIn(ctx, u.name, u.password); err != nil {
			return nil, nil, nil, err
		}
	}
	for _, c := range r.world.conversations {
		for _, u := range c.members {
			members[c.id] = append(members[c.id], strconv.FormatInt(u.id, 10))
		}
		first := c.members[0].session
		all, err := whole(ctx, first, c.id)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("read %s: %w", c.id, err)
		}
		logs[c.id] = all
		list, err := heads(ctx, first)
		if err != nil {
			return nil, nil, nil, err
		}
		ends[c.id] = list[c.id]
	}
	var received []*Received
	for _, d := range r.world.devices {
		if err := d.final(ctx, ends); err != nil {
			return nil, nil, nil, err
		}
		received = append(received, d.received)
	}
	for _, p := range r.world.programs {
		p.received.Final = map[string]map[int64]apitype.Message{}
		for _, c := range p.user.in {
			all, err := whole(ctx, p.user.session, c.id)
			if err != nil {
				return nil, nil, nil, err
			}
			p.received.Final[c.id] = bySeq(all)
		}
		received = append(received, p.received)
	}
	for _, o := range r.world.olds {
		o.final(ctx, logs)
		received = append(received, o.received)
	}
	return logs, members, received, nil
}

func bySeq(list []apitype.Message) map[int64]apitype.Message {
	m := make(map[int64]apitype.Message, len(list))
	for _, msg := range list {
		m[msg.Seq] = msg
	}
	return m
}

// final waits until the client has what there is, and keeps what it has then. A
// client that does not get there is compared as it is.
func (d *device) final(ctx context.Context, ends map[string]apitype.Conversation) error {
	if _, err := d.login.get(ctx); err != nil {
		return err
	}
	shown, err := heads(ctx, d.login.as())
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	behind := ""
	_ = d.client.Wait(wait, func(st wsclient.State) bool {
		if st.Conn == nil {
			behind = "not connected"
			return false
		}
		for _, c := range d.user.in {
			l, end := st.Logs[c.id], ends[c.id]
			if end.Seq > 0 && (l == nil || l.Seq < end.Seq || l.Rev < end.Rev || l.Head.Read < shown[c.id].Read) {
				behind = c.id
				return false
			}
		}
		return true
	})
	if wait.Err() != nil {
		d.r.say("%s did not catch up within %v: %s", d.name, settleTime, behind)
	}
	d.received.Final, d.received.ReadAt, d.received.Unread = map[string]map[int64]apitype.Message{}, map[string]int64{}, map[string]int64{}
	return d.client.Wait(ctx, func(st wsclient.State) bool {
		for _, c := range d.user.in {
			if l := st.Logs[c.id]; l != nil {
				m := make(map[int64]apitype.Message, len(l.Messages))
				for seq, msg := range l.Messages {
					m[seq] = msg
				}
				d.received.Final[c.id] = m
				d.received.ReadAt[c.id] = l.Head.Read
				d.received.Unread[c.id] = shown[c.id].Unread
			}
		}
		d.received.resets = st.Resets
		return true
	})
}
