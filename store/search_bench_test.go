package store_test

import (
	"strconv"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
	"flamingo/store"
)

// BenchmarkIndexMessages measures a transaction of the search index, as package
// chat makes them while messages come: so long somebody who sends may wait.
func BenchmarkIndexMessages(b *testing.B) {
	const batch = 50
	benchDatabases(b, func(database string, s *store.Store) {
		b.Run(database, func(b *testing.B) {
			words := content.SearchTokens("Shall we meet at the station at half past seven? 我们在火车站见面吧")
			var id int64
			for b.Loop() {
				entries := make([]chat.SearchEntry, batch)
				for i := range entries {
					id++
					sender := id % 100
					m := &models.Message{ID: id, ConversationID: models.DirectConversation(sender, sender+1), SenderID: sender}
					entries[i] = chat.SearchEntry{Message: m, Tokens: append([]string{"n" + strconv.FormatInt(id, 10)}, words...)}
				}
				if err := s.IndexMessages(b.Context(), entries, id); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}
