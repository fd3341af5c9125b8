package prove

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// never is later than everything: the end of a send that was not acknowledged.
const never = time.Duration(1<<63 - 1)

// send is an interval in which a message got its place.
type send struct {
	number        int
	seq           int64
	called, acked time.Duration
}

// linearizable checks that sends and reads of one conversation can be put in an
// order in which each takes effect at a moment between its call and its return:
// the log behaves as one list in one place. Because a send says which place it
// got and a read where the list ended, the order is known, and it is enough that
// no two operations stand in it against the order in which they ended and began.
// (TestOrderAgreesWithPorcupine compares this with a general checker.)
func linearizable(sends []send, reads []Read) (against []string) {
	say := func(format string, args ...any) { against = append(against, fmt.Sprintf(format, args...)) }
	bySeq := slices.SortedFunc(slices.Values(sends), func(a, b send) int { return cmp.Compare(a.seq, b.seq) })

	// A send that ended before another began has the smaller seq.
	var latest send // of those with a smaller seq, the one that began last
	began := make([]time.Duration, len(bySeq))
	for i, s := range bySeq {
		if i > 0 && s.acked < latest.called {
			say("#%d ended at %v and has seq %d, #%d began at %v and has %d", s.number, s.acked, s.seq, latest.number, latest.called, latest.seq)
		}
		if i == 0 || s.called > latest.called {
			latest = s
		}
		began[i] = latest.called
	}

	byAck := slices.SortedFunc(slices.Values(sends), func(a, b send) int { return cmp.Compare(a.acked, b.acked) })
	byEnd := slices.SortedFunc(slices.Values(reads), func(a, b Read) int { return cmp.Compare(a.Returned, b.Returned) })
	byCall := slices.SortedFunc(slices.Values(reads), func(a, b Read) int { return cmp.Compare(a.Called, b.Called) })
	var acked, seen int64 // the highest seq that a read must know of
	ack, end := 0, 0
	for _, r := range byCall {
		for ; ack < len(byAck) && byAck[ack].acked < r.Called; ack++ {
			acked = max(acked, byAck[ack].seq)
		}
		for ; end < len(byEnd) && byEnd[end].Returned < r.Called; end++ {
			seen = max(seen, byEnd[end].Last)
		}
		if r.Last < acked {
			say("%s saw the end at %d from %v to %v, when %d had been acknowledged", r.By, r.Last, r.Called, r.Returned, acked)
		}
		if r.Last < seen {
			say("%s saw the end at %d from %v to %v, after %d had been seen", r.By, r.Last, r.Called, r.Returned, seen)
		}
		// What it saw had begun before it returned.
		if n, _ := slices.BinarySearchFunc(bySeq, r.Last+1, func(s send, seq int64) int { return cmp.Compare(s.seq, seq) }); n > 0 && began[n-1] > r.Returned {
			say("%s saw the end at %d at %v, before all of that was sent", r.By, r.Last, r.Returned)
		}
	}
	return against
}
