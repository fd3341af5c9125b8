package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"flamingo/api/apitype"
	"flamingo/models"
	"flamingo/tcpcompat/legacyclient"
	"flamingo/ws/wsclient"
)

// start measures from nothing to a page, and what a server takes that has
// nothing to do.
func start(ctx context.Context, s *stage) error {
	begun := time.Now()
	if err := s.server.Start(ctx); err != nil {
		return err
	}
	res, err := http.Get("http://" + s.http() + "/")
	if err != nil {
		return err
	}
	res.Body.Close()
	s.report.add("start to served page", float64(time.Since(begun).Milliseconds()), "ms")
	pauseFor(ctx, s.Duration)
	program := s.Program
	if program == "" {
		if program, err = os.Executable(); err != nil {
			return err
		}
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return err
	}
	info, err := os.Stat(program)
	if err != nil {
		return err
	}
	s.report.add("binary", mb(info.Size()), "MB")
	return nil
}

// pauseFor waits until the server has given back what it does not need any more.
func pauseFor(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// idle measures the memory of sessions that do nothing.
func idle(ctx context.Context, s *stage) error {
	// The first session makes what all share.
	if err := s.quiet(ctx, 0); err != nil {
		return err
	}
	pauseFor(ctx, s.Duration)
	before, err := usage(s.pid())
	if err != nil {
		return err
	}
	s.say("connecting %d sessions", s.Sessions)
	begun := time.Now()
	if err := each(ctx, s.Sessions-1, func(ctx context.Context, i int) error { return s.quiet(ctx, i+1) }); err != nil {
		return err
	}
	s.report.add("connected", float64(s.Sessions)/time.Since(begun).Seconds(), "sessions/s")
	s.say("resting for %v", s.Duration)
	pauseFor(ctx, s.Duration)
	after, err := usage(s.pid())
	if err != nil {
		return err
	}
	s.report.add("memory of a session", float64(after.Resident-before.Resident)/float64(max(s.Sessions-1, 1)), "bytes")
	s.report.add("files of a session", float64(after.Files-before.Files)/float64(max(s.Sessions-1, 1)), "")
	return nil
}

// quiet connects a session that asks for nothing.
func (s *stage) quiet(ctx context.Context, i int) error {
	if s.Door == Old {
		conn, err := s.old(ctx, i, nil)
		if err == nil {
			_, err = conn.FriendList()
		}
		return err
	}
	_, err := s.web(ctx, i, wsclient.Options{})
	return err
}

// login lets everybody log in at the same moment, for the first time since the
// server was started, and then again: a credential that was verified costs no
// hash.
func login(ctx context.Context, s *stage) error {
	for _, name := range []string{"first log-in", "log-in again"} {
		answers := newHistogram()
		var refused atomic.Int64
		begun := time.Now()
		var all sync.WaitGroup
		failed := make(chan error, s.Sessions)
		for i := range s.Sessions {
			all.Go(func() {
				took, tries, err := s.logIn(ctx, i)
				refused.Add(int64(tries - 1))
				if err != nil {
					failed <- err
					return
				}
				answers.record(took)
			})
		}
		all.Wait()
		select {
		case err := <-failed:
			return err
		default:
		}
		s.report.add(name, float64(s.Sessions)/time.Since(begun).Seconds(), "log-ins/s")
		s.report.add(name+", asked to try again", float64(refused.Load()), "times")
		s.report.latency(name, answers)
		s.crowd.leave()
	}
	return nil
}

// logIn returns how long the answer took that let the user in, and how often
// they tried.
func (s *stage) logIn(ctx context.Context, i int) (took time.Duration, tries int, err error) {
	if s.Door == Old {
		c := legacyclient.New(s.chat(), models.ClassPC)
		c.Dialer, c.Patience = s.dialer(i), 3*time.Second // when a PC gives up
		for tries = 1; ; tries++ {
			if err := c.Dial(); err != nil {
				return 0, tries, err
			}
			begun := time.Now()
			err := c.LogInOnce(s.crowd.names[i], Password)
			if took = time.Since(begun); err == nil {
				s.crowd.onLeave(c.Close)
				return took, tries, nil
			}
			c.Close()
			if tries == 100 || ctx.Err() != nil {
				return 0, tries, err
			}
		}
	}
	_, err = retry(ctx, func() (apitype.Session, error) {
		tries++
		begun := time.Now()
		session, err := s.rest(i).LogIn(ctx, s.crowd.names[i], Password)
		took = time.Since(begun)
		return session, err
	})
	return took, tries, err
}

// mostTries is how often a session tries to come back: three minutes at least.
const mostTries = 40

// reconnect stops the server under everybody and starts it again: each comes
// back with its positions, after a wait of its own, until it has resumed.
func reconnect(ctx context.Context, s *stage) error {
	group := models.GroupConversation(s.crowd.group).String()
	type follower struct {
		session apitype.Session
		conn    *wsclient.Conn
		resume  apitype.Resume
	}
	followers := make([]follower, s.Sessions)
	s.say("connecting %d sessions", s.Sessions)
	err := each(ctx, s.Sessions, func(ctx context.Context, i int) error {
		f := &followers[i]
		var err error
		if f.session, err = s.token(ctx, i); err != nil {
			return err
		}
		f.conn, err = s.socket(ctx, i, wsclient.Options{Token: f.session.AccessToken, Device: apitype.Device{ID: f.session.Session, Name: "bench"},
			Resume: &apitype.Resume{C: map[string]apitype.Position{}}})
		if err != nil {
			return err
		}
		sync := f.conn.Hello.Sync
		f.resume = apitype.Resume{Epoch: sync.Epoch, U: sync.U, C: map[string]apitype.Position{}}
		for _, c := range sync.C {
			f.resume.C[c.ID] = apitype.Position{c.Seq, c.Rev}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.say("restarting the server")
	begun := time.Now()
	if err := s.server.Stop(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	stopped := time.Since(begun)
	if err := s.server.Start(ctx); err != nil {
		return err
	}
	up := time.Since(begun)
	s.before = Usage{}
	// While everybody was away somebody wrote.
	client := s.rest(0)
	client.Token = followers[0].session.AccessToken
	sent, err := client.Send(ctx, group, "while you were away", wsclient.Text(strings.Repeat("x", s.Size)))
	if err != nil {
		return err
	}
	resumed := newHistogram()
	var attempts atomic.Int64
	var all sync.WaitGroup
	failed := make(chan error, s.Sessions)
	for i := range followers {
		all.Go(func() {
			f := &followers[i]
			tries := 0
			for wait := 100 * time.Millisecond; ; wait = min(2*wait, 10*time.Second) {
				pauseFor(ctx, rand.N(wait))
				attempts.Add(1)
				tries++
				conn, err := s.socket(ctx, i, wsclient.Options{Token: f.session.AccessToken, Device: apitype.Device{ID: f.session.Session, Name: "bench"}, Resume: &f.resume})
				if ctx.Err() != nil {
					failed <- ctx.Err()
					return
				}
				if err != nil && tries < mostTries {
					continue
				}
				if err != nil {
					failed <- fmt.Errorf("session %d does not come back: %w", i, err)
					return
				}
				for _, c := range conn.Hello.Sync.C {
					if c.ID == group && c.Seq >= sent.Seq {
						resumed.record(time.Since(begun))
						return
					}
				}
				failed <- fmt.Errorf("session %d came back and was not told of message %d", i, sent.Seq)
				return
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	s.report.add("stop", float64(stopped.Milliseconds()), "ms")
	s.report.add("stop to start", float64(up.Milliseconds()), "ms")
	s.report.add("stop to all resumed", time.Since(begun).Seconds(), "s")
	s.report.add("attempts of a session", float64(attempts.Load())/float64(s.Sessions), "")
	s.report.latency("stop to resumed", resumed)
	return nil
}

// missed measures how long somebody takes to have what was sent while they were
// away, from the moment they connect.
func missed(ctx context.Context, s *stage) error {
	group := models.GroupConversation(s.crowd.group).String()
	sender := s.rest(0)
	session, err := s.token(ctx, 0)
	if err != nil {
		return err
	}
	sender.Token = session.AccessToken
	s.say("sending %d messages", s.Messages)
	err = each(ctx, s.Messages, func(ctx context.Context, i int) error {
		_, err := sender.Send(ctx, group, fmt.Sprint("missed-", i), wsclient.Text(strings.Repeat("x", s.Size)))
		return err
	})
	if err != nil {
		return err
	}
	took := newHistogram()
	for range 20 {
		session, err := s.token(ctx, 1)
		if err != nil {
			return err
		}
		client := &wsclient.Client{URL: "ws://" + s.http() + "/ws", Device: apitype.Device{ID: session.Session, Name: "bench"},
			Token: func(context.Context) (string, error) { return session.AccessToken, nil }}
		run, stop := context.WithTimeout(ctx, time.Minute)
		begun := time.Now()
		done := make(chan struct{})
		go func() { defer close(done); _ = client.Run(run) }()
		err = client.Wait(run, func(st wsclient.State) bool {
			return st.Logs[group] != nil && len(st.Logs[group].Messages) >= s.Messages
		})
		took.record(time.Since(begun))
		stop()
		<-done
		if err != nil {
			return fmt.Errorf("not everything came: %w", err)
		}
	}
	s.report.latency(fmt.Sprintf("connect to message %d", s.Messages), took)
	return nil
}
