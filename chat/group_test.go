package chat_test

import (
	"slices"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// cast is a group with somebody of every kind around it.
type cast struct {
	*world
	id   int64
	who  map[string]chat.Actor
	link string // an invitation of the owner
}

// kinds are who may stand in what relation to a group.
var kinds = []string{"owner", "admin", "member", "stranger", "former", "banned"}

func newCast(t *testing.T, w *world, prefix string) *cast {
	t.Helper()
	c := &cast{world: w, who: map[string]chat.Actor{}}
	for _, kind := range append(slices.Clone(kinds), "second", "other") {
		// Without a password, whose hash would be most of the work.
		u := &models.User{Username: prefix + kind, Nickname: kind, Password: "none", RegisteredAt: time.Now().UTC()}
		c.ok(t, w.store.InsertUser(t.Context(), u))
		c.who[kind] = chat.Actor{UserID: u.ID, SessionID: "session of " + u.Username, Class: models.ClassWeb}
	}
	g, err := w.CreateGroup(t.Context(), c.who["owner"], "g")
	if err != nil {
		t.Fatal(err)
	}
	c.id = g.ID
	for _, kind := range []string{"admin", "member", "former", "banned", "second"} {
		c.ok(t, w.JoinGroup(t.Context(), c.who[kind], c.id))
	}
	c.ok(t, w.LeaveGroup(t.Context(), c.who["former"], c.id))
	c.ok(t, w.RemoveMember(t.Context(), c.who["owner"], c.id, c.who["banned"].UserID, true))
	admin := models.RoleAdmin
	_, err = w.EditMember(t.Context(), c.who["owner"], c.id, c.who["admin"].UserID, chat.MemberEdit{Role: &admin})
	c.ok(t, err)
	_, c.link, err = w.Invite(t.Context(), c.who["owner"], c.id, chat.InvitationParams{})
	c.ok(t, err)
	approval := models.JoinApproval
	_, err = w.EditGroup(t.Context(), c.who["owner"], c.id, chat.GroupEdit{JoinPolicy: &approval})
	c.ok(t, err)
	c.ok(t, w.JoinGroup(t.Context(), c.who["other"], c.id)) // waits
	return c
}

func (c *cast) ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestS08RolesAndOperations is the table of who may do what to a group: yes,
// or the letter of the refusal. f: forbidden, c: conflict, n: not found.
func TestS08RolesAndOperations(t *testing.T) {
	w := newWorld(t)
	card, notice, until := "card", "notice", time.Now().Add(time.Hour)
	admin := models.RoleAdmin
	edit := func(target string, e chat.MemberEdit) func(*testing.T, *cast, chat.Actor) error {
		return func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.EditMember(t.Context(), a, c.id, c.who[target].UserID, e)
			return err
		}
	}
	remove := func(target string, ban bool) func(*testing.T, *cast, chat.Actor) error {
		return func(t *testing.T, c *cast, a chat.Actor) error {
			return c.RemoveMember(t.Context(), a, c.id, c.who[target].UserID, ban)
		}
	}
	for _, tt := range []struct {
		operation string
		//     owner, admin, member, stranger, former, banned
		want string
		do   func(*testing.T, *cast, chat.Actor) error
	}{
		{"see the group", "yyyyyf", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.Group(t.Context(), a, c.id)
			return err
		}},
		{"list members", "yyyfff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, _, err := c.ListMembers(t.Context(), a, c.id, 0, 10)
			return err
		}},
		{"read", "yyyfff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.MessagesAfter(t.Context(), a, models.GroupConversation(c.id), 0, 10)
			return err
		}},
		{"write", "yyyfff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.SendMessage(t.Context(), a, chat.SendParams{Conversation: models.GroupConversation(c.id), ClientID: "1",
				Format: content.Canonical, Content: text("hi")})
			return err
		}},
		{"read changes", "yyyfff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.Changes(t.Context(), a, models.GroupConversation(c.id), 0, 10)
			return err
		}},
		{"edit the group", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.EditGroup(t.Context(), a, c.id, chat.GroupEdit{Notice: &notice})
			return err
		}},
		{"list requests", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, _, err := c.GroupRequests(t.Context(), a, c.id, 0, 10)
			return err
		}},
		{"accept a request", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			return c.AnswerGroupRequest(t.Context(), a, c.id, c.who["other"].UserID, true)
		}},
		{"refuse a request", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			return c.AnswerGroupRequest(t.Context(), a, c.id, c.who["other"].UserID, false)
		}},
		{"add members", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.InviteMembers(t.Context(), a, c.id, []int64{c.who["other"].UserID})
			return err
		}},
		{"make a link", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, _, err := c.Invite(t.Context(), a, c.id, chat.InvitationParams{})
			return err
		}},
		{"list links", "yyyfff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.Invitations(t.Context(), a, c.id)
			return err
		}},
		{"withdraw a link of the owner", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			list, err := c.Invitations(t.Context(), c.who["owner"], c.id)
			if err != nil || len(list) != 1 {
				t.Fatalf("got links %v, %v, want one", list, err)
			}
			return c.RevokeInvitation(t.Context(), a, c.id, list[0].ID)
		}},
		{"follow a link", "yyyyyf", func(t *testing.T, c *cast, a chat.Actor) error {
			_, err := c.AcceptInvitation(t.Context(), a, c.link)
			return err
		}},
		{"ask to join", "cccyyf", func(t *testing.T, c *cast, a chat.Actor) error { return c.JoinGroup(t.Context(), a, c.id) }},
		{"put a member out", "yyffff", remove("second", false)},
		{"ban a member", "yyffff", remove("second", true)},
		{"ban somebody outside", "yyffff", remove("other", true)},
		{"list bans", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			_, _, err := c.Bans(t.Context(), a, c.id, 0, 10)
			return err
		}},
		{"lift a ban", "yyffff", func(t *testing.T, c *cast, a chat.Actor) error {
			return c.Unban(t.Context(), a, c.id, c.who["banned"].UserID)
		}},
		{"mute a member", "yyffff", edit("second", chat.MemberEdit{MutedUntil: &until})},
		{"mute the owner", "ffffff", edit("owner", chat.MemberEdit{MutedUntil: &until})},
		{"mute an admin", "yfffff", edit("admin", chat.MemberEdit{MutedUntil: &until})},
		{"set the card of a member", "yyffff", edit("second", chat.MemberEdit{Card: &card})},
		{"make an admin", "yfffff", edit("second", chat.MemberEdit{Role: &admin})},
		{"transfer", "yfffff", func(t *testing.T, c *cast, a chat.Actor) error {
			return c.TransferGroup(t.Context(), a, c.id, c.who["second"].UserID)
		}},
		{"leave", "yyynnn", func(t *testing.T, c *cast, a chat.Actor) error { return c.LeaveGroup(t.Context(), a, c.id) }},
		{"dissolve", "yfffff", func(t *testing.T, c *cast, a chat.Actor) error { return c.DissolveGroup(t.Context(), a, c.id) }},
	} {
		t.Run(tt.operation, func(t *testing.T) {
			for i, kind := range kinds {
				c := newCast(t, w, tt.operation+" of "+kind+", ")
				err := tt.do(t, c, c.who[kind])
				want := map[byte]chat.Code{'f': chat.CodeForbidden, 'c': chat.CodeConflict, 'n': chat.CodeNotFound}[tt.want[i]]
				if want == "" && err != nil || want != "" && !chat.IsCode(err, want) {
					t.Errorf("%s: got %v, want %q", kind, err, want)
				}
			}
		})
	}
}

func TestS09WhoIsPutOutHearsNothing(t *testing.T) {
	w := newWorld(t)
	owner, bob := w.user(t, "owner"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID)
	for _, ban := range []bool{false, true} {
		if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
			t.Fatal(err)
		}
		in := w.connect(t, bob)
		w.send(t, bob, c, "in "+time.Now().String(), "I am in")
		if err := w.RemoveMember(t.Context(), owner, g.ID, bob.UserID, ban); err != nil {
			t.Fatal(err)
		}
		ev := next[chat.UserEvent](t, in)
		if ev.Action != chat.ActionRemoved || ev.By != owner.UserID || ev.Subject != g.ID {
			t.Errorf("bob heard of %+v, want that the owner put him out", ev)
		}
		w.send(t, owner, c, "out "+time.Now().String(), "bob is gone")
		notice := "new"
		if _, err := w.EditGroup(t.Context(), owner, g.ID, chat.GroupEdit{Notice: &notice}); err != nil {
			t.Fatal(err)
		}
		w.send(t, owner, models.DirectConversation(owner.UserID, bob.UserID), "psst "+time.Now().String(), "psst")
		if m := next[chat.MessageSent](t, in).Message; m.ConversationID == c {
			t.Error("bob heard of a message after he was put out")
		}
		_, err := w.SendMessage(t.Context(), bob, chat.SendParams{Conversation: c, ClientID: "x", Format: content.Canonical, Content: text("x")})
		wantCode(t, err, chat.CodeForbidden)
		_, err = w.Changes(t.Context(), bob, c, 0, 10)
		wantCode(t, err, chat.CodeForbidden)
	}
	wantCode(t, w.JoinGroup(t.Context(), bob, g.ID), chat.CodeForbidden)
}

func TestMutedMembersReadAndDoNotWrite(t *testing.T) {
	now := newClock()
	w := newWorld(t, now.use)
	owner, bob := w.user(t, "owner"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID)
	say := func(a chat.Actor, cid string) error {
		_, err := w.SendMessage(t.Context(), a, chat.SendParams{Conversation: c, ClientID: cid, Format: content.Canonical, Content: text("x")})
		return err
	}
	refused := func(err error, reason chat.Reason) {
		t.Helper()
		if e := chat.Describe(err); e.Code != chat.CodeForbidden || e.Reason != reason || e.RetryAfter != 0 {
			t.Errorf("got %v, want forbidden with reason %s and nothing to wait for", err, reason)
		}
	}
	if err := say(bob, "1"); err != nil {
		t.Fatal(err)
	}
	until := now.now().Add(time.Hour)
	if _, err := w.EditMember(t.Context(), owner, g.ID, bob.UserID, chat.MemberEdit{MutedUntil: &until}); err != nil {
		t.Fatal(err)
	}
	refused(say(bob, "2"), chat.ReasonMuted)
	if _, err := w.MessagesAfter(t.Context(), bob, c, 0, 10); err != nil {
		t.Errorf("a muted member reads: %v", err)
	}
	now.advance(2 * time.Hour)
	if err := say(bob, "3"); err != nil {
		t.Errorf("after the time: %v", err)
	}
	all := true
	if _, err := w.EditGroup(t.Context(), owner, g.ID, chat.GroupEdit{MutedAll: &all}); err != nil {
		t.Fatal(err)
	}
	refused(say(bob, "4"), chat.ReasonMutedAll)
	if err := say(owner, "5"); err != nil {
		t.Errorf("the owner of a silenced group: %v", err)
	}
}

func TestS12InvitationReachesNoFurther(t *testing.T) {
	now := newClock()
	w := newWorld(t, now.use)
	owner, admin, bob, carl, dora := w.user(t, "owner"), w.user(t, "admin"), w.user(t, "bob"), w.user(t, "carl"), w.user(t, "dora")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.JoinGroup(t.Context(), admin, g.ID); err != nil {
		t.Fatal(err)
	}
	closed, role := models.JoinInvitation, models.RoleAdmin
	if _, err := w.EditGroup(t.Context(), owner, g.ID, chat.GroupEdit{JoinPolicy: &closed}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.JoinGroup(t.Context(), bob, g.ID), chat.CodeForbidden)
	if _, err := w.EditMember(t.Context(), owner, g.ID, admin.UserID, chat.MemberEdit{Role: &role}); err != nil {
		t.Fatal(err)
	}
	link := func(a chat.Actor, p chat.InvitationParams) string {
		t.Helper()
		inv, token, err := w.Invite(t.Context(), a, g.ID, p)
		if err != nil {
			t.Fatal(err)
		}
		if stored, err := w.store.Invitation(t.Context(), inv.ID); err != nil || slices.Contains([]string{string(stored.TokenHash)}, token) {
			t.Errorf("the token itself is stored (%v)", err)
		}
		return token
	}
	once := link(owner, chat.InvitationParams{Uses: 1})
	view, err := w.AcceptInvitation(t.Context(), bob, once)
	if err != nil || view.Mine == nil || view.Mine.Role != models.RoleMember {
		t.Fatalf("got %+v, %v, want a plain member", view, err)
	}
	use := func(what string, a chat.Actor, token string) {
		t.Helper()
		if _, err := w.AcceptInvitation(t.Context(), a, token); !chat.IsCode(err, chat.CodeNotFound) {
			t.Errorf("%s: got %v, want not found", what, err)
		}
		if _, err := w.PreviewInvitation(t.Context(), a, token); !chat.IsCode(err, chat.CodeNotFound) {
			t.Errorf("preview, %s: got %v, want not found", what, err)
		}
	}
	use("used up", carl, once)
	use("another secret", carl, link(owner, chat.InvitationParams{})+"x")
	short := link(owner, chat.InvitationParams{Life: time.Minute})
	now.advance(2 * time.Minute)
	use("too old", carl, short)
	ofAdmin := link(admin, chat.InvitationParams{})
	if _, err := w.AcceptInvitation(t.Context(), dora, ofAdmin); err != nil {
		t.Fatal(err)
	}
	if err := w.LeaveGroup(t.Context(), admin, g.ID); err != nil {
		t.Fatal(err)
	}
	use("of somebody who left", carl, ofAdmin)
}

func TestOwnerWhoLeavesIsFollowed(t *testing.T) {
	w := newWorld(t)
	owner, first, admin := w.user(t, "owner"), w.user(t, "first"), w.user(t, "admin")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []chat.Actor{first, admin} {
		if err := w.JoinGroup(t.Context(), a, g.ID); err != nil {
			t.Fatal(err)
		}
	}
	role := models.RoleAdmin
	if _, err := w.EditMember(t.Context(), owner, g.ID, admin.UserID, chat.MemberEdit{Role: &role}); err != nil {
		t.Fatal(err)
	}
	for i, leaver := range []chat.Actor{owner, admin, first} {
		if err := w.LeaveGroup(t.Context(), leaver, g.ID); err != nil {
			t.Fatal(err)
		}
		heir := []chat.Actor{admin, first, {}}[i]
		view, err := w.Group(t.Context(), first, g.ID)
		if heir.UserID == 0 {
			wantCode(t, err, chat.CodeNotFound)
		} else if err != nil || view.OwnerID != heir.UserID {
			t.Errorf("after user %d left: got owner of %+v, %v, want %d", leaver.UserID, view, err, heir.UserID)
		}
	}
}

func TestDissolvedGroupIsGoneForAll(t *testing.T) {
	w := newWorld(t)
	owner, bob := w.user(t, "owner"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	in := w.connect(t, bob)
	if err := w.DissolveGroup(t.Context(), owner, g.ID); err != nil {
		t.Fatal(err)
	}
	if ev := next[chat.UserEvent](t, in); ev.Action != chat.ActionDissolved || ev.Subject != g.ID || ev.U == 0 {
		t.Errorf("bob heard of %+v", ev)
	}
	for _, a := range []chat.Actor{owner, bob} {
		if list, _, err := w.Conversations(t.Context(), a, nil, 10); err != nil || len(list) != 0 {
			t.Errorf("the list still has %v, %v", list, err)
		}
		_, err := w.SendMessage(t.Context(), a, chat.SendParams{Conversation: models.GroupConversation(g.ID), ClientID: "1",
			Format: content.Canonical, Content: text("x")})
		wantCode(t, err, chat.CodeNotFound)
	}
}

// TestWhoMayNotWriteChangesNothing holds everything that others would see in a
// conversation to what a send is held to.
func TestWhoMayNotWriteChangesNothing(t *testing.T) {
	w := newWorld(t)
	owner, bob, carl := w.user(t, "owner"), w.user(t, "bob"), w.user(t, "carl")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	group, direct := models.GroupConversation(g.ID), models.DirectConversation(bob.UserID, carl.UserID)
	for _, a := range []chat.Actor{bob, carl} {
		if err := w.JoinGroup(t.Context(), a, g.ID); err != nil {
			t.Fatal(err)
		}
	}
	role := models.RoleAdmin
	if _, err := w.EditMember(t.Context(), owner, g.ID, bob.UserID, chat.MemberEdit{Role: &role}); err != nil {
		t.Fatal(err)
	}
	in := map[string]models.ConversationID{"group": group, "direct": direct}
	first := map[string]int64{"direct": w.send(t, bob, direct, "1", "hi").Message.Seq, "group": w.send(t, bob, group, "1", "hi").Message.Seq}
	others := map[int64]int64{carl.UserID: w.send(t, carl, group, "2", "ho").Message.Seq}
	operations := map[string]func(a chat.Actor, c models.ConversationID, seq int64) error{
		"send": func(a chat.Actor, c models.ConversationID, _ int64) error {
			_, err := w.SendMessage(t.Context(), a, chat.SendParams{Conversation: c, ClientID: "3", Format: content.Canonical, Content: text("x")})
			return err
		},
		"edit": func(a chat.Actor, c models.ConversationID, seq int64) error {
			_, err := w.EditMessage(t.Context(), a, c, seq, text("changed"))
			return err
		},
		"react": func(a chat.Actor, c models.ConversationID, seq int64) error {
			_, err := w.React(t.Context(), a, c, seq, "👍", true)
			return err
		},
		"take a reaction away": func(a chat.Actor, c models.ConversationID, seq int64) error {
			_, err := w.React(t.Context(), a, c, seq, "👍", false)
			return err
		},
		"pin": func(a chat.Actor, c models.ConversationID, seq int64) error {
			return w.PinMessage(t.Context(), a, c, seq, true)
		},
		"unpin": func(a chat.Actor, c models.ConversationID, seq int64) error {
			return w.PinMessage(t.Context(), a, c, seq, false)
		},
		"type": func(a chat.Actor, c models.ConversationID, _ int64) error {
			return w.Type(t.Context(), a, c, chat.TypingText)
		},
	}
	for _, o := range []string{"react", "pin", "type"} { // which they might do until now
		for name, c := range in {
			if err := operations[o](bob, c, first[name]); err != nil {
				t.Errorf("%s in a %s, before: %v", o, name, err)
			}
		}
	}
	until, all := time.Now().Add(time.Hour), true
	for _, tt := range []struct {
		who    string
		c      string
		a      chat.Actor
		forbid func() error
		want   chat.Reason
	}{
		{"a muted admin", "group", bob, func() error {
			_, err := w.EditMember(t.Context(), owner, g.ID, bob.UserID, chat.MemberEdit{MutedUntil: &until})
			return err
		}, chat.ReasonMuted},
		{"a member of a silenced group", "group", carl, func() error {
			_, err := w.EditGroup(t.Context(), owner, g.ID, chat.GroupEdit{MutedAll: &all})
			return err
		}, chat.ReasonMutedAll},
		{"somebody blocked", "direct", bob, func() error { return w.Block(t.Context(), carl, bob.UserID) }, chat.ReasonUnwanted},
		{"who blocks", "direct", carl, func() error { return nil }, chat.ReasonBlocked},
	} {
		if err := tt.forbid(); err != nil {
			t.Fatal(err)
		}
		seq := first[tt.c]
		if own := others[tt.a.UserID]; own != 0 && tt.c == "group" {
			seq = own
		}
		for o, do := range operations {
			if e := chat.Describe(do(tt.a, in[tt.c], seq)); e == nil || e.Code != chat.CodeForbidden || e.Reason != tt.want {
				t.Errorf("%s, %s: got %v, want forbidden with reason %s", tt.who, o, e, tt.want)
			}
		}
	}
}

// TestTypingIsToldInSmallGroups: up to MaxTypingGroup members.
func TestTypingIsToldInSmallGroups(t *testing.T) {
	w := newWorld(t)
	owner, bob := w.user(t, "owner"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), owner, "g")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	add := func(n int) {
		t.Helper()
		for i := range n {
			m := &models.GroupMember{GroupID: g.ID, UserID: int64(10_000*n + i), Team: chat.DefaultTeam, JoinedAt: time.Now()}
			if err := w.store.InsertGroupMember(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
	}
	in := w.connect(t, bob)
	w.connect(t, owner)
	c := models.GroupConversation(g.ID)
	add(chat.MaxTypingGroup - 2)
	if err := w.Type(t.Context(), owner, c, chat.TypingText); err != nil {
		t.Fatal(err)
	}
	if ev := next[chat.Typing](t, in); ev.UserID != owner.UserID || ev.Kind != chat.TypingText {
		t.Errorf("bob heard of %+v", ev)
	}
	add(1)
	if err := w.Type(t.Context(), owner, c, chat.TypingStop); err != nil {
		t.Fatal(err)
	}
	// What both get in any case shows that nothing came before it.
	direct := models.DirectConversation(owner.UserID, bob.UserID)
	if err := w.Type(t.Context(), owner, direct, chat.TypingVoice); err != nil {
		t.Fatal(err)
	}
	if ev := next[chat.Typing](t, in); ev.Conversation != direct {
		t.Errorf("bob heard of %+v in a group of %d", ev, chat.MaxTypingGroup+1)
	}
}
