package tcpcompat_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/content"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// The tests here hold what CLIENTS.md says that one kind of client needs.

// The first frame after a log-in is its answer, whatever waits (section 3).
func TestLoginIsAnsweredBeforeAnythingElse(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	bob.conn.Close()
	for i := range 50 {
		alice.chat(bob.id, fmt.Sprint(i))
	}
	alice.alive()
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		p := dial(t, srv)
		p.request(wire.CmdLogin, loginData("bob", servertest.Password("bob"), class))
		if f, err := p.any(); err != nil || f.Cmd != wire.CmdLogin {
			t.Errorf("%s: first came %s (%v), want the answer to the log-in", class, f.Cmd, err)
		}
	}
}

// Pushes wait for the friend list, and those of a group on a PC for its
// members too; a request is told before messages (section 9).
func TestPushesWaitUntilAPCCanTakeThem(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob, carol := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC), logIn(t, srv, "carol", models.ClassPC)
	alice.befriend(bob)
	group := alice.createGroup("ours")
	bob.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, group))
	bob.next(wire.CmdStatus) // nothing is left unread: bob says goodbye rather than breaking off
	bob.conn.Close()
	alice.nextStatus(t, `"type": 3`)
	alice.nextStatus(t, `"type": 2`)
	alice.chat(group, "to all")
	alice.chat(bob.id, "to bob")
	alice.alive()
	carol.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, bob.id))
	carol.alive()

	again := dial(t, srv)
	again.logIn("bob", models.ClassPC)
	began := time.Now()
	again.request(wire.CmdFriendList, "")
	var order []wire.Cmd
	for len(order) < 3 {
		f, err := again.any()
		if err != nil {
			t.Fatal(err)
		}
		if f.Cmd == wire.CmdStatus {
			continue
		}
		order = append(order, f.Cmd)
		if f.Cmd == wire.CmdChat && (!strings.Contains(f.data, "to bob") || time.Since(began) < 250*time.Millisecond) {
			t.Errorf("after %v came %s, want the direct message, about 300 ms after the list", time.Since(began), f.data)
		}
	}
	if want := []wire.Cmd{wire.CmdFriendList, wire.CmdOperateFriend, wire.CmdChat}; !slices.Equal(order, want) {
		t.Errorf("the order is %v, want %v", order, want)
	}
	again.request(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, group))
	asked := time.Since(began) // late on a loaded machine: the gate has opened by itself then
	for members := false; ; {
		f, err := again.any()
		if err != nil {
			t.Fatal(err)
		}
		members = members || f.Cmd == wire.CmdGroupMembers
		if f.Cmd != wire.CmdChat {
			continue
		}
		if !strings.Contains(f.data, "to all") || !members && asked < 2*time.Second {
			t.Errorf("%v after the list came %s, want the message of the group, after the members", time.Since(began), f.data)
		}
		return
	}
}

// All gates open by themselves after at most 3 s (section 9).
func TestGatesOpenByThemselves(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	bob.conn.Close()
	alice.chat(bob.id, "hello")
	alice.alive()
	p := dial(t, srv)
	p.logIn("bob", models.ClassPC)
	for began := time.Now(); ; {
		f, err := p.any()
		if err != nil {
			t.Fatal(err)
		}
		if f.Cmd == wire.CmdOperateFriend {
			began = time.Now() // alice is announced once more, which is a gate of its own
		}
		if f.Cmd != wire.CmdChat {
			continue
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("the message came after %v, want 3 s at most", took)
		}
		return
	}
}

// A PC that reconnects calls itself 0 and its status 4 (section 3): it is the
// same PC, and not on a telephone.
func TestPCThatReconnectsIsAPC(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := logIn(t, srv, "alice", models.ClassPC), logIn(t, srv, "bob", models.ClassPC)
	alice.befriend(bob)
	again := dial(t, srv)
	again.request(wire.CmdLogin, fmt.Sprintf(`{"username": "bob", "password": "%s", "clienttype": 0, "status": 4}`, servertest.Password("bob")))
	again.next(wire.CmdLogin)
	bob.next(wire.CmdKick)
	list := alice.ask(wire.CmdFriendList, "").data
	if !strings.Contains(list, `"clienttype":1`) || !strings.Contains(list, `"status":1`) {
		t.Errorf("alice sees %s, want client type 1 and status 1", list)
	}
}

// Android looks at the client type alone, so who is invisible must have none
// for it; a PC hides them by itself (section 4).
func TestInvisibleFriendsLookOffline(t *testing.T) {
	srv := servertest.Start(t)
	bob := logIn(t, srv, "bob", models.ClassPC)
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		alice := logIn(t, srv, "alice-"+class.String(), class)
		alice.befriend(bob)
		bob.request(wire.CmdStatus, `{"type": 1, "onlinestatus": 1}`)
		bob.request(wire.CmdStatus, `{"type": 1, "onlinestatus": 2}`)
		bob.alive()
		list := alice.ask(wire.CmdFriendList, "").data
		want := []string{`"clienttype":0`, `"status":0`}
		if class == models.ClassPC {
			want = []string{`"clienttype":1`, `"status":2`}
		}
		for _, w := range want {
			if !strings.Contains(list, w) {
				t.Errorf("%s sees %s, want %s", class, list, w)
			}
		}
	}
}

// The two clients number the kinds of a search differently (section 4).
func TestFindTakesTheTypesOfBothClients(t *testing.T) {
	srv := servertest.Start(t)
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		p := logIn(t, srv, "finder-"+class.String(), class)
		group := p.createGroup("g")
		for kind := range 3 {
			for _, name := range []string{"finder-" + class.String(), fmt.Sprint(group)} {
				f := p.ask(wire.CmdFind, fmt.Sprintf(`{"type": %d, "username": "%s"}`, kind, name))
				if strings.Count(f.data, name) == 0 || strings.Count(f.data, `"userid"`) != 1 {
					t.Errorf("%s finds %s for %s as type %d, want one hit", class, f.data, name, kind)
				}
			}
		}
	}
}

// Android takes every answer to a request for a yes, and only a new list tells
// it of a deletion (1005).
func TestAndroidIsNotToldOfRefusalsAndGetsAListAfterDeletions(t *testing.T) {
	srv := servertest.Start(t)
	phone, pc := logIn(t, srv, "phone", models.ClassAndroid), logIn(t, srv, "pc", models.ClassPC)
	phone.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, pc.id))
	pc.next(wire.CmdOperateFriend)
	pc.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 0}`, phone.id))
	if f := pc.next(wire.CmdOperateFriend); !strings.Contains(f.data, `"accept": 0`) {
		t.Errorf("the PC got %s, want the refusal", f.data)
	}
	pc.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, phone.id))
	if f := phone.next(wire.CmdOperateFriend); !strings.Contains(f.data, `"type":2`) {
		t.Errorf("the phone got %s, want the request that came after the refusal", f.data)
	}
	phone.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, pc.id))
	pc.next(wire.CmdOperateFriend)
	phone.next(wire.CmdOperateFriend)
	pc.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 4}`, phone.id))
	phone.next(wire.CmdOperateFriend)
	if list := teams(t, phone.next(wire.CmdFriendList)); len(list["My Friends"]) != 0 {
		t.Errorf("the list behind the deletion has %v", list)
	}
}

// Each 1006 costs Android a full list (1006): of many only the first and, after
// a pause, the last are sent.
func TestStatusPushesToAndroidAreCoalesced(t *testing.T) {
	srv := servertest.Start(t)
	phone, pc := logIn(t, srv, "phone", models.ClassAndroid), logIn(t, srv, "pc", models.ClassPC)
	phone.befriend(pc)
	phone.ask(wire.CmdFriendList, "")
	const changes, last = 20, 119
	for i := range changes {
		pc.request(wire.CmdStatus, fmt.Sprintf(`{"type": 1, "onlinestatus": %d}`, 100+i))
	}
	for pushes := 1; ; pushes++ {
		if f := phone.next(wire.CmdStatus); strings.Contains(f.data, fmt.Sprintf(`"onlinestatus": %d,`, last)) {
			if pushes > 3 {
				t.Errorf("%d changes made %d pushes, want a few", changes, pushes)
			}
			return
		}
	}
}

// A frame to Android has at most 65,534 bytes (section 2), however many friends
// and groups there are: what does not fit is left out.
func TestAndroidTakesEveryFrame(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 })
	p := logIn(t, srv, "phone", models.ClassAndroid)
	name := strings.Repeat("群", chat.MaxGroupName)
	for range 160 { // 64 characters of six bytes each: about 80 KB
		p.createGroup(name)
	}
	f := p.ask(wire.CmdFriendList, "")
	if size := len(f.data); size > wire.MaxAndroidBody-17 {
		t.Errorf("the list has %d bytes, which Android does not take", size)
	}
	if n := len(teams(t, f)["My Friends"]); n < 100 {
		t.Errorf("the list has %d groups, want as many as fit", n)
	}
	p.chat(p.id, strings.Repeat("好", 30_000))
	f = p.next(wire.CmdChat)
	if !json.Valid([]byte(f.data)) || len(f.data) > wire.MaxAndroidBody-25 {
		t.Errorf("a long message has %d bytes, valid %t", len(f.data), json.Valid([]byte(f.data)))
	}
}

// "username - id" has to fit 31 bytes on a PC (section 8).
func TestMemberListFitsAPC(t *testing.T) {
	srv := servertest.Start(t)
	p := logIn(t, srv, strings.Repeat("long", 16), models.ClassPC)
	group := p.createGroup(strings.Repeat("名", chat.MaxGroupName))
	f := p.ask(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, group))
	var answer struct{ Members []member }
	if err := json.Unmarshal([]byte(f.data), &answer); err != nil || len(answer.Members) != 1 {
		t.Fatalf("members: %s (%v)", f.data, err)
	}
	if m := answer.Members[0]; len(fmt.Sprintf("%s - %d", m.Username, m.UserID)) > 31 || len(m.Nickname) > 63 {
		t.Errorf("the member is %+v, which a PC does not survive", m)
	}
	if m := teams(t, p.ask(wire.CmdFriendList, ""))["My Friends"][0]; len(m.Nickname) > 63 {
		t.Errorf("the group is called %s, %d bytes, want 63 at most", m.Nickname, len(m.Nickname))
	}
}

// Pictures, files and the like are text on Android, the confirmation of a
// picture is not sent there, and a face outside the table would end it
// (section 6).
func TestAndroidGetsOnlyWhatItShows(t *testing.T) {
	srv := servertest.Start(t)
	pc, phone := logIn(t, srv, "pc", models.ClassPC), logIn(t, srv, "phone", models.ClassAndroid)
	for _, data := range []string{
		`{"msgType":1,"content":[{"pic":["a.jpg","a.jpg",0,1,1]}]}`,
		`{"msgType":2,"content":[{"pic":["a.jpg","a",10,1,1]}]}`,
		`{"msgType":1,"content":[{"shake":1}]}`,
		`{"msgType":1,"content":[{"file":["report.doc","a",10,0]}]}`,
		`{"msgType":1,"content":[{"faceID":999}]}`,
	} {
		pc.send(wire.NewBody(nil, wire.CmdChat, 1).String(data).Int32(int32(phone.id)))
	}
	for _, want := range []string{"picture", "shake", "report.doc", "msgText"} {
		f := phone.next(wire.CmdChat)
		if !strings.Contains(f.data, want) || !strings.Contains(f.data, "msgText") || strings.Contains(f.data, "999}") {
			t.Errorf("the phone got %s, want a text with %q", f.data, want)
		}
	}
}

// A picture of a phone has a path that no PC has: its name is made plain and
// unique (section 7). The time is the server's, in seconds (section 1).
func TestPictureOfAPhoneHasAPlainNameOnAPC(t *testing.T) {
	srv := servertest.Start(t)
	pc, phone := logIn(t, srv, "pc", models.ClassPC), logIn(t, srv, "phone", models.ClassAndroid)
	names := map[string]bool{}
	for range 2 {
		phone.send(wire.NewBody(nil, wire.CmdChat, 1).String(
			`{"msgType":5,"time":1,"clientType":3,"content":[{"pic":["/sdcard/DCIM/a.jpg","0123456789abcdef0123456789abcdef",10,0,0]}]}`).Int32(int32(pc.id)))
		f := pc.next(wire.CmdChat)
		var body struct {
			Time    int64
			Content []struct{ Pic []any }
		}
		if err := json.Unmarshal([]byte(f.data), &body); err != nil || len(body.Content) != 1 || len(body.Content[0].Pic) == 0 {
			t.Fatalf("got %s (%v)", f.data, err)
		}
		name, _ := body.Content[0].Pic[0].(string)
		if strings.ContainsAny(name, `/\`) || !strings.HasSuffix(name, ".jpg") || names[name] {
			t.Errorf("the picture is called %q, want a plain name that was not there before", name)
		}
		names[name] = true
		if d := time.Now().Unix() - body.Time; d < -5 || d > 60 {
			t.Errorf("the time is %d, want now in seconds", body.Time)
		}
	}
}

// What browsers write is readable for both (sections 5 and 6).
func TestMessageOfABrowserIsReadable(t *testing.T) {
	srv := servertest.Start(t)
	web := srv.User(t, "web")
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		p := logIn(t, srv, "reader-"+class.String(), class)
		_, err := srv.Chat().SendMessage(t.Context(), chat.Actor{UserID: web, SessionID: "web", Class: models.ClassWeb},
			chat.SendParams{Conversation: models.DirectConversation(web, p.id), ClientID: "c-" + class.String(), Format: content.Canonical,
				Content: []byte(`{"text":"grüße 😀"}`)})
		if err != nil {
			t.Fatal(err)
		}
		f := p.next(wire.CmdChat)
		var body struct {
			MsgType *int
			Content []map[string]any
		}
		if err := json.Unmarshal([]byte(f.data), &body); err != nil || body.MsgType == nil || *body.MsgType != 1 || len(body.Content) == 0 {
			t.Errorf("%s got %s (%v)", class, f.data, err)
		}
	}
}

// A group that wants to see who joins is silent to an old client until somebody
// lets its user in: it knows no answer but the joining itself.
func TestApplicantHearsOfAnApprovalOnly(t *testing.T) {
	srv := servertest.Start(t)
	owner := srv.RESTClient(t, "owner")
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		var group struct {
			ID int64 `json:"id,string"`
		}
		owner.Do(t, http.MethodPost, "/api/v1/groups", map[string]any{"name": "careful"}).Into(t, &group)
		owner.Do(t, http.MethodPatch, fmt.Sprintf("/api/v1/groups/%d", group.ID), map[string]any{"join_policy": "approval"})
		name := fmt.Sprint("applicant-", class)
		p := logIn(t, srv, name, class)
		p.ask(wire.CmdFriendList, "")
		p.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, group.ID))
		p.chat(group.ID, "am I in?")
		p.alive(wire.CmdOperateFriend, wire.CmdChat)
		requests := fmt.Sprintf("/api/v1/groups/%d/requests", group.ID)
		if list := owner.Do(t, http.MethodGet, requests, nil); !bytes.Contains(list.Body, []byte(name)) {
			t.Errorf("the owner sees the requests %s, want that of %s", list.Body, name)
		}
		if a := owner.Do(t, http.MethodPost, fmt.Sprintf("%s/%d/accept", requests, p.id), nil); a.Status >= 300 {
			t.Fatalf("accepting is answered %d %s", a.Status, a.Body)
		}
		if f := p.next(wire.CmdOperateFriend); !strings.Contains(f.data, fmt.Sprint(group.ID)) || !strings.Contains(f.data, `"accept": 3`) {
			t.Errorf("after the approval came %s, want that the group was joined", f.data)
		}
		owner.SendChat(t, group.ID, "welcome")
		if f := p.next(wire.CmdChat); !strings.Contains(f.data, "welcome") {
			t.Errorf("then came %s, want the first message since", f.data)
		}
	}
}
