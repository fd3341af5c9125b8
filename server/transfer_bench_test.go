package server_test

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"flamingo/server/servertest"
)

// transferSize is that of the file of BenchmarkTransfer, and maxTransferMemory
// what the process, client included, may use more than before.
const (
	transferSize      = 1 << 30
	maxTransferMemory = 48 << 20
)

// BenchmarkTransfer stores a file of 1 GiB over REST and reads it back, while
// the memory in use is watched: it does not grow with the file.
func BenchmarkTransfer(b *testing.B) {
	srv := servertest.Start(b)
	alice := srv.RESTClient(b, "alice")
	do := func(b *testing.B, method, path string, body io.Reader, size int64) *http.Response {
		b.Helper()
		req, err := http.NewRequestWithContext(b.Context(), method, "http://"+srv.HTTPAddr()+"/api/v1"+path, body)
		if err != nil {
			b.Fatal(err)
		}
		req.ContentLength = size
		req.Header.Set("Authorization", "Bearer "+alice.Access)
		req.Header.Set("Content-Type", "application/octet-stream")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if res.StatusCode/100 != 2 {
			text, _ := io.ReadAll(res.Body)
			b.Fatalf("%s %s: %d %s", method, path, res.StatusCode, text)
		}
		return res
	}
	var file struct{ File string }
	b.Run("upload", func(b *testing.B) {
		b.SetBytes(transferSize)
		watch(b, func() {
			for b.Loop() {
				source := rand.NewChaCha8([32]byte{byte(rand.Uint32()), byte(b.N)})
				res := do(b, http.MethodPost, "/files?name=large.bin", io.LimitReader(source, transferSize), transferSize)
				if err := json.NewDecoder(res.Body).Decode(&file); err != nil {
					b.Fatal(err)
				}
				res.Body.Close()
			}
		})
	})
	b.Run("download", func(b *testing.B) {
		b.SetBytes(transferSize)
		watch(b, func() {
			for b.Loop() {
				res := do(b, http.MethodGet, "/files/"+file.File, nil, 0)
				if n, err := io.Copy(io.Discard, res.Body); n != transferSize || err != nil {
					b.Fatalf("read %d bytes, %v", n, err)
				}
				res.Body.Close()
			}
		})
	})
}

// watch runs do and reports by how much the heap grew at most meanwhile.
func watch(b *testing.B, do func()) {
	b.Helper()
	used := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	runtime.GC()
	before, most := used(), uint64(0)
	stop := make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, used())
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	do()
	close(stop)
	looking.Wait()
	grown := int64(most) - int64(before)
	b.ReportMetric(float64(max(grown, 0))/(1<<20), "MiB-more")
	if grown > maxTransferMemory {
		b.Errorf("the memory in use grew by %d MiB, want at most %d", grown>>20, maxTransferMemory>>20)
	}
}
