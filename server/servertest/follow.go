package servertest

import (
	"context"
	"testing"
	"time"

	"flamingo/api/apitype"
	"flamingo/ws/wsclient"
)

// Follower is the reference client of somebody, running until the test ends or
// Stop.
type Follower struct {
	*wsclient.Client
	Stop func() // cuts the connection and returns when the client has ended
}

// Follow runs the reference client for somebody who has logged in.
func (s *Server) Follow(t testing.TB, r *RESTClient) *Follower {
	t.Helper()
	f := &Follower{Client: &wsclient.Client{URL: "ws://" + s.HTTPAddr() + "/ws", Device: apitype.Device{ID: r.Session, Name: "test"},
		Token: func(context.Context) (string, error) { return r.Access, nil }}}
	f.Start(t)
	f.Until(t, "connected", func(st wsclient.State) bool { return st.Conn != nil })
	return f
}

// Start runs a client that was stopped; it goes on from where it was.
func (f *Follower) Start(t testing.TB) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := f.Run(ctx); ctx.Err() == nil {
			t.Logf("the client ended: %v", err)
		}
	}()
	f.Stop = func() { cancel(); <-ended }
	t.Cleanup(f.Stop)
}

// followPatience is far more than a client takes that loads megabytes under the
// race detector.
const followPatience = 2 * time.Minute

// Until waits for what done says of the client's state.
func (f *Follower) Until(t testing.TB, what string, done func(wsclient.State) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), followPatience)
	defer cancel()
	if err := f.Wait(ctx, done); err != nil {
		t.Fatalf("never %s: %v", what, err)
	}
}

// SendText sends a text with a client id of its own.
func (f *Follower) SendText(t testing.TB, conversation, cid, text string) apitype.Sent {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), followPatience)
	defer cancel()
	sent, err := f.Send(ctx, conversation, cid, wsclient.Text(text))
	if err != nil {
		t.Fatalf("send %s: %v", cid, err)
	}
	return sent
}
