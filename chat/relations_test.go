package chat_test

import (
	"slices"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

func (w *world) befriend(t *testing.T, a, b chat.Actor) {
	t.Helper()
	if err := w.RequestFriend(t.Context(), a, b.UserID, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.AnswerFriend(t.Context(), b, a.UserID, true); err != nil {
		t.Fatal(err)
	}
}

func friendNames(t *testing.T, w *world, a chat.Actor) map[string][]string {
	t.Helper()
	teams, err := w.FriendList(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for _, team := range teams {
		names[team.Name] = []string{}
		for _, f := range team.Friends {
			if f.User != nil {
				names[team.Name] = append(names[team.Name], f.User.Username)
			} else {
				names[team.Name] = append(names[team.Name], f.Group.Name)
			}
		}
	}
	return names
}

func TestFriendRequestWaitsUntilItIsAnswered(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	if err := w.RequestFriend(t.Context(), alice, bob.UserID, "hello"); err != nil {
		t.Fatal(err)
	}
	events, err := w.DeliverEvents(t.Context(), bob, 0, 10)
	if err != nil || len(events) != 1 {
		t.Fatalf("bob's log has %v, %v, want one event", events, err)
	}
	if ev := events[0]; ev.Kind != chat.KindRequest || ev.Subject != alice.UserID || ev.Name != "alice" || ev.Greeting != "hello" || ev.U != 1 {
		t.Errorf("got %+v", ev)
	}
	in := w.connect(t, alice)
	if err := w.AnswerFriend(t.Context(), bob, alice.UserID, true); err != nil {
		t.Fatal(err)
	}
	if ev := next[chat.UserEvent](t, in); ev.Action != chat.ActionAccepted || ev.Subject != bob.UserID || ev.By != bob.UserID {
		t.Errorf("alice heard of %+v", ev)
	}
	for _, a := range []chat.Actor{alice, bob} {
		if got := friendNames(t, w, a)[chat.DefaultTeam]; len(got) != 1 {
			t.Errorf("user %d has friends %v, want one", a.UserID, got)
		}
	}
}

func TestFriendRulesRefuse(t *testing.T) {
	w := newWorld(t)
	alice, bob, eve := w.user(t, "alice"), w.user(t, "bob"), w.user(t, "eve")
	w.befriend(t, alice, bob)
	for _, tt := range []struct {
		name string
		err  error
		code chat.Code
	}{
		{"request to oneself", w.RequestFriend(t.Context(), alice, alice.UserID, ""), chat.CodeInvalid},
		{"request to a friend", w.RequestFriend(t.Context(), alice, bob.UserID, ""), chat.CodeConflict},
		{"request to nobody", w.RequestFriend(t.Context(), alice, 4711, ""), chat.CodeNotFound},
		{"answer without a request", w.AnswerFriend(t.Context(), eve, alice.UserID, true), chat.CodeNotFound},
		{"second answer, another one", w.AnswerFriend(t.Context(), bob, alice.UserID, false), chat.CodeNotFound},
		{"delete a stranger", w.DeleteFriend(t.Context(), eve, alice.UserID), chat.CodeNotFound},
		{"remark for a stranger", w.SetRemark(t.Context(), eve, alice.UserID, "x"), chat.CodeNotFound},
	} {
		if !chat.IsCode(tt.err, tt.code) {
			t.Errorf("%s: got %v, want code %s", tt.name, tt.err, tt.code)
		}
	}
	if got := friendNames(t, w, bob)[chat.DefaultTeam]; len(got) != 1 {
		t.Errorf("bob has friends %v, want alice once", got)
	}
}

func TestRefusalAndDeletionReachBothSides(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	if err := w.RequestFriend(t.Context(), alice, bob.UserID, ""); err != nil {
		t.Fatal(err)
	}
	a, b := w.connect(t, alice), w.connect(t, bob)
	if err := w.AnswerFriend(t.Context(), bob, alice.UserID, false); err != nil {
		t.Fatal(err)
	}
	for _, in := range []*inbox{a, b} {
		if ev := next[chat.UserEvent](t, in); ev.Action != chat.ActionRefused || ev.By != bob.UserID {
			t.Errorf("got %+v, want bob's refusal", ev)
		}
	}
	w.befriend(t, alice, bob)
	if err := w.DeleteFriend(t.Context(), alice, bob.UserID); err != nil {
		t.Fatal(err)
	}
	for {
		if ev := next[chat.UserEvent](t, b); ev.Action == chat.ActionDeleted {
			break
		}
	}
	if got := friendNames(t, w, bob)[chat.DefaultTeam]; len(got) != 0 {
		t.Errorf("bob still has friends %v", got)
	}
}

func TestTeamsKeepTheirFriends(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.user(t, "alice"), w.user(t, "bob"), w.user(t, "carol")
	w.befriend(t, alice, bob)
	w.befriend(t, alice, carol)
	g, err := w.CreateGroup(t.Context(), alice, "the group")
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name string
		do   func() error
		want map[string][]string
	}{
		{"add", func() error { return w.AddTeam(t.Context(), alice, "同事") },
			map[string][]string{chat.DefaultTeam: {"bob", "carol", "the group"}, "同事": {}}},
		{"move", func() error { return w.MoveFriend(t.Context(), alice, bob.UserID, "同事", chat.DefaultTeam) },
			map[string][]string{chat.DefaultTeam: {"carol", "the group"}, "同事": {"bob"}}},
		{"move a group", func() error { return w.MoveFriend(t.Context(), alice, g.ID, "同事", chat.DefaultTeam) },
			map[string][]string{chat.DefaultTeam: {"carol"}, "同事": {"bob", "the group"}}},
		{"rename", func() error { return w.RenameTeam(t.Context(), alice, "同事", "Work") },
			map[string][]string{chat.DefaultTeam: {"carol"}, "Work": {"bob", "the group"}}},
		{"delete", func() error { return w.DeleteTeam(t.Context(), alice, "Work") },
			map[string][]string{chat.DefaultTeam: {"bob", "carol", "the group"}}},
	}
	for _, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		got := friendNames(t, w, alice)
		for team, friends := range s.want {
			if !slices.Equal(got[team], friends) {
				t.Errorf("after %s, team %s has %v, want %v", s.name, team, got[team], friends)
			}
		}
		if len(got) != len(s.want) {
			t.Errorf("after %s there are teams %v", s.name, got)
		}
	}
	for _, tt := range []struct {
		name string
		err  error
		code chat.Code
	}{
		{"add the default team", w.AddTeam(t.Context(), alice, chat.DefaultTeam), chat.CodeConflict},
		{"rename the default team", w.RenameTeam(t.Context(), alice, chat.DefaultTeam, "x"), chat.CodeForbidden},
		{"delete an unknown team", w.DeleteTeam(t.Context(), alice, "nope"), chat.CodeNotFound},
		{"move to an unknown team", w.MoveFriend(t.Context(), alice, bob.UserID, "nope", chat.DefaultTeam), chat.CodeNotFound},
		{"empty name", w.AddTeam(t.Context(), alice, " "), chat.CodeInvalid},
	} {
		if !chat.IsCode(tt.err, tt.code) {
			t.Errorf("%s: got %v, want code %s", tt.name, tt.err, tt.code)
		}
	}
}

func TestLateJoinerSeesWhatFollows(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), alice, "g")
	if err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID)
	w.send(t, alice, c, "1", "before")
	w.send(t, alice, c, "2", "before too")
	if _, err := w.MessagesAfter(t.Context(), bob, c, 0, 10); !chat.IsCode(err, chat.CodeForbidden) {
		t.Errorf("a stranger reads the group: %v", err)
	}
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	w.send(t, alice, c, "3", "after")
	for name, read := range map[string]func() (*chat.Page, error){
		"before": func() (*chat.Page, error) { return w.MessagesBefore(t.Context(), bob, c, 0, 10) },
		"after":  func() (*chat.Page, error) { return w.MessagesAfter(t.Context(), bob, c, 0, 10) },
	} {
		page, err := read()
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Messages) != 1 || page.Messages[0].Seq != 3 || page.More {
			t.Errorf("%s: got %d messages, more %v, want only seq 3", name, len(page.Messages), page.More)
		}
	}
	list, _, err := w.Conversations(t.Context(), bob, nil, 10)
	if err != nil || len(list) != 1 || list[0].Unread() != 1 {
		t.Errorf("got %+v, %v, want one unread message", list, err)
	}
}

func TestS09LeaverIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), alice, "g")
	if err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID)
	in := w.connect(t, bob)
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	w.send(t, bob, c, "1", "I am in")
	next[chat.MessageSent](t, in)
	if err := w.LeaveGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.SendMessage(t.Context(), bob, chat.SendParams{Conversation: c, ClientID: "2", Format: content.Canonical, Content: text("x")})
	wantCode(t, err, chat.CodeForbidden)
	_, err = w.MessagesAfter(t.Context(), bob, c, 0, 10)
	wantCode(t, err, chat.CodeForbidden)
	_, err = w.GroupMembers(t.Context(), bob, g.ID)
	wantCode(t, err, chat.CodeForbidden)
	if list, _, err := w.Conversations(t.Context(), bob, nil, 10); err != nil || len(list) != 0 {
		t.Errorf("bob's list still has %v, %v", list, err)
	}
	w.send(t, alice, c, "3", "bob is gone")
	// A later event of his own shows that nothing came in between.
	w.send(t, alice, models.DirectConversation(alice.UserID, bob.UserID), "4", "psst")
	if m := next[chat.MessageSent](t, in).Message; m.ConversationID == c {
		t.Error("the leaver heard of a message of the group")
	}
	wantCode(t, w.LeaveGroup(t.Context(), bob, g.ID), chat.CodeNotFound)
}

func TestGroupIsFoundByNumberAndUserByName(t *testing.T) {
	w := newWorld(t)
	alice := w.user(t, "alice")
	g, err := w.CreateGroup(t.Context(), alice, "g")
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.Find(t.Context(), alice, "268435456")
	if err != nil || found.ID != g.ID || found.Nickname != "g" {
		t.Errorf("got %+v, %v", found, err)
	}
	if found, err = w.Find(t.Context(), alice, "alice"); err != nil || found.ID != alice.UserID {
		t.Errorf("got %+v, %v", found, err)
	}
	for _, name := range []string{"Alice", "alic", "g", "0268435456", "9999999999999999999"} {
		_, err := w.Find(t.Context(), alice, name)
		if !chat.IsCode(err, chat.CodeNotFound) {
			t.Errorf("%q: got %v, want not found", name, err)
		}
	}
	_, err = w.Register(t.Context(), chat.RegisterParams{Username: "268435456", Password: "secret"})
	wantCode(t, err, chat.CodeInvalid)
}

func TestPresenceReachesFriendsOnly(t *testing.T) {
	w := newWorld(t)
	alice, bob, eve := w.user(t, "alice"), w.user(t, "bob"), w.user(t, "eve")
	w.befriend(t, alice, bob)
	friend, stranger := w.connect(t, bob), w.connect(t, eve)
	w.connect(t, alice)
	if ev := next[chat.PresenceChanged](t, friend); ev.UserID != alice.UserID || !ev.Presence.Online() {
		t.Errorf("got %+v, want alice online", ev)
	}
	if err := w.SetStatus(t.Context(), alice, chat.StatusInvisible, 0); err != nil {
		t.Fatal(err)
	}
	if ev := next[chat.PresenceChanged](t, friend); ev.Presence.Online() {
		t.Errorf("got %+v, want alice invisible", ev)
	}
	select {
	case ev := <-stranger.events:
		t.Errorf("a stranger heard of %+v", ev)
	default:
	}
}

func TestReadPositionOnlyGoesForward(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	for _, cid := range []string{"1", "2", "3"} {
		w.send(t, alice, c, cid, "x")
	}
	for _, tt := range []struct{ seq, want int64 }{{2, 2}, {1, 2}, {99, 3}, {-5, 3}} {
		got, err := w.MarkRead(t.Context(), bob, c, tt.seq)
		if err != nil || got != tt.want {
			t.Errorf("read %d: got %d, %v, want %d", tt.seq, got, err, tt.want)
		}
	}
}
