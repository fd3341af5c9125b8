package hub

import "net"

// maxUnsent bounds, in bytes, what the system takes from a session while its
// peer takes nothing: left to itself Linux lets that grow to 4 MiB (tcp_wmem)
// for each peer who does not read, beside the queue of the session. Who is a
// fifth of a second away still gets more than a megabyte per second.
const maxUnsent = 256 << 10

// BoundUnsent bounds what a peer who does not read costs the system, and makes
// them be noticed sooner. What is no TCP connection stays as it is.
func BoundUnsent(conn net.Conn) {
	if c, ok := conn.(interface{ UnsafeConn() net.Conn }); ok { // one that fasthttp let go of
		conn = c.UnsafeConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(maxUnsent) // fails when the peer is gone already
	}
}
