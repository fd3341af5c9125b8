package hub

import (
	"net"
	"testing"
	"time"
)

// A peer who reads nothing takes little from who writes, also through the
// wrapper in which fasthttp hands a connection on.
func TestUnreadBytesAreBounded(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, wrapped := range []bool{false, true} {
		peer, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer peer.Close()
		peer.(*net.TCPConn).SetReadBuffer(4 << 10)
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if wrapped {
			conn = hijacked{conn}
		}
		BoundUnsent(conn)
		conn.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		taken, err := conn.Write(make([]byte, 16<<20))
		if err == nil || taken > 4*maxUnsent {
			t.Errorf("wrapped %t: the system took %d bytes (%v), want about %d", wrapped, taken, err, maxUnsent)
		}
	}
}

type hijacked struct{ net.Conn }

func (h hijacked) UnsafeConn() net.Conn { return h.Conn }
