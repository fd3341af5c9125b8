package chat_test

import (
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

func TestBlockedUserIsKeptAway(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	w.befriend(t, alice, bob)
	w.connect(t, alice)
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, bob, c, "1", "hi")
	if err := w.Block(t.Context(), alice, bob.UserID); err != nil {
		t.Fatal(err)
	}
	if err := w.Block(t.Context(), alice, bob.UserID); err != nil {
		t.Errorf("blocking again: %v", err)
	}
	say := func(a chat.Actor, cid string) error {
		_, err := w.SendMessage(t.Context(), a, chat.SendParams{Conversation: c, ClientID: cid, Format: content.Canonical, Content: text("x")})
		return err
	}
	if e := chat.Describe(say(bob, "2")); e.Reason != chat.ReasonUnwanted {
		t.Errorf("the blocked user writes: got %v", e)
	}
	if e := chat.Describe(say(alice, "3")); e.Reason != chat.ReasonBlocked {
		t.Errorf("the blocking user writes: got %v", e)
	}
	seen, err := w.PresenceOf(t.Context(), bob, []int64{alice.UserID})
	if err != nil || seen[alice.UserID].Online() {
		t.Errorf("the blocked friend sees %+v, %v, want nothing", seen, err)
	}
	if got := friendNames(t, w, bob)[chat.DefaultTeam]; len(got) != 1 {
		t.Errorf("they are friends no more: %v", got)
	}
	if err := w.Unblock(t.Context(), alice, bob.UserID); err != nil {
		t.Fatal(err)
	}
	if err := say(bob, "4"); err != nil {
		t.Errorf("after the end of the block: %v", err)
	}
}

func TestBlockSettlesRequests(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	if err := w.RequestFriend(t.Context(), bob, alice.UserID, "hi"); err != nil {
		t.Fatal(err)
	}
	if err := w.Block(t.Context(), alice, bob.UserID); err != nil {
		t.Fatal(err)
	}
	if in, _, err := w.FriendRequests(t.Context(), alice); err != nil || len(in) != 0 {
		t.Errorf("still waiting: %v, %v", in, err)
	}
	wantCode(t, w.RequestFriend(t.Context(), bob, alice.UserID, "hi"), chat.CodeForbidden)
	wantCode(t, w.RequestFriend(t.Context(), alice, bob.UserID, "hi"), chat.CodeForbidden)
}

func TestRequestsThatCrossMakeFriends(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	for _, r := range [][2]chat.Actor{{alice, bob}, {bob, alice}} {
		if err := w.RequestFriend(t.Context(), r[0], r[1].UserID, ""); err != nil {
			t.Fatal(err)
		}
	}
	if got := friendNames(t, w, alice)[chat.DefaultTeam]; len(got) != 1 {
		t.Errorf("alice has friends %v, want bob", got)
	}
}

func TestFriendsOnlyKeepsStrangersOut(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, bob, c, "1", "hi")
	friends := chat.WhoFriends
	if _, err := w.UpdateSettings(t.Context(), alice, chat.SettingsChange{Write: &friends}); err != nil {
		t.Fatal(err)
	}
	_, err := w.SendMessage(t.Context(), bob, chat.SendParams{Conversation: c, ClientID: "2", Format: content.Canonical, Content: text("x")})
	wantCode(t, err, chat.CodeForbidden)
	w.befriend(t, bob, alice)
	w.send(t, bob, c, "3", "hi")
}

func TestWhoIsFoundDecidesHow(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "Bobby")
	find := func(q string) int {
		t.Helper()
		list, next, err := w.FindUsers(t.Context(), alice, q, 0, 10)
		if err != nil || next != 0 {
			t.Fatalf("%q: next %d, %v", q, next, err)
		}
		return len(list)
	}
	for q, want := range map[string]int{"bob": 1, "BOBBY": 1, "Bo": 1, "2": 1, "obby": 0, "%": 0, "22": 0} {
		if got := find(q); got != want {
			t.Errorf("%q finds %d, want %d", q, got, want)
		}
	}
	no := false
	if _, err := w.UpdateSettings(t.Context(), bob, chat.SettingsChange{DiscoverByAccount: &no, DiscoverByNickname: &no}); err != nil {
		t.Fatal(err)
	}
	if find("bob") != 0 || find("2") != 1 {
		t.Error("who hides account and nickname is found by them, or not by the number")
	}
	_, err := w.Find(t.Context(), alice, "Bobby")
	wantCode(t, err, chat.CodeNotFound)
	w.befriend(t, alice, bob)
	if find("bob") != 1 {
		t.Error("a friend is not found")
	}
}
