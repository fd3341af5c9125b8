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

// 15 and 16: four-byte characters, and values that together are longer than a
// statement of 256 bytes.
func TestDefectNamesHaveRoomAndAllCharacters(t *testing.T) {
	srv := servertest.Start(t)
	p := dial(t, srv)
	name, nickname := strings.Repeat("u", 64), strings.Repeat("😀好", 32)
	wantCode(t, p.ask(wire.CmdRegister, fmt.Sprintf(`{"username": "%s", "nickname": "%s", "password": "%s"}`, name, nickname, strings.Repeat("p", 64))), wire.CodeOK)

	phone := logIn(t, srv, "phone", models.ClassAndroid)
	f := phone.ask(wire.CmdFind, `{"type": 0, "username": "`+name+`"}`)
	var answer struct{ UserInfo []member }
	if err := json.Unmarshal([]byte(f.data), &answer); err != nil || len(answer.UserInfo) != 1 || answer.UserInfo[0].Nickname != nickname {
		t.Errorf("found %s (%v), want the whole nickname", f.data, err)
	}
	wantCode(t, phone.ask(wire.CmdUpdateProfile, profile("😀", "")), wire.CodeOK)
}

// profile is the data of a 1007.
func profile(nickname, signature string) string {
	return fmt.Sprintf(`{"nickname": "%s", "facetype": 0, "customface": "", "gender": 0, "birthday": 19900101, "signature": "%s", "address": "", "phonenumber": "", "mail": ""}`,
		nickname, signature)
}

// 18: no answer, and a group with a number by chance.
func TestDefectGroupNameThatIsTooLong(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	wantCode(t, p.ask(wire.CmdCreateGroup, `{"groupname": "`+strings.Repeat("g", 65)+`", "type": 0}`), wire.CodeCreateGroupFailed)
	if got := teams(t, p.ask(wire.CmdFriendList, ""))["My Friends"]; len(got) != 0 {
		t.Errorf("the list has %v, want nothing", got)
	}
}

// 19: an unsuccessful change of the profile is announced.
func TestDefectFailedProfileChangeIsNotAnnounced(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	wantCode(t, alice.ask(wire.CmdUpdateProfile, profile("a", strings.Repeat("s", 257))), wire.CodeUpdateProfileFailed)
	alice.request(wire.CmdStatus, `{"type": 1, "onlinestatus": 3}`)
	if f := bob.next(wire.CmdStatus); strings.Contains(f.data, `"type": 3`) {
		t.Errorf("bob got %s, want only the status that came after", f.data)
	}
}

// 23: left-over memory in place of the profile of a group.
func TestDefectGroupsHaveADefinedProfile(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	id := p.createGroup("g")
	got := teams(t, p.ask(wire.CmdFriendList, ""))["My Friends"]
	want := member{UserID: id, Username: fmt.Sprint(id), Nickname: "g", Birthday: models.DefaultBirthday}
	if len(got) != 1 || got[0] != want {
		t.Errorf("the list has %+v, want %+v", got, want)
	}
}

// 24: quotes and backslashes of names are not escaped.
func TestDefectNamesAreEscapedInEveryAnswer(t *testing.T) {
	srv := servertest.Start(t)
	p := dial(t, srv)
	const nickname, escaped = `a"b\c`, `a\"b\\c`
	wantCode(t, p.ask(wire.CmdRegister, `{"username": "`+escaped+`", "nickname": "`+escaped+`", "password": "x"}`), wire.CodeOK)
	valid := func(what string, f frame) {
		t.Helper()
		if !json.Valid([]byte(f.data)) || !strings.Contains(f.data, escaped) {
			t.Errorf("%s is answered %s, want JSON with the name escaped", what, f.data)
		}
	}
	valid("login", p.ask(wire.CmdLogin, loginData(escaped, "x", models.ClassPC)))
	p.ask(wire.CmdFriendList, "")
	valid("find", p.ask(wire.CmdFind, `{"type": 1, "username": "`+escaped+`"}`))
	valid("profile", p.ask(wire.CmdUpdateProfile, profile(escaped, escaped)))
	f := p.ask(wire.CmdCreateGroup, `{"groupname": "`+escaped+`", "type": 0}`)
	valid("group", f)
	valid("group push", p.next(wire.CmdOperateFriend))
	var group struct{ GroupID int64 }
	if err := json.Unmarshal([]byte(f.data), &group); err != nil {
		t.Fatal(err)
	}
	valid("members", p.ask(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, group.GroupID)))
	valid("friend list", p.ask(wire.CmdFriendList, ""))
	bob := logIn(t, srv, "bob", models.ClassPC)
	p.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, bob.id))
	valid("request", bob.next(wire.CmdOperateFriend))
}

// 25: comments come out as broken JSON.
func TestDefectCommentsDoNotBreakMessages(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	p.send(wire.NewBody(nil, wire.CmdChat, 1).String("/* hi */ {\"content\":[] // x\n, \"msgType\": 1}").Int32(int32(p.id)))
	p.chat(p.id, "after")
	if f := p.next(wire.CmdChat); !json.Valid([]byte(f.data)) || strings.Contains(f.data, "hi") {
		t.Errorf("got %s, want JSON without comments", f.data)
	}
}

// 26 and 27: operations that do not exist, and requests to oneself.
func TestDefectOddFriendOperationsAreIgnored(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	for _, kind := range []int{0, 2, 5, 6, -1} {
		alice.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": %d}`, bob.id, kind))
	}
	alice.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, alice.id))
	bob.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, alice.id))
	if f := alice.next(wire.CmdOperateFriend); !strings.Contains(f.data, "bob") {
		t.Errorf("alice got %s, want the request of bob first", f.data)
	}
	// Who asks somebody that asked them has said yes.
	alice.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, bob.id))
	if f := bob.next(wire.CmdOperateFriend); !strings.Contains(f.data, `"type": 3, "username": "alice", "accept": 1`) {
		t.Errorf("bob got %s, want the yes of alice first", f.data)
	}
}

// 28: logging in again on the same connection throws oneself out.
func TestDefectSecondLoginOnAConnection(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	p.request(wire.CmdLogin, loginData("alice", servertest.Password("alice"), models.ClassPC))
	if f, err := p.any(); err != nil || f.Cmd != wire.CmdLogin {
		t.Errorf("got %s (%v), want the answer and no kick", f.Cmd, err)
	}
	p.chat(p.id, "still here")
	p.next(wire.CmdChat)

	// Another user on it: the first has gone.
	p.register("bob")
	p.logIn("bob", models.ClassPC)
	other := logIn(t, srv, "alice", models.ClassPC)
	other.alive(wire.CmdKick)
	p.alive(wire.CmdKick)
}

// 29: two teams of one name.
func TestDefectTeamCannotTakeTheNameOfAnother(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, "alice", models.ClassPC)
	for _, name := range []string{"a", "b"} {
		p.send(wire.NewBody(nil, wire.CmdTeam, 1).String("").Int32(0).String(name).String(""))
		p.next(wire.CmdFriendList)
	}
	p.send(wire.NewBody(nil, wire.CmdTeam, 1).String("").Int32(2).String("a").String("b"))
	wantCode(t, p.next(wire.CmdTeam), wire.CodeTeamExists)
	if got := teams(t, p.ask(wire.CmdFriendList, "")); len(got) != 3 {
		t.Errorf("the list has the teams %v, want three", got)
	}
}
