package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
)

// Off as an address turns a listener off.
const off = "off"

// listeners are the open doors; nil is off.
type listeners struct {
	http, chat, file, image, monitor, register net.Listener
}

// listen opens every door before one of them is served: a port in use is known
// at once, and nobody talks to half a server.
func (s *Server) listen(ctx context.Context) error {
	l := &s.listeners
	for _, d := range []struct {
		name, addr string
		listener   *net.Listener
		used       *string
	}{
		{"http", s.cfg.HTTP, &l.http, &s.addrs.HTTP},
		{"tcp-chat", s.cfg.TCPChat, &l.chat, &s.addrs.TCPChat},
		{"tcp-file", s.cfg.TCPFile, &l.file, &s.addrs.TCPFile},
		{"tcp-image", s.cfg.TCPImage, &l.image, &s.addrs.TCPImage},
		{"tcp-monitor", s.cfg.TCPMonitor, &l.monitor, &s.addrs.TCPMonitor},
		{"tcp-http", s.cfg.TCPHTTP, &l.register, &s.addrs.TCPHTTP},
	} {
		if d.addr == off || d.addr == "" {
			continue
		}
		var lc net.ListenConfig
		opened, err := lc.Listen(ctx, "tcp", d.addr)
		if err != nil {
			return fmt.Errorf("cannot listen on %s (--%s): %s", d.addr, d.name, listenReason(err))
		}
		*d.listener, *d.used = opened, opened.Addr().String()
	}
	return nil
}

func listenReason(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "the port is in use by another program"
	case errors.Is(err, syscall.EACCES):
		return "this port needs more rights than the program has"
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	}
	return err.Error()
}

// close closes the doors that no server has taken over yet; closing one twice is harmless.
func (l *listeners) close() {
	for _, d := range []net.Listener{l.http, l.chat, l.file, l.image, l.monitor, l.register} {
		if d != nil {
			d.Close()
		}
	}
}
