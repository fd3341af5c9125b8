package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

func TestRecallErasesContentAndMarksAndKeepsTheClientID(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, alice, c, "one", "secret")
	if _, err := w.EditMessage(t.Context(), alice, c, 1, text("secret too")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.React(t.Context(), bob, c, 1, "👍", true); err != nil {
		t.Fatal(err)
	}
	_, err := w.EditMessage(t.Context(), bob, c, 1, text("not mine"))
	wantCode(t, err, chat.CodeForbidden)
	wantCode(t, w.RecallMessage(t.Context(), bob, c, 1), chat.CodeForbidden)
	if err := w.RecallMessage(t.Context(), alice, c, 1); err != nil {
		t.Fatal(err)
	}
	m, err := w.Message(t.Context(), bob, c, 1)
	if err != nil || m.RecalledAt == nil || len(m.Reactions) != 0 || strings.Contains(string(m.Content), "secret") {
		t.Errorf("got %+v, %v, want it empty", m, err)
	}
	changes, err := w.Changes(t.Context(), bob, c, 0, 10)
	if err != nil || len(changes) != 3 {
		t.Fatalf("got %d changes, %v, want 3", len(changes), err)
	}
	for _, ch := range changes {
		if strings.Contains(string(ch.Data.Body), "secret") {
			t.Errorf("change %d still says %s", ch.Rev, ch.Data.Body)
		}
	}
	if again := w.send(t, alice, c, "one", "secret"); !again.Dup || again.Message.Seq != 1 {
		t.Errorf("the same client id after a recall made %+v", again)
	}
}

func TestS23PagesOfInvisibleMessagesAreNotTheEnd(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const n = 12
	for i := range n {
		w.send(t, alice, c, fmt.Sprint(i), "x")
	}
	for seq := int64(3); seq < n; seq++ {
		if err := w.HideMessage(t.Context(), bob, c, seq); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{}
	for after, more := int64(0), true; more; {
		p, err := w.MessagesAfter(t.Context(), bob, c, after, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Messages {
			seen[m.Seq] = true
		}
		for _, r := range p.Skip {
			for seq := r.From; seq <= r.To; seq++ {
				if seq < 3 || seq >= n {
					t.Errorf("position %d is skipped", seq)
				}
			}
		}
		after, more = p.Next, p.More
	}
	if len(seen) != 3 || !seen[1] || !seen[2] || !seen[n] {
		t.Errorf("bob sees %v, want 1, 2 and %d", seen, n)
	}
}

func TestS06QuotesOfOthersAreMadeByTheServer(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	forged := []byte(`{"segments":[{"forward":[{"from":"2","ts":"2026-11-25T12:00:00Z","segments":[{"text":"I owe you"}]}]}]}`)
	_, err := w.SendMessage(t.Context(), alice, chat.SendParams{Conversation: c, ClientID: "x", Format: content.Canonical, Content: forged})
	wantCode(t, err, chat.CodeInvalid)
}
