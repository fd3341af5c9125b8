package chat_test

import (
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func TestDemoIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	first, err := w.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var actors []chat.Actor
	for _, p := range first {
		l, err := w.LogInByLink(t.Context(), chat.LinkParams{Token: p.Token})
		if err != nil || l.User.ID != p.User.ID {
			t.Fatalf("the link of %s leads to %+v, %v", p.User.Nickname, l, err)
		}
		actors = append(actors, chat.Actor{UserID: l.User.ID, SessionID: l.Session.ID, Class: models.ClassWeb})
	}
	second, err := w.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range second {
		if p.User.ID != first[i].User.ID || p.Token == first[i].Token {
			t.Errorf("a second start gives %+v, want a new link for %d", p, first[i].User.ID)
		}
	}
	for _, a := range actors {
		teams, err := w.FriendList(t.Context(), a)
		if err != nil || len(teams) != 1 || len(teams[0].Friends) != 2 {
			t.Errorf("got friends %+v, %v; want the other one and the group", teams, err)
		}
		list, _, err := w.Conversations(t.Context(), a, nil, 10)
		if err != nil || len(list) != 2 {
			t.Errorf("got conversations %+v, %v; want theirs and the group", list, err)
		}
	}
}

// TestDemoLeavesOthersAlone: an account that merely has the name is not entered.
func TestDemoLeavesOthersAlone(t *testing.T) {
	w := newWorld(t)
	w.user(t, "demo-ben")
	if people, err := w.Demo(t.Context()); !chat.IsCode(err, chat.CodeConflict) || people != nil {
		t.Errorf("got %+v, %v; want conflict", people, err)
	}
	if _, err := w.Find(t.Context(), chat.Actor{UserID: 1}, "demo-ada"); !chat.IsCode(err, chat.CodeNotFound) {
		t.Errorf("got %v, want no half of a demo", err)
	}
}
