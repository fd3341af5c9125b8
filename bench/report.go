package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Report is what a scenario came to.
type Report struct {
	Scenario  string    `json:"scenario"`
	Door      string    `json:"door"`
	Sessions  int       `json:"sessions"`
	Figures   []Figure  `json:"figures"`
	Latencies []Latency `json:"latencies"`
	Server    Usage     `json:"server"` // at the end; CPU of the scenario alone
}

// Figure is one number.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Latency is a distribution of times, in milliseconds.
type Latency struct {
	Name  string  `json:"name"`
	Count int64   `json:"count"`
	P50   float64 `json:"p50_ms"`
	P90   float64 `json:"p90_ms"`
	P99   float64 `json:"p99_ms"`
	P999  float64 `json:"p99_9_ms"`
	Max   float64 `json:"max_ms"`
}

func (r *Report) add(name string, value float64, unit string) {
	r.Figures = append(r.Figures, Figure{name, value, unit})
}

// Figure returns a figure by its name.
func (r *Report) Figure(name string) (float64, bool) {
	for _, f := range r.Figures {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}

// histogram collects times from any goroutine, from a microsecond to ten
// minutes with three digits.
type histogram struct {
	mu sync.Mutex
	h  *hdrhistogram.Histogram
}

func newHistogram() *histogram {
	return &histogram{h: hdrhistogram.New(1, (10 * time.Minute).Microseconds(), 3)}
}

func (h *histogram) record(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	_ = h.h.RecordValue(min(max(d.Microseconds(), 1), h.h.HighestTrackableValue())) // never out of range
}

func (h *histogram) count() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.h.TotalCount()
}

func (r *Report) latency(name string, h *histogram) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ms := func(q float64) float64 { return float64(h.h.ValueAtQuantile(q)) / 1000 }
	if n := h.h.TotalCount(); n > 0 {
		r.Latencies = append(r.Latencies, Latency{name, n, ms(50), ms(90), ms(99), ms(99.9), float64(h.h.Max()) / 1000})
	}
}

// JSON writes the report for programs.
func (r *Report) JSON(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// Text writes the report for people.
func (r *Report) Text(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s over %s, %d sessions\n", r.Scenario, r.Door, r.Sessions)
	for _, f := range r.Figures {
		fmt.Fprintf(&b, "  %-28s %12.1f %s\n", f.Name, f.Value, f.Unit)
	}
	for _, l := range r.Latencies {
		fmt.Fprintf(&b, "  %-28s %12d times: p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f\n", l.Name, l.Count, l.P50, l.P90, l.P99, l.P999, l.Max)
	}
	if u := r.Server; u.Resident > 0 {
		fmt.Fprintf(&b, "  %-28s %12.1f MB now, %.1f at most; %d files open; %.1f s of CPU\n", "server", mb(u.Resident), mb(u.Peak), u.Files, u.CPU.Seconds())
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }
