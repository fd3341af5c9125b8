package store_test

import (
	"path/filepath"
	"strconv"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
	"flamingo/store"
	"flamingo/store/mariadbtest"
)

// BenchmarkIndexMessages measures a transaction of the search index, as package
// chat makes them while messages come: so long somebody who sends may wait.
func BenchmarkIndexMessages(b *testing.B) {
	const batch = 50
	for _, database := range []string{"sqlite", "mysql"} {
		o := store.Options{Driver: store.SQLite, SQLitePath: filepath.Join(b.TempDir(), "flamingo.db")}
		if database == "mysql" {
			o = store.Options{Driver: store.MySQL, MySQL: mariadbtest.Config(b)}
			if o.MySQL == nil {
				continue
			}
		}
		s := open(b, o)
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
	}
}
