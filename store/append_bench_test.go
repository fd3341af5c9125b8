package store_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/store"
	"flamingo/store/mariadbtest"
)

// benchDatabases runs a benchmark on SQLite and, where there is one, on MariaDB.
func benchDatabases(b *testing.B, run func(database string, s *store.Store)) {
	run("sqlite", open(b, store.Options{Driver: store.SQLite, SQLitePath: filepath.Join(b.TempDir(), "flamingo.db")}))
	if cfg := mariadbtest.Config(b); cfg != nil {
		run("mysql", open(b, store.Options{Driver: store.MySQL, MySQL: cfg}))
	}
}

// BenchmarkAppend measures acknowledged, durable messages: senders who each
// wait for the commit of one message before the next, in 50 conversations.
// "grouped" commits what is waiting as one transaction, as package chat does,
// "each" commits every message by itself. msgs/s and p99-ms are the figures to
// look at; "gain" is that of grouping, which is to be 8 at least for 256 senders
// on SQLite.
func BenchmarkAppend(b *testing.B) {
	benchDatabases(b, func(database string, s *store.Store) {
		for _, senders := range []int{1, 8, 256} {
			rates := map[string]float64{} // of the mode, the last and longest run
			for _, mode := range []struct {
				name  string
				limit int
			}{{"each", 1}, {"grouped", 256}} {
				b.Run(fmt.Sprintf("%s/senders=%d/%s", database, senders, mode.name), func(b *testing.B) {
					rates[mode.name] = benchmarkSenders(b, s, senders, mode.limit)
					if each := rates["each"]; mode.name == "grouped" && each > 0 {
						b.ReportMetric(rates["grouped"]/each, "gain")
					}
				})
			}
		}
	})
}

// BenchmarkAppendBatch measures a transaction of so many messages.
func BenchmarkAppendBatch(b *testing.B) {
	benchDatabases(b, func(database string, s *store.Store) {
		for _, size := range []int{1, 8, 128, 256} {
			b.Run(fmt.Sprintf("%s/%d", database, size), func(b *testing.B) {
				for b.Loop() {
					batch := make([]*chat.Append, size)
					for i := range batch {
						batch[i] = &chat.Append{Message: benchMessage(i)}
					}
					if err := s.AppendMessages(b.Context(), batch); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "msgs/s")
			})
		}
	})
}

var benchIDs atomic.Int64

// benchMessage is a message of 100 bytes in one of 50 conversations.
func benchMessage(sender int) *models.Message {
	low := int64(1 + sender%50*2)
	cid := fmt.Sprintf("01JDZ%021d", benchIDs.Add(1))
	return &models.Message{ConversationID: models.DirectConversation(low, low+1), SenderID: low, TargetID: low + 1, ClientID: &cid,
		Format: 1, Content: []byte(`{"text":"` + strings.Repeat("x", 89) + `"}`), Via: models.ClassWeb, SentAt: time.Now().UTC()}
}

type waiting struct {
	a    *chat.Append
	done chan error
}

// benchmarkSenders shares b.N messages between senders. One goroutine commits,
// up to limit at once; with limit 1, every sender commits for itself.
// It returns the messages a second.
func benchmarkSenders(b *testing.B, s *store.Store, senders, limit int) float64 {
	queue := make(chan waiting, senders)
	var committer sync.WaitGroup
	committer.Go(func() { commitGroups(b, s, queue, limit) })

	var left atomic.Int64
	left.Store(int64(b.N))
	times := make([][]time.Duration, senders)
	var running sync.WaitGroup
	b.ResetTimer()
	for n := range senders {
		running.Go(func() {
			for left.Add(-1) >= 0 {
				start := time.Now()
				w := waiting{&chat.Append{Message: benchMessage(n)}, make(chan error, 1)}
				var err error
				if limit == 1 {
					err = s.AppendMessages(b.Context(), []*chat.Append{w.a})
				} else {
					queue <- w
					err = <-w.done
				}
				if err != nil || w.a.Err != nil {
					b.Errorf("append: %v, %v", err, w.a.Err)
					return
				}
				times[n] = append(times[n], time.Since(start))
			}
		})
	}
	running.Wait()
	b.StopTimer()
	close(queue)
	committer.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(times...)))
	rate := float64(len(all)) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "msgs/s")
	if len(all) > 0 {
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	}
	return rate
}

// commitGroups commits what is waiting, without waiting for more.
func commitGroups(b *testing.B, s *store.Store, queue <-chan waiting, limit int) {
	for first := range queue {
		group := []waiting{first}
	collect:
		for len(group) < limit {
			select {
			case w, ok := <-queue:
				if !ok {
					break collect
				}
				group = append(group, w)
			default:
				break collect
			}
		}
		batch := make([]*chat.Append, len(group))
		for i, w := range group {
			batch[i] = w.a
		}
		err := s.AppendMessages(b.Context(), batch)
		for _, w := range group {
			w.done <- err
		}
	}
}
