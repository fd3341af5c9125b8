//go:build !linux

package chatport

import (
	"net"
	"time"
)

// unsent cannot be asked here: what was written counts as sent.
func unsent(*net.TCPConn) int { return 0 }

// sinceReceived cannot be asked here: what is read has just come.
func sinceReceived(*net.TCPConn) time.Duration { return 0 }
