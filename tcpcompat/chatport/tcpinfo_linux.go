package chatport

import (
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// States of a connection in which what was acknowledged has been read, or will
// be: it stands, or the peer has said goodbye. A reset one may have been
// acknowledged and thrown away (linux/include/net/tcp_states.h).
const (
	tcpEstablished = 1
	tcpCloseWait   = 8
)

// unsent returns the bytes that the peer has not acknowledged, or -1 when that
// cannot be said, or the connection was reset.
func unsent(c *net.TCPConn) int {
	raw, err := c.SyscallConn()
	if err != nil {
		return -1
	}
	n := -1
	if err := raw.Control(func(fd uintptr) {
		v, err := unix.IoctlGetInt(int(fd), unix.SIOCOUTQ)
		if err != nil {
			return
		}
		// In this order: a reset in between is seen.
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if err == nil && (info.State == tcpEstablished || info.State == tcpCloseWait) {
			n = v
		}
	}); err != nil {
		return -1
	}
	return n
}

// sinceReceived returns how long ago the last bytes of the peer reached this
// machine, read or not; 0 when that cannot be said.
func sinceReceived(c *net.TCPConn) time.Duration {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0
	}
	var ago time.Duration
	if err := raw.Control(func(fd uintptr) {
		if info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO); err == nil {
			ago = time.Duration(info.Last_data_recv) * time.Millisecond
		}
	}); err != nil {
		return 0
	}
	return ago
}
