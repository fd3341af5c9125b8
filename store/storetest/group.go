package storetest

import (
	"testing"

	"flamingo/chat"
	"flamingo/models"
)

func testGroups(t *testing.T, s *suite) {
	ctx := t.Context()
	u := s.user(t).ID
	a, b := s.group(t, u), s.group(t, u)
	if b.ID <= a.ID || a.ID < models.FirstGroupID {
		t.Errorf("got groups %d and %d, want ascending ids from %d on", a.ID, b.ID, models.FirstGroupID)
	}
	equal(t, "group", ok(s.store.Group(ctx, a.ID))(t), a)
	equal(t, "groups", ok(s.store.Groups(ctx, []int64{b.ID, 1, a.ID}))(t), []models.Group{*a, *b})
	_, err := s.store.Group(ctx, models.MaxID-5)
	wantCode(t, "unknown group", err, chat.CodeNotFound)
	c := ok(s.store.Conversation(ctx, models.GroupConversation(a.ID)))(t)
	equal(t, "conversation of the group", c, &models.Conversation{ID: models.GroupConversation(a.ID), LastTime: a.CreatedAt, CreatedAt: a.CreatedAt})
}

func testGroupMembers(t *testing.T, s *suite) {
	ctx := t.Context()
	owner, member, stranger := s.user(t).ID, s.user(t).ID, s.user(t).ID
	g := s.group(t, owner)
	conv := models.GroupConversation(g.ID)
	s.say(t, conv, owner, 3)
	s.join(t, g.ID, member)
	s.say(t, conv, owner, 1)

	m := ok(s.store.GroupMember(ctx, g.ID, member))(t)
	equal(t, "membership", *m, models.GroupMember{ID: m.ID, GroupID: g.ID, UserID: member, Team: "My Friends", JoinedAt: m.JoinedAt})
	list := ok(s.store.GroupMembers(ctx, g.ID))(t)
	equal(t, "members", []int64{list[0].UserID, list[1].UserID}, []int64{owner, member})
	equal(t, "what a new member keeps", ok(s.store.ConversationMember(ctx, member, conv))(t),
		&models.ConversationMember{UserID: member, ConversationID: conv, JoinedSeq: 3})

	second := s.group(t, stranger)
	s.join(t, second.ID, member)
	memberships := ok(s.store.Memberships(ctx, member))(t)
	equal(t, "groups in joining order", []int64{memberships[0].GroupID, memberships[1].GroupID}, []int64{g.ID, second.ID})

	wantCode(t, "join twice", s.store.InsertGroupMember(ctx, &models.GroupMember{GroupID: g.ID, UserID: member, JoinedAt: now()}), chat.CodeConflict)
	equal(t, "joined seq after a second try", ok(s.store.ConversationMember(ctx, member, conv))(t).JoinedSeq, 3)
	wantCode(t, "join nothing", s.store.InsertGroupMember(ctx, &models.GroupMember{GroupID: models.MaxID - 5, UserID: member, JoinedAt: now()}), chat.CodeNotFound)
	_, err := s.store.GroupMember(ctx, g.ID, stranger)
	wantCode(t, "no member", err, chat.CodeNotFound)

	m.Role, m.Team, m.Mark = models.RoleAdmin, "Work", "备注😀"
	must(t, s.store.UpdateGroupMember(ctx, m))
	equal(t, "changed membership", ok(s.store.GroupMember(ctx, g.ID, member))(t), m)

	s.leave(t, g.ID, member)
	_, err = s.store.GroupMember(ctx, g.ID, member)
	wantCode(t, "former member", err, chat.CodeNotFound)
	equal(t, "left", ok(s.store.ConversationMember(ctx, member, conv))(t).Left, true)
	wantCode(t, "leave twice", s.store.DeleteGroupMember(ctx, g.ID, member), chat.CodeNotFound)
	wantCode(t, "change a former member", s.store.UpdateGroupMember(ctx, m), chat.CodeNotFound)

	s.say(t, conv, owner, 2)
	s.join(t, g.ID, member)
	equal(t, "what comes back", ok(s.store.ConversationMember(ctx, member, conv))(t),
		&models.ConversationMember{UserID: member, ConversationID: conv, JoinedSeq: 6})
}
