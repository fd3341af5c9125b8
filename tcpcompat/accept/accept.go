// Package accept takes in connections for the ports of the old protocol.
package accept

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"
)

// pause follows a failed accept, such as for want of descriptors.
const pause = 50 * time.Millisecond

// Loop hands every connection of l to take, which must not block. It returns
// nil when ctx is done, and an error when l was closed before; somebody else
// closes l when ctx is done.
func Loop(ctx context.Context, l net.Listener, log *slog.Logger, take func(net.Conn)) error {
	for {
		socket, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				socket.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil:
			log.Warn("connection not accepted", "err", err)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
		default:
			take(socket)
		}
	}
}

// Places bounds the connections of a port. A bound of 0 is none.
type Places struct {
	Max           int // at once
	MaxPerAddress int // of these from one address

	mu        sync.Mutex // guards what follows
	taken     int
	addresses map[string]int
}

// Enter takes a place for a connection from an address, until Leave. It reports
// false when there is none.
func (p *Places) Enter(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Max > 0 && p.taken >= p.Max || p.MaxPerAddress > 0 && p.addresses[address] >= p.MaxPerAddress {
		return false
	}
	if p.addresses == nil {
		p.addresses = map[string]int{}
	}
	p.taken++
	p.addresses[address]++
	return true
}

// Leave gives a place back.
func (p *Places) Leave(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.addresses[address]--; p.addresses[address] <= 0 {
		delete(p.addresses, address)
	}
}
