package fileport

import (
	"sync"
	"time"

	"flamingo/tcpcompat/wire"
)

// Timing. The clients give up after 3 s (PC) and 500 ms (Android), so whoever
// takes longer than this is no client of ours (CLIENTS.md sections 1 and 7).
const (
	idleTimeout   = 60 * time.Second       // of silence between two requests
	fieldsTimeout = 15 * time.Second       // for a request that has begun, up to its chunk
	answerTimeout = 10 * time.Second       // for an answer without a chunk
	lookupTimeout = 300 * time.Millisecond // to learn whether an upload is needed: Android waits 500 ms
	openTimeout   = 2500 * time.Millisecond
	commitTimeout = 2500 * time.Millisecond // both: PC waits 3 s
	stopGrace     = 3 * time.Second         // for transfers under way at a graceful stop
)

// A transfer has a time limit that grows with its size, for each chunk and for
// the whole: a peer that sends a byte now and then holds a file and a place only
// for so long. A PC needs 170 KiB/s to push a chunk within its own 3 s.
const (
	chunkGrace    = 15 * time.Second
	transferGrace = 2 * time.Minute
	minRate       = 16 << 10 // bytes per second
)

// timeFor returns how long n bytes may take besides the grace.
func timeFor(n int64) time.Duration {
	return time.Duration(n/minRate) * time.Second
}

// Chunks of a download. These are the sizes of the original; clients take any.
const (
	broadbandChunk = 512 << 10
	cellularChunk  = 64 << 10
)

// pieceSize is the memory in bytes that a transfer takes while bytes move.
const pieceSize = 32 << 10

var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

const (
	// slowAfter is how old a large chunk is when a peer that could not receive it
	// leaves: a PC waits 3 s for all of it.
	slowAfter = 2500 * time.Millisecond

	// slowFor is how long an address counts as slow, and maxSlow how many do:
	// forgetting one costs its user a second try.
	slowFor = time.Hour
	maxSlow = 1024
)

// slowLines remembers addresses that seem to have given up waiting for a large
// chunk. On a line below 170 KiB/s none of the original's size reaches a PC in
// time, so no download would ever succeed; the next try gets small ones.
type slowLines struct {
	mu    sync.Mutex
	since map[string]time.Time
}

func (l *slowLines) add(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.since == nil || len(l.since) >= maxSlow {
		l.since = map[string]time.Time{}
	}
	l.since[address] = time.Now()
}

func (l *slowLines) has(address string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	since, ok := l.since[address]
	return ok && time.Since(since) < slowFor
}

// chunkSize is how much of a file the next answer to c has.
func (c *conn) chunkSize(net wire.NetType) int64 {
	if net == wire.NetCellular || c.server.slow.has(c.address) {
		return cellularChunk
	}
	return broadbandChunk
}
