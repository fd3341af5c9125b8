package chatport

import (
	"net"

	"golang.org/x/sys/unix"
)

// unsent returns the bytes that the peer has not acknowledged, or -1 when that
// cannot be said.
func unsent(c *net.TCPConn) int {
	raw, err := c.SyscallConn()
	if err != nil {
		return -1
	}
	n := -1
	if err := raw.Control(func(fd uintptr) {
		if v, err := unix.IoctlGetInt(int(fd), unix.SIOCOUTQ); err == nil {
			n = v
		}
	}); err != nil {
		return -1
	}
	return n
}
