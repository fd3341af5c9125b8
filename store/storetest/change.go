package storetest

import (
	"sync"
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

// testChanges checks that changes are numbered without a gap, also when
// several are made at once, and read back in that order.
func testChanges(t *testing.T, s *suite) {
	owner := s.user(t)
	g := s.group(t, owner.ID)
	c := models.GroupConversation(g.ID)
	const writers, each = 4, 5
	var running sync.WaitGroup
	for range writers {
		running.Go(func() {
			for range each {
				err := s.store.InTx(t.Context(), func(tx chat.Store) error {
					return tx.AppendChange(t.Context(), &models.Change{ConversationID: c, Kind: "pin", Seq: 1, ByID: owner.ID,
						Data: []byte(`{"pinned":true}`), CreatedAt: now()})
				})
				if err != nil {
					t.Errorf("append change: %v", err)
				}
			}
		})
	}
	running.Wait()

	list, err := s.store.Changes(t.Context(), c, 2, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != writers*each-2 {
		t.Errorf("got %d changes after the second, want %d", len(list), writers*each-2)
	}
	for i, ch := range list {
		if ch.Rev != int64(i)+3 || string(ch.Data) != `{"pinned":true}` {
			t.Errorf("change %d has rev %d and data %s", i, ch.Rev, ch.Data)
		}
	}
	head, err := s.store.Conversation(t.Context(), c)
	if err != nil || head.Rev != writers*each {
		t.Errorf("the conversation is at rev %d, %v, want %d", head.Rev, err, writers*each)
	}
	if err := s.store.AppendChange(t.Context(), &models.Change{ConversationID: 12, Kind: "pin", CreatedAt: now()}); !chat.IsCode(err, chat.CodeNotFound) {
		t.Errorf("a change of no conversation: got %v, want not found", err)
	}
}
