package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"flamingo/api/apitype"
	"flamingo/api/restclient"
	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/ws/wsclient"
)

// Password is that of every account of a crowd.
const Password = "bench it"

// CrowdName is the name of the i-th account of a crowd.
func CrowdName(i int) string { return fmt.Sprintf("user-%05d", i) }

// crowd are the accounts of a stage, and who is logged in.
type crowd struct {
	names []string
	group int64

	mu     sync.Mutex
	leaves []func() // ends the connections
}

func (c *crowd) onLeave(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leaves = append(c.leaves, f)
}

func (c *crowd) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.leaves {
		f()
	}
	c.leaves = nil
}

// together is how many log in at once where that is not what is measured.
const together = 16

// each calls f for the numbers below n, some at once, until one fails.
func each(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(together, n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := f(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// register makes accounts on a server that runs, and a group of them.
func (s *stage) register(ctx context.Context, users int) error {
	s.say("making %d accounts, a hash each", users)
	run := strconv.FormatUint(rand.Uint64(), 36)
	s.crowd.names = make([]string, users)
	ids := make([]string, users)
	var first restclient.Client
	err := each(ctx, users, func(ctx context.Context, i int) error {
		s.crowd.names[i] = "bench-" + run + "-" + strconv.Itoa(i)
		c := s.rest(i)
		session, err := retry(ctx, func() (apitype.Session, error) { return c.Register(ctx, s.crowd.names[i], Password) })
		ids[i] = session.User.ID
		if i == 0 {
			first = *c
		}
		return err
	})
	if err != nil || s.Scenario != "fanout" {
		return err
	}
	var group apitype.Group
	if err := first.Do(ctx, http.MethodPost, "/groups", map[string]any{"name": "bench"}, &group); err != nil {
		return err
	}
	if s.crowd.group, err = strconv.ParseInt(group.ID, 10, 64); err != nil {
		return err
	}
	return each(ctx, users-1, func(ctx context.Context, i int) error {
		c := s.rest(i + 1)
		if _, err := c.LogIn(ctx, s.crowd.names[i+1], Password); err != nil {
			return err
		}
		return c.Do(ctx, http.MethodPost, "/groups/"+group.ID+"/join", map[string]any{}, nil)
	})
}

// retry calls f until the server does not ask for patience any more.
func retry[T any](ctx context.Context, f func() (T, error)) (T, error) {
	for {
		v, err := f()
		wait := restclient.RetryAfter(err)
		if wait == 0 {
			return v, err
		}
		select {
		case <-time.After(wait + rand.N(wait)):
		case <-ctx.Done():
			return v, ctx.Err()
		}
	}
}

// perSource is how many connections come from one address of the loopback: the
// system has some 28,000 ports for each.
const perSource = 10_000

// dialer is that of the i-th session.
func (s *stage) dialer(i int) *net.Dialer {
	d := new(net.Dialer)
	if host, _, err := net.SplitHostPort(s.http()); err == nil && strings.HasPrefix(host, "127.") && i >= perSource {
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i/perSource))}
	}
	return d
}

// rest is a client that nobody has become yet.
func (s *stage) rest(i int) *restclient.Client {
	return &restclient.Client{Base: "http://" + s.http(), HTTP: sharedHTTP}
}

// sharedHTTP keeps connections, as many as log in at once.
var sharedHTTP = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 256}}

// token logs the i-th account in.
func (s *stage) token(ctx context.Context, i int) (apitype.Session, error) {
	c := s.rest(i)
	return retry(ctx, func() (apitype.Session, error) { return c.LogIn(ctx, s.crowd.names[i], Password) })
}

// web connects the i-th account over the socket.
func (s *stage) web(ctx context.Context, i int, o wsclient.Options) (*wsclient.Conn, error) {
	session, err := s.token(ctx, i)
	if err != nil {
		return nil, err
	}
	o.Token, o.Device = session.AccessToken, apitype.Device{ID: session.Session, Name: "bench"}
	return s.socket(ctx, i, o)
}

func (s *stage) socket(ctx context.Context, i int, o wsclient.Options) (*wsclient.Conn, error) {
	if o.HTTP == nil {
		o.HTTP = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: s.dialer(i).DialContext}}
	}
	conn, err := wsclient.Dial(ctx, "ws://"+s.http()+"/ws", o)
	if err != nil {
		return nil, fmt.Errorf("connect %s: %w", s.crowd.names[i], err)
	}
	s.crowd.onLeave(conn.Close)
	return conn, nil
}

// oldRetry is how long an old client waits at most until it tries again.
const oldRetry = 500 * time.Millisecond

// old connects the i-th account as a PC.
func (s *stage) old(ctx context.Context, i int, onFrame func(legacyclient.Frame) bool) (*legacyclient.Client, error) {
	c := legacyclient.New(s.chat(), models.ClassPC)
	c.Dialer, c.OnFrame = s.dialer(i), onFrame
	if err := c.Dial(); err != nil {
		return nil, err
	}
	s.crowd.onLeave(c.Close)
	// A server that is too busy sends old clients away, for as long as it is. They
	// are not to be what it is busy with.
	for deadline := time.Now().Add(time.Minute); ; {
		err := c.LogIn(s.crowd.names[i], Password)
		if err == nil || time.Now().After(deadline) {
			return c, err
		}
		pauseFor(ctx, rand.N(oldRetry))
		if err := c.Dial(); err != nil {
			return nil, err
		}
	}
}
