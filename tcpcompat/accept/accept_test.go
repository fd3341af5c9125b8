package accept

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"testing"
)

// failing is a listener whose first accepts fail.
type failing struct {
	net.Listener
	errs []error
}

func (l *failing) Accept() (net.Conn, error) {
	if len(l.errs) > 0 {
		err := l.errs[0]
		l.errs = l.errs[1:]
		return nil, err
	}
	return l.Listener.Accept()
}

// A port goes on after an accept that failed, ends without an error when it is
// told to, and with one when its listener is gone.
func TestLoop(t *testing.T) {
	for _, told := range []bool{true, false} {
		real, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		context.AfterFunc(ctx, func() { real.Close() })
		l := &failing{real, []error{errors.New("too many open files"), errors.New("again")}}
		ended := make(chan error, 1)
		came := make(chan net.Conn, 1)
		go func() { ended <- Loop(ctx, l, slog.New(slog.DiscardHandler), func(c net.Conn) { came <- c }) }()
		peer, err := net.Dial("tcp", real.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer peer.Close()
		(<-came).Close()
		if told {
			cancel()
		} else {
			real.Close()
		}
		if err := <-ended; (err == nil) != told {
			t.Errorf("told to end %t: got error %v", told, err)
		}
		cancel()
	}
}

func TestPlaces(t *testing.T) {
	p := Places{Max: 3, MaxPerAddress: 2}
	for i, step := range []struct {
		leave   bool
		address string
		want    bool
	}{
		{address: "a", want: true}, {address: "a", want: true}, {address: "a", want: false},
		{address: "b", want: true}, {address: "c", want: false},
		{leave: true, address: "a"}, {address: "c", want: true}, {address: "a", want: false},
	} {
		if step.leave {
			p.Leave(step.address)
		} else if got := p.Enter(step.address); got != step.want {
			t.Errorf("step %d: %s enters %t, want %t", i+1, step.address, got, step.want)
		}
	}
	var open Places
	for range 1000 {
		if !open.Enter("a") {
			t.Fatal("a port without bounds is full")
		}
	}
}
