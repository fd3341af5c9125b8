package bench

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/tcpcompat/wire"
	"flamingo/ws/wsclient"
)

// fanout sends messages to a group whose members are all there, each when the
// last member has the one before. The owner sends over the socket.
func fanout(ctx context.Context, s *stage) error {
	readers := int64(s.Sessions - s.Slow)
	f := &fan{expected: readers, complete: make(chan time.Time, 1)}
	owner, err := s.web(ctx, 0, wsclient.Options{OnMessage: func(data []byte) bool { return !bytes.Contains(data, []byte(`"re":`)) }})
	if err != nil {
		return err
	}
	s.say("connecting %d members", s.Sessions)
	stalled := make(chan struct{})
	s.crowd.onLeave(func() { close(stalled) }) // before the connections are closed
	err = each(ctx, s.Sessions, func(ctx context.Context, i int) error {
		slow := i < s.Slow
		if s.Door == Old {
			conn, err := s.old(ctx, i+1, func(frame legacyclient.Frame) bool {
				if frame.Cmd == wire.CmdChat {
					f.got(1)
				}
				return frame.Cmd != wire.CmdLogin && frame.Cmd != wire.CmdFriendList && frame.Cmd != wire.CmdGroupMembers
			})
			if err == nil {
				_, err = conn.FriendList()
			}
			return err
		}
		o := wsclient.Options{OnMessage: func(data []byte) bool {
			if slow {
				<-stalled
				return true
			}
			f.got(int64(bytes.Count(data, []byte(`{"ev":"msg"`))))
			return !bytes.Contains(data, []byte(`"ping"`))
		}}
		if slow {
			o.HTTP = narrow
		}
		_, err := s.web(ctx, i+1, o)
		return err
	})
	if err != nil {
		return err
	}
	idle, err := usage(s.pid())
	if err != nil {
		return err
	}
	s.before = idle
	s.say("sending %d messages", s.Messages)
	conversation := models.GroupConversation(s.crowd.group).String()
	text := strings.Repeat("x", s.Size)
	acked, last := newHistogram(), newHistogram()
	begun := time.Now()
	for n := range s.Messages {
		f.left.Store(f.expected)
		sent := time.Now()
		if _, err := owner.Send(ctx, conversation, fmt.Sprint("fanout-", n), wsclient.Text(text)); err != nil {
			return err
		}
		acked.record(time.Since(sent))
		select {
		case at := <-f.complete:
			last.record(at.Sub(sent))
		case <-time.After(time.Minute):
			return fmt.Errorf("message %d did not reach %d of %d members", n, f.left.Load(), f.expected)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	took := time.Since(begun)
	s.report.add("delivered", float64(readers)*float64(s.Messages)/took.Seconds(), "messages/s")
	if s.Slow > 0 {
		s.report.add("members that do not read", float64(s.Slow), "")
	}
	s.report.latency("send to answer", acked)
	s.report.latency("send to the last member", last)
	return nil
}

// fan counts down who has a message.
type fan struct {
	expected int64
	left     atomic.Int64
	complete chan time.Time
}

func (f *fan) got(n int64) {
	if n > 0 && f.left.Add(-n) == 0 {
		f.complete <- time.Now()
	}
}

// narrow has sockets that take little from somebody who does not read.
var narrow = &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
	DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return conn, conn.(*net.TCPConn).SetReadBuffer(64 << 10)
	}}}
