// Package storetest is the conformance suite of chat.Store: what the rules rely
// on, on every database.
package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"flamingo/chat"
	"flamingo/models"
)

// Run tests a store. open returns another Store on the same database with
// every call, as further nodes have them; it closes them when t ends.
func Run(t *testing.T, open func(t *testing.T) chat.Store) {
	s := &suite{store: open(t), open: open}
	for _, c := range []struct {
		name string
		test func(*testing.T, *suite)
	}{
		{"Transactions", testTransactions},
		{"TransactionsRunAgainAfterADeadlock", testDeadlock},
		{"StatementsRunAgainAfterADeadlock", testDeadlockOfAStatement},
		{"ReadsOfATransactionHold", testReadsHold},
		{"Users", testUsers},
		{"NamesCompareByteForByte", testNames},
		{"UserLists", testUserLists},
		{"UserEvents", testUserEvents},
		{"Meta", testMeta},
		{"IDs", testIDs},
		{"Sessions", testSessions},
		{"RefreshHashIsUsedOnce", testRotateRefresh},
		{"RevokedSessions", testRevoke},
		{"Friendships", testFriendships},
		{"FriendRequests", testFriendRequests},
		{"Groups", testGroups},
		{"GroupMembers", testGroupMembers},
		{"Append", testAppend},
		{"AppendToAGroup", testAppendGroup},
		{"RepeatsAreResolved", testRepeats},
		{"RepeatsWithinABatchAreResolved", testRepeatsInBatch},
		{"BatchOfManyConversations", testLargeBatch},
		{"LargeContents", testLargeContents},
		{"FailedBatchLeavesNothing", testFailedBatch},
		{"SeqIsGaplessUnderConcurrency", testConcurrentAppend},
		{"ConcurrentRepeatsAreOneMessage", testConcurrentRepeats},
		{"Pages", testPages},
		{"ReadPosition", testAdvanceRead},
		{"Heads", testHeads},
		{"HeadsOfGroups", testHeadsOfGroups},
		{"HeadsPageByKey", testHeadsPages},
		{"UnreadIsDerived", testUnread},
		{"DeliveryStartsAtTheReadPosition", testStartDelivery},
		{"DeliveryStartsInTheEvents", testStartDeliveryEvents},
		{"DeliveryPositionsNeverGoBack", testSaveDeliveries},
		{"DeliveryAfterComingBackToAGroup", testDeliveryRejoin},
		{"People", testPeople},
		{"Changes", testChanges},
		{"Marks", testMarks},
		{"ReadersAndMembers", testReaders},
		{"Expired", testExpired},
		{"PiecesOfLogs", testPieces},
		{"Trim", testTrim},
		{"SecondFactors", testSecondFactor},
		{"IdempotencyKeys", testIdempotencyKeys},
		{"Bots", testBots},
		{"DeletedAccounts", testDeletion},
		{"IncomingWebhooks", testIncomingWebhooks},
		{"Webhooks", testWebhooks},
		{"WebhookDeliveries", testWebhookDeliveries},
		{"Push", testPush},
		{"Administrators", testAdmins},
		{"AccountsAndGroupsAsAdministratorsListThem", testAdminLists},
		{"Reports", testReports},
		{"Audit", testAudit},
		{"StorageUse", testStorageUse},
		{"Files", testFiles},
		{"FilesOfMessages", testFileGrants},
		{"OwnersOfFilesAndAvatars", testFileOwners},
		{"Uploads", testUploads},
		{"S02NothingIsPastedIntoQueries", testInjection},
		{"ReadersAndWritersDoNotDisturbEachOther", testParallel},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, s) })
	}
}

// suite is what the cases share: one database, on which each makes users and
// groups of its own.
type suite struct {
	store chat.Store
	open  func(*testing.T) chat.Store
}

// now is a time as the rules make them.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

var names atomic.Int64

// name returns a name nobody has.
func name(prefix string) string { return fmt.Sprintf("%s%d", prefix, names.Add(1)) }

func (s *suite) user(t *testing.T) *models.User {
	t.Helper()
	u := &models.User{Username: name("user"), Nickname: "Nick", Password: "hash", Birthday: models.DefaultBirthday, RegisteredAt: now()}
	must(t, s.store.InsertUser(t.Context(), u))
	return u
}

// pair returns the ids of two new users, the smaller first, and their conversation.
func (s *suite) pair(t *testing.T) (a, b int64, c models.ConversationID) {
	t.Helper()
	a, b = s.user(t).ID, s.user(t).ID
	return a, b, models.DirectConversation(a, b)
}

// group returns a new group with members.
func (s *suite) group(t *testing.T, members ...int64) *models.Group {
	t.Helper()
	g := &models.Group{Name: name("group"), OwnerID: members[0], CreatedAt: now()}
	must(t, s.store.InTx(t.Context(), func(tx chat.Store) error { return tx.InsertGroup(t.Context(), g) }))
	for _, m := range members {
		s.join(t, g.ID, m)
	}
	return g
}

func (s *suite) join(t *testing.T, group, user int64) {
	t.Helper()
	must(t, s.store.InTx(t.Context(), func(tx chat.Store) error {
		return tx.InsertGroupMember(t.Context(), &models.GroupMember{GroupID: group, UserID: user, Team: "My Friends", JoinedAt: now()})
	}))
}

func (s *suite) leave(t *testing.T, group, user int64) {
	t.Helper()
	must(t, s.store.InTx(t.Context(), func(tx chat.Store) error { return tx.DeleteGroupMember(t.Context(), group, user) }))
}

// message is a message to send, with a client id when cid is not empty.
func message(c models.ConversationID, sender int64, cid, content string) *models.Message {
	m := &models.Message{ConversationID: c, SenderID: sender, TargetID: c.Peer(sender), Format: 1, Content: []byte(content),
		Via: models.ClassWeb, SentAt: now()}
	if cid != "" {
		m.ClientID = &cid
	}
	return m
}

func batch(messages ...*models.Message) []*chat.Append {
	var list []*chat.Append
	for _, m := range messages {
		list = append(list, &chat.Append{Message: m})
	}
	return list
}

// send appends messages, all of which have to be accepted as new.
func (s *suite) send(t *testing.T, messages ...*models.Message) {
	t.Helper()
	list := batch(messages...)
	must(t, s.store.AppendMessages(t.Context(), list))
	for i, a := range list {
		if a.Err != nil || a.Dup {
			t.Fatalf("append %d: got error %v, dup %v, want a new message", i, a.Err, a.Dup)
		}
	}
}

// say sends n messages of sender.
func (s *suite) say(t *testing.T, c models.ConversationID, sender int64, n int) {
	t.Helper()
	for i := range n {
		s.send(t, message(c, sender, "", fmt.Sprintf("%d says %d", sender, i)))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ok is for calls that return a value and must succeed: ok(call(…))(t).
func ok[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func wantCode(t *testing.T, what string, err error, code chat.Code) {
	t.Helper()
	if !chat.IsCode(err, code) {
		t.Errorf("%s: got error %v, want code %s", what, err, code)
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
