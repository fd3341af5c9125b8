package tcpcompat_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// 9: only the session that connected first gets messages.
func TestDefectAllSessionsGetMessages(t *testing.T) {
	srv := servertest.Start(t)
	alice := logIn(t, srv, "alice", models.ClassPC)
	bob := []*peer{logIn(t, srv, "bob", models.ClassPC), logIn(t, srv, "bob", models.ClassAndroid), logIn(t, srv, "bob", models.ClassIOS)}
	alice.chat(bob[0].id, "to all of them")
	for i, p := range bob {
		if got := p.next(wire.CmdChat); !strings.Contains(got.data, "to all of them") {
			t.Errorf("device %d got %s", i, got.data)
		}
	}
}

// 10: closing one of two sessions tells friends that the user is offline.
func TestDefectOfflineIsWhoHasNoSessionLeft(t *testing.T) {
	srv := servertest.Start(t)
	alice, pc := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(pc)
	phone := logIn(t, srv, "bob", models.ClassAndroid)
	alice.nextStatus(t, `"type": 1`) // the phone came
	pc.conn.Close()
	alice.nextStatus(t, `"clienttype": 2`) // what is shown now is the phone
	phone.conn.Close()
	alice.nextStatus(t, `"type": 2`)
}

// nextStatus waits for the next 1006, which must contain want.
func (p *peer) nextStatus(t *testing.T, want string) {
	t.Helper()
	if f := p.next(wire.CmdStatus); !strings.Contains(f.data, want) {
		t.Errorf("status is %s, want %s in it", f.data, want)
	}
}

// 11: what waits for a user vanishes when the server restarts.
func TestDefectWhatWaitsSurvivesARestart(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob, carol := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC), logIn(t, srv, "carol", models.ClassPC)
	alice.befriend(bob)
	bob.conn.Close()
	carol.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, bob.id))
	alice.chat(bob.id, "while you were out")
	alice.alive()
	carol.alive()
	srv.Restart(t)
	again := logIn(t, srv, "bob", models.ClassPC)
	if f := again.nextRequest(); !strings.Contains(f.data, `"type":2, "username": "carol"`) {
		t.Errorf("after the restart bob got %s, want the request of carol", f.data)
	}
	if f := again.next(wire.CmdChat); !strings.Contains(f.data, "while you were out") {
		t.Errorf("after the restart bob got %s", f.data)
	}
}

// 12: a deletion is only told to those who are connected. Clients read it from
// the list after their log-in.
func TestDefectDeletionIsNotToldLater(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	bob.conn.Close()
	alice.nextStatus(t, `"type": 2`)
	alice.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 4}`, bob.id))
	again := logIn(t, srv, "bob", models.ClassPC)
	alice.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, bob.id))
	if f := again.nextRequest(); !strings.Contains(f.data, `"type":2`) {
		t.Errorf("bob got %s, want the request and nothing of the deletion", f.data)
	}
}

// 13: Chinese team names are destroyed in the database.
func TestDefectTeamNamesSurviveARestart(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	const team = "我的同事"
	alice.send(wire.NewBody(nil, wire.CmdTeam, 1).String("").Int32(0).String(team).String(""))
	alice.next(wire.CmdFriendList)
	alice.send(wire.NewBody(nil, wire.CmdMoveFriend, 1).String("").Int32(int32(bob.id)).String(team).String("My Friends"))
	alice.next(wire.CmdFriendList)
	srv.Restart(t)
	again := dial(t, srv)
	again.logIn("alice", models.ClassPC)
	if got := teams(t, again.ask(wire.CmdFriendList, ""))[team]; len(got) != 1 || got[0].Username != "bob" {
		t.Errorf("after the restart the team has %v, want bob", got)
	}
}

type member struct {
	UserID                                 int64
	Username, Nickname                     string
	FaceType, Gender, Birthday, ClientType int
}

// teams reads a friend list.
func teams(t *testing.T, f frame) map[string][]member {
	t.Helper()
	var answer struct {
		UserInfo []struct {
			TeamName string
			Members  []member
		}
	}
	if err := json.Unmarshal([]byte(f.data), &answer); err != nil {
		t.Fatalf("friend list %s: %v", f.data, err)
	}
	m := map[string][]member{}
	for _, team := range answer.UserInfo {
		m[team.TeamName] = append(m[team.TeamName], team.Members...)
	}
	return m
}

// 14: stored messages differ from sent ones, and long ones are not stored.
func TestDefectStoredMessagesAreTheSentOnes(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	bob.conn.Close()
	before := ""
	for _, escaped := range []string{`say \"hi\" \u4f60 \\o/ it's`, strings.Repeat("x", 70_000)} {
		alice.chat(bob.id, escaped)
		var want string
		if err := json.Unmarshal([]byte(`"`+escaped+`"`), &want); err != nil {
			t.Fatal(err)
		}
		alice.alive()
		again := logIn(t, srv, "bob", models.ClassPC)
		for seen := ""; seen != want; {
			f := again.next(wire.CmdChat)
			var body struct{ Content []struct{ MsgText string } }
			if err := json.Unmarshal([]byte(f.data), &body); err != nil || len(body.Content) != 1 {
				t.Fatalf("got %.200s (%v)", f.data, err)
			}
			if seen = body.Content[0].MsgText; seen != want && seen != before { // what came last may come twice
				t.Fatalf("got %.200s, want %.100s", f.data, want)
			}
		}
		before = want
		again.conn.Close()
	}
}

// 17: doubles and orphans.
func TestDefectNoDoublesAndOrphansInTheList(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	for range 2 {
		bob.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, alice.id))
	}
	for _, id := range []int64{99999, models.FirstGroupID + 999} {
		for _, kind := range []int{1, 3} {
			bob.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": %d, "accept": 1}`, id, kind))
		}
	}
	if got := teams(t, bob.ask(wire.CmdFriendList, ""))["My Friends"]; len(got) != 1 {
		t.Errorf("bob has %v, want alice alone", got)
	}
}
