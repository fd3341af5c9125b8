package server

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/content"
	"flamingo/models"
)

// What BenchmarkLargeInstallation has, and what it demands of a search.
const (
	largeMessages      = 1_000_000
	largeConversations = 500
	largeVocabulary    = 500 // characters: each two of them follow each other in about 70 messages
	searchDemand       = 100 * time.Millisecond
)

// BenchmarkLargeInstallation reads a page of 50 from a conversation of a million
// messages, the list of 500 conversations, and what a search for two Chinese
// characters finds in all of it: as a user of the server on SQLite, without the
// time for HTTP. Making the data takes minutes.
func BenchmarkLargeInstallation(b *testing.B) {
	cfg := config.Default()
	cfg.Data = b.TempDir()
	cfg.HTTP, cfg.TCPChat, cfg.TCPFile, cfg.TCPImage = "127.0.0.1:0", config.Off, config.Off, config.Off
	s, err := New(b.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		<-ran
	})
	alice := fillLarge(b, s)
	c := models.DirectConversation(alice.UserID, alice.UserID+1)

	b.Run("page of 50 at the end", func(b *testing.B) {
		for b.Loop() {
			wantPage(b, s, alice, c, 0)
		}
	})
	b.Run("page of 50 anywhere", func(b *testing.B) {
		for b.Loop() {
			wantPage(b, s, alice, c, 100+rand.Int64N(largeMessages/2))
		}
	})
	b.Run("list of 500 conversations", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for from := (*chat.HeadCursor)(nil); ; {
				list, next, err := s.chat.Conversations(b.Context(), alice, from, chat.MaxPage)
				if err != nil {
					b.Fatal(err)
				}
				if n += len(list); next == nil {
					break
				}
				from = next
			}
			if n != largeConversations {
				b.Fatalf("got %d conversations", n)
			}
		}
	})
	b.Run("search for two Chinese characters", func(b *testing.B) {
		var times []time.Duration
		for b.Loop() {
			query := string([]rune{character(rand.IntN(largeVocabulary)), character(rand.IntN(largeVocabulary))})
			began := time.Now()
			if _, _, err := s.chat.SearchMessages(b.Context(), alice, chat.SearchParams{Query: query, Limit: 50}); err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Since(began))
		}
		slices.Sort(times)
		median := times[len(times)/2]
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		if median > searchDemand {
			b.Errorf("half of the searches take longer than %v, want at most %v", median, searchDemand)
		}
	})
}

func wantPage(b *testing.B, s *Server, a chat.Actor, c models.ConversationID, before int64) {
	page, err := s.chat.MessagesBefore(b.Context(), a, c, before, 50)
	if err != nil || len(page.Messages) != 50 {
		b.Fatalf("got %v, %v", page, err)
	}
}

// character is one of the vocabulary.
func character(i int) rune { return '一' + rune(i*7) }

// fillLarge makes a user who has a million messages with one other, and one
// with each of 499 more, and waits until all can be found.
func fillLarge(b *testing.B, s *Server) chat.Actor {
	b.Helper()
	var ids []int64
	for i := range largeConversations + 1 {
		u := &models.User{Username: fmt.Sprint("user ", i), Nickname: "x", Password: "none", RegisteredAt: time.Now().UTC()}
		if err := s.store.InsertUser(b.Context(), u); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, u.ID)
	}
	random := rand.New(rand.NewPCG(1, 2))
	began := time.Now()
	const batch = 256
	for n := 0; n < largeMessages+largeConversations-1; {
		var list []*chat.Append
		for ; len(list) < batch && n < largeMessages+largeConversations-1; n++ {
			peer := ids[1]
			if n >= largeMessages {
				peer = ids[2+n-largeMessages]
			}
			text := make([]rune, 10+random.IntN(20))
			for i := range text {
				text[i] = character(random.IntN(largeVocabulary))
			}
			cid := fmt.Sprint("large ", n)
			list = append(list, &chat.Append{Message: &models.Message{ConversationID: models.DirectConversation(ids[0], peer), SenderID: peer, TargetID: ids[0],
				ClientID: &cid, Format: uint8(content.Canonical), Content: content.NewText(string(text)).JSON(), Via: models.ClassWeb, SentAt: time.Now().UTC()}})
		}
		if err := s.store.AppendMessages(b.Context(), list); err != nil {
			b.Fatal(err)
		}
	}
	written := time.Since(began)
	alice := chat.Actor{UserID: ids[0], SessionID: "bench", Class: models.ClassWeb}
	// A message through the rules wakes the indexer; when it is found, all is.
	last, err := s.chat.SendMessage(b.Context(), alice, chat.SendParams{Conversation: models.DirectConversation(ids[0], ids[1]), ClientID: "last",
		Format: content.Canonical, Content: content.NewText("finally").JSON()})
	if err != nil {
		b.Fatal(err)
	}
	for {
		position, err := s.store.SearchPosition(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if position >= last.Message.ID {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Logf("%d messages written in %v, findable after %v", largeMessages, written.Round(time.Second), time.Since(began).Round(time.Second))
	return alice
}
