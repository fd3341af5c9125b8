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

// Connections are cut at random points of the push after the log-in, while more
// messages come: what was received in all is the log, and in order.
func TestCutConnectionsLoseNothing(t *testing.T) {
	chatport.ShortenGates(t)
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 })
	alice := srv.LegacyClient(t, "alice", models.ClassPC)
	for _, class := range classes {
		t.Run(class.String(), func(t *testing.T) {
			name := "bob-" + class.String()
			bob := srv.LegacyClient(t, name, class)
			bob.Close()
			random := rand.New(rand.NewPCG(1, uint64(class)))
			const cuts, perCut = 100, 5
			sent, next, received, most := 0, 0, 0, 0
			apply := func(m servertest.Message) (doubles int) {
				received++
				var n int
				fmt.Sscan(m.Text, &n)
				if n > next {
					t.Fatalf("message %d came before %d", n, next)
				}
				if n < next {
					return 1
				}
				next++
				return 0
			}
			for cut := range cuts + 1 {
				for range perCut {
					alice.SendChat(t, bob.ID, fmt.Sprint(sent))
					sent++
				}
				c := srv.Connect(t, class)
				c.LogIn(t, name, servertest.Password(name))
				c.FriendList(t)
				take := random.IntN(2 * max(sent-next, perCut))
				doubles := 0
				for range take {
					if next == sent {
						break
					}
					m, err := c.TryNextChat()
					if err != nil {
						t.Fatal(err)
					}
					doubles += apply(m)
				}
				if cut == cuts {
					for next < sent {
						apply(c.NextChat(t))
					}
				}
				c.Close()
				for { // what had reached the client when the connection was cut
					m, err := c.TryNextChat()
					if err != nil {
						break
					}
					doubles += apply(m)
				}
				most = max(most, doubles)
			}
			t.Logf("%d messages, %d received, at most %d twice on a connection", sent, received, most)
		})
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
