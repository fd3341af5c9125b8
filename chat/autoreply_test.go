package chat_test

import (
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

func TestAwayUsersAnswerOnceAndNotEachOther(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	on, message := true, "on holiday"
	for _, a := range []chat.Actor{alice, bob} {
		if _, err := w.UpdateSettings(t.Context(), a, chat.SettingsChange{AutoReplyOn: &on, AutoReplyText: &message}); err != nil {
			t.Fatal(err)
		}
	}
	in := w.connect(t, bob)
	if err := w.SetStatus(t.Context(), bob, chat.StatusAway, 0); err != nil {
		t.Fatal(err)
	}
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, bob, c, "1", "are you there?")
	if m := next[chat.MessageSent](t, in).Message; m.SenderID != bob.UserID {
		t.Fatalf("got %+v, want bob's own message", m)
	}
	m := next[chat.MessageSent](t, in).Message
	if got := content.Decode(content.Format(m.Format), m.Content).Text; m.SenderID != alice.UserID || !m.System || got != message {
		t.Errorf("got %q of user %d, system %v, want alice's answer", got, m.SenderID, m.System)
	}
	// Neither a second message nor the answer itself is answered: the next
	// message that comes is one of carol's.
	w.send(t, bob, c, "2", "hello?")
	next[chat.MessageSent](t, in)
	carol := w.user(t, "carol")
	w.send(t, carol, models.DirectConversation(bob.UserID, carol.UserID), "1", "hi")
	for _, sender := range []int64{carol.UserID, bob.UserID} { // who answers her
		if m := next[chat.MessageSent](t, in).Message; m.SenderID != sender || m.ConversationID == c {
			t.Errorf("got a message of user %d in %s, want one of %d", m.SenderID, m.ConversationID, sender)
		}
	}
	no := false
	if _, err := w.UpdateSettings(t.Context(), alice, chat.SettingsChange{AutoReplyOn: &no}); err != nil {
		t.Fatal(err)
	}
}
