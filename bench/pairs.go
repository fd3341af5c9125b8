package bench

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/tcpcompat/wire"
	"flamingo/ws/wsclient"
)

// pairs lets people write to each other two by two, both ways: as fast as
// answers come, or at a rate. The text of a message says when it was to be sent,
// which is what its times are counted from: a server that stalls is not spared.
func pairs(ctx context.Context, s *stage) error {
	p := &pairing{stage: s, acked: newHistogram(), delivered: newHistogram()}
	p.sides = make([]*side, 2*s.Sessions)
	s.say("connecting %d sessions", len(p.sides))
	if err := each(ctx, len(p.sides), p.connect); err != nil {
		return err
	}
	for i, one := range p.sides {
		one.other = p.sides[i^1]
		one.conversation = models.ConversationWith(one.id, one.other.id)
	}
	s.say("writing for %v", s.Duration)
	var err error
	if s.before, err = usage(s.pid()); err != nil {
		return err
	}
	run, cancel := context.WithTimeout(ctx, s.Duration)
	defer cancel()
	begun := time.Now()
	var writers sync.WaitGroup
	failed := make(chan error, len(p.sides))
	for i, one := range p.sides {
		writers.Go(func() {
			if err := p.write(ctx, run, one, i); err != nil {
				failed <- err
				cancel()
			}
		})
	}
	writers.Wait()
	took := time.Since(begun)
	select {
	case err := <-failed:
		return err
	default:
	}
	s.report.add("sent", float64(p.sent.Load())/took.Seconds(), "messages/s")
	if s.Door != REST {
		s.report.add("delivered", float64(p.delivered.count())/took.Seconds(), "messages/s")
	}
	s.report.latency("send to answer", p.acked)
	s.report.latency("send to delivery", p.delivered)
	return nil
}

type pairing struct {
	*stage
	sides            []*side
	sent             atomic.Int64
	acked, delivered *histogram
}

// side is one of two.
type side struct {
	id           int64
	other        *side
	conversation models.ConversationID
	send         func(ctx context.Context, to *side, cid, text string) error
	came         chan struct{} // of old clients, who get no answer: what they sent has arrived
}

func (p *pairing) connect(ctx context.Context, i int) error {
	one := &side{came: make(chan struct{}, 1<<16)}
	p.sides[i] = one
	text := func(v map[string]string) any { return v }
	switch p.Door {
	case Web:
		conn, err := p.web(ctx, i, wsclient.Options{OnMessage: func(data []byte) bool { return p.heard(data) }})
		if err != nil {
			return err
		}
		one.id, err = strconv.ParseInt(conn.Hello.User, 10, 64)
		one.send = func(ctx context.Context, to *side, cid, words string) error {
			_, err := conn.Send(ctx, one.conversation.String(), cid, text(wsclient.Text(words)))
			return err
		}
		return err
	case REST:
		session, err := p.token(ctx, i)
		if err != nil {
			return err
		}
		client := p.rest(i)
		client.Token = session.AccessToken
		one.id, err = strconv.ParseInt(session.User.ID, 10, 64)
		one.send = func(ctx context.Context, to *side, cid, words string) error {
			_, err := client.Send(ctx, one.conversation.String(), cid, text(wsclient.Text(words)))
			return err
		}
		return err
	default:
		conn, err := p.old(ctx, i, func(f legacyclient.Frame) bool {
			if f.Cmd == wire.CmdChat {
				p.arrived(f.Data)
				select {
				case one.other.came <- struct{}{}:
				default:
				}
			}
			return f.Cmd == wire.CmdChat
		})
		if err != nil {
			return err
		}
		one.id = conn.ID
		if _, err := conn.FriendList(); err != nil { // the client is ready when it has asked for it
			return err
		}
		one.send = func(ctx context.Context, to *side, _, words string) error {
			if err := conn.SendChat(to.id, words); err != nil {
				return err
			}
			select {
			case <-one.came:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
}

// mark stands in front of the time in a text.
const mark = "sent@"

// heard counts the announcements in a message of the socket and takes it if
// there is nothing else in it.
func (p *pairing) heard(data []byte) bool {
	only := true
	for line := range bytes.SplitSeq(data, []byte{'\n'}) {
		if bytes.HasPrefix(line, []byte(`{"ev":"msg"`)) {
			p.arrived(string(line))
		} else {
			only = only && !bytes.Contains(line, []byte(`"re":`)) && !bytes.Contains(line, []byte(`"ping"`))
		}
	}
	return only
}

func (p *pairing) arrived(message string) {
	_, after, found := strings.Cut(message, mark)
	if !found {
		return
	}
	digits, _, _ := strings.Cut(after, " ")
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		p.delivered.record(time.Duration(time.Now().UnixNano() - n))
	}
}

// write sends until run is over: Window messages at a time, or one at each tick.
func (p *pairing) write(ctx, run context.Context, one *side, number int) error {
	filler := strings.Repeat("x", max(p.Size-len(mark)-20, 0))
	var count atomic.Int64
	once := func(due time.Time) error {
		cid := fmt.Sprintf("%d-%d", number, count.Add(1))
		text := mark + strconv.FormatInt(due.UnixNano(), 10) + " " + filler
		limited, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if err := one.send(limited, one.other, cid, text); err != nil {
			return fmt.Errorf("send: %w", err)
		}
		p.sent.Add(1)
		p.acked.record(time.Since(due))
		return nil
	}
	var workers sync.WaitGroup
	defer workers.Wait()
	failed := make(chan error, 1)
	fail := func(err error) {
		if e, ok := errors.AsType[*wsclient.Error](err); ok && e.Code == "rate_limited" {
			select { // a socket may ask for 200 things a second
			case <-time.After(time.Duration(e.RetryAfterMS) * time.Millisecond):
			case <-ctx.Done():
			}
			return
		}
		select {
		case failed <- err:
		default:
		}
	}
	if p.Rate == 0 {
		for range cmp.Or(p.Window, 1) {
			workers.Go(func() {
				for run.Err() == nil {
					if err := once(time.Now()); err != nil {
						fail(err)
						if len(failed) > 0 {
							return
						}
					}
				}
			})
		}
		workers.Wait()
	} else {
		period := time.Duration(len(p.sides)) * time.Second / time.Duration(p.Rate)
		due := time.Now().Add(period * time.Duration(number) / time.Duration(len(p.sides)))
		for ; run.Err() == nil; due = due.Add(period) {
			select {
			case <-time.After(time.Until(due)):
			case <-run.Done():
			}
			if run.Err() == nil && p.Door != Old {
				at := due
				workers.Go(func() {
					if err := once(at); err != nil {
						fail(err)
					}
				})
			} else if run.Err() == nil {
				if err := once(due); err != nil {
					fail(err)
				}
			}
		}
		workers.Wait()
	}
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
