package fileport_test

import (
	"io"
	"net"
	"runtime"
	"testing"

	"flamingo/tcpcompat/wire"
)

// TestSlowUploadsTakeLittleMemory has 100 uploads in the middle of a chunk of 512
// KiB, then as many between two chunks, then as many downloads whose peers do not
// read.
func TestSlowUploadsTakeLittleMemory(t *testing.T) {
	const transfers = 100
	content, chunk := make([]byte, 1<<20), make([]byte, 512<<10)
	for _, tt := range []struct {
		name  string
		limit int64 // KiB each
		begin func(t *testing.T, c net.Conn)
	}{
		{"within a chunk", 64, func(t *testing.T, c net.Conn) {
			write(t, c, uploadRequest(nameOf("x"), 0, 1<<30, chunk)[:100_000])
		}},
		{"between two chunks", 16, func(t *testing.T, c net.Conn) {
			write(t, c, uploadRequest(nameOf("x"), 0, 1<<30, chunk))
			readAnswer(t, c)
		}},
		{"download that nobody reads", 80, func(t *testing.T, c net.Conn) {
			write(t, c, downloadRequest(nameOf(string(content)), wire.NetBroadband))
			if _, err := io.ReadFull(c, make([]byte, 100_000)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, end := openPort(t)
			defer end()
			p.store(t, content)
			before := memoryInUse()
			var conns []net.Conn
			for range transfers {
				c := p.dial(t)
				conns = append(conns, c)
				tt.begin(t, c)
			}
			each := (memoryInUse() - before) / transfers >> 10
			t.Logf("%d KiB for each of %d transfers", each, transfers)
			if each > tt.limit {
				t.Errorf("got %d KiB for each of %d transfers, want %d at most", each, transfers, tt.limit)
			}
			for _, c := range conns {
				c.Close()
			}
		})
	}
}

// memoryInUse returns heap and stacks in bytes.
func memoryInUse() int64 {
	runtime.GC()
	runtime.GC() // what pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
