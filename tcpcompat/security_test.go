package tcpcompat_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// The tests of this and the next two files show what has become of the defects
// of the original: the numbers are those of WIRE.md section 13.

// Crashes of the whole process: JSON that is no object, and nesting without end.
func TestDefectJSONThatIsNoObjectIsBadData(t *testing.T) {
	srv := servertest.Start(t)
	odd := []string{"[]", "5", "[1]", `"x"`, "null", "true", "", "{", strings.Repeat("[", 2000), strings.Repeat(`{"a":`, 2000)}

	p := dial(t, srv)
	for _, data := range odd {
		for _, cmd := range []wire.Cmd{wire.CmdRegister, wire.CmdLogin} {
			p.request(cmd, data)
		}
	}
	p.alive()

	p = logIn(t, srv, "alice", models.ClassPC)
	for _, data := range odd {
		for _, cmd := range []wire.Cmd{wire.CmdFind, wire.CmdOperateFriend, wire.CmdStatus, wire.CmdUpdateProfile,
			wire.CmdChangePassword, wire.CmdCreateGroup, wire.CmdGroupMembers} {
			p.request(cmd, data)
		}
		p.send(wire.NewBody(nil, wire.CmdChat, 1).String(data).Int32(1))
		p.send(wire.NewBody(nil, wire.CmdMultiChat, 1).String(data).String(`{"targets":[1]}`))
		p.send(wire.NewBody(nil, wire.CmdMultiChat, 1).String(`{"content":[]}`).String(data))
	}
	p.send(wire.NewBody(nil, wire.CmdMultiChat, 1).String(`{"content":[]}`).String(`{"targets":["x",1.5,null,{}]}`))
	p.alive(wire.CmdChat, wire.CmdKick)
}

// 1: a failed log-in logs in, and a session that was thrown out goes on.
func TestDefectOnlyASuccessfulLoginCounts(t *testing.T) {
	srv := servertest.Start(t)
	srv.User(t, "alice")
	for _, data := range []string{loginData("alice", "wrong", models.ClassPC), loginData("nobody", "wrong", models.ClassPC)} {
		p := dial(t, srv)
		p.ask(wire.CmdLogin, data)
		wantCode(t, p.ask(wire.CmdFind, `{"type": 1, "username": "alice"}`), wire.CodeNotLoggedIn)
		wantCode(t, p.ask(wire.CmdFriendList, ""), wire.CodeNotLoggedIn)
	}
}

func TestDefectKickedSessionHasNoPowers(t *testing.T) {
	srv := servertest.Start(t)
	old, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	again := logIn(t, srv, "alice", models.ClassPC)
	old.next(wire.CmdKick)
	old.chat(bob.id, "from beyond")
	wantCode(t, old.next(wire.CmdChat), wire.CodeNotLoggedIn)
	wantCode(t, old.ask(wire.CmdFriendList, ""), wire.CodeNotLoggedIn)
	again.chat(bob.id, "from here")
	if got := bob.next(wire.CmdChat); !strings.Contains(got.data, "from here") {
		t.Errorf("bob got %s, want nothing of the session that was thrown out", got.data)
	}
}

// 2: messages to user 0 reach whoever has only connected.
func TestDefectMessagesToNobodyReachNobody(t *testing.T) {
	srv := servertest.Start(t)
	stranger, alice := dial(t, srv), logIn(t, srv, "alice", models.ClassPC)
	for _, target := range []int64{0, -1, 99999, models.MaxID} {
		alice.chat(target, "to nobody")
	}
	alice.chat(alice.id, "to myself")
	if got := alice.next(wire.CmdChat); !strings.Contains(got.data, "to myself") {
		t.Errorf("alice got %s", got.data)
	}
	stranger.alive(wire.CmdChat)
}

// 3: statements put together from text.
func TestDefectQuotesAreOnlyText(t *testing.T) {
	srv := servertest.Start(t)
	p := dial(t, srv)
	const evil = `n','injected',NOW())-- `
	wantCode(t, p.ask(wire.CmdRegister, `{"username": "o'neil", "nickname": "`+evil+`", "password": "it's"}`), wire.CodeOK)
	wantCode(t, p.ask(wire.CmdLogin, loginData("o'neil", "injected", models.ClassPC)), wire.CodeWrongPassword)
	f := p.ask(wire.CmdLogin, loginData("o'neil", "it's", models.ClassPC))
	if !strings.Contains(f.data, `"nickname":"`+evil+`"`) {
		t.Errorf("logged in with %s, want the nickname as it was given", f.data)
	}

	other := logIn(t, srv, "other", models.ClassPC)
	wantCode(t, p.ask(wire.CmdChangePassword, `{"oldpassword": "it's", "newpassword": "hacked'-- "}`), wire.CodeOK)
	other.logIn("other", models.ClassPC)
	p.logInWith("o'neil", "hacked'-- ", models.ClassPC)

	p.ask(wire.CmdFriendList, "")
	p.befriend(other)
	p.send(wire.NewBody(nil, wire.CmdTeam, 1).String("").Int32(0).String("'s team").String(""))
	p.next(wire.CmdFriendList)
	p.send(wire.NewBody(nil, wire.CmdMarkName, 1).String("").Int32(int32(other.id)).String("'mark"))
	if list := p.next(wire.CmdFriendList).data; !strings.Contains(list, `"teamname":"'s team"`) || !strings.Contains(list, `"markname":"'mark"`) {
		t.Errorf("list is %s, want the team and the mark name", list)
	}
	other.conn.Close()
	p.chat(other.id, "it's stored")
	p.alive()
	if got := logIn(t, srv, "other", models.ClassPC).next(wire.CmdChat); !strings.Contains(got.data, "it's stored") {
		t.Errorf("delivered later: got %s", got.data)
	}
}

// 5: passwords in plain text.
func TestDefectPasswordsAreStoredHashed(t *testing.T) {
	srv := servertest.Start(t)
	logIn(t, srv, "alice", models.ClassPC)
	users, err := srv.Chat().AdminListUsers(t.Context(), 0, 10)
	if err != nil || len(users) != 1 {
		t.Fatalf("list users: got %d (%v), want 1", len(users), err)
	}
	if !strings.HasPrefix(users[0].Password, "$argon2id$") {
		t.Errorf("the password is stored as %.12q…, want a hash", users[0].Password)
	}
}

// 6: left-over memory in the reserved bytes of a header and in the checksum.
func TestDefectNoLeftOverMemoryIsSent(t *testing.T) {
	srv := servertest.Start(t)
	p := dial(t, srv)
	for _, cmd := range []wire.Cmd{wire.CmdHeartbeat, wire.CmdLogin, wire.CmdFriendList} {
		p.request(cmd, loginData("nobody", "x", models.ClassPC))
		header := make([]byte, 25)
		if _, err := io.ReadFull(p.conn, header); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(header[9:], make([]byte, 16)) {
			t.Errorf("%s: reserved bytes are %x, want zeros", cmd, header[9:])
		}
		payload := make([]byte, int(header[5])|int(header[6])<<8)
		if _, err := io.ReadFull(p.conn, payload); err != nil {
			t.Fatal(err)
		}
		z, err := zlib.NewReader(bytes.NewReader(payload))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || len(body) < 6 || body[4] != 0 || body[5] != 0 {
			t.Errorf("%s: checksum of %x (%v) is not 0", cmd, body, err)
		}
	}
}

// 7: nobody checks relations.
func TestDefectRelationsAreChecked(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob, eve := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC), logIn(t, srv, "eve", models.ClassPC)
	alice.befriend(bob)
	group := alice.createGroup("ours")

	eve.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, alice.id))
	if list := eve.ask(wire.CmdFriendList, "").data; strings.Contains(list, "alice") {
		t.Errorf("after accepting what nobody asked eve has the friends %s", list)
	}
	for _, id := range []int64{alice.id, group} {
		if f := eve.ask(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, id)); !strings.Contains(f.data, `"members":[]`) {
			t.Errorf("eve is shown the members of %d: %s", id, f.data)
		}
	}
	eve.chat(group, "let me in")
	eve.chat(alice.id, "hello")
	if got := alice.next(wire.CmdChat); strings.Contains(got.data, "let me in") {
		t.Errorf("a stranger wrote into the group: %s", got.data)
	}
}

func (p *peer) createGroup(name string) int64 {
	p.t.Helper()
	f := p.ask(wire.CmdCreateGroup, `{"groupname": "`+name+`", "type": 0}`)
	var id int64
	if _, err := fmt.Sscanf(f.data, `{"code": 0, "msg": "ok", "groupid":%d`, &id); err != nil {
		p.t.Fatalf("create group: got %s", f.data)
	}
	p.next(wire.CmdOperateFriend)
	return id
}
