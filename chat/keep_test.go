package chat_test

import (
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

func TestExpiredMessagesVanishForEverybody(t *testing.T) {
	now := newClock()
	w := newWorld(t, now.use)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, alice, c, "1", "stays")
	sent, err := w.SendMessage(t.Context(), alice, chat.SendParams{Conversation: c, ClientID: "2", Format: content.Canonical,
		Content: text("secret"), TTL: time.Minute})
	if err != nil || sent.Message.ExpiresAt == nil {
		t.Fatalf("got %+v, %v, want a time to expire at", sent, err)
	}
	for _, ttl := range []time.Duration{time.Millisecond, chat.MaxTTL + time.Second, -time.Second} {
		_, err := w.SendMessage(t.Context(), alice, chat.SendParams{Conversation: c, ClientID: "bad", Format: content.Canonical, Content: text("x"), TTL: ttl})
		wantCode(t, err, chat.CodeInvalid)
	}
	shown := func(a chat.Actor) (n int) {
		t.Helper()
		page, err := w.MessagesAfter(t.Context(), a, c, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Messages {
			if m.Seq == 2 {
				n++
			}
		}
		if n == 0 && (len(page.Skip) != 1 || page.Skip[0] != (chat.Range{From: 2, To: 2})) {
			t.Errorf("a page without it leaves out %v", page.Skip)
		}
		return n
	}
	now.advance(59 * time.Second)
	if err := chat.SweepExpired(w.Service, t.Context()); err != nil {
		t.Fatal(err)
	}
	if shown(alice) != 1 || shown(bob) != 1 {
		t.Error("it is gone before its time")
	}
	now.advance(2 * time.Second)
	if shown(alice) != 0 || shown(bob) != 0 {
		t.Error("it is still shown after its time")
	}
	_, err = w.Message(t.Context(), bob, c, 2)
	wantCode(t, err, chat.CodeNotFound)
	_, err = w.EditMessage(t.Context(), alice, c, 2, text("more"))
	wantCode(t, err, chat.CodeNotFound)
	_, err = w.Forward(t.Context(), bob, chat.ForwardParams{From: c, Seqs: []int64{2}, To: []models.ConversationID{models.DirectConversation(bob.UserID, bob.UserID)}, ClientID: "f"})
	wantCode(t, err, chat.CodeInvalid)
	if err := chat.SweepExpired(w.Service, t.Context()); err != nil {
		t.Fatal(err)
	}
	row, err := w.store.Message(t.Context(), c, 2)
	if err != nil || string(row.Content) == string(sent.Message.Content) || len(row.Content) >= len(text("secret")) {
		t.Errorf("the database still has %s (%v)", row.Content, err)
	}
	list, _, err := w.Conversations(t.Context(), bob, nil, 10)
	if err != nil || len(list) != 1 || list[0].Last == nil || list[0].Last.Seq != 1 {
		t.Errorf("the list shows %+v, %v, want the message before", list, err)
	}
}

func TestReceiptsAreASwitch(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	for _, cid := range []string{"1", "2", "3"} {
		w.send(t, alice, c, cid, "x")
	}
	in := w.connect(t, alice)
	read := func(seq int64) {
		t.Helper()
		if _, err := w.MarkRead(t.Context(), bob, c, seq); err != nil {
			t.Fatal(err)
		}
	}
	readers := func() int {
		t.Helper()
		list, err := w.Readers(t.Context(), alice, c, 1)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	read(1)
	if ev := next[chat.ReadMoved](t, in); ev.UserID != bob.UserID || ev.Seq != 1 {
		t.Errorf("alice hears of %+v, want bob at 1", ev)
	}
	if n := readers(); n != 1 {
		t.Errorf("%d have read, want bob", n)
	}
	off, on := false, true
	for _, change := range []struct {
		receipts *bool
		seq      int64
		readers  int
	}{{&off, 2, 0}, {&on, 3, 1}} {
		if _, err := w.UpdateSettings(t.Context(), bob, chat.SettingsChange{ReadReceipts: change.receipts}); err != nil {
			t.Fatal(err)
		}
		read(change.seq)
		if n := readers(); n != change.readers {
			t.Errorf("with receipts %v %d have read, want %d", *change.receipts, n, change.readers)
		}
	}
	// What bob read meanwhile was not told: the next that alice hears is 3.
	if ev := next[chat.ReadMoved](t, in); ev.Seq != 3 {
		t.Errorf("alice hears of %+v, want bob at 3", ev)
	}
}

func TestWhatOneKeepsAboutAConversation(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	yes, no, draft, mute := true, false, "to be continued", models.MuteCount
	_, err := w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Pinned: &yes})
	wantCode(t, err, chat.CodeNotFound) // nobody has begun it
	w.send(t, alice, c, "1", "hello")
	phone := bob
	phone.SessionID = "bob's phone"
	in, peer := w.connect(t, phone), w.connect(t, alice)
	v, err := w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Pinned: &yes, Archived: &yes, Mute: &mute, Draft: &draft})
	if err != nil || !v.Member.Pinned || !v.Member.Archived || v.Member.Mute != mute || v.Member.Draft != draft {
		t.Fatalf("got %+v, %v", v, err)
	}
	if ev := next[chat.UserEvent](t, in); ev.Kind != chat.KindConversation || ev.Action != chat.ActionChanged {
		t.Errorf("bob's phone hears of %+v", ev)
	}
	// What is not named stays, and it is bob's alone.
	if v, err = w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Pinned: &no}); err != nil || v.Member.Pinned || !v.Member.Archived || v.Member.Draft != draft {
		t.Errorf("got %+v, %v", v, err)
	}
	if v, err = w.ConversationOf(t.Context(), alice, c); err != nil || v.Member.Archived || v.Member.Draft != "" || v.Member.Mute != models.MuteNone {
		t.Errorf("alice has %+v, %v", v, err)
	}
	loud := models.MuteAll + 1
	_, err = w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Mute: &loud})
	wantCode(t, err, chat.CodeInvalid)

	listed := func() int {
		t.Helper()
		list, _, err := w.Conversations(t.Context(), bob, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if _, err := w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Hidden: &yes}); err != nil {
		t.Fatal(err)
	}
	if n := listed(); n != 0 {
		t.Errorf("a hidden conversation is in the list (%d)", n)
	}
	w.send(t, alice, c, "2", "are you there?")
	if n := listed(); n != 1 {
		t.Errorf("it is not back with the next message (%d)", n)
	}
	// What came while bob was hiding it he has not seen.
	if _, err := w.UpdateConversation(t.Context(), bob, c, chat.ConversationChange{Hidden: &yes, Seq: 1}); err != nil {
		t.Fatal(err)
	}
	if n := listed(); n != 1 {
		t.Errorf("a message that nobody has seen is hidden (%d)", n)
	}
	if err := w.ClearConversation(t.Context(), bob, c, 1); err != nil {
		t.Fatal(err)
	}
	page, err := w.MessagesAfter(t.Context(), bob, c, 0, 10)
	if err != nil || len(page.Messages) != 1 || page.Messages[0].Seq != 2 {
		t.Errorf("after clearing to 1 bob sees %+v, %v", page, err)
	}
	if page, err = w.MessagesAfter(t.Context(), alice, c, 0, 10); err != nil || len(page.Messages) != 2 {
		t.Errorf("alice lost messages: %+v, %v", page, err)
	}
	select {
	case ev := <-peer.events:
		if u, ok := ev.(chat.UserEvent); ok {
			t.Errorf("alice heard of %+v", u)
		}
	default:
	}
}
