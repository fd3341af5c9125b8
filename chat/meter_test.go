package chat

import (
	"testing"
	"time"
)

func TestMeterStepsFollowEachOther(t *testing.T) {
	for step := range meterSteps - 1 {
		end := meterEnd(step)
		if got := meterStep(end - 1); got != step {
			t.Errorf("just before the end of step %d (%v): got step %d", step, end, got)
		}
		if got := meterStep(end); got != step+1 {
			t.Errorf("at the end of step %d (%v): got step %d", step, end, got)
		}
	}
	if got := meterStep(time.Hour); got != meterSteps-1 {
		t.Errorf("an hour: got step %d, want the last", got)
	}
	if end := meterEnd(meterSteps - 2); end < 15*time.Second || end > 60*time.Second {
		t.Errorf("the last but one ends at %v, want about half a minute", end)
	}
}

func TestMeterForgetsAfterAMinute(t *testing.T) {
	m, start := new(meter), time.Unix(1_000_000, 0)
	if got := m.throughput(start); got != (Throughput{}) {
		t.Errorf("an unused meter says %+v", got)
	}
	waits := make([]time.Duration, 100)
	for i := range waits {
		waits[i] = time.Millisecond
	}
	waits[0], waits[1] = time.Second, time.Second
	m.add(start, waits)
	m.add(start.Add(time.Second), waits[2:4])

	got := m.throughput(start.Add(time.Second))
	if got.Messages != 102 || got.Seconds[MeterSeconds-1] != 2 || got.Seconds[MeterSeconds-2] != 100 {
		t.Errorf("got %d messages, %v", got.Messages, got.Seconds)
	}
	if got.P50 < time.Millisecond || got.P50 > 1300*time.Microsecond {
		t.Errorf("half were stored within %v, want a millisecond and a little", got.P50)
	}
	if got.P99 < time.Second || got.P99 > 1300*time.Millisecond {
		t.Errorf("99 of 100 were stored within %v, want a second and a little", got.P99)
	}
	if got := m.throughput(start.Add(60 * time.Second)); got.Messages != 2 || got.P99 > 2*time.Millisecond {
		t.Errorf("a minute later: %d messages, p99 %v, want those of the second second", got.Messages, got.P99)
	}
	if got := m.throughput(start.Add(61 * time.Second)); got.Messages != 0 {
		t.Errorf("and then: %d messages, want none", got.Messages)
	}
	m.add(start.Add(60*time.Second), waits[2:3]) // takes the place of the first second
	if got := m.throughput(start.Add(60 * time.Second)); got.Messages != 3 {
		t.Errorf("got %d messages, want 3", got.Messages)
	}
}
