package chat_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

// BenchmarkMarkRead moves read positions, on SQLite, of one reader and of as
// many as there are in a busy group: many share a commit.
func BenchmarkMarkRead(b *testing.B) {
	for _, readers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("%d readers", readers), func(b *testing.B) {
			w := newWorld(b)
			alice := w.user(b, "alice")
			actors := make([]chat.Actor, readers)
			for i := range actors {
				actors[i] = w.user(b, fmt.Sprint("reader", i))
				for n := range b.N/readers + 1 {
					w.send(b, alice, models.DirectConversation(alice.UserID, actors[i].UserID), fmt.Sprint(i, "-", n), "x")
				}
			}
			b.ResetTimer()
			var all sync.WaitGroup
			var failed atomic.Pointer[error]
			for _, a := range actors {
				all.Go(func() {
					c := models.DirectConversation(alice.UserID, a.UserID)
					for seq := range b.N/readers + 1 {
						if _, err := w.MarkRead(b.Context(), a, c, int64(seq+1)); err != nil {
							failed.Store(&err)
							return
						}
					}
				})
			}
			all.Wait()
			b.StopTimer()
			if err := failed.Load(); err != nil {
				b.Fatal(*err)
			}
		})
	}
}
