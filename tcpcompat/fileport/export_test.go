package fileport

import "net"

// ServeConn serves one connection without a listener.
func (s *Server) ServeConn(socket net.Conn) {
	c := newConn(s, socket)
	if s.enter(c) {
		defer s.leave(c)
		c.serve()
	}
}
