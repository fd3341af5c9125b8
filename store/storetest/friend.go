package storetest

import (
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testFriendships(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.user(t).ID, s.user(t).ID, s.user(t).ID
	bc := &models.Friendship{User1: b, User2: c, Team1: "My Friends", Team2: "Work"}
	ab := &models.Friendship{User1: a, User2: b, Team1: "同事", Team2: "My Friends", Mark1: "备注😀"}
	must(t, s.store.InsertFriendship(ctx, bc))
	must(t, s.store.InsertFriendship(ctx, ab))
	equal(t, "friendship", ok(s.store.Friendship(ctx, a, b))(t), ab)
	equal(t, "friendship the other way round", ok(s.store.Friendship(ctx, b, a))(t), ab)
	equal(t, "friendships in the order they were made", ok(s.store.Friendships(ctx, b))(t), []models.Friendship{*bc, *ab})
	equal(t, "friends", ok(s.store.FriendIDs(ctx, b))(t), []int64{c, a})
	equal(t, "no friends", ok(s.store.FriendIDs(ctx, s.user(t).ID))(t), nil)
	_, err := s.store.Friendship(ctx, a, c)
	wantCode(t, "no friendship", err, chat.CodeNotFound)
	wantCode(t, "a second friendship", s.store.InsertFriendship(ctx, &models.Friendship{User1: a, User2: b}), chat.CodeConflict)

	ab.Team1, ab.Team2, ab.Mark1, ab.Mark2 = "Other", "Team", "", "mark"
	must(t, s.store.UpdateFriendship(ctx, ab))
	must(t, s.store.UpdateFriendship(ctx, ab))
	equal(t, "changed friendship", ok(s.store.Friendship(ctx, a, b))(t), ab)
	equal(t, "unchanged friendship", ok(s.store.Friendship(ctx, b, c))(t), bc)

	must(t, s.store.DeleteFriendship(ctx, ab.ID))
	equal(t, "friends after an end", ok(s.store.FriendIDs(ctx, b))(t), []int64{c})
	wantCode(t, "delete again", s.store.DeleteFriendship(ctx, ab.ID), chat.CodeNotFound)
	wantCode(t, "update what is gone", s.store.UpdateFriendship(ctx, ab), chat.CodeNotFound)
}

func testFriendRequests(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.user(t).ID, s.user(t).ID, s.user(t).ID
	at := now()
	fromB := models.FriendRequest{FromID: b, ToID: c, Greeting: "hello", CreatedAt: at}
	fromA := models.FriendRequest{FromID: a, ToID: c, Greeting: "你好😀", CreatedAt: at.Add(time.Second)}
	must(t, s.store.SaveFriendRequest(ctx, &fromA))
	must(t, s.store.SaveFriendRequest(ctx, &fromB))
	equal(t, "request", ok(s.store.FriendRequest(ctx, a, c))(t), &fromA)
	equal(t, "requests, oldest first", ok(s.store.FriendRequestsTo(ctx, c, 10))(t), []models.FriendRequest{fromB, fromA})
	_, err := s.store.FriendRequest(ctx, c, a)
	wantCode(t, "request the other way round", err, chat.CodeNotFound)

	fromB.Greeting, fromB.CreatedAt = "again", at.Add(2*time.Second)
	must(t, s.store.SaveFriendRequest(ctx, &fromB))
	equal(t, "renewed request", ok(s.store.FriendRequestsTo(ctx, c, 10))(t), []models.FriendRequest{fromA, fromB})

	must(t, s.store.DeleteFriendRequest(ctx, a, c))
	must(t, s.store.DeleteFriendRequest(ctx, a, c))
	equal(t, "requests left", ok(s.store.FriendRequestsTo(ctx, c, 10))(t), []models.FriendRequest{fromB})
}
