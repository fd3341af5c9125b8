package chat

import (
	"math/bits"
	"sync"
	"time"
)

const (
	// MeterSeconds is how far back the figures of a meter go.
	MeterSeconds = 60

	// Steps of the histogram: four to each doubling of 64 µs, so that a quantile
	// is at most a quarter too large; the last holds all from half a minute on.
	meterUnit  = 64 * time.Microsecond
	meterSteps = 76
)

// meter remembers for a minute how many messages each second stored and how
// long they waited. It takes one lock for a whole batch.
type meter struct {
	mu    sync.Mutex
	slots [MeterSeconds]meterSlot
}

type meterSlot struct {
	second int64 // since 1970: what it counts
	n      int
	waits  [meterSteps]uint32
}

// Throughput is what a meter has seen in the last minute.
type Throughput struct {
	Seconds  [MeterSeconds]int // messages in each, the present second last
	Messages int               // in all of them
	// Half and nearly all of the messages were stored within these times;
	// zero without a message.
	P50, P99 time.Duration
}

func (m *meter) add(now time.Time, waits []time.Duration) {
	if len(waits) == 0 {
		return
	}
	second := now.Unix()
	m.mu.Lock()
	defer m.mu.Unlock()
	slot := &m.slots[second%MeterSeconds]
	if slot.second != second {
		*slot = meterSlot{second: second}
	}
	slot.n += len(waits)
	for _, w := range waits {
		slot.waits[meterStep(w)]++
	}
}

// throughput adds up the minute that ends now.
func (m *meter) throughput(now time.Time) (t Throughput) {
	var waits [meterSteps]uint32
	m.mu.Lock()
	for i := range m.slots {
		slot := &m.slots[i]
		ago := now.Unix() - slot.second
		if ago < 0 || ago >= MeterSeconds || slot.n == 0 {
			continue
		}
		t.Seconds[MeterSeconds-1-ago] = slot.n
		t.Messages += slot.n
		for j, n := range slot.waits {
			waits[j] += n
		}
	}
	m.mu.Unlock()
	t.P50, t.P99 = meterQuantile(&waits, t.Messages, 50), meterQuantile(&waits, t.Messages, 99)
	return t
}

// meterStep is the step that a wait belongs to.
func meterStep(w time.Duration) int {
	units := uint64(max(w, 0) / meterUnit)
	if units < 4 {
		return int(units)
	}
	octave := bits.Len64(units) - 3 // two bits behind the first one tell steps apart
	return min(4*(octave+1)+int(units>>octave)&3, meterSteps-1)
}

// meterEnd is where a step ends.
func meterEnd(step int) time.Duration {
	if step < 4 {
		return time.Duration(step+1) * meterUnit
	}
	octave := step/4 - 1
	return time.Duration(uint64(4+step%4+1)<<octave) * meterUnit
}

func meterQuantile(waits *[meterSteps]uint32, n, percent int) time.Duration {
	if n == 0 {
		return 0
	}
	rank := (n*percent + 99) / 100
	for step, count := range waits {
		if rank -= int(count); rank <= 0 {
			return meterEnd(step)
		}
	}
	return meterEnd(meterSteps - 1)
}
