package chatport_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/chatport"
	"flamingo/tcpcompat/wire"
)

var classes = []models.Class{models.ClassPC, models.ClassAndroid}

func TestSecondLoginOfAClassThrowsTheFirstOut(t *testing.T) {
	srv := servertest.Start(t)
	first := srv.LegacyClient(t, "alice", models.ClassAndroid)
	pc := srv.LegacyClient(t, "alice", models.ClassPC)
	second := srv.Connect(t, models.ClassAndroid)
	second.LogIn(t, "alice", servertest.Password("alice"))
	first.Next(t, wire.CmdKick)
	kicked := time.Now()
	first.Request(t, wire.CmdFriendList, "")
	if f := first.Next(t, wire.CmdFriendList); !strings.Contains(f.Data, `"code": 2`) {
		t.Errorf("the kicked client is answered %s, want code 2", f.Data)
	}
	first.Ended(t)
	if took := time.Since(kicked); took < time.Second || took > 4*time.Second {
		t.Errorf("closed after %v, want about 2 s", took)
	}
	pc.FriendList(t) // another class lives beside it
}

func TestMessagesReachAllDevicesOfBoth(t *testing.T) {
	srv := servertest.Start(t)
	alicePC, alicePhone := srv.LegacyClient(t, "alice", models.ClassPC), srv.LegacyClient(t, "alice", models.ClassAndroid)
	bobPC, bobPhone := srv.LegacyClient(t, "bob", models.ClassPC), srv.LegacyClient(t, "bob", models.ClassAndroid)
	alicePhone.SendChat(t, bobPC.ID, "to both")
	for _, c := range []*servertest.LegacyClient{bobPC, bobPhone} {
		if got := c.NextChat(t); got.Text != "to both" {
			t.Errorf("got %+v", got)
		}
	}
	if got := alicePC.NextChat(t); got.Text != "to both" || got.From != alicePC.ID || got.Target != bobPC.ID {
		t.Errorf("alice's PC got %+v, want a copy of her own message", got)
	}
	// To a phone only what it files rightly: copies in groups.
	group := alicePC.CreateGroup(t, "g")
	alicePhone.Next(t, wire.CmdOperateFriend)
	alicePC.SendChat(t, bobPC.ID, "direct")
	alicePC.SendChat(t, group, "in the group")
	if got := alicePhone.NextChat(t); got.Text != "in the group" {
		t.Errorf("alice's phone got %+v, want only the message in the group", got)
	}
}

// Android has no timer: it only answers what comes (CLIENTS.md section 3). So it
// is asked, and a PC, which has one, is not.
func TestIdlePhonesAreAskedForASignOfLife(t *testing.T) {
	chatport.ShortenHeartbeats(t)
	srv := servertest.Start(t)
	phone, pc := srv.LegacyClient(t, "phone", models.ClassAndroid), srv.LegacyClient(t, "pc", models.ClassPC)
	for range 3 {
		if f := phone.Next(t, wire.CmdHeartbeat); f.Data != "" || f.Seq != 0 {
			t.Errorf("the phone got %+v, want an empty heartbeat", f)
		}
	}
	seq := pc.Request(t, wire.CmdHeartbeat, "")
	if f := pc.Next(t, wire.CmdHeartbeat); f.Seq != seq {
		t.Errorf("the PC got heartbeat %d before the answer to its own", f.Seq)
	}
	phone.SendChat(t, pc.ID, "still here")
	pc.NextChat(t)
}

// What an Android client sends is announced with a wrong size from 32 KB on,
// and a wrong string length when it is not ASCII.
func TestAndroidFaultsAreRepaired(t *testing.T) {
	srv := servertest.Start(t)
	phone := srv.Connect(t, models.ClassAndroid)
	phone.Request(t, wire.CmdRegister, `{"username": "phone", "nickname": "小方的手机", "password": "密码"}`)
	if f := phone.Next(t, wire.CmdRegister); !strings.Contains(f.Data, `"code": 0`) {
		t.Fatalf("registration is answered %s", f.Data)
	}
	phone.LogIn(t, "phone", "密码")
	phone.FriendList(t)
	pc := srv.LegacyClient(t, "pc", models.ClassPC)
	for _, n := range []int{100, 32_600, 33_000, 40_000, 60_000} {
		text := strings.Repeat("x", n)
		phone.SendChat(t, pc.ID, text)
		if got := pc.NextChat(t); got.Text != text {
			t.Errorf("of %d characters %d arrived", n, len(got.Text))
		}
	}
}

// 1,000 friends do not fit what Android takes in one frame.
func TestLongListsAreTrimmedForAndroid(t *testing.T) {
	srv := servertest.Start(t)
	phone := srv.LegacyClient(t, "phone", models.ClassAndroid)
	group := phone.CreateGroup(t, "crowd")
	signature := strings.Repeat("s", 250)
	for i := range 120 {
		name := fmt.Sprint("member-", i)
		member := chat.Actor{UserID: srv.User(t, name), SessionID: name}
		_, err := srv.Chat().UpdateProfile(t.Context(), member, chat.ProfileChange{Signature: &signature, Address: &signature, Mail: &signature})
		if err == nil {
			err = srv.Chat().JoinGroup(t.Context(), member, group)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	phone.Request(t, wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, group))
	if f := phone.Next(t, wire.CmdGroupMembers); strings.Count(f.Data, `"userid"`) != 121 {
		t.Errorf("the list has %d members, want 121", strings.Count(f.Data, `"userid"`))
	}
}

func TestTextsAreCutToWhatAPCTakes(t *testing.T) {
	srv := servertest.Start(t)
	phone := srv.Connect(t, models.ClassAndroid)
	long := strings.Repeat("长", 60)
	phone.Request(t, wire.CmdRegister, `{"username": "`+long+`", "nickname": "`+long+`", "password": "secret"}`)
	phone.Next(t, wire.CmdRegister)
	pc := srv.Connect(t, models.ClassPC)
	pc.Request(t, wire.CmdLogin, `{"username": "`+long+`", "password": "secret", "clienttype": 1, "status": 1}`)
	f := pc.Next(t, wire.CmdLogin)
	if want := strings.Repeat("长", 10); !strings.Contains(f.Data, `"nickname":"`+want+`"`) {
		t.Errorf("got %s, want the nickname cut to 31 bytes at a character", f.Data)
	}
}

// TestCutConnectionsLoseNothing cuts 1,000 connections at random points of the
// push after the log-in, gracefully or not, while more messages come. What was
// received in all is the log, in order per conversation, and what comes twice is
// only what had not been confirmed yet.
func TestCutConnectionsLoseNothing(t *testing.T) {
	const cuts = 1000
	chatport.ShortenGates(t)
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 })
	for _, class := range classes {
		t.Run(class.String(), func(t *testing.T) {
			t.Parallel()
			cutConnections(t, srv, class, cuts/len(classes))
		})
	}
}

// cutLog is what one client has received of its conversations.
type cutLog struct {
	sent, next map[int64]int // messages by conversation: the peer, or the group
	doubles    map[int64]int // of the present connection, by conversation
	received   int
}

// apply takes a message, which may have come before.
func (l *cutLog) apply(t *testing.T, self int64, m servertest.Message) {
	t.Helper()
	l.received++
	from := m.From
	if m.Target != self {
		from = m.Target
	}
	var n int
	fmt.Sscan(m.Text, &n)
	if n > l.next[from] {
		t.Fatalf("message %d of %d came before %d", n, from, l.next[from])
	}
	if n < l.next[from] {
		l.doubles[from]++
		return
	}
	l.next[from]++
}

func (l *cutLog) missing() (n int) {
	for c, sent := range l.sent {
		n += sent - l.next[c]
	}
	return n
}

func cutConnections(t *testing.T, srv *servertest.Server, class models.Class, cuts int) {
	const perCut = 2 // messages in each of three conversations
	name := "bob-" + class.String()
	bob := srv.LegacyClient(t, name, class)
	alice, carol := srv.LegacyClient(t, "alice-"+class.String(), models.ClassPC), srv.LegacyClient(t, "carol-"+class.String(), models.ClassPC)
	group := carol.CreateGroup(t, "g")
	bob.Operate(t, group, 1, 0)
	bob.Next(t, wire.CmdOperateFriend)
	bob.Close()
	random := rand.New(rand.NewPCG(1, uint64(class)))
	log := &cutLog{sent: map[int64]int{}, next: map[int64]int{}}
	say := func(c *servertest.LegacyClient, target, conversation int64) {
		c.SendChat(t, target, fmt.Sprint(log.sent[conversation]))
		log.sent[conversation]++
	}
	most := 0
	for cut := range cuts + 1 {
		for range perCut {
			say(alice, bob.ID, alice.ID)
			say(carol, bob.ID, carol.ID)
			say(carol, group, group)
		}
		c := srv.Connect(t, class)
		c.LogIn(t, name, servertest.Password(name))
		c.FriendList(t)
		log.doubles = map[int64]int{}
		for take := random.IntN(2 * max(log.missing(), 3*perCut)); log.missing() > 0 && (take > 0 || cut == cuts); take-- {
			log.apply(t, bob.ID, c.NextChat(t))
		}
		if random.IntN(2) == 0 {
			c.Close()
		} else {
			c.Abort()
		}
		for { // what had reached the client when the connection was cut
			m, err := c.TryNextChat()
			if err != nil {
				break
			}
			log.apply(t, bob.ID, m)
		}
		for _, n := range log.doubles {
			most = max(most, n)
		}
	}
	total := log.sent[alice.ID] + log.sent[carol.ID] + log.sent[group]
	t.Logf("%d messages, %d received, at most %d of a conversation twice on a connection", total, log.received, most)
	if most > chatport.Window {
		t.Errorf("on one connection %d messages of a conversation came twice, want %d at most", most, chatport.Window)
	}
}

// An old client cannot be told that it sends too fast: it is slowed down instead.
func TestFastSenderIsSlowedDownNotCutShort(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 50, 5 })
	alice, bob := srv.LegacyClient(t, "alice", models.ClassPC), srv.LegacyClient(t, "bob", models.ClassPC)
	for i := range 30 {
		alice.SendChat(t, bob.ID, fmt.Sprint(i))
	}
	for i := range 30 {
		if got := bob.NextChat(t).Text; got != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", got, i)
		}
	}
}
