package storetest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// log returns all messages of a conversation.
func (s *suite) log(t *testing.T, c models.ConversationID) []models.Message {
	t.Helper()
	return ok(s.store.MessagesAfter(t.Context(), c, 0, 100_000))(t)
}

func testAppend(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	cid := "01JDZ-" + name("cid")
	full := &models.Message{ConversationID: c, SenderID: b, TargetID: a, ClientID: &cid, Format: 1, Content: []byte("\x00\xff'你好😀\\"),
		ReplyTo: 7, Via: models.ClassAndroid, ClientSeq: -5, SentAt: now()}
	bare := &models.Message{ConversationID: c, SenderID: a, TargetID: b, SentAt: now().Add(time.Second)}
	s.send(t, full)
	s.send(t, bare)
	if full.ID <= 0 || bare.ID <= full.ID {
		t.Errorf("got ids %d and %d, want them ascending", full.ID, bare.ID)
	}
	equal(t, "numbers", []int64{full.Seq, bare.Seq}, []int64{1, 2})
	equal(t, "log", s.log(t, c), []models.Message{*full, *bare})
	equal(t, "head", ok(s.store.Conversation(ctx, c))(t),
		&models.Conversation{ID: c, LastSeq: 2, LastTime: bare.SentAt, CreatedAt: full.SentAt})
	for _, u := range []int64{a, b} {
		equal(t, "member", ok(s.store.ConversationMember(ctx, u, c))(t), &models.ConversationMember{UserID: u, ConversationID: c})
	}

	early := message(c, a, "", "from a clock that is behind")
	early.SentAt = full.SentAt.Add(-time.Hour)
	s.send(t, early)
	equal(t, "last time", ok(s.store.Conversation(ctx, c))(t).LastTime, bare.SentAt)

	self := models.DirectConversation(a, a)
	s.send(t, message(self, a, "note", "to myself"))
	equal(t, "note to oneself", len(s.log(t, self)), 1)

	must(t, s.store.AppendMessages(ctx, nil))
	_, err := s.store.Conversation(ctx, models.DirectConversation(a, 123456789))
	wantCode(t, "unknown conversation", err, chat.CodeNotFound)
	_, err = s.store.ConversationMember(ctx, 123456789, c)
	wantCode(t, "stranger", err, chat.CodeNotFound)
}

func testAppendGroup(t *testing.T, s *suite) {
	u := s.user(t).ID
	g := s.group(t, u)
	conv, unknown := models.GroupConversation(g.ID), models.GroupConversation(models.MaxID-5)
	list := batch(message(conv, u, "1", "one"), message(unknown, u, "1", "lost"), message(conv, u, "2", "two"))
	must(t, s.store.AppendMessages(t.Context(), list))
	wantCode(t, "append to a group that does not exist", list[1].Err, chat.CodeNotFound)
	equal(t, "log of the group", s.log(t, conv), []models.Message{*list[0].Message, *list[2].Message})
	equal(t, "seqs", []int64{list[0].Message.Seq, list[2].Message.Seq}, []int64{1, 2})
}

func testRepeats(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	first := message(c, a, "cid", "hello")
	s.send(t, first)
	s.say(t, c, b, 1)

	repeat := message(c, a, "cid", "hello")
	repeat.SentAt, repeat.Via, repeat.ClientSeq = now().Add(time.Hour), models.ClassAPI, 9
	others := []*models.Message{message(c, a, "cid", "hello!"), message(c, a, "cid", "hello"), message(c, a, "cid", "hello")}
	others[1].ReplyTo = 1
	others[2].Format = 0
	list := batch(append(others, repeat)...)
	must(t, s.store.AppendMessages(ctx, list))
	for i, o := range list[:3] {
		wantCode(t, fmt.Sprintf("same id, other message %d", i), o.Err, chat.CodeConflict)
	}
	if o := list[3]; o.Err != nil || !o.Dup {
		t.Errorf("repeat: got dup %v, error %v, want a repeat", o.Dup, o.Err)
	}
	equal(t, "repeat", repeat, first)
	equal(t, "length of the log", len(s.log(t, c)), 2)

	// The same id of another sender, elsewhere, in another case or with a space is another message.
	s.send(t, message(c, b, "cid", "hello"), message(models.DirectConversation(a, a), a, "cid", "hello"),
		message(c, a, "CID", "hello"), message(c, a, "cid ", "hello"))
	equal(t, "numbers", s.log(t, c)[4].Seq, 5)
	// Without ids nothing is a repeat.
	s.send(t, message(c, a, "", "again"), message(c, a, "", "again"))
}

func testRepeatsInBatch(t *testing.T, s *suite) {
	a, _, c := s.pair(t)
	list := batch(message(c, a, "1", "x"), message(c, a, "2", "y"), message(c, a, "1", "x"), message(c, a, "1", "z"), message(c, a, "3", "w"))
	must(t, s.store.AppendMessages(t.Context(), list))
	equal(t, "repeats", []bool{list[0].Dup, list[1].Dup, list[2].Dup, list[4].Dup}, []bool{false, false, true, false})
	wantCode(t, "same id, other message", list[3].Err, chat.CodeConflict)
	equal(t, "repeat", list[2].Message, list[0].Message)
	equal(t, "log", s.log(t, c), []models.Message{*list[0].Message, *list[1].Message, *list[4].Message})
}

// testLargeBatch mixes conversations that exist with new ones, in sizes around
// those that statements are prepared for.
func testLargeBatch(t *testing.T, s *suite) {
	u := s.user(t).ID
	known := s.group(t, u)
	seqs := map[models.ConversationID]int64{}
	for _, n := range []int{1, 2, 3, 7, 8, 9, 100, 255, 256, 257, 600} {
		var messages []*models.Message
		for i := range n {
			c := models.DirectConversation(u, 200_000_000+u*1000+int64(i*n%300)) // nobody another case knows
			if i%3 == 0 {
				c = models.GroupConversation(known.ID)
			}
			messages = append(messages, message(c, u, name("cid"), fmt.Sprint(n, i)))
		}
		s.send(t, messages...)
		for i, m := range messages {
			seqs[m.ConversationID]++
			if m.Seq != seqs[m.ConversationID] {
				t.Fatalf("message %d of %d got seq %d in %s, want %d", i, n, m.Seq, m.ConversationID, seqs[m.ConversationID])
			}
		}
	}
	for c, n := range seqs {
		log := s.log(t, c)
		equal(t, "length of "+c.String(), int64(len(log)), n)
		equal(t, "end of "+c.String(), ok(s.store.Conversation(t.Context(), c))(t).LastSeq, n)
		equal(t, "ids ascend", slices.IsSortedFunc(log, func(a, b models.Message) int { return int(a.ID - b.ID) }), true)
	}
}

// testLargeContents sends more than one packet of a server takes.
func testLargeContents(t *testing.T, s *suite) {
	a, _, c := s.pair(t)
	var messages []*models.Message
	for i := range 100 {
		messages = append(messages, message(c, a, fmt.Sprint(i), strings.Repeat(fmt.Sprint(i%10), 256<<10)))
	}
	s.send(t, messages...)
	for i, m := range s.log(t, c) {
		if m.ID != messages[i].ID || !bytes.Equal(m.Content, messages[i].Content) {
			t.Fatalf("message %d is not what was sent", i)
		}
	}
}

func testFailedBatch(t *testing.T, s *suite) {
	a, _, c := s.pair(t)
	s.say(t, c, a, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	list := batch(message(c, a, "1", "x"), message(models.DirectConversation(a, a), a, "1", "x"))
	if err := s.store.AppendMessages(ctx, list); err == nil {
		t.Fatal("a cancelled append succeeded")
	}
	if m := list[0].Message; m.Seq != 0 || m.ID != 0 || list[0].Err != nil {
		t.Errorf("after a failure got %+v, want what was submitted", list[0])
	}
	equal(t, "length of the log", len(s.log(t, c)), 1)
	must(t, s.store.AppendMessages(t.Context(), list))
	equal(t, "seq of the second try", list[0].Message.Seq, 2)
}

// testConcurrentAppend sends from 64 goroutines on two nodes, in batches of
// many sizes, to conversations that all of them share.
func testConcurrentAppend(t *testing.T, s *suite) {
	ctx := t.Context()
	stores := []chat.Store{s.store, s.open(t)}
	users := []int64{s.user(t).ID, s.user(t).ID, s.user(t).ID}
	g := s.group(t, users...)
	conversations := []models.ConversationID{models.GroupConversation(g.ID), models.DirectConversation(users[0], users[1]),
		models.DirectConversation(users[1], users[2]), models.DirectConversation(users[0], users[2])}
	var mu sync.Mutex
	sent := map[models.ConversationID]map[int64]*models.Message{}
	var senders sync.WaitGroup
	for n := range 64 {
		senders.Go(func() {
			for round := range 4 {
				var messages []*models.Message
				for i := range 1 + n%5 {
					c := conversations[(n+i)%len(conversations)]
					messages = append(messages, message(c, users[n%3], fmt.Sprintf("%d-%d-%d", n, round, i), name("text")))
				}
				if err := stores[n%2].AppendMessages(ctx, batch(messages...)); err != nil {
					t.Errorf("append: %v", err)
					return
				}
				mu.Lock()
				for _, m := range messages {
					if sent[m.ConversationID] == nil {
						sent[m.ConversationID] = map[int64]*models.Message{}
					}
					sent[m.ConversationID][m.Seq] = m
				}
				mu.Unlock()
			}
		})
	}
	senders.Wait()
	for _, c := range conversations {
		log := s.log(t, c)
		equal(t, "length of "+c.String(), len(log), len(sent[c]))
		for i, m := range log {
			if m.Seq != int64(i+1) {
				t.Fatalf("%s: got seq %d at place %d", c, m.Seq, i+1)
			}
			equal(t, "message", &m, sent[c][m.Seq])
		}
		equal(t, "end", ok(s.store.Conversation(ctx, c))(t).LastSeq, int64(len(log)))
	}
}

// testConcurrentRepeats sends the first message of a conversation many times at
// once, on two nodes.
func testConcurrentRepeats(t *testing.T, s *suite) {
	stores := []chat.Store{s.store, s.open(t)}
	for range 5 {
		a, _, c := s.pair(t)
		list := make([]*chat.Append, 16)
		var senders sync.WaitGroup
		for i := range list {
			list[i] = &chat.Append{Message: message(c, a, "same", "hello")}
			senders.Go(func() {
				if err := stores[i%2].AppendMessages(t.Context(), list[i:i+1]); err != nil {
					t.Errorf("append: %v", err)
				}
			})
		}
		senders.Wait()
		stored := s.log(t, c)
		if len(stored) != 1 {
			t.Fatalf("got %d messages, want 1", len(stored))
		}
		fresh := 0
		for _, o := range list {
			equal(t, "answer", o.Message, &stored[0])
			if !o.Dup {
				fresh++
			}
		}
		equal(t, "answers that are no repeat", fresh, 1)
	}
}

func testPages(t *testing.T, s *suite) {
	ctx := t.Context()
	a, _, c := s.pair(t)
	s.say(t, c, a, 10)
	seqs := func(list []models.Message) (seqs []int64) {
		for _, m := range list {
			seqs = append(seqs, m.Seq)
		}
		return seqs
	}
	for _, p := range []struct {
		what string
		got  []models.Message
		want []int64
	}{
		{"after 0", ok(s.store.MessagesAfter(ctx, c, 0, 3))(t), []int64{1, 2, 3}},
		{"after 8", ok(s.store.MessagesAfter(ctx, c, 8, 3))(t), []int64{9, 10}},
		{"after the end", ok(s.store.MessagesAfter(ctx, c, 10, 3))(t), nil},
		{"before the end", ok(s.store.MessagesBefore(ctx, c, 1<<63-1, 3))(t), []int64{8, 9, 10}},
		{"before 3", ok(s.store.MessagesBefore(ctx, c, 3, 3))(t), []int64{1, 2}},
		{"before 1", ok(s.store.MessagesBefore(ctx, c, 1, 3))(t), nil},
		{"of no conversation", ok(s.store.MessagesAfter(ctx, models.DirectConversation(a, a), 0, 3))(t), nil},
	} {
		equal(t, p.what, seqs(p.got), p.want)
	}
}
