package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// A page is bounded in bytes as well, and pages together leave nothing out,
// whichever way one reads.
func TestPagesAreBoundedInBytes(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const n = 40
	large := strings.Repeat("字", content.MaxText)
	for i := range n {
		w.send(t, alice, c, fmt.Sprint(i), large)
	}
	var all []int64
	for seq := int64(1); seq <= n; seq++ {
		all = append(all, seq)
	}
	read := func(name string, page func(from int64) (*chat.Page, error)) {
		var seen []int64
		pages := 0
		for next := int64(0); ; pages++ {
			p, err := page(next)
			if err != nil {
				t.Fatal(err)
			}
			size := 0
			for _, m := range p.Messages {
				seen = append(seen, m.Seq)
				size += len(m.Content)
			}
			if size > chat.MaxResumeBytes || len(p.Messages) == 0 || len(p.Skip) > 0 {
				t.Fatalf("%s: a page of %d messages, %d bytes, left out %v", name, len(p.Messages), size, p.Skip)
			}
			if !p.More {
				break
			}
			next = p.Next
		}
		slices.Sort(seen)
		if !slices.Equal(seen, all) || pages == 0 {
			t.Errorf("%s: read %v in %d pages", name, seen, pages+1)
		}
	}
	read("after", func(from int64) (*chat.Page, error) { return w.MessagesAfter(t.Context(), bob, c, from, chat.MaxPage) })
	read("before", func(from int64) (*chat.Page, error) { return w.MessagesBefore(t.Context(), bob, c, from, chat.MaxPage) })
}

func TestGroupsAreFoundByNameAndNumber(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	var ids []int64
	for _, name := range []string{"Lunch at noon", "周末爬山", "late LUNCH"} {
		g, err := w.CreateGroup(t.Context(), alice, name)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, g.ID)
	}
	closed := models.JoinInvitation
	if _, err := w.EditGroup(t.Context(), alice, ids[1], chat.GroupEdit{JoinPolicy: &closed}); err != nil {
		t.Fatal(err)
	}
	find := func(a chat.Actor, q string, after int64, limit int) (found []int64, next int64) {
		t.Helper()
		list, next, err := w.FindGroups(t.Context(), a, q, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range list {
			found = append(found, g.ID)
		}
		return found, next
	}
	for _, tt := range []struct {
		who  chat.Actor
		q    string
		want []int64
	}{
		{alice, "lunch", []int64{ids[0], ids[2]}}, {alice, "爬山", ids[1:2]}, {alice, "%", nil}, {alice, fmt.Sprint(ids[1]), ids[1:2]},
		{bob, "lunch", nil}, {bob, fmt.Sprint(ids[0]), ids[:1]}, {bob, fmt.Sprint(ids[1]), nil},
	} {
		if got, next := find(tt.who, tt.q, 0, 10); !slices.Equal(got, tt.want) || next != 0 {
			t.Errorf("user %d finds %v with %q, next %d; want %v", tt.who.UserID, got, tt.q, next, tt.want)
		}
	}
	first, next := find(alice, "lunch", 0, 1)
	second, end := find(alice, "lunch", next, 1)
	if !slices.Equal(first, ids[:1]) || !slices.Equal(second, ids[2:]) || end != 0 {
		t.Errorf("pages of one: %v, then %v, next %d", first, second, end)
	}
	_, _, err := w.FindGroups(t.Context(), alice, " ", 0, 10)
	wantCode(t, err, chat.CodeInvalid)
}
